#include "services/tasks/steps.h"

#include <utility>

#include "services/tasks/view.h"

namespace qcity::tasks {

absl::StatusOr<v1::TaskPart> Steps::MoveIn(sql::Transaction& transaction, const rpc::CallContext& call,
                                           const Place& place, std::string lead, std::int64_t etag, Rule rule) const {
  const Addressed addressed{{KeyOf(place), std::move(lead)}, place.occurrence.due, etag};
  const Actor actor{call.principal.person, call.principal.organization, call.now};
  ASSIGN_OR_RETURN(v1::TaskPart part, ledger_.Move(transaction, addressed, call.now, [&](v1::TaskPart before) {
    return rule(std::move(before), place, actor);
  }));
  Derive(PlanOf(call), ShanghaiDay(call.now), part);
  return part;
}

}  // namespace qcity::tasks
