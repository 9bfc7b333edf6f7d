#include "services/cli/commands/observation_rows.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/domain/figure_proto.h"
#include "services/cli/app/evidence.h"
#include "services/cli/commands/figure_cells.h"

namespace qcity::cli {

using indicators::v1::Evidence;
using indicators::v1::Finality;
using indicators::v1::Observation;

std::vector<std::string> ObservationRowColumns() {
  std::vector<std::string> columns = {"indicator", "part",      "period",   "unit",
                                      "source",    "published", "finality", "evidence"};
  columns.insert(columns.end(), FigureColumns().begin(), FigureColumns().end());
  return columns;
}

Observation ReadObservation(Sheet& sheet, const CsvRow& row, const std::string& campaign) {
  Observation observation;
  observation.set_indicator(absl::StrCat("campaigns/", campaign, "/indicators/", sheet.Text(row, "indicator")));
  observation.set_part(sheet.Text(row, "part"));
  observation.set_period(sheet.Folded(row, "period"));
  observation.set_unit(StatedUnit(sheet, row));
  observation.set_source(sheet.Text(row, "source"));
  observation.set_published(sheet.Folded(row, "published"));
  Finality finality = indicators::v1::FINALITY_UNSPECIFIED;
  const std::string finality_text = sheet.Text(row, "finality");
  if (!finality_text.empty() && !Finality_Parse(finality_text, &finality)) {
    sheet.Fault(row, "finality", {"应为 PRELIMINARY 或 FINAL", "want PRELIMINARY or FINAL"});
  }
  observation.set_finality(finality);
  for (const absl::string_view typed : absl::StrSplit(sheet.Text(row, "evidence"), ';', absl::SkipEmpty())) {
    *observation.add_evidence() = ParseEvidence<Evidence>(std::string(typed));
  }
  const std::optional<domain::Figure> figure = ParseFigure(sheet, row);
  if (figure.has_value()) *observation.mutable_figure() = domain::MessageOf(*figure);
  return observation;
}

absl::StatusOr<std::vector<ObservationRow>> ReadObservationRows(const std::string& path, const std::string& campaign) {
  ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(path, ObservationRowColumns(), {"indicator", "period", "source"}));
  std::vector<ObservationRow> rows;
  for (const CsvRow& row : sheet.rows()) rows.push_back({row.line, ReadObservation(sheet, row, campaign)});
  RETURN_IF_ERROR(sheet.Verdict());
  return rows;
}

}  // namespace qcity::cli
