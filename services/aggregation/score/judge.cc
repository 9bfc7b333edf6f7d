#include "services/aggregation/score/judge.h"

#include <utility>
#include <vector>

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;

// `latest` and everything from the campaign's first period up to it; a gap leaves the total a part of the truth.
std::optional<Observed> Accumulated(const Series& series, const Indicator& indicator, int first_year, Observed latest) {
  if (indicator.combination() == plan::v1::LAST) return latest;
  std::vector<domain::Figure> figures;
  std::vector<const FigureInput*> inputs;
  for (Period p(first_year, latest.period.frequency()); p < latest.period; p = p.Plus(1)) {
    const std::optional<Observed> earlier = series.At(p);
    latest.covers = latest.covers && earlier.has_value() && earlier->covers;
    if (!earlier.has_value()) continue;
    figures.push_back(earlier->figure);
    inputs.insert(inputs.end(), earlier->inputs.begin(), earlier->inputs.end());
  }
  figures.push_back(latest.figure);
  absl::StatusOr<domain::Figure> total = domain::Combine(indicator, figures);
  if (!total.ok()) return std::nullopt;
  latest.figure = *std::move(total);
  latest.inputs.insert(latest.inputs.begin(), inputs.begin(), inputs.end());
  return latest;
}

}  // namespace

plan::v1::Frequency JudgedFrequency(const Indicator& indicator) {
  const bool by_year =
      indicator.span() == plan::v1::EACH_YEAR || indicator.target().kind() == plan::v1::IMPROVE_EACH_YEAR;
  return by_year ? plan::v1::YEARLY : indicator.frequency();
}

Period JudgedPeriod(const Indicator& indicator, absl::CivilDay day) {
  Period period = Period::Containing(day, JudgedFrequency(indicator));
  while (period.LastDay() + indicator.publication_lag_days() > day) period = period.Plus(-1);
  return period;
}

double Age(const Indicator& indicator, const Period& period, absl::CivilDay day) {
  constexpr double kDaysOfYear = 365.25;
  const absl::CivilDay next_due = period.Plus(1).LastDay() + indicator.due_days();
  return static_cast<double>(day - next_due) * domain::PeriodsPerYear(period.frequency()) / kDaysOfYear;
}

std::optional<double> NumberAt(const Indicator& indicator, const Series& series, const Period& period) {
  const std::optional<Observed> observed = series.At(period);
  return observed.has_value() && observed->covers ? domain::NumberOf(indicator, observed->figure) : std::nullopt;
}

int FirstYear(const plan::v1::Plan& plan) {
  return static_cast<int>(domain::ParseDay(plan.phases(0).start(), "")->year());
}

std::optional<Observed> Evaluated(const Series& series, const Indicator& indicator, const plan::v1::Plan& plan,
                                  absl::CivilDay day) {
  const bool within_campaign = indicator.span() == plan::v1::WITHIN_CAMPAIGN;
  const int first_year = FirstYear(plan);
  const Period latest =
      indicator.cumulative() ? Period::Containing(day, JudgedFrequency(indicator)) : JudgedPeriod(indicator, day);
  for (Period period = latest; Age(indicator, period, day) <= plan.policy().expired_periods();
       period = period.Plus(-1)) {
    if (within_campaign && period.year() < first_year) break;
    std::optional<Observed> observed = series.At(period);
    if (!observed.has_value() || !(observed->covers || indicator.cumulative())) continue;
    return within_campaign ? Accumulated(series, indicator, first_year, *std::move(observed)) : observed;
  }
  return std::nullopt;
}

}  // namespace qcity::aggregation::score
