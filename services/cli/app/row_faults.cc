#include "services/cli/app/row_faults.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity::cli {
namespace {

// "rows[3].aqi" in the file's words; as it is where it speaks of no row.
std::string PlaceOf(const RowOrigin& origin, const std::string& path) {
  const std::size_t open = path.find('['), close = path.find(']');
  std::size_t row = 0;
  const bool of_row = open != std::string::npos && close != std::string::npos &&
                      absl::SimpleAtoi(path.substr(open + 1, close - open - 1), &row) && row < origin.lines.size();
  if (!of_row) return path;
  std::string place = absl::StrCat(origin.file, ":", origin.lines[row]);
  if (close + 2 >= path.size()) return place;
  const std::string field = path.substr(close + 2);
  const auto column = origin.columns.find(field);
  absl::StrAppend(&place, " (", column == origin.columns.end() ? field : column->second, ")");
  return place;
}

}  // namespace

absl::Status InFile(const RowOrigin& origin, const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail.has_value() || detail->fields.empty()) return status;
  std::vector<FieldViolation> fields;
  for (const FieldViolation& field : detail->fields) fields.push_back({PlaceOf(origin, field.path), field.text});
  return InvalidFields(std::move(fields));
}

}  // namespace qcity::cli
