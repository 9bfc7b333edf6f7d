#include "services/indicators/view.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/time/civil_time.h"
#include "common/domain/figure.h"
#include "common/domain/figure_proto.h"
#include "common/domain/period.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

using plan::v1::Indicator;

bool StandsVerified(const v1::Observation& observation) {
  return observation.state() == v1::VERIFIED || observation.state() == v1::CONFIRMED;
}

bool IsShown(v1::State state) { return state != v1::WITHDRAWN && state != v1::SUPERSEDED; }

// The newest period's observation of each part and state, in that order.
std::vector<v1::Observation> LatestByState(const std::vector<v1::MeasurePeriod>& history) {
  std::map<std::pair<std::string, int>, std::pair<absl::CivilDay, const v1::Observation*>> latest;
  for (const v1::MeasurePeriod& measured : history) {
    const absl::StatusOr<domain::Period> period = domain::Period::Parse(measured.period());
    if (!measured.subject().empty() || !period.ok()) continue;
    for (const v1::Observation& observation : measured.observations()) {
      if (!IsShown(observation.state())) continue;
      auto& newest = latest[{measured.part(), observation.state()}];
      if (newest.second == nullptr || newest.first <= period->LastDay()) newest = {period->LastDay(), &observation};
    }
  }
  std::vector<v1::Observation> result;
  result.reserve(latest.size());
  for (const auto& [key, newest] : latest) result.push_back(*newest.second);
  return result;
}

// From the first to the last verified value of the declared frequency, against the way from the first to the year's goal, else to the campaign's target.
std::optional<double> Pace(const domain::Plan& plan, const Indicator& indicator,
                           const std::vector<v1::MeasurePeriod>& history, const std::optional<YearGoal>& goal) {
  std::map<absl::CivilDay, double> series;
  for (const v1::MeasurePeriod& measured : history) {
    const absl::StatusOr<domain::Period> period = domain::Period::Parse(measured.period());
    if (!measured.subject().empty() || !measured.part().empty() || !period.ok() ||
        period->frequency() != indicator.frequency())
      continue;
    for (const v1::Observation& observation : measured.observations()) {
      const absl::StatusOr<domain::Figure> figure = domain::FigureOf(observation.figure());
      if (!StandsVerified(observation) || !figure.ok()) continue;
      if (const std::optional<double> number = domain::NumberOf(indicator, *figure))
        series[period->LastDay()] = *number;
    }
  }
  const plan::v1::TargetKind kind = indicator.target().kind();
  const bool linear = kind == plan::v1::AT_LEAST || kind == plan::v1::AT_MOST;
  if (series.size() < 2 || !linear || !indicator.target().has_value()) return std::nullopt;
  const auto point = [](absl::CivilDay day, double value) {
    return domain::PacePoint{static_cast<double>(day - absl::CivilDay(1970, 1, 1)), value};
  };
  const domain::PacePoint target = goal.has_value() ? point(absl::CivilDay(goal->year, 12, 31), goal->value)
                                                    : point(plan.LastEvaluationDate(), indicator.target().value());
  return domain::PaceOf(point(series.begin()->first, series.begin()->second),
                        point(series.rbegin()->first, series.rbegin()->second), target, kind == plan::v1::AT_LEAST);
}

v1::PaceBand BandOf(double pace) {
  if (pace >= 0.95) return v1::ON_TRACK;
  if (pace >= 0.6) return v1::BEHIND;
  return pace >= 0 ? v1::FAR_BEHIND : v1::WRONG_WAY;
}

}  // namespace

std::optional<YearGoal> GoalOf(const v1::ActionPlan& action_plan, absl::string_view indicator_name) {
  for (const v1::YearTarget& target : action_plan.targets()) {
    if (target.indicator() == indicator_name && target.part().empty())
      return YearGoal{action_plan.year(), target.value()};
  }
  return std::nullopt;
}

v1::IndicatorView ViewOf(const domain::Plan& plan, const std::string& number,
                         const std::vector<v1::MeasurePeriod>& history, const v1::Applicability& applicability,
                         Detail detail, const std::optional<YearGoal>& goal) {
  const Indicator& indicator = *plan.FindIndicator(number);
  v1::IndicatorView view;
  view.set_name(IndicatorName(plan.id(), number));
  *view.mutable_indicator() = indicator;
  for (v1::Observation& observation : LatestByState(history)) *view.add_latest() = std::move(observation);
  if (const std::optional<double> pace = Pace(plan, indicator, history, goal)) {
    view.set_pace(*pace);
    view.set_pace_band(BandOf(*pace));
  }
  if (goal.has_value()) view.set_year_target(goal->value);
  if (detail == Detail::kHistory) view.mutable_history()->Assign(history.begin(), history.end());
  *view.mutable_applicability() = applicability;
  return view;
}

}  // namespace qcity::indicators
