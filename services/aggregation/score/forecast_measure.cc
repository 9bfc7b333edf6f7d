#include "services/aggregation/score/forecast_measure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/past.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;
using plan::v1::Target;

// Only a document decides; until there is one nothing can be said. One that stands is taken to stand.
MeasureForecast ForecastAttestation(const Measure& measure, absl::string_view part, bool words) {
  const Outcome outcome = ScoreAttestation(measure, measure.SeriesOf(part, /*subject=*/""));
  MeasureForecast forecast;
  forecast.judged = JudgedPeriod(measure.indicator(), measure.judged_at);
  if (outcome.achievement.has_value()) forecast.chances = {{"", 1, Fixed{*outcome.achievement}}};
  if (outcome.met) {
    forecast.probability = 1;
    forecast.decided = true;
  }
  if (words) forecast.rule = outcome.rule;
  return forecast;
}

MeasureForecast ForecastTarget(const Measure& measure, const Target& target, absl::string_view part, bool words) {
  switch (target.kind()) {
    case plan::v1::EXACTLY_ZERO: return ForecastZero(measure, part, words);
    case plan::v1::RANK_WITHIN:
    case plan::v1::LEADING_AMONG_PEERS: return ForecastPlace(measure, target, part, words);
    case plan::v1::BELOW_NATIONAL: return ForecastNational(measure, part, words);
    case plan::v1::IMPROVE_EACH_YEAR: return ForecastSteps(measure, target, part, words);
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return ForecastAttestation(measure, part, words);
    default: return ForecastNumber(measure, target, part, words);
  }
}

// Every chance has an id of its own: the leaf's, the part's, and its number where there are several.
void Name(const std::string& id, MeasureForecast& forecast) {
  int step = 0;
  for (WeightedChance& chance : forecast.chances) {
    chance.id = forecast.chances.size() == 1 ? id : absl::StrCat(id, "#", ++step);
  }
}

// Parts under ALL, as if they were independent: met when every part is.
void Join(const Indicator& indicator, int position, MeasureForecast part, MeasureForecast& whole) {
  const bool first = position == 0;
  const auto share = 1.0 / indicator.parts_size();
  for (WeightedChance& chance : part.chances) {
    chance.share *= share;
    whole.chances.push_back(std::move(chance));
  }
  if (first) whole.probability = 1;
  if (!part.probability.has_value()) whole.probability.reset();
  if (whole.probability.has_value()) *whole.probability *= *part.probability;
  whole.judged = part.judged;
  whole.horizon = std::max(whole.horizon, part.horizon);
  whole.far = whole.far || part.far;
  whole.observed = first ? part.observed : std::min(whole.observed, part.observed);
  whole.decided = (first || whole.decided) && part.decided;
  if (part.rule.zh.empty()) return;
  const absl::string_view name = indicator.parts(position).name();
  Append(whole.rule, absl::StrCat(first ? "" : "；", name, "：", part.rule.zh),
         absl::StrCat(first ? "" : "; ", name, ": ", part.rule.en));
}

ValueChance::Kind KindOf(const Target& target) {
  switch (target.kind()) {
    case plan::v1::ABOVE: return ValueChance::Kind::kAbove;
    case plan::v1::AT_MOST: return ValueChance::Kind::kAtMost;
    default: return ValueChance::Kind::kAtLeast;
  }
}

double ChanceOf(const Target& target, const ValueForecast& value) {
  switch (target.kind()) {
    case plan::v1::ABOVE: return value.Above(target.value());
    case plan::v1::AT_MOST: return value.AtMost(target.value());
    default: return value.AtLeast(target.value());
  }
}

