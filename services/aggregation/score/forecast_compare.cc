// Forecasts of the kinds that hold the city against others, and of events that must not happen.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/past.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;
using plan::v1::Target;

constexpr double kDaysOfYear = 365.25;
constexpr double kPriorYears = 1;  // Years without an event, known before any was watched.
constexpr int kYearsWatched = 5;

// The last day of the period that its figures speak of.
absl::CivilDay SeenTo(const Observed& observed) {
  absl::CivilDay seen = observed.period.FirstDay() - 1;
  for (const FigureInput* row : observed.inputs) {
    seen = std::max(seen, std::min(row->published.value_or(row->period.LastDay()), row->period.LastDay()));
  }
  return seen;
}

// The events of the last years, how long they were watched, and up to when.
struct Watched {
  int periods = 0;
  double events = 0;
  double years = 0;
  absl::CivilDay to;
  bool spoiled = false;  // An event stands in the judged period or in a later one.
};

Watched WatchEvents(const Measure& measure, const Series& series, const Period& judged) {
  const Indicator& indicator = measure.indicator();
  Watched watched;
  const Period running = Period::Containing(measure.as_of, judged.frequency());
  const int count = kYearsWatched * domain::PeriodsPerYear(judged.frequency());
  for (Period period = running.Plus(1 - count); period <= running; period = period.Plus(1)) {
    const std::optional<Observed> observed = series.At(period);
    const std::optional<double> events =
        observed.has_value() ? domain::NumberOf(indicator, observed->figure) : std::nullopt;
    if (!events.has_value()) continue;
    ++watched.periods;
    watched.events += *events;
    watched.to = std::min(SeenTo(*observed), measure.as_of);
    watched.years += static_cast<double>(watched.to - period.FirstDay() + 1) / kDaysOfYear;
    watched.spoiled = watched.spoiled || (period >= judged && *events > 0);
  }
  return watched;
}

// The place in a rank that was reported, or among the peers.
std::optional<domain::RankFigure> PlaceIn(const Measure& measure, absl::string_view part, const Observed& observed) {
  if (const auto* rank = std::get_if<domain::RankFigure>(&observed.figure)) return *rank;
  if (measure.indicator().target().kind() == plan::v1::RANK_WITHIN) return std::nullopt;
  const std::optional<double> value = domain::NumberOf(measure.indicator(), observed.figure);
  if (!value.has_value()) return std::nullopt;
  std::vector<const FigureInput*> inputs;
  const domain::RankFigure rank = PlaceAmongPeers(measure, part, observed.period, *value, inputs);
  return rank.ranked >= measure.policy().least_peers() ? std::make_optional(rank) : std::nullopt;
}

// The rank's target as a place, its chance apart from the value, and its achievement where it is known.
struct PlaceTarget {
  double last = 0;  // The last place that meets.
  ValueChance chance;
  Achieved known;
};

PlaceTarget TargetOf(const Measure& measure, const Target& target, const domain::RankFigure& rank) {
  PlaceTarget place;
  const plan::v1::Policy& policy = measure.policy();
  place.chance.ranked = rank.ranked;
  if (target.kind() == plan::v1::LEADING_AMONG_PEERS) {
    place.last = std::floor(1 + policy.leading_share() * static_cast<double>(rank.ranked - 1));
    place.chance.kind = ValueChance::Kind::kLeading;
    place.chance.target = policy.leading_share();
    place.chance.zero = policy.trailing_share();
    place.known = Leading(PeerShare(rank), policy.leading_share(), policy.trailing_share());
    return place;
  }
  const double zero =
      target.has_zero_credit() ? target.zero_credit() : std::min(static_cast<double>(rank.ranked), 3 * target.value());
  place.last = target.value();
  place.chance.kind = ValueChance::Kind::kRankWithin;
  place.chance.target = target.value();
  place.chance.zero = zero;
  place.known = RankWithin(rank, target.value(), zero);
  return place;
}

}  // namespace

// Zero must hold through the judged period and through what is known of the next one at the evaluation date: for a measure whose unfinished period speaks, up
// to that day.
MeasureForecast ForecastZero(const Measure& measure, absl::string_view part, bool words) {
  const Indicator& indicator = measure.indicator();
  MeasureForecast forecast;
  forecast.judged = JudgedPeriod(indicator, measure.judged_at);
  const Watched watched = WatchEvents(measure, measure.SeriesOf(part, /*subject=*/""), forecast.judged);
  if (watched.periods == 0) return forecast;
  const absl::CivilDay to =
      indicator.cumulative() ? std::max(measure.judged_at, forecast.judged.LastDay()) : forecast.judged.LastDay();
  forecast.observed = watched.periods;
  forecast.horizon = std::max(0.0, static_cast<double>(to - watched.to) / kDaysOfYear);
  forecast.decided = watched.spoiled || forecast.horizon == 0;
  forecast.probability =
      watched.spoiled ? 0 : ChanceOfNone(watched.events, watched.years, forecast.horizon, kPriorYears);
  forecast.chances = {{"", 1, Ladder{{{*forecast.probability, 1.0}}, 0}}};
  if (!words) return forecast;
  const std::string events = Number(watched.events), years = Number(std::round(100 * watched.years) / 100);
  const std::string ahead = Number(std::round(100 * forecast.horizon) / 100);
  Append(forecast.rule, absl::StrCat("观察 ", years, " 年发生 ", events, " 次，尚余 ", ahead, " 年"),
         absl::StrCat(events, " event(s) in ", years, " years watched, ", ahead, " years to go"));
  return forecast;
}

