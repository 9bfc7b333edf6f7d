#include "services/aggregation/score/past.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregation/score/beta.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;

constexpr int kLongestPast = 5;  // Values.
constexpr int kOldest = 8;       // Years before the last one.
constexpr double kFar = 2;       // Years.
constexpr double kDaysOfYear = 365.25;

double YearsBetween(absl::CivilDay from, absl::CivilDay to) {
  return std::max(0.0, static_cast<double>(to - from) / kDaysOfYear);
}

double YearOf(const Period& period) {
  return period.year() + static_cast<double>(period.index()) / domain::PeriodsPerYear(period.frequency());
}

bool Breaks(const Observed& observed) {
  return std::any_of(observed.inputs.begin(), observed.inputs.end(),
                     [](const FigureInput* row) { return row->series_break; });
}

bool HasEnded(const Observed& observed, absl::CivilDay as_of) {
  return observed.covers && observed.ended && observed.period.LastDay() <= as_of;
}

}  // namespace

std::optional<Past> PastOf(const Measure& measure, const Series& series, NumberFn number) {
  const Indicator& indicator = measure.indicator();
  const double oldest = measure.policy().expired_periods();
  Period period = Period::Containing(measure.as_of, JudgedFrequency(indicator));
  std::optional<Observed> observed;
  for (; Age(indicator, period, measure.as_of) <= oldest; period = period.Plus(-1)) {
    observed = series.At(period);
    const bool speaks =
        observed.has_value() && (indicator.cumulative() || HasEnded(*observed, measure.as_of)) && number(*observed);
    if (speaks) break;
    observed.reset();
  }
  if (!observed.has_value()) return std::nullopt;
  Past past(*std::move(observed));
  past.ended = HasEnded(past.last, measure.as_of);
  past.values.push_back({YearOf(period), *number(past.last)});
  bool breaks = Breaks(past.last);
  const int per_year = domain::PeriodsPerYear(period.frequency());
  for (int i = 1; i <= kOldest && !breaks && past.values.size() < kLongestPast; ++i) {
    const Period earlier = period.Plus(-i * per_year);
    const std::optional<Observed> before = series.At(earlier);
    const std::optional<double> value = before.has_value() && before->covers ? number(*before) : std::nullopt;
    if (!value.has_value()) continue;
    past.values.push_back({YearOf(earlier), *value});
    breaks = Breaks(*before);
  }
  std::reverse(past.values.begin(), past.values.end());
  return past;
}

double HorizonOf(const Measure& measure, const Past& past) {
  const Indicator& indicator = measure.indicator();
  const Period judged = JudgedPeriod(indicator, measure.judged_at);
  if (past.ended && past.last.period < judged) return YearOf(judged) - YearOf(past.last.period);
  const double to_its_end = past.ended ? 0 : YearsBetween(measure.as_of, judged.LastDay());
  if (to_its_end > 0 || !indicator.cumulative()) return to_its_end;
  return YearsBetween(measure.as_of, measure.judged_at);
}

Nature NatureOf(const Indicator& indicator) {
  Nature nature;
  if (indicator.has_lower_bound()) nature.lower = indicator.lower_bound();
  if (indicator.has_upper_bound()) nature.upper = indicator.upper_bound();
  nature.percent = domain::FigureUnit(indicator) == "%" && nature.lower == 0 && nature.upper == 100;
  nature.unit = indicator.resolution();
  return nature;
}

double SurveyVariance(const Indicator& indicator, const domain::Figure& figure) {
  const auto* sample = std::get_if<domain::SampleFigure>(&figure);
  const std::optional<ShareBelief> belief = sample != nullptr ? BeliefOf(*sample) : std::nullopt;
  if (!belief.has_value()) return 0;
  const double n = belief->a + belief->b, scale = indicator.scale() == 0 ? 1 : indicator.scale();
  return belief->a * belief->b / (n * n * (n + 1)) * scale * scale;
}

MeasureForecast ForecastFrom(const Measure& measure, const Past& past) {
  MeasureForecast forecast;
  forecast.judged = JudgedPeriod(measure.indicator(), measure.judged_at);
  forecast.observed = static_cast<int>(past.values.size());
  forecast.horizon = HorizonOf(measure, past);
  forecast.decided = forecast.horizon == 0;
  forecast.far = forecast.horizon > kFar;
  return forecast;
}

void SayPast(const Past& past, const ValueForecast& value, MeasureForecast& forecast) {
  for (const DatedValue& dated : past.values) forecast.past.push_back(dated.value);
  const auto round = [](double number) { return Number(std::round(number * 100) / 100); };
  const std::string last = past.last.period.ToString(), years = round(forecast.horizon);
  // Small numbers keep the digits that Number gives them.
  const auto short_of = [&round](double number) { return std::abs(number) < 10 ? Number(number) : round(number); };
  const std::string middle = short_of(value.middle()), scale = short_of(value.deviation());
  const auto append = [&short_of](std::string* out, const DatedValue& dated) { out->append(short_of(dated.value)); };
  const std::string values_zh = absl::StrJoin(past.values, "、", append);
  const std::string values_en = absl::StrJoin(past.values, ", ", append);
  Append(forecast.rule,
         absl::StrCat("由截至 ", last, " 的 ", forecast.observed, " 个值（", values_zh, "）外推 ", years, " 年：中心 ",
                      middle, "，尺度 ", scale),
         absl::StrCat("from ", forecast.observed, " value(s) up to ", last, " (", values_en, "), ", years,
                      " year(s) ahead: middle ", middle, ", scale ", scale));
  if (forecast.far) Append(forecast.rule, "；超出两年，方法未经检验", "; beyond two years the method was not measured");
}

void SayReported(MeasureForecast& forecast) {
  Append(forecast.rule, absl::StrCat(forecast.judged.ToString(), " 已上报"),
         absl::StrCat(forecast.judged.ToString(), " is reported"));
}

}  // namespace qcity::aggregation::score