// What a number is at the evaluation date. Counts that run through the campaign add the years to come to what there is; a running total cannot fall.
ValueForecast ValueOf(const Measure& measure, const Series& series, const Past& past, double horizon) {
  const Indicator& indicator = measure.indicator();
  Nature nature = NatureOf(indicator);
  const double variance = SurveyVariance(indicator, past.last.figure);
  const bool campaign = indicator.span() == plan::v1::WITHIN_CAMPAIGN;
  if (campaign && indicator.combination() == plan::v1::LAST) nature.lower = past.values.back().value;
  const ValueForecast year = horizon == 0 ? ValueForecast::Known(past.values.back().value, std::sqrt(variance), nature)
                                          : ValueForecast::After(past.values, horizon, nature, variance);
  if (!campaign || indicator.combination() != plan::v1::SUM) return year;
  double total = 0;
  const domain::Period& last = past.last.period;
  for (domain::Period p(FirstYear(measure.plan.document()), last.frequency()); p <= last; p = p.Plus(1)) {
    total += NumberAt(indicator, series, p).value_or(0);
  }
  if (horizon == 0) return ValueForecast::Known(total, 0, nature);
  return year.Scaled(total, std::max(1.0, horizon * domain::PeriodsPerYear(last.frequency())));
}

}  // namespace

absl::CivilDay ForecastDay(const domain::Plan& plan, absl::CivilDay as_of, absl::CivilDay judged_at) {
  return judged_at > as_of ? judged_at : std::max(judged_at, plan.LastEvaluationDate());
}

std::vector<absl::CivilDay> OutlookDays(const domain::Plan& plan, absl::CivilDay as_of) {
  std::vector<absl::CivilDay> days;
  for (const plan::v1::EvaluationDate& evaluation : plan.document().evaluation_dates()) {
    const absl::CivilDay day = *domain::ParseDay(evaluation.date(), "");
    if (day >= as_of) days.push_back(day);
  }
  if (days.empty()) days.push_back(as_of);
  return days;
}

MeasureForecast ForecastMeasure(const Measure& measure, absl::CivilDay evaluation, const std::string& id, bool words) {
  const Indicator& indicator = measure.indicator();
  const Measure judged{measure.plan, measure.figures, evaluation, measure.position, measure.as_of};
  if (indicator.part_rule() != plan::v1::ALL) {
    MeasureForecast forecast = ForecastTarget(judged, indicator.target(), /*part=*/"", words);
    Name(id, forecast);
    return forecast;
  }
  MeasureForecast whole;
  for (int i = 0; i < indicator.parts_size(); ++i) {
    const plan::v1::Part& part = indicator.parts(i);
    const Target& target = part.has_target() ? part.target() : indicator.target();
    MeasureForecast forecast = ForecastTarget(judged, target, part.key(), words);
    Name(absl::StrCat(id, "#", part.key()), forecast);
    Join(indicator, i, std::move(forecast), whole);
  }
  return whole;
}

MeasureForecast ForecastNumber(const Measure& measure, const Target& target, absl::string_view part, bool words) {
  const Indicator& indicator = measure.indicator();
  const Series series = measure.SeriesOf(part, /*subject=*/"");
  const int first_year = FirstYear(measure.plan.document());
  const bool campaign = indicator.span() == plan::v1::WITHIN_CAMPAIGN;
  const bool running =
      campaign && indicator.combination() == plan::v1::LAST;  // A total, from the campaign's beginning.
  const std::optional<Past> past = PastOf(measure, series, [&](const Observed& observed) -> std::optional<double> {
    if (running && observed.period.year() < first_year) return std::nullopt;
    return domain::NumberOf(indicator, observed.figure);
  });
  if (!past.has_value() || (campaign && past->last.period.year() < first_year)) return {};
  MeasureForecast forecast = ForecastFrom(measure, *past);
  const ValueForecast value = ValueOf(measure, series, *past, forecast.horizon);
  forecast.value = value.Spread();
  if (forecast.decided) {
    const Achieved achieved = AchieveNumber(indicator, target, value.middle());
    const bool upward = target.kind() != plan::v1::AT_MOST;
    forecast.probability =
        ChanceOfTrue(indicator, past->last.figure, target.value(), upward).value_or(achieved.met ? 1 : 0);
    forecast.chances = {{"", 1, Fixed{achieved.achievement}}};
    if (words) SayReported(forecast);
    return forecast;
  }
  forecast.probability = ChanceOf(target, value);
  forecast.chances = {{"", 1, ValueChance{KindOf(target), value, target.value(), ZeroCredit(indicator, target), 0}}};
  if (words) SayPast(*past, value, forecast);
  return forecast;
}

}  // namespace qcity::aggregation::score
