// A CSV file read cell by cell, every fault noted with line, column and reason, so that one run names them all. One thread.
#ifndef QCITY_SERVICES_CLI_APP_SHEET_H_
#define QCITY_SERVICES_CLI_APP_SHEET_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/csv.h"
#include "common/base/error.h"

namespace qcity::cli {

// Whether a number may be written with a percent sign.
enum class PercentSign { kRefuse, kAllow };

// A fault at its place. Column from 1; 0: the row as a whole.
struct SheetFault {
  int line = 0;
  int column = 0;
  std::string column_name;
  qcity::Text text;
};

class Sheet {
 public:
  // INVALID_ARGUMENT for a file that is not there or no CSV. Columns that are not in `known`, and `required` ones that are missing, are faults.
  static absl::StatusOr<Sheet> Read(const std::string& path, const std::vector<std::string>& known,
                                    const std::vector<std::string>& required);

  // The same of a table that was read already, from a file of that name.
  static Sheet Of(std::string name, CsvTable table, const std::vector<std::string>& known,
                  const std::vector<std::string>& required);

  const std::vector<CsvRow>& rows() const { return table_.rows; }
  // From 1; 0 if there is none of that name.
  int ColumnNumber(absl::string_view column) const { return table_.Column(column) + 1; }

  // The cell's text, without blanks around; empty if there is no such column.
  std::string Text(const CsvRow& row, absl::string_view column) const;
  bool Has(const CsvRow& row, absl::string_view column) const { return !Text(row, column).empty(); }
  // The same with full-width digits, signs and percent signs in their ASCII forms.
  std::string Folded(const CsvRow& row, absl::string_view column) const;
  // nullopt for an empty cell, and with a fault for one that holds something else. "98.5 %" is 98.5.
  std::optional<double> Number(const CsvRow& row, absl::string_view column, PercentSign sign = PercentSign::kRefuse);
  std::optional<std::int64_t> Whole(const CsvRow& row, absl::string_view column,
                                    PercentSign sign = PercentSign::kRefuse);
  std::optional<absl::CivilDay> Day(const CsvRow& row, absl::string_view column);

  // Notes a fault; `column` may be empty (the row as a whole).
  void Fault(const CsvRow& row, absl::string_view column, qcity::Text why);
  // Notes what a check said of `column`, without the path that it said it of.
  void Fault(const CsvRow& row, absl::string_view column, const absl::Status& why);

  // "FILE:12".
  std::string Place(const CsvRow& row) const;

  // By line.
  std::vector<SheetFault> faults() const;
  // OK, or INVALID_ARGUMENT with every fault at "FILE:LINE:COLUMN (name)", by line.
  absl::Status Verdict() const;

 private:
  Sheet(std::string name, CsvTable table) : name_(std::move(name)), table_(std::move(table)) {}

  std::string name_;
  CsvTable table_;
  std::vector<SheetFault> faults_;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_SHEET_H_
