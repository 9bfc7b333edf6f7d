// The window of IMPROVE_EACH_YEAR, for judging and for forecasting it. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_IMPROVE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_IMPROVE_H_

#include <optional>
#include <vector>

#include "common/domain/period.h"
#include "services/aggregation/score/achieve.h"
#include "services/aggregation/score/figures.h"

namespace qcity::aggregation::score {

// The window's observations and values, oldest first; a year without a figure stays a gap.
struct Window {
  explicit Window(const domain::Period& from) : first(from) {}

  domain::Period first;
  std::vector<std::optional<Observed>> years;
  std::vector<std::optional<YearValue>> values;
};

// The `length` years that end with `judged`.
Window WindowOf(const plan::v1::Indicator& indicator, const Series& series, const domain::Period& judged, int length);

// Where every year is a survey: the joint probability that the true shares took every step.
std::optional<double> ChanceOfTrueSteps(const Window& window, plan::v1::Direction direction);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_IMPROVE_H_
