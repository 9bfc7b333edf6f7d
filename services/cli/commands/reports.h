// The commands of `qcity indicators` about figures that are owed: missing, urge, urge-all. Called once, by the main thread, before the command line is parsed.
#ifndef QCITY_SERVICES_CLI_COMMANDS_REPORTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_REPORTS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterReports(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_REPORTS_H_
