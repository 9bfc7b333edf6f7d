// The leaf of a measure: its target or its parts' targets, judged on the figures. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_

#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Fills in what the figures decide; the leaf must be applicable.
void ScoreMeasure(const Measure& measure, Leaf& leaf);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_MEASURE_H_
