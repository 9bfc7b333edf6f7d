// Observations sent to the server as one import. One thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_IMPORT_H_
#define QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/context.h"
#include "services/cli/commands/observation_rows.h"

namespace qcity::cli {

struct ImportMode {
  bool best_effort = false;    // Bad rows are left out; default: all or nothing.
  bool validate_only = false;  // Nothing is written.
};

absl::StatusOr<indicators::v1::ImportObservationsResponse> ImportObservationRows(
    Context& context, Connection& connection, const std::string& campaign, const std::vector<ObservationRow>& rows,
    const ImportMode& settings);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_IMPORT_H_
