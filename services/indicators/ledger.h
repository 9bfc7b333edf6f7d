// Writes steps of observations: load the measure-period, apply the rule, save what changed, publish the whole. Runs in
// the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_LEDGER_H_
#define QCITY_SERVICES_INDICATORS_LEDGER_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/feed/outbox.h"
#include "common/sql/database.h"
#include "services/indicators/rules.h"
#include "services/indicators/store.h"

namespace qcity::indicators {

class Ledger {
 public:
  Ledger(const IndicatorStore& store, feed::Outbox& outbox, std::string campaign)
      : store_(store), outbox_(outbox), campaign_(std::move(campaign)) {}

  // `rule` adds an observation that will be called `name`.
  using AddRule = absl::FunctionRef<absl::StatusOr<Step>(v1::MeasurePeriod period, absl::string_view name)>;
  absl::StatusOr<v1::Observation> Add(sql::Transaction& transaction, const PeriodKey& key, absl::Time now,
                                      AddRule rule) const;

  // `rule` moves the observation `name`.
  using MoveRule = absl::FunctionRef<absl::StatusOr<Step>(v1::MeasurePeriod period)>;
  absl::StatusOr<v1::Observation> Move(sql::Transaction& transaction, absl::string_view name, absl::Time now,
                                       MoveRule rule) const;

  // Stores and publishes a decision on applicability.
  absl::Status Publish(sql::Transaction& transaction, const std::string& indicator,
                       const v1::Applicability& applicability, absl::Time now) const;

 private:
  absl::StatusOr<v1::Observation> Write(sql::Transaction& transaction, const PeriodKey& key,
                                        const v1::MeasurePeriod& before, Step step, std::int64_t position,
                                        absl::Time now) const;

  const IndicatorStore& store_;
  feed::Outbox& outbox_;
  const std::string campaign_;
};

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_LEDGER_H_
