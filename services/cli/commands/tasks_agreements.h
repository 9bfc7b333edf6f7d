// The commands of `qcity tasks` about what units and office agree on: staged results, cooperation, handovers. Called once, by the main thread, before the
// command line is parsed.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASKS_AGREEMENTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASKS_AGREEMENTS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterTaskAgreements(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASKS_AGREEMENTS_H_
