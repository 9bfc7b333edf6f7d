// Courses that a campaign may still take, drawn leaf by leaf, and the scores they lead to (scoring.md 7). The draws of a leaf depend on its id, the number of the
// draw and the seed alone: one more leaf leaves the others' draws. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_DRAWS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_DRAWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/aggregation/score/forecast_value.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Decided.
struct Fixed {
  double achievement = 0;
};

// One of several outcomes, best first, with their probabilities; what is left of 1 is `otherwise`.
struct Ladder {
  std::vector<std::pair<double, double>> outcomes;  // Probability, achievement.
  double otherwise = 0;
};

// A number held against a limit: the achievement of achieve.h at the value that is drawn.
struct ValueChance {
  enum class Kind { kAtLeast, kAbove, kAtMost, kBelowNational, kRankWithin, kLeading };
  Kind kind = Kind::kAtLeast;
  ValueForecast value;  // For kBelowNational the ratio to the national value, for the last two the place.
  double target = 0;    // For kLeading the leading share.
  double zero = 0;      // Zero-credit point; for kLeading the trailing share.
  std::int64_t ranked = 0;
};

using Chance = std::variant<Fixed, Ladder, ValueChance>;

// A part of a leaf's achievement.
struct WeightedChance {
  std::string id;  // Unique in the plan: the leaf's id, with the part's or the step's key after a '#'.
  double share = 1;
  Chance chance;
};

// A leaf that counts at the evaluation date.
struct DrawnLeaf {
  double points = 0;
  std::vector<WeightedChance> chances;  // Shares of 1.
};

// What all leaves share in a draw: standard normal, better when greater.
std::vector<double> DrawCommon(int draws, std::uint64_t seed);

// Adds share x achievement to each draw. `common`: of the same draws and seed.
void DrawInto(const WeightedChance& chance, absl::Span<const double> common, std::uint64_t seed,
              absl::Span<double> achievements);

struct ScoreDraws {
  friend bool operator==(const ScoreDraws&, const ScoreDraws&) = default;

  Range score;      // Mean, 5 % and 95 %.
  double pass = 0;  // Share of the draws with S >= the pass mark.
};

// S = 100 sum w a / sum w in each of `draws` courses; nullopt without a leaf. Leaves are added as they stand: callers order them by id.
std::optional<ScoreDraws> DrawScores(absl::Span<const DrawnLeaf> leaves, int draws, std::uint64_t seed,
                                     double pass_mark);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_DRAWS_H_
