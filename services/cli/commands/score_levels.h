// `qcity score --aggregator`: S level by level by another rule, beside the flat S. One thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SCORE_LEVELS_H_
#define QCITY_SERVICES_CLI_COMMANDS_SCORE_LEVELS_H_

#include <string>

#include "absl/status/status.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/score.h"
#include "services/cli/app/command.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

struct LevelArgs {
  std::string aggregator;  // Empty: nothing is added.
  std::string floor;
};

void AddLevelOptions(Command& command, LevelArgs& args);

// Adds the table of the levels, and the JSON key "levels". An error of the command line for a floor that is no number, out of 0..1, or 0 where a mean wants more.
absl::Status AddLevels(const LevelArgs& args, const domain::Plan& plan, const aggregation::score::Result& result,
                       Language language, Report& report);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SCORE_LEVELS_H_
