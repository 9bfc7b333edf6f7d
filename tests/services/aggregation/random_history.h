// What a small city might have recorded: figures, parts of duties, decisions and vetoes with their dated histories, drawn from a seed. One thread.
#ifndef QCITY_TESTS_SERVICES_AGGREGATION_RANDOM_HISTORY_H_
#define QCITY_TESTS_SERVICES_AGGREGATION_RANDOM_HISTORY_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/feed/v1/feed.pb.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation {

// Every change that the feeds hold in the end, one for each entity, and the vetoes, which come by no feed.
struct History {
  std::vector<feed::v1::Change> changes;
  EntityMap<v1::Veto> vetoes;
};

// Recorded between the beginnings of 2018 and of July 2020.
History RandomHistory(const domain::Plan& plan, std::uint64_t seed);

// The history as it was at `instant`: whatever was recorded later is not yet there.
History UpTo(const History& history, absl::Time instant);

// All changes projected in their order.
Entities EntitiesOf(const History& history);

}  // namespace qcity::aggregation

#endif  // QCITY_TESTS_SERVICES_AGGREGATION_RANDOM_HISTORY_H_
