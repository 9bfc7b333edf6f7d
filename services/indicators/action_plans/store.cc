#include "services/indicators/action_plans/store.h"

#include <optional>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::indicators::action_plans {
namespace {

constexpr char kSelect[] = "SELECT body FROM action_plan WHERE year = $1";
constexpr char kSelectAll[] = "SELECT body FROM action_plan ORDER BY year";
constexpr char kUpsert[] = R"sql(
  INSERT INTO action_plan (year, body) VALUES ($1, $2)
  ON CONFLICT (year) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<v1::ActionPlanYear> LoadYear(sql::Transaction& transaction, int year) {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, year));
  if (!row.has_value()) return v1::ActionPlanYear();
  return sql::MessageAt<v1::ActionPlanYear>(*row, 0);
}

absl::StatusOr<std::vector<v1::ActionPlanYear>> LoadYears(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAll));
  std::vector<v1::ActionPlanYear> years;
  years.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(years.emplace_back(), sql::MessageAt<v1::ActionPlanYear>(row, 0));
  }
  return years;
}

absl::Status SaveYear(sql::Transaction& transaction, int year, const v1::ActionPlanYear& plan) {
  return transaction.Execute(kUpsert, year, sql::Bytes{plan.SerializeAsString()});
}

}  // namespace qcity::indicators::action_plans
