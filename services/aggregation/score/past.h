// The history that a forecast sets out from: a number's values a year apart, the last one as near to the as-of day as there is. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_PAST_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_PAST_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/aggregation/score/forecast_measure.h"
#include "services/aggregation/score/forecast_value.h"
#include "services/aggregation/score/outcome.h"

namespace qcity::aggregation::score {

struct Past {
  explicit Past(Observed observed) : last(std::move(observed)) {}

  std::vector<DatedValue> values;  // Oldest first, at most five; none from before a break in the series.
  Observed last;
  bool ended = true;  // The last one is observed to its end.
};

// A number made of what was observed of a period: the figure's own, a ratio, a place.
using NumberFn = absl::FunctionRef<std::optional<double>(const Observed&)>;

// nullopt where no observation of the series that may still speak on the as-of day gives the number. An unfinished period speaks for cumulative measures alone.
std::optional<Past> PastOf(const Measure& measure, const Series& series, NumberFn number);

// Years from the last observation to the period that is judged at measure.judged_at; 0: it is reported. A cumulative measure goes on to that day itself.
double HorizonOf(const Measure& measure, const Past& past);

// The measure's bounds, unit and kind of number.
Nature NatureOf(const plan::v1::Indicator& indicator);

// The variance of a survey's share around the true one, in the square of the measure's unit; 0 for other figures.
double SurveyVariance(const plan::v1::Indicator& indicator, const domain::Figure& figure);

// A forecast's horizon and what it rests on.
MeasureForecast ForecastFrom(const Measure& measure, const Past& past);
// "3 values up to 2017 (93.5 %), 1 year ahead: ..."
void SayPast(const Past& past, const ValueForecast& value, MeasureForecast& forecast);
// "the judged period is reported"
void SayReported(MeasureForecast& forecast);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_PAST_H_
