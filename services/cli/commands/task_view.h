// Duties as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASK_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASK_VIEW_H_

#include <string>
#include <vector>

#include "qcity/tasks/v1/cooperation.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// Id of who is responsible for a part: whom the office moved it to, or else the plan's lead.
const std::string& ResponsibleFor(const tasks::v1::TaskPart& part);

// {tasks: [{number, occurrence, title, leads: [{organization, state, percent, due, originalDue, submitted, light}], light}]}.
Report TasksReport(const tasks::v1::ListTasksResponse& response, const Context& context);
// One occurrence with everything that happened.
Report OccurrenceReport(const tasks::v1::Occurrence& occurrence, const Context& context);
// One lead's part.
Report PartReport(const tasks::v1::TaskPart& part, const Context& context);
// One item of a batch of steps: the part that it was about, and what became of it.
struct BatchLine {
  std::string occurrence;
  std::string lead;
  const tasks::v1::BatchPartResult* result;
};
Report BatchReport(const std::vector<BatchLine>& lines, const Context& context);
Report CooperationReport(const tasks::v1::ListCooperationResponse& response, const Context& context);
Report RemindersReport(const tasks::v1::ListRemindersResponse& response, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASK_VIEW_H_
