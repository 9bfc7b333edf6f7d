#include "services/cli/clerk/import_indicators.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/commands/figure_cells.h"
#include "services/cli/commands/observation_import.h"
#include "services/cli/commands/observation_rows.h"

namespace qcity::cli {
namespace {

indicators::v1::Observation ObservationOf(Sheet& sheet, const ClerkRow& row, const std::string& campaign) {
  indicators::v1::Observation observation = ReadObservation(sheet, row.row, campaign);
  observation.set_indicator(absl::StrCat("campaigns/", campaign, "/indicators/", row.key.number));
  observation.set_part(row.key.item);
  observation.set_period(row.key.period);
  return observation;
}

}  // namespace

absl::StatusOr<ImportOutcome> ImportIndicators(Context& context, Connection& connection, const std::string& campaign,
                                               ClerkFile& file, bool dry_run) {
  ImportOutcome outcome;
  outcome.rows = file.filled;
  std::vector<ObservationRow> rows;
  for (const ClerkRow& row : file.rows) {
    rows.push_back({row.row.line, ObservationOf(file.sheet, row, campaign)});
  }
  outcome.rejected = FaultsOf(file.sheet);
  std::set<int> faulty;
  for (const SheetFault& fault : outcome.rejected) faulty.insert(fault.line);
  std::vector<ObservationRow> sound;
  for (ObservationRow& row : rows) {
    if (faulty.count(row.line) == 0) sound.push_back(std::move(row));
  }
  if (sound.empty()) return outcome;
  const ImportMode settings{.validate_only = dry_run || !faulty.empty()};
  ASSIGN_OR_RETURN(const indicators::v1::ImportObservationsResponse response,
                   ImportObservationRows(context, connection, campaign, sound, settings));
  for (const indicators::v1::RowError& error : response.errors()) {
    outcome.rejected.push_back(Refused(file.sheet, error.row(), FigureColumnOf(error.field()), error.field(),
                                       {error.text_zh(), error.text_en()}));
  }
  if (outcome.rejected.empty()) outcome.accepted = response.imported() + response.unchanged();
  return outcome;
}

}  // namespace qcity::cli
