// Every group of commands, one file each. Called once, before the command line is parsed.
#ifndef QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_
#define QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterPlan(Commands& root);
void RegisterScore(Commands& root);
void RegisterCalendar(Commands& root);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_
