// A figure broken down by district or industry (分解): whether its rows are sound, and whether they add up to the city's figure. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_BREAKDOWN_RULES_H_
#define QCITY_SERVICES_INDICATORS_BREAKDOWN_RULES_H_

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/observation.pb.h"

namespace qcity::indicators::breakdown {

inline constexpr int kMostRows = 300;

// The observation, whose figure and period are sound, with `reconciled` naming the dimensions that were found to add up. Fractions, events and samples add up by both
// of their numbers, or, under WEIGHTED_MEAN, by the mean weighted by denominators, half a published step allowed; values under SUM by their sum, likewise.
// What cannot be added (values of shares and stocks, ranks, attestations) is kept as it is. INVALID_ARGUMENT: at "breakdown[2].key" and the like for a district or
// industry that the plan does not have, one named twice, a figure that the measure does not take or of another form than the city's; at "breakdown", naming
// the difference, for rows that do not add up.
absl::StatusOr<v1::Observation> Reconcile(const domain::Plan& plan, const plan::v1::Indicator& indicator,
                                          v1::Observation observation);

}  // namespace qcity::indicators::breakdown

#endif  // QCITY_SERVICES_INDICATORS_BREAKDOWN_RULES_H_
