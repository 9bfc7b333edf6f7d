// The client's frame: parses the command line, runs the one command that it names, answers with its exit code. One thread.
#ifndef QCITY_SERVICES_CLI_APP_RUN_H_
#define QCITY_SERVICES_CLI_APP_RUN_H_

#include <vector>

#include "services/cli/app/command.h"

namespace qcity::cli {

// Adds a group of commands to the root.
using Register = void (*)(Commands& root);

int RunClient(int argc, char** argv, const std::vector<Register>& groups);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_RUN_H_
