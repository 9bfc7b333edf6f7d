// Looks at a figure as it is recorded and notes the doubts about it. Runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_WARNINGS_DOUBTS_H_
#define QCITY_SERVICES_INDICATORS_WARNINGS_DOUBTS_H_

#include "absl/status/status.h"
#include "common/domain/plan.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "services/indicators/store.h"

namespace qcity::indicators::warnings {

class Doubts {
 public:
  // `store` outlives it.
  explicit Doubts(const IndicatorStore& store) : store_(store) {}

  // Appends to `observation`, one of the city's that is about to be stored under `key`, what its series and the plan's rules say against it.
  absl::Status Note(sql::Transaction& transaction, const domain::Plan& plan, const PeriodKey& key,
                    v1::Observation& observation) const;

 private:
  absl::Status NoteBreaches(sql::Transaction& transaction, const domain::Plan& plan, const PeriodKey& key, double value,
                            v1::Observation& observation) const;

  const IndicatorStore& store_;
};

}  // namespace qcity::indicators::warnings

#endif  // QCITY_SERVICES_INDICATORS_WARNINGS_DOUBTS_H_
