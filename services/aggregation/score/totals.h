// Sums over leaves: the score, its bounds, coverage, and what each leaf adds. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_TOTALS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_TOTALS_H_

#include <array>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

struct Totals {
  std::optional<double> score;  // S = 100 sum w a / sum w over leaves with data.
  double low = 0;               // Everything missing or open at its worst, over all applicable weight.
  double high = 100;            // At its best. Without applicable weight anything is possible.
  double coverage = 0;          // Weight with data among the weight that applies and is due.
};

// Sums all leaves and fills in contribution, low and high of each. Leaves are added in the order of their ids (`by_id`: positions in
// `leaves`) with compensated sums, so that the result does not depend on the order in which they stand.
Totals SumUp(absl::Span<Leaf> leaves, absl::Span<const int> by_id);

// The pillars of leaves that were summed up. `feeds`: whether anything feeds the pillar.
std::array<PillarResult, 4> PillarsOf(const plan::v1::PillarPoints& points, const std::array<bool, 4>& feeds,
                                      absl::Span<const Leaf> leaves, absl::Span<const int> by_id);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_TOTALS_H_
