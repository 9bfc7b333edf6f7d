// What doubts are drawn from, and which observations bear one. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_WARNINGS_STORE_H_
#define QCITY_SERVICES_INDICATORS_WARNINGS_STORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/indicators/store.h"

namespace qcity::indicators::warnings {

extern const char kSchema[];  // schema.sql

// The last `limit` of the city's observations that stand (REPORTED, VERIFIED, CONFIRMED) of the same indicator and part for earlier periods of the same
// frequency, newest first; of two for one period the later recorded comes first.
absl::StatusOr<std::vector<v1::Observation>> LoadEarlier(sql::Transaction& transaction, const PeriodKey& key,
                                                         int limit);

absl::Status MarkWarned(sql::Transaction& transaction, std::int64_t observation);

}  // namespace qcity::indicators::warnings

#endif  // QCITY_SERVICES_INDICATORS_WARNINGS_STORE_H_
