// Weight acceptability: of all ways to weigh the measures against each other, which share lets the city pass, and which measures must weigh much for it. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_WEIGHT_ACCEPTABILITY_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_WEIGHT_ACCEPTABILITY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// A measure with data.
struct MeasureWeight {
  int leaf = 0;  // In the result's leaves.
  // Its mean weight where the city passes, as a multiple of an equal share (the central weight of SMAA): above 1, passing wants it to weigh more. nullopt if
  // the city passes under no weights.
  std::optional<double> central;
  int rank = 0;  // By `central`, from 1; equal ones share a rank.
};

struct WeightAcceptability {
  int draws = 0;
  double share = 0;                     // Of the draws with S >= pass mark; 0 without any measure with data.
  std::vector<MeasureWeight> measures;  // By rank, then in the order of the result.
};

// Weights of the measures with data are drawn from the uniform distribution on their simplex; the pillar's weight and all duties stay as they are.
WeightAcceptability AcceptabilityOf(const Result& result, double pass_mark, int draws, std::uint64_t seed);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_WEIGHT_ACCEPTABILITY_H_
