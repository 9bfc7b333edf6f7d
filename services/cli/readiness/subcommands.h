// The commands of the group `readiness` that have a file of their own. One thread.
#ifndef QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
#define QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void AddWhatIf(Commands& group);
void AddReport(Commands& group);
void AddSensitivity(Commands& group);
void AddForecast(Commands& group);  // forecast, quality

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
