#include "services/aggregation/forecast/store.h"

#include "common/base/status.h"

namespace qcity::aggregation::forecast {
namespace {

constexpr char kOfDay[] = R"sql(
  SELECT as_of, evaluation_date, number, state_version, probability, period, decided, plan_version, policy_version
  FROM issued_forecast WHERE as_of = $1 ORDER BY evaluation_date, number, state_version)sql";
constexpr char kAll[] = R"sql(
  SELECT as_of, evaluation_date, number, state_version, probability, period, decided, plan_version, policy_version
  FROM issued_forecast ORDER BY as_of, evaluation_date, number, state_version)sql";
constexpr char kInsert[] = R"sql(
  INSERT INTO issued_forecast
    (as_of, evaluation_date, number, state_version, probability, period, decided, plan_version, policy_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (as_of, evaluation_date, number, state_version) DO NOTHING)sql";

std::vector<Issued> IssuedOf(const std::vector<sql::Row>& rows) {
  std::vector<Issued> all;
  all.reserve(rows.size());
  for (const sql::Row& row : rows) {
    all.push_back({.as_of = row.Text(0),
                   .evaluation_date = row.Text(1),
                   .number = row.Text(2),
                   .state_version = row.Int(3),
                   .probability = row.Double(4),
                   .period = row.Text(5),
                   .decided = row.Int(6) != 0,
                   .plan_version = row.Text(7),
                   .policy_version = row.Text(8)});
  }
  return all;
}

}  // namespace

absl::StatusOr<std::vector<Issued>> ForecastStore::OfDay(sql::Transaction& transaction,
                                                         const std::string& as_of) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kOfDay, as_of));
  return IssuedOf(rows);
}

absl::StatusOr<std::vector<Issued>> ForecastStore::All(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kAll));
  return IssuedOf(rows);
}

absl::Status ForecastStore::Add(sql::Transaction& transaction, const Issued& issued) const {
  return transaction.Execute(kInsert, issued.as_of, issued.evaluation_date, issued.number, issued.state_version,
                             issued.probability, issued.period, std::int64_t{issued.decided}, issued.plan_version,
                             issued.policy_version);
}

}  // namespace qcity::aggregation::forecast
