// What closing each gap would add to the score, and the smallest set of gaps whose closing makes the city READY: scoring.md 6. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_LEVERS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_LEVERS_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// dS/dy towards the better side at the present value.
struct UnitGain {
  std::string part;  // Name of the measure's part; empty: the measure itself.
  double value = 0;  // Present; of a rank the worst tied place.
  double points = 0;
  Text unit;  // "每提高 1 %".
};

// A leaf that is not fully credited and can still gain, or a gate that is not met.
struct Lever {
  int leaf = 0;                // Position in the result's leaves.
  bool gate = false;           // READY needs it met.
  bool closable = true;        // False: nothing can meet it any more, and it gains nothing.
  double attainable = 1;       // The best achievement that it can still reach.
  std::optional<double> gain;  // Of S, if it alone reaches that; nullopt while nothing has data.
  double gain_low = 0;         // Of S_low, whatever else is closed.
  std::vector<UnitGain> units;
};

// Every gate that is not met, and then as many other levers, by their gain of S_low, as the pass mark needs. The gates are needed by any set; gains of S_low add
// up, so that of the others the largest first are the fewest. With an obstacle it is a bound.
struct ReadySet {
  bool reachable = false;
  std::vector<int> levers;  // Positions in Levers::levers: gates in the plan's order, then by gain.
  int gates = 0;
  double low = 0;  // S_low once they are closed.
  Text text;
};

struct Levers {
  std::vector<Lever> levers;  // By gain of S_low, the largest first, then by id.
  ReadySet ready;
};

// `result` must be the catalogue's score of `inputs`, judged on its as-of day or later.
Levers LeversOf(const Catalogue& catalogue, const Inputs& inputs, const Result& result);

// The gains by unit of one measure's leaf, `per_achievement` points for its whole achievement.
std::vector<UnitGain> UnitGainsOf(const domain::Plan& plan, const std::vector<const FigureInput*>& figures,
                                  const Question& question, const Leaf& leaf, double per_achievement);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_LEVERS_H_
