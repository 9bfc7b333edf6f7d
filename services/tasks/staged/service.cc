#include "services/tasks/staged/service.h"

#include <utility>

#include "common/base/status.h"
#include "services/tasks/check.h"
#include "services/tasks/staged/rules.h"

namespace qcity::tasks::staged {

using v1::TaskPart;

StagedResultsService::StagedResultsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox,
                                           rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()), steps_(database, outbox, env.plans()) {
  using S = StagedResultsService;
  Handle("ProposeStagedResult", &S::ProposeStagedResult);
  Handle("DecideStagedResult", &S::DecideStagedResult);
}

absl::StatusOr<TaskPart> StagedResultsService::ProposeStagedResult(const rpc::CallContext& call,
                                                                   const v1::ProposeStagedResultRequest& request) {
  return steps_.MoveOwn(call, request,
                        [&](TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<TaskPart> {
                          RETURN_IF_ERROR(CheckMilestone(*place.task));
                          RETURN_IF_ERROR(CheckProposal(*place.task, request));
                          v1::StagedProposal proposal;
                          *proposal.mutable_criteria() = request.criteria();
                          return Propose(std::move(part), std::move(proposal), request.text(), actor);
                        });
}

absl::StatusOr<TaskPart> StagedResultsService::DecideStagedResult(const rpc::CallContext& call,
                                                                  const v1::DecideStagedResultRequest& request) {
  if (!request.approve()) RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLead(call, request,
                         [&](TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<TaskPart> {
                           RETURN_IF_ERROR(CheckMilestone(*place.task));
                           return Decide(std::move(part), request.approve(), request.reason(), actor);
                         });
}

}  // namespace qcity::tasks::staged
