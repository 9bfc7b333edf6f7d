// Yearly action plans (年度行动计划): which may be put on record, and which was in force. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_ACTION_PLANS_RULES_H_
#define QCITY_SERVICES_INDICATORS_ACTION_PLANS_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/action_plans.pb.h"
#include "services/indicators/rules.h"

namespace qcity::indicators::action_plans {

// "campaigns/C/actionPlans/2018" -> 2018. INVALID_ARGUMENT at "name" for another shape, NOT_FOUND for another campaign.
absl::StatusOr<int> YearOf(absl::string_view campaign, absl::string_view name);
std::string NameOf(absl::string_view campaign, int year);

// Whether the plan says nothing that the campaign does not know. Paths below the plan ("targets[2].value").
absl::Status CheckActionPlan(const domain::Plan& plan, const v1::ActionPlan& action_plan);

// The year with one revision more. ABORTED STALE_ETAG if `etag` is set and not the last revision's number.
absl::StatusOr<v1::ActionPlanYear> Put(const domain::Plan& plan, v1::ActionPlanYear year,
                                       const v1::ActionPlan& action_plan, std::int64_t etag, const Actor& actor);

// The revision recorded last by `instant`; nullptr if there was none.
const v1::ActionPlan* InForceAt(const v1::ActionPlanYear& year, absl::Time instant);

}  // namespace qcity::indicators::action_plans

#endif  // QCITY_SERVICES_INDICATORS_ACTION_PLANS_RULES_H_
