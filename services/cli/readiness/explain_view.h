// The explanation of readiness: the tree indented; one leaf with its rule, inputs and clause. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_EXPLAIN_VIEW_H_
#define QCITY_SERVICES_CLI_READINESS_EXPLAIN_VIEW_H_

#include "qcity/aggregation/v1/aggregation.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

Report ExplainReport(const aggregation::v1::ExplainReadinessResponse& response, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_EXPLAIN_VIEW_H_
