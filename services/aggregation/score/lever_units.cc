// Points per unit of a measure: the slope of its achievement at the present value, by kind of target.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/levers.h"
#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;
using plan::v1::Target;

// Where a target stands, and how fast its achievement rises towards the better side.
struct Slope {
  double value = 0;
  double rise = 0;  // Achievement for one unit better.
  Text unit;
};

Text More(const Indicator& indicator) {
  const std::string one = Quantity(1, indicator);
  return {absl::StrCat("每提高 ", one), absl::StrCat("per ", one, " more")};
}

Text Less(const Indicator& indicator) {
  const std::string one = Quantity(1, indicator);
  return {absl::StrCat("每降低 ", one), absl::StrCat("per ", one, " less")};
}

Text Fewer(const Indicator& indicator) {
  const std::string one = Quantity(1, indicator);
  return {absl::StrCat("每减少 ", one), absl::StrCat("per ", one, " fewer")};
}

Text Place() { return {"每前进 1 名", "per place"}; }

// 1 / |full - zero| while the value lies on the way from zero credit to full credit, on the side where one unit better still counts.
double RiseBetween(double value, double zero, double full) {
  const bool on_the_way = zero < full ? zero <= value && value < full : full < value && value <= zero;
  return on_the_way ? 1 / std::abs(full - zero) : 0;
}

std::optional<Observed> Seen(const Measure& measure, const Series& series) {
  return Evaluated(series, measure.indicator(), measure.plan.document(), measure.judged_at);
}

// The most events of the judged period and of any that has begun since; else of what speaks for them.
std::optional<double> MostEvents(const Measure& measure, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const Period judged = JudgedPeriod(indicator, measure.judged_at);
  std::optional<double> most;
  for (Period period = judged; period.FirstDay() <= measure.judged_at; period = period.Plus(1)) {
    const std::optional<Observed> observed = series.At(period);
    if (!observed.has_value()) continue;
    const std::optional<double> value = domain::NumberOf(indicator, observed->figure);
    if (value.has_value()) most = std::max(most.value_or(*value), *value);
  }
  if (most.has_value()) return most;
  const std::optional<Observed> observed = Seen(measure, series);
  return observed.has_value() ? domain::NumberOf(indicator, observed->figure) : std::nullopt;
}

std::optional<Slope> SlopeOfRank(const Measure& measure, const Target& target, const Observed& observed) {
  const auto* rank = std::get_if<domain::RankFigure>(&observed.figure);
  if (rank == nullptr) return std::nullopt;
  const double last =
      target.has_zero_credit() ? target.zero_credit() : std::min<double>(rank->ranked, 3 * target.value());
  const double rise = last > target.value() ? RiseBetween(rank->rank_last, last, target.value()) : 0;
  return Slope{static_cast<double>(rank->rank_last), rise, Place()};
}

std::optional<Slope> SlopeOfPlace(const Measure& measure, absl::string_view part, const Observed& observed) {
  domain::RankFigure rank;
  if (const auto* reported = std::get_if<domain::RankFigure>(&observed.figure)) {
    rank = *reported;
  } else if (const auto value = domain::NumberOf(measure.indicator(), observed.figure); value.has_value()) {
    std::vector<const FigureInput*> unused;
    rank = PlaceAmongPeers(measure, part, observed.period, *value, unused);
  }
  if (rank.ranked < measure.policy().least_peers()) return std::nullopt;
  const double rise = RiseBetween(PeerShare(rank), measure.policy().trailing_share(), measure.policy().leading_share());
  return Slope{static_cast<double>(rank.rank_last), rise / static_cast<double>(rank.ranked - 1), Place()};
}

std::optional<Slope> SlopeBelowNational(const Measure& measure, absl::string_view part, const Observed& observed) {
  const Indicator& indicator = measure.indicator();
  const std::optional<double> value = domain::NumberOf(indicator, observed.figure);
  const std::optional<double> national = NumberAt(indicator, measure.SeriesOf(part, "NATIONAL"), observed.period);
  if (!value.has_value() || !national.has_value()) return std::nullopt;
  return Slope{*value, RiseBetween(*value, 2 * *national, *national), Less(indicator)};
}

std::optional<Slope> SlopeOfNumber(const Measure& measure, const Target& target, const Observed& observed) {
  const Indicator& indicator = measure.indicator();
  const std::optional<double> value = domain::NumberOf(indicator, observed.figure);
  if (!value.has_value()) return std::nullopt;
  const Text unit = target.kind() == plan::v1::AT_MOST ? Less(indicator) : More(indicator);
  return Slope{*value, RiseBetween(*value, ZeroCredit(indicator, target), target.value()), unit};
}

std::optional<Slope> SlopeOf(const Measure& measure, const Target& target, absl::string_view part) {
  const Series series = measure.SeriesOf(part, /*subject=*/"");
  if (target.kind() == plan::v1::EXACTLY_ZERO) {
    const std::optional<double> events = MostEvents(measure, series);
    if (!events.has_value()) return std::nullopt;
    const double rise = RiseBetween(*events, ZeroCredit(measure.indicator(), target), 0);
    return Slope{*events, rise, Fewer(measure.indicator())};
  }
  const std::optional<Observed> observed = Seen(measure, series);
  if (!observed.has_value()) return std::nullopt;
  switch (target.kind()) {
    case plan::v1::AT_LEAST:
    case plan::v1::ABOVE:
    case plan::v1::AT_MOST: return SlopeOfNumber(measure, target, *observed);
    case plan::v1::RANK_WITHIN: return SlopeOfRank(measure, target, *observed);
    case plan::v1::LEADING_AMONG_PEERS: return SlopeOfPlace(measure, part, *observed);
    case plan::v1::BELOW_NATIONAL: return SlopeBelowNational(measure, part, *observed);
    default: return std::nullopt;  // Steps and documents are no numbers.
  }
}

}  // namespace

std::vector<UnitGain> UnitGainsOf(const domain::Plan& plan, const std::vector<const FigureInput*>& figures,
                                  const Question& question, const Leaf& leaf, double per_achievement) {
  const FigureTable table(plan, figures, question);
  const Measure measure{plan, table, question.judged_at, leaf.position};
  const Indicator& indicator = measure.indicator();
  std::vector<UnitGain> gains;
  const auto add = [&](const Target& target, absl::string_view key, const std::string& name, double share) {
    const std::optional<Slope> slope = SlopeOf(measure, target, key);
    if (slope.has_value()) gains.push_back({name, slope->value, slope->rise * share * per_achievement, slope->unit});
  };
  if (indicator.part_rule() != plan::v1::ALL) {
    add(indicator.target(), "", "", 1);
    return gains;
  }
  // The leaf is the mean of what is decided of its parts.
  const double decided = static_cast<double>(indicator.parts_size()) * (1 - leaf.open_share);
  for (const plan::v1::Part& part : indicator.parts()) {
    add(part.has_target() ? part.target() : indicator.target(), part.key(), part.name(), 1 / decided);
  }
  return gains;
}

}  // namespace qcity::aggregation::score
