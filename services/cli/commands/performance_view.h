// Yearly performance lists as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_PERFORMANCE_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_PERFORMANCE_VIEW_H_

#include "qcity/aggregation/v1/performance.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// The rows: [{organization, title, score, rank, rankedAmong, n, onTime, late, open, intervalLow, intervalHigh, deductions: [{task, occurrence, due, state,
// daysLate, credit, pointsLost}]}].
Report PerformanceRowsReport(const aggregation::v1::Performance& performance, const Context& context);
// The whole list with objections and history.
Report PerformanceReport(const aggregation::v1::Performance& performance, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_PERFORMANCE_VIEW_H_
