// The inputs of an offline score from CSV files. Reads files; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::cli {

// Adds the observations of the file as known on `as_of`: later published rows, drafts and what was returned, withdrawn or superseded are left out.
// INVALID_ARGUMENT with line, column and reason of every fault. `strangers` receives the cities that the plan does not list as peers.
absl::Status ReadObservations(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of,
                              aggregation::score::Inputs* inputs, std::set<std::string>* strangers);

// Adds the task parts of the file as they stood on `as_of`: what was submitted or approved later had not happened yet.
absl::Status ReadTaskReports(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of,
                             aggregation::score::Inputs* inputs);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_
