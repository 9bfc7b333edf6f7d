// qcity, the client: a list of command groups.
#include "services/cli/app/run.h"
#include "services/cli/commands/commands.h"

int main(int argc, char** argv) {
  using namespace qcity::cli;  // NOLINT
  return RunClient(argc, argv, {RegisterPlan, RegisterCalendar});
}
