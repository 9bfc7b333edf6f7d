#include "services/cli/output/csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/csv.h"

namespace qcity::cli {
namespace {

// Lines end as the shell's tools want them.
void AppendLine(const std::vector<std::string>& fields, std::string* out) {
  absl::StrAppend(out, absl::StripSuffix(CsvLine(fields), "\r\n"), "\n");
}

}  // namespace

std::string RenderCsv(const Table& table) {
  std::string out;
  std::vector<std::string> keys;
  for (const Column& column : table.columns) keys.push_back(column.key);
  AppendLine(keys, &out);
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<std::string> fields;
    for (const Cell& cell : row) fields.push_back(cell.raw.value_or(cell.text));
    AppendLine(fields, &out);
  }
  return out;
}

}  // namespace qcity::cli
