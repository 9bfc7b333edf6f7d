// Who is who: turns a caller into roles and answers which relation an organisation has to a resource, from the plan in force. Thread-safe.
#ifndef QCITY_COMMON_RPC_DIRECTORY_H_
#define QCITY_COMMON_RPC_DIRECTORY_H_

#include <string>
#include <utility>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/mutex.h"
#include "common/domain/plan.h"
#include "common/rpc/context.h"
#include "qcity/access/v1/access.pb.h"

namespace qcity::rpc {

class Directory {
 public:
  explicit Directory(const domain::PlanVersions& plans) : plans_(plans) {}

  // From "PERSON@ORGANISATION". UNAUTHENTICATED if it is malformed or names no organisation of the plan; "NAME@service" is a service of the suite.
  absl::StatusOr<Principal> Identify(absl::string_view caller, absl::CivilDay today) const;

  bool HasRole(const Principal& principal, access::v1::Role role, absl::CivilDay today) const;

  // Whether the principal's organisation has `relation` to `resource`: a resource name ("campaigns/C/indicators/1-1/...", "campaigns/C/tasks/29-1/...") or,
  // for SELF, an organisation id. A resource that the plan does not have is nobody's: false.
  // A lead of a task is also whom it was entrusted to, or who took over from that.
  bool IsRelated(const Principal& principal, access::v1::Relation relation, absl::string_view resource,
                 absl::CivilDay today) const;

  // Lets `organization` lead the task of this number beside the plan's leads, for good: work on it was moved there. Which part of it, the service knows.
  void Entrust(absl::string_view task, absl::string_view organization);

 private:
  // Whether `organization` is, or took over from, one that the task was entrusted to.
  bool IsEntrusted(const domain::Plan& plan, absl::string_view task, absl::string_view organization,
                   absl::CivilDay today) const;

  const domain::PlanVersions& plans_;
  mutable Mutex mutex_;
  absl::btree_set<std::pair<std::string, std::string>> entrusted_ ABSL_GUARDED_BY(mutex_);  // Task, organisation.
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_DIRECTORY_H_
