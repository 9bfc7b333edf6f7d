// Observations of a CSV file, to be sent to the server. One thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_ROWS_H_
#define QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "services/cli/app/sheet.h"

namespace qcity::cli {

struct ObservationRow {
  int line = 0;
  indicators::v1::Observation observation;
};

// indicator, part, period, the figure's columns, unit, source, published, finality, evidence.
std::vector<std::string> ObservationRowColumns();

// The observation of one row; faults are noted in the sheet.
indicators::v1::Observation ReadObservation(Sheet& sheet, const CsvRow& row, const std::string& campaign);

// All rows; INVALID_ARGUMENT naming every cell that cannot be read. Whether figures make sense is the server's to say.
absl::StatusOr<std::vector<ObservationRow>> ReadObservationRows(const std::string& path, const std::string& campaign);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_ROWS_H_
