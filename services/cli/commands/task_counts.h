// Puts what activities bear out beside what a duty's leads claim. One thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASK_COUNTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASK_COUNTS_H_

#include "absl/status/statusor.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// OccurrenceReport with the criteria's counts, where the duty has criteria.
absl::StatusOr<Report> CountedOccurrenceReport(const tasks::v1::Occurrence& occurrence, const Context& context,
                                               Connection& connection);
// PartReport of a submission with the criteria's counts, where it answers any.
absl::StatusOr<Report> CountedPartReport(const tasks::v1::TaskPart& part, const Context& context,
                                         Connection& connection);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASK_COUNTS_H_
