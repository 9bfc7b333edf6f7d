// When a measure is judged and which observation speaks for that period. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_JUDGE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_JUDGE_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "common/domain/period.h"
#include "qcity/plan/v1/plan.pb.h"
#include "services/aggregation/score/figures.h"

namespace qcity::aggregation::score {

// How long judged periods are: years where years are compared or each year must hold by itself, else as often as the measure is due.
plan::v1::Frequency JudgedFrequency(const plan::v1::Indicator& indicator);

// The latest whole period whose figure is published by `day`: its last day + publication lag <= day.
domain::Period JudgedPeriod(const plan::v1::Indicator& indicator, absl::CivilDay day);

// Age of a period's figure on `day`, in periods, from the day on which the next value was due; negative before.
double Age(const plan::v1::Indicator& indicator, const domain::Period& period, absl::CivilDay day);

// The number that covers all of `period`; nullopt if there is none.
std::optional<double> NumberAt(const plan::v1::Indicator& indicator, const Series& series,
                               const domain::Period& period);

// The first year of the campaign's first phase.
int FirstYear(const plan::v1::Plan& plan);

// What speaks for the judged period of `day`: its own observation, else the latest earlier one that has not expired. A cumulative measure
// also has its unfinished period speak. WITHIN_CAMPAIGN combines all periods from the campaign's first year by the measure's own rule:
// yearly counts (SUM) are added, a running total (LAST) stands for itself.
std::optional<Observed> Evaluated(const Series& series, const plan::v1::Indicator& indicator,
                                  const plan::v1::Plan& plan, absl::CivilDay day);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_JUDGE_H_
