#include "services/tasks/cooperation/service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/tasks/check.h"
#include "services/tasks/cooperation/rules.h"
#include "services/tasks/names.h"

namespace qcity::tasks::cooperation {

using v1::TaskPart;

CooperationService::CooperationService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      campaign_(env.plans().Latest()->id()),
      steps_(database, outbox, env.plans()) {
  using S = CooperationService;
  Handle("RequestCooperation", &S::RequestCooperation);
  Handle("AnswerCooperation", &S::AnswerCooperation);
  Handle("ListCooperation", &S::ListCooperation);
}

absl::StatusOr<TaskPart> CooperationService::RequestCooperation(const rpc::CallContext& call,
                                                                const v1::RequestCooperationRequest& request) {
  const domain::Plan& plan = steps_.PlanOf(call);
  const absl::CivilDay today = ShanghaiDay(call.now);
  RETURN_IF_ERROR(CheckWords(request.text(), "text"));
  ASSIGN_OR_RETURN(const absl::CivilDay wanted_by, domain::ParseDay(request.wanted_by(), "wanted_by"));
  RETURN_IF_ERROR(CheckWantedBy(wanted_by, today, plan.LastEvaluationDate()));
  return steps_.MoveOwn(
      call, request, [&](TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<TaskPart> {
        ASSIGN_OR_RETURN(const std::string cooperator, CheckCooperator(plan, place, request.cooperator(), today));
        return Ask(std::move(part), cooperator, wanted_by, request.text(), actor);
      });
}

absl::StatusOr<TaskPart> CooperationService::AnswerCooperation(const rpc::CallContext& call,
                                                               const v1::AnswerCooperationRequest& request) {
  RETURN_IF_ERROR(CheckAnswer(request.answer(), request.text()));
  return steps_.MoveLead(call, request, [&](TaskPart part, const Place& place, const Actor& actor) {
    const auto may = [&](const std::string& cooperator) {
      return call.office || AnswersFor(steps_.PlanOf(call), call.principal.organization, cooperator,
                                       place.occurrence.due, ShanghaiDay(call.now));
    };
    return cooperation::Answer(std::move(part), request.number(), request.answer(), request.text(), may, actor);
  });
}

absl::Status CooperationService::AddRequests(const rpc::CallContext& call, const TaskPart& part,
                                             const v1::ListCooperationRequest& request,
                                             v1::ListCooperationResponse& response) const {
  const domain::Plan& plan = steps_.PlanOf(call);
  ASSIGN_OR_RETURN(const OccurrenceKey key, ParseOccurrenceName(campaign_, part.occurrence()));
  const std::optional<Place> place = FindPlace(plan, key.task, key.id);
  if (!place.has_value()) return absl::OkStatus();  // Of another version of the plan.
  const auto concerns = [&](const std::string& body) {
    return AnswersFor(plan, request.organization(), body, place->occurrence.due, ShanghaiDay(call.now));
  };
  for (v1::Cooperation& cooperation : CooperationOf(part)) {
    const bool of_whom =
        request.organization().empty() || concerns(cooperation.cooperator()) || concerns(ResponsibleFor(part));
    const bool in_state =
        request.state() == v1::COOPERATION_STATE_UNSPECIFIED || request.state() == cooperation.state();
    if (!of_whom || !in_state) continue;
    v1::RequestedCooperation& requested = *response.add_cooperation();
    requested.set_occurrence(part.occurrence());
    requested.set_title(place->task->title());
    requested.set_lead(ResponsibleFor(part));
    requested.set_lead_title(plan.NameOf(ResponsibleFor(part)));
    cooperation.set_cooperator_title(plan.NameOf(cooperation.cooperator()));
    *requested.mutable_cooperation() = std::move(cooperation);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListCooperationResponse> CooperationService::ListCooperation(
    const rpc::CallContext& call, const v1::ListCooperationRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(steps_.PlanOf(call).CheckOrganization("organization", request.organization()));
  return steps_.database().Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListCooperationResponse> {
    ASSIGN_OR_RETURN(const std::vector<TaskPart> parts, steps_.store().LoadAll(transaction));
    v1::ListCooperationResponse response;
    for (const TaskPart& part : parts) RETURN_IF_ERROR(AddRequests(call, part, request, response));
    std::stable_sort(response.mutable_cooperation()->begin(), response.mutable_cooperation()->end(),
                     [](const v1::RequestedCooperation& a, const v1::RequestedCooperation& b) {
                       return a.cooperation().wanted_by() < b.cooperation().wanted_by();
                     });
    return response;
  });
}

}  // namespace qcity::tasks::cooperation
