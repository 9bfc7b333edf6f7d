// Rows of urged figures. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_REPORTS_STORE_H_
#define QCITY_SERVICES_INDICATORS_REPORTS_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/reports.pb.h"

namespace qcity::indicators::reports {

extern const char kSchema[];  // schema.sql

// What was urged of the indicator (number), by part and period.
absl::StatusOr<std::vector<v1::UrgedReport>> LoadUrged(sql::Transaction& transaction, const std::string& indicator);

absl::Status SaveUrged(sql::Transaction& transaction, const std::string& indicator, const v1::UrgedReport& report);

}  // namespace qcity::indicators::reports

#endif  // QCITY_SERVICES_INDICATORS_REPORTS_STORE_H_
