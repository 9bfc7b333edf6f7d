#include "services/cli/app/sheet.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

// Beyond this a double is no exact count.
constexpr double kMostWhole = 9007199254740992.0;

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

absl::StatusOr<Sheet> Sheet::Read(const std::string& path, const std::vector<std::string>& known,
                                  const std::vector<std::string>& required) {
  const std::string name = std::filesystem::path(path).filename().string();
  absl::StatusOr<CsvTable> table = ReadCsvFile(path);
  RETURN_IF_ERROR(AsBadInput(Under(name, table.status())));
  return Of(name, *std::move(table), known, required);
}

Sheet Sheet::Of(std::string name, CsvTable table, const std::vector<std::string>& known,
                const std::vector<std::string>& required) {
  Sheet sheet(std::move(name), std::move(table));
  const int header_line = static_cast<int>(sheet.table_.comments.size()) + 1;
  for (std::size_t i = 0; i < sheet.table_.header.size(); ++i) {
    const std::string& column = sheet.table_.header[i];
    if (Holds(known, column)) continue;
    const std::string listed = absl::StrJoin(known, ",");
    sheet.faults_.push_back(
        {header_line,
         static_cast<int>(i) + 1,
         column,
         {absl::StrCat("不认识的列，可用：", listed), absl::StrCat("unknown column; known: ", listed)}});
  }
  for (const std::string& column : required) {
    if (sheet.table_.Column(column) >= 0) continue;
    sheet.faults_.push_back({header_line, 0, column, {"缺少这一列", "this column is missing"}});
  }
  for (const CsvFault& fault : sheet.table_.faults) {
    sheet.faults_.push_back({fault.line, fault.column, "", fault.text});
  }
  return sheet;
}

std::string Sheet::Text(const CsvRow& row, absl::string_view column) const {
  const int index = table_.Column(column);
  return index < 0 ? "" : std::string(absl::StripAsciiWhitespace(row.fields[static_cast<std::size_t>(index)]));
}

std::string Sheet::Folded(const CsvRow& row, absl::string_view column) const {
  return FoldFullWidthDigits(Text(row, column));
}

std::optional<double> Sheet::Number(const CsvRow& row, absl::string_view column, PercentSign sign) {
  const std::string text = Text(row, column);
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<SheetNumber> number = ParseSheetNumber(column, text);
  if (!number.ok()) {
    Fault(row, column, number.status());
    return std::nullopt;
  }
  if (number->percent && sign == PercentSign::kRefuse) {
    Fault(row, column, {"此处不写百分号", "no percent sign here"});
    return std::nullopt;
  }
  return number->value;
}

std::optional<std::int64_t> Sheet::Whole(const CsvRow& row, absl::string_view column, PercentSign sign) {
  const std::optional<double> number = Number(row, column, sign);
  if (!number.has_value()) return std::nullopt;
  if (std::trunc(*number) == *number && std::abs(*number) <= kMostWhole) return static_cast<std::int64_t>(*number);
  Fault(row, column, {absl::StrCat("应为整数，收到 ", *number), absl::StrCat("want a whole number, got ", *number)});
  return std::nullopt;
}

std::optional<absl::CivilDay> Sheet::Day(const CsvRow& row, absl::string_view column) {
  const std::string text = Folded(row, column);
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = domain::ParseDay(text, column);
  if (day.ok()) return *day;
  Fault(row, column, day.status());
  return std::nullopt;
}

void Sheet::Fault(const CsvRow& row, absl::string_view column, qcity::Text why) {
  faults_.push_back({row.line, column.empty() ? 0 : ColumnNumber(column), std::string(column), std::move(why)});
}

void Sheet::Fault(const CsvRow& row, absl::string_view column, const absl::Status& why) {
  const std::optional<ErrorDetail> detail = DetailOf(why);
  const std::string message(why.message());
  if (!detail.has_value()) return Fault(row, column, qcity::Text{message, message});
  Fault(row, column, detail->fields.empty() ? detail->text : detail->fields.front().text);
}

std::string Sheet::Place(const CsvRow& row) const { return absl::StrCat(name_, ":", row.line); }

std::vector<SheetFault> Sheet::faults() const {
  std::vector<SheetFault> sorted = faults_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const SheetFault& a, const SheetFault& b) { return a.line < b.line; });
  return sorted;
}

absl::Status Sheet::Verdict() const {
  if (faults_.empty()) return absl::OkStatus();
  std::vector<FieldViolation> violations;
  for (SheetFault& fault : faults()) {
    std::string place = absl::StrCat(name_, ":", fault.line);
    if (fault.column > 0) absl::StrAppend(&place, ":", fault.column);
    if (!fault.column_name.empty()) absl::StrAppend(&place, " (", fault.column_name, ")");
    violations.push_back({std::move(place), std::move(fault.text)});
  }
  return InvalidFields(std::move(violations));
}

}  // namespace qcity::cli
