// Changes, simulations and levers as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_WHAT_IF_VIEW_H_
#define QCITY_SERVICES_CLI_READINESS_WHAT_IF_VIEW_H_

#include "qcity/aggregation/v1/what_if.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

Report ChangeReport(const aggregation::v1::ReadinessChange& change, const Context& context);
Report SimulationReport(const aggregation::v1::Simulation& simulation, const Context& context);
Report LeversReport(const aggregation::v1::ListLeversResponse& response, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_WHAT_IF_VIEW_H_
