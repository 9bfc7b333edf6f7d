// The rows of yearly performance lists. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_PERFORMANCE_STORE_H_
#define QCITY_SERVICES_AGGREGATION_PERFORMANCE_STORE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/performance.pb.h"

namespace qcity::aggregation::performance {

extern const char kSchema[];  // schema.sql

class PerformanceStore {
 public:
  // nullopt if the year's list was never drafted.
  absl::StatusOr<std::optional<v1::PerformanceRecord>> Load(sql::Transaction& transaction, int year) const;
  absl::Status Save(sql::Transaction& transaction, const v1::PerformanceRecord& record) const;
};

}  // namespace qcity::aggregation::performance

#endif  // QCITY_SERVICES_AGGREGATION_PERFORMANCE_STORE_H_
