// The rows of issued probabilities. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_FORECAST_STORE_H_
#define QCITY_SERVICES_AGGREGATION_FORECAST_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/aggregation/forecast/quality.h"

namespace qcity::aggregation::forecast {

extern const char kSchema[];  // schema.sql

class ForecastStore {
 public:
  // Of one day, or of all, by day, evaluation date, number and state.
  absl::StatusOr<std::vector<Issued>> OfDay(sql::Transaction& transaction, const std::string& as_of) const;
  absl::StatusOr<std::vector<Issued>> All(sql::Transaction& transaction) const;
  // A row of the same day, date, number and state stays as it is.
  absl::Status Add(sql::Transaction& transaction, const Issued& issued) const;
};

}  // namespace qcity::aggregation::forecast

#endif  // QCITY_SERVICES_AGGREGATION_FORECAST_STORE_H_
