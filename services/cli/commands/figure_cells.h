// A figure spread over the columns of a CSV row. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_FIGURE_CELLS_H_
#define QCITY_SERVICES_CLI_COMMANDS_FIGURE_CELLS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/domain/figure.h"
#include "qcity/plan/v1/plan.pb.h"
#include "services/cli/app/sheet.h"

namespace qcity::cli {

// value; numerator, denominator; events, exposure; successes, sample, population, deff; rank, ranked, rank_last; attestation (1 met, 0 not).
const std::vector<std::string>& FigureColumns();

// The columns of one form.
const std::vector<std::string>& FigureColumnsOf(plan::v1::FigureForm form);

// The figure of the row, which must hold exactly one form; nullopt with faults noted. It is not checked against any measure.
std::optional<domain::Figure> ParseFigure(Sheet& sheet, const CsvRow& row);

// The same, checked against the measure. A value of 1 or 0 is an attestation where the measure takes that and no value; the unit may be the printed one.
std::optional<domain::Figure> ReadFigure(Sheet& sheet, const CsvRow& row, const plan::v1::Indicator& indicator);

// The unit that the row states: its cell, or "%" where only the value says so ("98.5%"). A percent sign beside another unit is a fault.
std::string StatedUnit(Sheet& sheet, const CsvRow& row);

// The column that the path of a field of an observation speaks of: "figure.sample.n" is "sample".
std::string FigureColumnOf(absl::string_view path);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_FIGURE_CELLS_H_
