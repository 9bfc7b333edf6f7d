// The row of the application for acceptance. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_ACCEPTANCE_STORE_H_
#define QCITY_SERVICES_AGGREGATION_ACCEPTANCE_STORE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/acceptance.pb.h"

namespace qcity::aggregation::acceptance {

extern const char kSchema[];  // schema.sql

class AcceptanceStore {
 public:
  // In no state if nothing was drafted.
  absl::StatusOr<v1::Application> Load(sql::Transaction& transaction) const;
  absl::Status Save(sql::Transaction& transaction, const v1::Application& application) const;
};

}  // namespace qcity::aggregation::acceptance

#endif  // QCITY_SERVICES_AGGREGATION_ACCEPTANCE_STORE_H_
