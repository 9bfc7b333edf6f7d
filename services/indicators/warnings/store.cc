#include "services/indicators/warnings/store.h"

#include <string>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::indicators::warnings {
namespace {

static_assert(v1::REPORTED == 2 && v1::VERIFIED == 3 && v1::CONFIRMED == 5);  // The states of kSelectEarlier.

// The fifth character of a period tells its frequency: none, H, Q or a hyphen. Within one, periods sort by time.
constexpr char kSelectEarlier[] = R"sql(
  SELECT body FROM observation
  WHERE indicator = $1 AND part = $2 AND subject = '' AND period < $3 AND substr(period, 5, 1) = $4
    AND state IN (2, 3, 5)
  ORDER BY period DESC, id DESC
  LIMIT $5)sql";

constexpr char kMark[] = "INSERT INTO warned_observation (id) VALUES ($1) ON CONFLICT (id) DO NOTHING";

}  // namespace

absl::StatusOr<std::vector<v1::Observation>> LoadEarlier(sql::Transaction& transaction, const PeriodKey& key,
                                                         int limit) {
  const std::string frequency = key.period.size() > 4 ? key.period.substr(4, 1) : "";
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query(kSelectEarlier, key.indicator, key.part, key.period, frequency, limit));
  std::vector<v1::Observation> observations;
  observations.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(observations.emplace_back(), sql::MessageAt<v1::Observation>(row, 0));
  }
  return observations;
}

absl::Status MarkWarned(sql::Transaction& transaction, std::int64_t observation) {
  return transaction.Execute(kMark, observation);
}

}  // namespace qcity::indicators::warnings
