#include "services/aggregation/performance/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::aggregation::performance {
namespace {

constexpr char kSelect[] = "SELECT body FROM performance WHERE year = $1";
constexpr char kUpsert[] = R"sql(
  INSERT INTO performance (year, body) VALUES ($1, $2)
  ON CONFLICT (year) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<std::optional<v1::PerformanceRecord>> PerformanceStore::Load(sql::Transaction& transaction,
                                                                            int year) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, std::int64_t{year}));
  if (!row.has_value()) return std::nullopt;
  return sql::MessageAt<v1::PerformanceRecord>(*row, 0);
}

absl::Status PerformanceStore::Save(sql::Transaction& transaction, const v1::PerformanceRecord& record) const {
  return transaction.Execute(kUpsert, std::int64_t{record.head().year()}, sql::Bytes{record.SerializeAsString()});
}

}  // namespace qcity::aggregation::performance