// The ratio to the national value of the same period is forecast against 1; what is shown is the city's own value.
MeasureForecast ForecastNational(const Measure& measure, absl::string_view part, bool words) {
  const Indicator& indicator = measure.indicator();
  const Series series = measure.SeriesOf(part, /*subject=*/""), national = measure.SeriesOf(part, "NATIONAL");
  const auto own = [&](const Observed& observed) { return domain::NumberOf(indicator, observed.figure); };
  const std::optional<Past> ratios = PastOf(measure, series, [&](const Observed& observed) -> std::optional<double> {
    const std::optional<double> value = own(observed), reference = NumberAt(indicator, national, observed.period);
    if (!value.has_value() || !reference.has_value() || *reference <= 0) return std::nullopt;
    return *value / *reference;
  });
  if (!ratios.has_value()) return {};
  MeasureForecast forecast = ForecastFrom(measure, *ratios);
  const double ratio = ratios->values.back().value;
  if (forecast.decided) {
    const double reference = *NumberAt(indicator, national, ratios->last.period);
    const Achieved achieved = BelowNational(ratio, 1);
    const double value = *own(ratios->last);
    forecast.value = Range{value, value, value};
    forecast.probability = ChanceOfTrue(indicator, ratios->last.figure, reference, /*upward=*/false)
                               .value_or(*own(ratios->last) < reference ? 1 : 0);
    forecast.chances = {{"", 1, Fixed{achieved.achievement}}};
    if (words) SayReported(forecast);
    return forecast;
  }
  const Nature nature{.lower = 0};
  const ValueForecast value = ValueForecast::After(ratios->values, forecast.horizon, nature);
  forecast.probability = value.Below(1);
  forecast.chances = {{"", 1, ValueChance{ValueChance::Kind::kBelowNational, value, 1, 0, 0}}};
  if (words) {
    Append(forecast.rule, "与全国值之比", "ratio to the national value, ");
    SayPast(*ratios, value, forecast);
  }
  const std::optional<Past> past = PastOf(measure, series, own);
  const double horizon = HorizonOf(measure, *past);
  forecast.value = horizon == 0 ? Range{past->values.back().value, past->values.back().value, past->values.back().value}
                                : ValueForecast::After(past->values, horizon, NatureOf(indicator)).Spread();
  return forecast;
}

// The worst tied place as a number among the places that there were last.
MeasureForecast ForecastPlace(const Measure& measure, const Target& target, absl::string_view part, bool words) {
  const Series series = measure.SeriesOf(part, /*subject=*/"");
  const std::optional<Past> past = PastOf(measure, series, [&](const Observed& observed) -> std::optional<double> {
    const std::optional<domain::RankFigure> rank = PlaceIn(measure, part, observed);
    return rank.has_value() ? std::make_optional(static_cast<double>(rank->rank_last)) : std::nullopt;
  });
  if (!past.has_value()) return {};
  const domain::RankFigure rank = *PlaceIn(measure, part, past->last);
  MeasureForecast forecast = ForecastFrom(measure, *past);
  PlaceTarget place = TargetOf(measure, target, rank);
  const auto last = static_cast<double>(rank.rank_last);
  const bool shown = target.kind() == plan::v1::RANK_WITHIN;
  if (forecast.decided) {
    if (shown) forecast.value = Range{last, last, last};
    forecast.probability = place.known.met ? 1 : 0;
    forecast.chances = {{"", 1, Fixed{place.known.achievement}}};
    if (words) SayReported(forecast);
    return forecast;
  }
  const Nature nature{.lower = 1, .upper = static_cast<double>(rank.ranked)};
  const ValueForecast value = ValueForecast::After(past->values, forecast.horizon, nature);
  if (shown) forecast.value = value.Spread();
  forecast.probability = value.AtMost(place.last + 0.5);
  place.chance.value = value;
  forecast.chances = {{"", 1, place.chance}};
  if (words) {
    Append(forecast.rule, absl::StrCat("名次（须在前 ", Number(place.last), " 名）"),
           absl::StrCat("place (", Number(place.last), " or better), "));
    SayPast(*past, value, forecast);
  }
  return forecast;
}

}  // namespace qcity::aggregation::score
