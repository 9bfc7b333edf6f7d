// The rows of measurements. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_MEASUREMENTS_STORE_H_
#define QCITY_SERVICES_INDICATORS_MEASUREMENTS_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/measurements.pb.h"

namespace qcity::indicators::measurements {

extern const char kSchema[];  // schema.sql

// Which measurements to list, and after which one (keyset). Days as ISO texts, which sort.
struct MeasurementFilter {
  std::string station;  // Empty: all.
  std::string first;
  std::string last;
};
struct MeasurementCursor {
  std::string day;
  std::string station;
};

class MeasurementStore {
 public:
  // Without records if nothing was recorded.
  absl::StatusOr<v1::Measurement> Load(sql::Transaction& transaction, const std::string& station,
                                       const std::string& day) const;
  absl::Status Save(sql::Transaction& transaction, const v1::Measurement& measurement) const;
  absl::StatusOr<std::vector<v1::Measurement>> List(sql::Transaction& transaction, const MeasurementFilter& filter,
                                                    const MeasurementCursor& after, int limit) const;
  // Of the days first to last, by day and station.
  absl::StatusOr<std::vector<v1::Measurement>> LoadDays(sql::Transaction& transaction, const std::string& first,
                                                        const std::string& last) const;
};

}  // namespace qcity::indicators::measurements

#endif  // QCITY_SERVICES_INDICATORS_MEASUREMENTS_STORE_H_
