#include "common/sql/database.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::sql {

absl::StatusOr<std::optional<Row>> Transaction::RunOne(absl::string_view sql, absl::Span<const Value> values) {
  ASSIGN_OR_RETURN(std::vector<Row> rows, Run(sql, values));
  if (rows.empty()) return std::nullopt;
  if (rows.size() == 1) return std::move(rows.front());
  return Error(absl::StatusCode::kInternal, "SQL",
               Text{absl::StrCat("应至多返回一行的语句返回了 ", rows.size(), " 行"),
                    absl::StrCat("a statement meant to answer at most one row answered ", rows.size())});
}

}  // namespace qcity::sql
