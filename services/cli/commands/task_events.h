// What happened to a lead's part, in words. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASK_EVENTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASK_EVENTS_H_

#include "common/base/text.h"
#include "qcity/tasks/v1/task.pb.h"

namespace qcity::cli {

// "签收", "progress 40 %".
Text EventText(const tasks::v1::TaskEvent& event);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASK_EVENTS_H_
