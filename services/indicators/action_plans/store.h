// Rows of yearly action plans. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_ACTION_PLANS_STORE_H_
#define QCITY_SERVICES_INDICATORS_ACTION_PLANS_STORE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/action_plans.pb.h"

namespace qcity::indicators::action_plans {

extern const char kSchema[];  // schema.sql

// Without revisions if nothing was recorded of the year.
absl::StatusOr<v1::ActionPlanYear> LoadYear(sql::Transaction& transaction, int year);
// By year.
absl::StatusOr<std::vector<v1::ActionPlanYear>> LoadYears(sql::Transaction& transaction);

absl::Status SaveYear(sql::Transaction& transaction, int year, const v1::ActionPlanYear& plan);

}  // namespace qcity::indicators::action_plans

#endif  // QCITY_SERVICES_INDICATORS_ACTION_PLANS_STORE_H_
