// An indicator as users see it: target, latest figures, pace, history. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_VIEW_H_
#define QCITY_SERVICES_INDICATORS_VIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/action_plans.pb.h"
#include "qcity/indicators/v1/indicators.pb.h"

namespace qcity::indicators {

enum class Detail { kLatest, kHistory };

// What the action plan of a year wants of a measure by that year's end.
struct YearGoal {
  int year = 0;
  double value = 0;
};

// The goal of the indicator as a whole; nullopt where the plan has none.
std::optional<YearGoal> GoalOf(const v1::ActionPlan& action_plan, absl::string_view indicator_name);

// `history`: every measure-period of the indicator, references included. `goal`: of this year.
v1::IndicatorView ViewOf(const domain::Plan& plan, const std::string& number,
                         const std::vector<v1::MeasurePeriod>& history, const v1::Applicability& applicability,
                         Detail detail, const std::optional<YearGoal>& goal);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_VIEW_H_
