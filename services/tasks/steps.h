// Steps of parts as commands: whose part a request means, the rule applied to it, the part written, published and
// answered. What the services of this module share. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_STEPS_H_
#define QCITY_SERVICES_TASKS_STEPS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/command.h"
#include "common/rpc/context.h"
#include "common/sql/database.h"
#include "services/tasks/agenda.h"
#include "services/tasks/check.h"
#include "services/tasks/handover/store.h"
#include "services/tasks/ledger.h"
#include "services/tasks/rules.h"
#include "services/tasks/store.h"

namespace qcity::tasks {

class Steps {
 public:
  Steps(sql::Database& database, feed::Outbox& outbox, const domain::PlanVersions& plans)
      : database_(database), plans_(plans), ledger_(store_, outbox, plans.Latest()->id()) {}

  // `rule` also gets the place.
  using Rule =
      absl::FunctionRef<absl::StatusOr<v1::TaskPart>(v1::TaskPart part, const Place& place, const Actor& actor)>;

  // One step of the part of the caller's unit, or of the lead that the office names.
  template <typename Request>
  absl::StatusOr<v1::TaskPart> MoveOwn(const rpc::CallContext& call, const Request& request, Rule rule) const {
    return Run(call, request, [&](sql::Transaction& inner) { return MoveOwnIn(inner, call, request, rule); });
  }
  // One step of the part of the lead that the request must name: the office's.
  template <typename Request>
  absl::StatusOr<v1::TaskPart> MoveLead(const rpc::CallContext& call, const Request& request, Rule rule) const {
    return Run(call, request, [&](sql::Transaction& inner) { return MoveLeadIn(inner, call, request, rule); });
  }

  // The same within a transaction that holds more than this step.
  template <typename Request>
  absl::StatusOr<v1::TaskPart> MoveOwnIn(sql::Transaction& transaction, const rpc::CallContext& call,
                                         const Request& request, Rule rule) const {
    const domain::Plan& plan = PlanOf(call);
    ASSIGN_OR_RETURN(const Place place, CheckOccurrence(plan, request.name()));
    ASSIGN_OR_RETURN(const Holders holders, holders_.Load(transaction, KeyOf(place)));
    ASSIGN_OR_RETURN(std::string lead, CheckOwnLead(plan, place, holders, request.lead(), call.principal.organization,
                                                    call.office, ShanghaiDay(call.now)));
    return MoveIn(transaction, call, place, std::move(lead), EtagOf(request), rule);
  }
  template <typename Request>
  absl::StatusOr<v1::TaskPart> MoveLeadIn(sql::Transaction& transaction, const rpc::CallContext& call,
                                          const Request& request, Rule rule) const {
    const domain::Plan& plan = PlanOf(call);
    ASSIGN_OR_RETURN(const Place place, CheckOccurrence(plan, request.name()));
    ASSIGN_OR_RETURN(const Holders holders, holders_.Load(transaction, KeyOf(place)));
    ASSIGN_OR_RETURN(std::string lead, CheckLead(plan, place, holders, request.lead(), ShanghaiDay(call.now)));
    return MoveIn(transaction, call, place, std::move(lead), EtagOf(request), rule);
  }

  const domain::Plan& PlanOf(const rpc::CallContext& call) const { return *plans_.InForce(ShanghaiDay(call.now)); }
  sql::Database& database() const { return database_; }
  const TaskStore& store() const { return store_; }
  const handover::HolderStore& holders() const { return holders_; }

 private:
  static OccurrenceKey KeyOf(const Place& place) { return {place.task->number(), place.occurrence.id}; }

  template <typename Request>
  static std::int64_t EtagOf(const Request& request) {
    if constexpr (requires { request.etag(); }) return request.etag();
    return 0;  // Not checked.
  }

  template <typename Request>
  absl::StatusOr<v1::TaskPart> Run(const rpc::CallContext& call, const Request& request,
                                   absl::FunctionRef<absl::StatusOr<v1::TaskPart>(sql::Transaction&)> change) const {
    return rpc::Command<v1::TaskPart>(database_, call, request, change);
  }

  absl::StatusOr<v1::TaskPart> MoveIn(sql::Transaction& transaction, const rpc::CallContext& call, const Place& place,
                                      std::string lead, std::int64_t etag, Rule rule) const;

  sql::Database& database_;
  const domain::PlanVersions& plans_;
  const TaskStore store_{};
  const handover::HolderStore holders_{};
  const Ledger ledger_;
};

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_STEPS_H_
