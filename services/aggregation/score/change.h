// Why the score changed between two days, in exact parts: scoring.md 5. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_CHANGE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_CHANGE_H_

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Stages in the order of qcity.aggregation.v1.ChangeStage, whose numbers begin at 1.
enum class Stage { kPlan = 0, kRevision, kNew, kAvailability };
using StagePoints = std::array<double, 4>;  // By Stage, in points of 100.

// A leaf in one sum: its weight, and its achievement if it has data and applies.
struct Weighed {
  double weight = 0;
  std::optional<double> achievement;
};

// What one leaf adds to the difference of two sums S = 100 sum w a / sum w, with v = w / sum w over leaves with data.
struct Moved {
  double performance = 0;  // mean(v) da.
  double composition = 0;  // (mean(a) - mean(S)) dv.
};

// The parts of all leaves, which stand at the same place on both sides. A leaf with data on one side has its achievement on both, so that all of it is
// composition. The parts add up to the difference; some leaf must have data on each side.
std::vector<Moved> Decompose(absl::Span<const Weighed> before, absl::Span<const Weighed> after);

// A day: the plan in force, and what was recorded by the end of it, read under any plan. The plan must outlive the answer.
struct KnownOn {
  absl::CivilDay day;
  const domain::Plan& plan;
  std::function<Inputs(const domain::Plan&)> inputs;
};

// A leaf on both days; nullptr where the plan does not have it.
struct LeafMove {
  std::string id;
  const Leaf* from = nullptr;
  const Leaf* to = nullptr;
  StagePoints stages = {};
  double points = 0;
};

struct Change {
  Result from;
  Result to;
  double points = 0;             // raw_score of `to` - raw_score of `from`.
  StagePoints stages = {};       // Sums over the leaves.
  std::vector<LeafMove> leaves;  // By id; they point into from and to, so a copy of a Change must not outlive it.

  Change() = default;
  Change(Change&&) = default;
  Change& operator=(Change&&) = default;
};

// Worked out from the earlier day to the later one and turned round if `from` is the later. FAILED_PRECONDITION NO_SCORE if nothing has data on one of the days.
absl::StatusOr<Change> Compare(const KnownOn& from, const KnownOn& to);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_CHANGE_H_
