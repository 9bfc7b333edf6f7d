// The leaf of a measure: its target or its parts' targets, judged on the figures. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_

#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Where a measure that is not met stands by the probability that it will be: LIKELY, AT_RISK, UNLIKELY; NOT_MET_YET without one.
LeafVerdict VerdictFor(std::optional<double> probability);

// Fills in what the figures decide and what they foretell; the leaf must be applicable.
void ScoreMeasure(const Measure& measure, Leaf& leaf);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_
