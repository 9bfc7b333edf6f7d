// Analyses of sensitivity as messages. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SENSITIVITY_ANSWER_H_
#define QCITY_SERVICES_AGGREGATION_SENSITIVITY_ANSWER_H_

#include "common/domain/plan.h"
#include "qcity/aggregation/v1/sensitivity.pb.h"
#include "services/aggregation/score/score.h"
#include "services/aggregation/score/sensitivity.h"

namespace qcity::aggregation::sensitivity {

// The analysis of `result`, without the version of what was read.
v1::Sensitivity AnswerOf(const domain::Plan& plan, const score::Result& result, const score::Sensitivity& sensitivity,
                         const score::SensitivityOptions& options);

}  // namespace qcity::aggregation::sensitivity

#endif  // QCITY_SERVICES_AGGREGATION_SENSITIVITY_ANSWER_H_
