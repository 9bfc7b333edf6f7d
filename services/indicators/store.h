// The indicators service's rows: observations and decisions on applicability. Every function runs in the caller's
// transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_STORE_H_
#define QCITY_SERVICES_INDICATORS_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/observation.pb.h"

namespace qcity::indicators {

extern const char kSchema[];  // schema.sql

// What identifies a measure-period.
struct PeriodKey {
  std::string indicator;  // Number.
  std::string part;
  std::string subject;
  std::string period;
};

// Which observations to list, and after which one (keyset).
struct ObservationFilter {
  std::string indicator;             // Empty: all.
  bool references = false;           // The city's own, or references.
  std::string subject;               // Of references; empty: all.
  std::string period;                // Empty: all.
  std::vector<std::int64_t> states;  // Empty: all.
  bool with_warnings = false;        // Only those that were recorded with a doubt.
};
struct ObservationCursor {
  PeriodKey key;
  std::int64_t id = 0;
};
struct ListedObservation {
  ObservationCursor at;
  v1::Observation observation;
};

class IndicatorStore {
 public:
  explicit IndicatorStore(std::string campaign) : campaign_(std::move(campaign)) {}

  // The measure-period with all its observations; empty of them if nothing was recorded.
  absl::StatusOr<v1::MeasurePeriod> LoadPeriod(sql::Transaction& transaction, const PeriodKey& key) const;
  // The key of the measure-period that holds the observation; NOT_FOUND.
  absl::StatusOr<PeriodKey> FindKey(sql::Transaction& transaction, std::int64_t id) const;
  // Stores one observation, new or changed.
  absl::Status Save(sql::Transaction& transaction, const PeriodKey& key, const v1::Observation& observation) const;

  // All measure-periods of an indicator, city first, by part, subject, period.
  absl::StatusOr<std::vector<v1::MeasurePeriod>> LoadIndicator(sql::Transaction& transaction,
                                                               const std::string& indicator) const;
  absl::StatusOr<std::vector<ListedObservation>> List(sql::Transaction& transaction, const ObservationFilter& filter,
                                                      const ObservationCursor& after, int limit) const;

  // No decisions if none was recorded.
  absl::StatusOr<v1::Applicability> LoadApplicability(sql::Transaction& transaction,
                                                      const std::string& indicator) const;
  absl::Status SaveApplicability(sql::Transaction& transaction, const std::string& indicator,
                                 const v1::Applicability& applicability) const;

 private:
  const std::string campaign_;
};

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_STORE_H_
