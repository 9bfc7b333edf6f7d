// Activities, counts and briefings as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_ACTIVITY_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_ACTIVITY_VIEW_H_

#include "qcity/tasks/v1/activities.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

Report ActivityReport(const tasks::v1::Activity& activity, const Context& context);
Report ActivitiesReport(const tasks::v1::ListActivitiesResponse& response, const Context& context);
Report CountsReport(const tasks::v1::ActivityCounts& counts, const Context& context);
Report BriefingReport(const tasks::v1::Briefing& briefing, const Context& context);
Report BriefingsReport(const tasks::v1::ListBriefingsResponse& response, const Context& context);

// One row for each criterion and claim.
Table CountsTable(const tasks::v1::ActivityCounts& counts, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_ACTIVITY_VIEW_H_
