// Forecast of IMPROVE_EACH_YEAR: the steps of the judged window that are still to come, one after the other.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/improve.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/past.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Target;

// The window's steps, oldest first: what each is worth if it is known, else by its chance.
void TakeSteps(const Measure& measure, const Target& target, const Past& past, const Window& window,
               MeasureForecast& forecast) {
  const bool up = target.direction() == plan::v1::UP;
  const Nature nature = NatureOf(measure.indicator());
  const double variance = 2 * SurveyVariance(measure.indicator(), past.last.figure);
  const double share = 1 / static_cast<double>(window.values.size() - 1);
  int ahead = 0;
  double all = 1;
  for (std::size_t i = 1; i < window.values.size(); ++i) {
    const Steps step =
        StepsOf(measure.indicator(), target.direction(), absl::MakeConstSpan(window.values).subspan(i - 1, 2));
    double chance = step.improving;
    if (step.missing > 0) {
      const domain::Period year = window.first.Plus(static_cast<int>(i));
      if (year > past.last.period) ahead = year.year() - past.last.period.year() - 1;
      chance = ChanceOfStep(past.values, ahead, up, nature, variance);
    }
    all *= chance;
    forecast.chances.push_back(
        {"", share, step.missing > 0 ? Chance(Ladder{{{chance, 1.0}}, 0}) : Chance(Fixed{chance})});
  }
  forecast.probability = all;
}

}  // namespace

MeasureForecast ForecastSteps(const Measure& measure, const Target& target, absl::string_view part, bool words) {
  const plan::v1::Indicator& indicator = measure.indicator();
  const Series series = measure.SeriesOf(part, /*subject=*/"");
  const std::optional<Past> past =
      PastOf(measure, series, [&](const Observed& observed) { return domain::NumberOf(indicator, observed.figure); });
  if (!past.has_value()) return {};
  MeasureForecast forecast = ForecastFrom(measure, *past);
  const Window window = WindowOf(indicator, series, forecast.judged, target.years());
  const Steps steps = StepsOf(indicator, target.direction(), window.values);
  const ValueForecast value =
      forecast.horizon == 0
          ? ValueForecast::Known(past->values.back().value, std::sqrt(SurveyVariance(indicator, past->last.figure)),
                                 NatureOf(indicator))
          : ValueForecast::After(past->values, forecast.horizon, NatureOf(indicator),
                                 SurveyVariance(indicator, past->last.figure));
  forecast.value = value.Spread();
  forecast.decided = steps.failing > 0 || steps.missing == 0;
  // No step counts across a break, whatever comes: nothing can be said until the break is mended.
  if (steps.broken) return forecast;
  TakeSteps(measure, target, *past, window, forecast);
  if (steps.failing > 0) forecast.probability = 0;
  if (steps.missing == 0 && steps.failing == 0 && !steps.ceiling) {
    forecast.probability = ChanceOfTrueSteps(window, target.direction()).value_or(1);
  }
  if (!words) return forecast;
  Append(
      forecast.rule,
      absl::StrCat(steps.all(), " 步中已改善 ", steps.improving, "、未改善 ", steps.failing, "、待定 ", steps.missing),
      absl::StrCat("of ", steps.all(), " steps ", steps.improving, " improve, ", steps.failing, " do not, ",
                   steps.missing, " open"));
  if (steps.missing == 0) return forecast;
  Append(forecast.rule, "；", "; ");
  SayPast(*past, value, forecast);
  return forecast;
}

}  // namespace qcity::aggregation::score
