#include "services/indicators/ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/indicators/names.h"

namespace qcity::indicators {

absl::StatusOr<v1::Observation> Ledger::Add(sql::Transaction& transaction, const PeriodKey& key, absl::Time now,
                                            AddRule rule) const {
  ASSIGN_OR_RETURN(const v1::MeasurePeriod before, store_.LoadPeriod(transaction, key));
  // The position is taken only after the rule agreed: a refusal within a batch must leave no gap.
  ASSIGN_OR_RETURN(const std::int64_t id, outbox_.PeekPosition(transaction));
  ASSIGN_OR_RETURN(Step step, rule(before, ObservationName(campaign_, key.indicator, id)));
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
  return Write(transaction, key, before, std::move(step), position, now);
}

absl::StatusOr<v1::Observation> Ledger::Move(sql::Transaction& transaction, absl::string_view name, absl::Time now,
                                             MoveRule rule) const {
  ASSIGN_OR_RETURN(const std::int64_t id, ObservationId(campaign_, name, "name"));
  ASSIGN_OR_RETURN(const PeriodKey key, store_.FindKey(transaction, id));
  ASSIGN_OR_RETURN(const v1::MeasurePeriod before, store_.LoadPeriod(transaction, key));
  ASSIGN_OR_RETURN(Step step, rule(before));
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
  return Write(transaction, key, before, std::move(step), position, now);
}

absl::StatusOr<v1::Observation> Ledger::Write(sql::Transaction& transaction, const PeriodKey& key,
                                              const v1::MeasurePeriod& before, Step step, std::int64_t position,
                                              absl::Time now) const {
  for (int i = 0; i < step.period.observations_size(); ++i) {
    v1::Observation& observation = *step.period.mutable_observations(i);
    // A step only ever adds to histories: one that did not grow is unchanged.
    const bool touched =
        i >= before.observations_size() || observation.history_size() != before.observations(i).history_size();
    if (!touched) continue;
    observation.set_version(position);
    RETURN_IF_ERROR(store_.Save(transaction, key, observation));
  }
  const std::string feed_key =
      absl::StrCat("figures/", key.indicator, "/", key.part, "/", key.subject, "/", key.period);
  RETURN_IF_ERROR(outbox_.Put(transaction, position, feed_key, step.period, now));
  return step.period.observations(step.changed);
}

absl::Status Ledger::Publish(sql::Transaction& transaction, const std::string& indicator,
                             const v1::Applicability& applicability, absl::Time now) const {
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
  RETURN_IF_ERROR(store_.SaveApplicability(transaction, indicator, applicability));
  return outbox_.Put(transaction, position, absl::StrCat("applicability/", indicator), applicability, now);
}

}  // namespace qcity::indicators
