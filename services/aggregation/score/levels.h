// S level by level by another rule than its own flat mean: measures in their section, duties in their group, these in their pillar, the pillars in the whole.
// Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_LEVELS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_LEVELS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// A node above the leaves.
struct Level {
  std::string id;               // "readiness", "indicators", "indicators/一、产品质量", "tasks/...".
  int depth = 0;                // 0: the whole; 1: a pillar; 2: a section or group.
  double points = 0;            // Of the leaves below that apply and are due.
  std::optional<double> score;  // 0..100; nullopt without data below.
};

// Every level, each before those below it. A leaf weighs its points; what is missing hands its weight to its siblings with data; what is not yet due is out.
// Geometric and harmonic means take achievements under `floor` as `floor`: INVALID_ARGUMENT at "floor" if that is not in 0..1, or is 0 and they would meet a 0.
absl::StatusOr<std::vector<Level>> LevelsOf(const domain::Plan& plan, const Result& result, Rule rule, double floor);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_LEVELS_H_
