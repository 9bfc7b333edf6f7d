// The commands of the group `readiness` that have a file of their own. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
#define QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void AddForecast(Commands& group);  // forecast, quality

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_SUBCOMMANDS_H_
