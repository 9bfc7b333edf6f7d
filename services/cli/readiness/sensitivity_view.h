// An analysis of sensitivity as the client shows it. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_SENSITIVITY_VIEW_H_
#define QCITY_SERVICES_CLI_READINESS_SENSITIVITY_VIEW_H_

#include "qcity/aggregation/v1/sensitivity.pb.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// Factors with their shares in the variance, the weights that passing wants, and the leaves that matter most; JSON holds all of it.
Report SensitivityReport(const aggregation::v1::Sensitivity& sensitivity, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_SENSITIVITY_VIEW_H_
