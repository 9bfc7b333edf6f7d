// A method's access rule, as its proto declares it: who may enter, and which resources he may name. Immutable; any thread.
#ifndef QCITY_COMMON_RPC_ACCESS_H_
#define QCITY_COMMON_RPC_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/rpc/context.h"
#include "common/rpc/directory.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace qcity::rpc {

class Access {
 public:
  // INTERNAL naming the method if it declares no rule, an empty or unknown grant, a relation without a resource, or a resource path that its request
  // does not have.
  static absl::StatusOr<Access> Of(const google::protobuf::MethodDescriptor& method);

  // Whether some grant is for a role of `caller`, whatever the resource: UNAUTHENTICATED for the nameless, PERMISSION_DENIED for others.
  absl::Status Enter(const Directory& directory, const Principal& caller, absl::CivilDay today) const;

  // Whether `caller` may name `resource`; `path` is where it stands in the request.
  absl::Status May(const Directory& directory, const Principal& caller, absl::string_view resource,
                   absl::CivilDay today, absl::string_view path = "") const;

  // May of every resource that `request` names. A request that must name one and does not is INVALID_ARGUMENT.
  absl::Status MayAll(const Directory& directory, const Principal& caller, const google::protobuf::Message& request,
                      absl::CivilDay today) const;

 private:
  explicit Access(std::string method, access::v1::AccessRule rule)
      : method_(std::move(method)), rule_(std::move(rule)) {}
  absl::Status Denied(absl::string_view resource) const;

  std::string method_;
  access::v1::AccessRule rule_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_ACCESS_H_
