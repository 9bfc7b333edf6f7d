#include "services/indicators/measurements/store.h"

#include <optional>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::indicators::measurements {
namespace {

constexpr char kSelect[] = "SELECT body FROM measurement WHERE day = $1 AND station = $2";

constexpr char kUpsert[] = R"sql(
  INSERT INTO measurement (day, station, body) VALUES ($1, $2, $3)
  ON CONFLICT (day, station) DO UPDATE SET body = excluded.body)sql";

constexpr char kList[] = R"sql(
  SELECT body FROM measurement
  WHERE (day > $1 OR (day = $1 AND station > $2)) AND day >= $3 AND day <= $4 AND ($5 = '' OR station = $5)
  ORDER BY day, station
  LIMIT $6)sql";

constexpr char kSelectDays[] = "SELECT body FROM measurement WHERE day >= $1 AND day <= $2 ORDER BY day, station";

absl::StatusOr<std::vector<v1::Measurement>> MeasurementsIn(const std::vector<sql::Row>& rows) {
  std::vector<v1::Measurement> measurements;
  measurements.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(measurements.emplace_back(), sql::MessageAt<v1::Measurement>(row, 0));
  }
  return measurements;
}

}  // namespace

absl::StatusOr<v1::Measurement> MeasurementStore::Load(sql::Transaction& transaction, const std::string& station,
                                                       const std::string& day) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, day, station));
  if (row.has_value()) return sql::MessageAt<v1::Measurement>(*row, 0);
  v1::Measurement none;
  none.set_station(station);
  none.set_day(day);
  return none;
}

absl::Status MeasurementStore::Save(sql::Transaction& transaction, const v1::Measurement& measurement) const {
  return transaction.Execute(kUpsert, measurement.day(), measurement.station(),
                             sql::Bytes{measurement.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::Measurement>> MeasurementStore::List(sql::Transaction& transaction,
                                                                    const MeasurementFilter& filter,
                                                                    const MeasurementCursor& after, int limit) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kList, after.day, after.station, filter.first,
                                                                       filter.last, filter.station, limit));
  return MeasurementsIn(rows);
}

absl::StatusOr<std::vector<v1::Measurement>> MeasurementStore::LoadDays(sql::Transaction& transaction,
                                                                        const std::string& first,
                                                                        const std::string& last) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectDays, first, last));
  return MeasurementsIn(rows);
}

}  // namespace qcity::indicators::measurements
