// Doubts about a figure at entry (疑点): it stands apart from its own series, jumps, or does not fit another measure. They never refuse it. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_WARNINGS_RULES_H_
#define QCITY_SERVICES_INDICATORS_WARNINGS_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/observation.pb.h"

namespace qcity::indicators::warnings {

// One value of the same measure, part and frequency.
struct Earlier {
  std::string period;
  double value = 0;
};

// How many earlier values an outlier is judged by: at least, and at most (the newest).
inline constexpr int kLeastEarlier = 5;
inline constexpr int kMostEarlier = 12;

// OUTLIER: the modified Z-score 0.6745 (y - median) / MAD of the earlier values is beyond 3.5; MAD, the median distance from the median, counts as at least
// half the step in which the measure is published. nullopt with fewer than kLeastEarlier values.
std::optional<v1::Warning> OutlierOf(const plan::v1::Indicator& indicator, double value,
                                     absl::Span<const Earlier> earlier);

// JUMP: more than `factor` times the value of the period before, or less than that part of it. nullopt without a factor, or where either is not above 0.
std::optional<v1::Warning> JumpOf(double factor, double value, absl::Span<const Earlier> newest_first);

// The plan's factor for the measure: its own, else the policy's; 0: none.
double JumpFactorOf(const plan::v1::Plan& plan, const plan::v1::Indicator& indicator);

// RULE: the rule does not hold between both sides of one period, half a published step allowed.
std::optional<v1::Warning> BreachOf(const domain::Plan& plan, const plan::v1::ValidationRule& rule, double left,
                                    double right);

// Whether the side is that measure and part.
bool IsSide(const plan::v1::RuleSide& side, absl::string_view indicator, absl::string_view part);

// The number of the observation that stands in the period, the last recorded one; nullopt if none does, or it has no number.
std::optional<double> StandingNumber(const plan::v1::Indicator& indicator, const v1::MeasurePeriod& period);

// The newest first, one of each period: of two that stand the later recorded.
std::vector<Earlier> EarlierOf(const plan::v1::Indicator& indicator, const std::vector<v1::Observation>& newest_first);

}  // namespace qcity::indicators::warnings

#endif  // QCITY_SERVICES_INDICATORS_WARNINGS_RULES_H_
