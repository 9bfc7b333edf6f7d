// qcity organizations register|bodies: who organises the campaign in each organisation. Called once, by the main thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_LEADING_BODIES_H_
#define QCITY_SERVICES_CLI_COMMANDS_LEADING_BODIES_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterLeadingBodies(Commands& group);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_LEADING_BODIES_H_
