#include "services/indicators/reports/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::indicators::reports {
namespace {

constexpr char kSelect[] = "SELECT body FROM urged_report WHERE indicator = $1 ORDER BY part, period";

constexpr char kUpsert[] = R"sql(
  INSERT INTO urged_report (indicator, part, period, body) VALUES ($1, $2, $3, $4)
  ON CONFLICT (indicator, part, period) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<std::vector<v1::UrgedReport>> LoadUrged(sql::Transaction& transaction, const std::string& indicator) {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelect, indicator));
  std::vector<v1::UrgedReport> reports;
  reports.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(reports.emplace_back(), sql::MessageAt<v1::UrgedReport>(row, 0));
  }
  return reports;
}

absl::Status SaveUrged(sql::Transaction& transaction, const std::string& indicator, const v1::UrgedReport& report) {
  return transaction.Execute(kUpsert, indicator, report.part(), report.period(),
                             sql::Bytes{report.SerializeAsString()});
}

}  // namespace qcity::indicators::reports
