// The commands of `qcity tasks` that are about many parts at once. Called once, by the main thread, before the command line is parsed.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASKS_BATCH_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASKS_BATCH_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterTaskBatches(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASKS_BATCH_H_
