// Whether the city would pass: gates, verdict, grade and the reason. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_VERDICT_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_VERDICT_H_

#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Fills in gates, worst section, verdict, grade and reason of a result whose leaves and sums stand.
void Conclude(const domain::Plan& plan, absl::Span<const VetoInput> vetoes, Result& result);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_VERDICT_H_
