// The inputs of an offline score from CSV files. Reads files; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::cli {

// What a file holds that its reader should know of.
struct InputNotes {
  std::set<std::string> strangers;  // Cities that the plan does not list as peers.
  std::vector<std::string>
      without_part;  // "FILE:12 (8)": rows that never score, because every part of their measure must hold by itself.
};

// Adds the observations of the file as known on `as_of`: later published rows, drafts and what was returned, withdrawn or superseded are left out.
// INVALID_ARGUMENT with line, column and reason of every fault. `notes` receives what is odd and no fault.
absl::Status ReadObservations(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of,
                              aggregation::score::Inputs* inputs, InputNotes* notes);

// Adds the task parts of the file as they stood on `as_of`: what was submitted or approved later had not happened yet.
absl::Status ReadTaskReports(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of,
                             aggregation::score::Inputs* inputs);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SCORE_INPUTS_H_
