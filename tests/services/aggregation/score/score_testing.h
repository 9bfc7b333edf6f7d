// What tests of the score build plans and inputs with. One thread.
#ifndef QCITY_TESTS_SERVICES_AGGREGATION_SCORE_SCORE_TESTING_H_
#define QCITY_TESTS_SERVICES_AGGREGATION_SCORE_SCORE_TESTING_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "services/aggregation/score/score.h"
#include "tests/support/plans.h"

namespace qcity::aggregation::score {

using PlanPointer = std::shared_ptr<const domain::Plan>;

// SmallCity after `edit`; dies with the defects if it is no sound plan any more.
PlanPointer Edited(const std::function<void(plan::v1::Plan&)>& edit);
// SmallCity with this one of its indicators, edited, and without links to duties.
PlanPointer Alone(absl::string_view number, const std::function<void(plan::v1::Indicator&)>& edit = {});

absl::CivilDay Day(absl::string_view text);

// A verified, final figure of the city, published on nobody knows which day.
FigureInput Row(const domain::Plan& plan, absl::string_view number, absl::string_view period, domain::Figure figure);
FigureInput RowOf(const domain::Plan& plan, absl::string_view subject, absl::string_view number,
                  absl::string_view period, domain::Figure figure);
FigureInput PartRow(const domain::Plan& plan, absl::string_view number, absl::string_view part,
                    absl::string_view period, domain::Figure figure);

// A part of a duty, by its number.
PartInput Part(const domain::Plan& plan, absl::string_view number, absl::string_view occurrence, absl::string_view lead,
               PartInput::State state);

// Chance from a seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  int Below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  double Share() { return static_cast<double>(random_() >> 11) * 0x1.0p-53; }
  bool Chance(double p) { return Share() < p; }
  std::mt19937_64& random() { return random_; }

 private:
  std::mt19937_64 random_;
};

// A figure in any form that the measure accepts: at least `least_of_hundred` of a hundred, and, of values, the target itself with probability `on_target`.
domain::Figure AnyFigure(Dice& dice, const plan::v1::Indicator& indicator, int least_of_hundred, double on_target);

// Judged on the as-of day itself.
Question On(absl::string_view day);

const Leaf& LeafOf(const Result& result, absl::string_view id);
bool HasFlag(const Leaf& leaf, absl::string_view flag);

// Everything that a result says, numbers to the last bit: two results are equal when their dumps are. `input_names`: the names of used
// inputs too.
std::string Dump(const Result& result, bool input_names = true);

}  // namespace qcity::aggregation::score

#endif  // QCITY_TESTS_SERVICES_AGGREGATION_SCORE_SCORE_TESTING_H_
