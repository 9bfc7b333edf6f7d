#include "services/indicators/action_plans/service.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "services/indicators/action_plans/rules.h"
#include "services/indicators/action_plans/store.h"
#include "services/indicators/names.h"

namespace qcity::indicators::action_plans {
namespace {

absl::Status CheckParent(absl::string_view campaign, absl::string_view parent) {
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign, parent));
  if (number.empty()) return absl::OkStatus();
  return InvalidField("parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
}

}  // namespace

ActionPlansService::ActionPlansService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::ActionPlansService::service_full_name()),
      database_(database),
      outbox_(outbox),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  using S = ActionPlansService;
  Handle("PutActionPlan", &S::PutActionPlan);
  Handle("GetActionPlan", &S::GetActionPlan);
  Handle("ListActionPlans", &S::ListActionPlans);
}

const domain::Plan& ActionPlansService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::StatusOr<absl::Time> ActionPlansService::InstantOf(const CallContext& call, const std::string& as_of) const {
  ASSIGN_OR_RETURN(const absl::CivilDay day, PlanOf(call).AsOf(as_of, "as_of", ShanghaiDay(call.now)));
  return std::min(call.now, EndOfShanghaiDay(day));
}

absl::StatusOr<v1::ActionPlan> ActionPlansService::PutActionPlan(const CallContext& call,
                                                                 const v1::PutActionPlanRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  const absl::Status sound = CheckActionPlan(PlanOf(call), request.plan());
  if (!sound.ok()) return Under("plan", sound);
  const int year = request.plan().year();
  const Actor actor{call.principal.person, call.principal.organization, call.office, call.now, {}};
  return rpc::Command<v1::ActionPlan>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::ActionPlan> {
        ASSIGN_OR_RETURN(v1::ActionPlanYear before, LoadYear(transaction, year));
        ASSIGN_OR_RETURN(const v1::ActionPlanYear after,
                         Put(PlanOf(call), std::move(before), request.plan(), request.etag(), actor));
        ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, call.now));
        RETURN_IF_ERROR(SaveYear(transaction, year, after));
        RETURN_IF_ERROR(outbox_.Put(transaction, position, absl::StrCat("action-plans/", year), after, call.now));
        return *after.revisions().rbegin();
      });
}

absl::StatusOr<v1::ActionPlan> ActionPlansService::GetActionPlan(const CallContext& call,
                                                                 const v1::GetActionPlanRequest& request) {
  ASSIGN_OR_RETURN(const int year, YearOf(campaign_, request.name()));
  ASSIGN_OR_RETURN(const absl::Time instant, InstantOf(call, request.as_of()));
  ASSIGN_OR_RETURN(const v1::ActionPlanYear recorded,
                   database_.Read([&](sql::Transaction& transaction) { return LoadYear(transaction, year); }));
  const v1::ActionPlan* plan = InForceAt(recorded, instant);
  if (plan != nullptr) return *plan;
  return Error(absl::StatusCode::kNotFound, "ACTION_PLAN_NOT_FOUND",
               {absl::StrCat("没有 ", year, " 年的行动计划"), absl::StrCat("there is no action plan of ", year)});
}

absl::StatusOr<v1::ListActionPlansResponse> ActionPlansService::ListActionPlans(
    const CallContext& call, const v1::ListActionPlansRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  ASSIGN_OR_RETURN(const absl::Time instant, InstantOf(call, request.as_of()));
  ASSIGN_OR_RETURN(const std::vector<v1::ActionPlanYear> years,
                   database_.Read([](sql::Transaction& transaction) { return LoadYears(transaction); }));
  v1::ListActionPlansResponse response;
  for (const v1::ActionPlanYear& year : years) {
    const v1::ActionPlan* plan = InForceAt(year, instant);
    if (plan != nullptr) *response.add_plans() = *plan;
  }
  return response;
}

}  // namespace qcity::indicators::action_plans
