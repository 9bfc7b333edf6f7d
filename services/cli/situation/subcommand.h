// The command `report situation`. One thread.
#ifndef QCITY_SERVICES_CLI_SITUATION_SUBCOMMAND_H_
#define QCITY_SERVICES_CLI_SITUATION_SUBCOMMAND_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void AddSituation(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_SITUATION_SUBCOMMAND_H_
