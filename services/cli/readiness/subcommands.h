// The commands of the group `readiness` that have a file of their own. One thread.
#ifndef QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
#define QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void AddForecast(Commands& group);  // forecast, quality
void AddWhatIf(Commands& group);    // compare, simulate, levers
void AddSensitivity(Commands& group);
void AddReport(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
