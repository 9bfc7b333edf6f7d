#include "services/aggregation/situation/year_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/domain/figure_proto.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/measure.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::situation {
namespace {

using domain::Period;
using plan::v1::Indicator;
using score::FigureInput;
using score::Observed;

score::Inputs InputsOf(const domain::Plan& plan, const Entities& entities, const Question& question) {
  score::Inputs inputs = InputsAsOf(plan, entities, EndOfShanghaiDay(question.as_of));
  const auto later = [&](const FigureInput& figure) { return figure.period.year() > question.year; };
  inputs.figures.erase(std::remove_if(inputs.figures.begin(), inputs.figures.end(), later), inputs.figures.end());
  return inputs;
}

bool AnyOf(const Observed& observed, bool FigureInput::*flag) {
  return std::any_of(observed.inputs.begin(), observed.inputs.end(),
                     [flag](const FigureInput* input) { return input->*flag; });
}

// The figure as a number that can be compared; of a rank the worst tied place.
std::optional<double> ComparableNumber(const Indicator& indicator, const domain::Figure& figure) {
  if (const auto* rank = std::get_if<domain::RankFigure>(&figure))
    return static_cast<double>(std::max(rank->rank, rank->rank_last));
  return domain::NumberOf(indicator, figure);
}

v1::YearFigure FigureMessage(const Indicator& indicator, const Observed& observed) {
  v1::YearFigure message;
  message.set_period(observed.period.ToString());
  const Text words = score::FigureWords(indicator, observed.figure);
  message.set_figure_zh(words.zh);
  message.set_figure_en(words.en);
  const std::optional<double> number = ComparableNumber(indicator, observed.figure);
  if (number.has_value()) message.set_number(*number);
  message.set_partial(!observed.covers);
  message.set_preliminary(AnyOf(observed, &FigureInput::preliminary));
  message.set_derived(AnyOf(observed, &FigureInput::derived));
  message.set_series_break(AnyOf(observed, &FigureInput::series_break));
  for (const FigureInput* input : observed.inputs) message.add_observations(input->name);
  return message;
}

// +1: more is better, -1: less is, 0: neither.
int BetterWay(const Indicator& indicator, const domain::Figure& figure) {
  if (std::holds_alternative<domain::RankFigure>(figure)) return -1;
  switch (indicator.target().kind()) {
    case plan::v1::AT_MOST:
    case plan::v1::EXACTLY_ZERO:
    case plan::v1::BELOW_NATIONAL: return -1;
    case plan::v1::IMPROVE_EACH_YEAR: return indicator.target().direction() == plan::v1::DOWN ? -1 : 1;
    case plan::v1::AT_LEAST:
    case plan::v1::ABOVE:
    case plan::v1::LEADING_AMONG_PEERS: return 1;
    default: return 0;
  }
}

v1::YearTrend TrendOf(const Indicator& indicator, const domain::Figure& figure, double change) {
  const int way = BetterWay(indicator, figure);
  if (way == 0) return v1::YEAR_TREND_UNSPECIFIED;
  if (std::abs(change) <= indicator.resolution() / 2) return v1::YEAR_SAME;
  return change * way > 0 ? v1::YEAR_BETTER : v1::YEAR_WORSE;
}

bool IsRank(const Observed& observed) { return std::holds_alternative<domain::RankFigure>(observed.figure); }

// The newest year that the city's own figures among the inputs speak of; 0: none.
int NewestYear(const v1::Leaf& leaf) {
  int newest = 0;
  for (const v1::Input& input : leaf.inputs()) {
    const absl::StatusOr<Period> period = Period::Parse(input.period());
    if (input.subject().empty() && period.ok()) newest = std::max(newest, period->year());
  }
  return newest;
}

}  // namespace

YearFigures::YearFigures(const domain::Plan& plan, const Entities& entities, const Question& question)
    : plan_(plan),
      question_(question),
      inputs_(InputsOf(plan, entities, question)),
      pointers_(score::PointersTo(inputs_.figures)),
      table_(plan, pointers_, {.as_of = question.as_of, .judged_at = question.as_of}) {
  for (const auto& [number, group] : entities.figures.all()) {
    for (const auto& [key, measured] : *group) {
      for (const indicators::v1::Observation& observation : measured->observations())
        observations_[observation.name()] = &observation;
    }
  }
}

bool YearFigures::Applies(int position) const {
  return std::count(inputs_.not_applicable.begin(), inputs_.not_applicable.end(), position) == 0;
}

score::Measure YearFigures::MeasureAt(int position) const {
  const Indicator& indicator = plan_.document().indicators(position);
  const absl::CivilDay published =
      Period(question_.year, plan::v1::YEARLY).LastDay() + indicator.publication_lag_days();
  return {plan_, table_, published, position, /*as_of=*/published, /*forecasts=*/false};
}

std::optional<Observed> YearFigures::At(int position, absl::string_view part, int year) const {
  return MeasureAt(position).SeriesOf(part, /*subject=*/"").At(Period(year, plan::v1::YEARLY));
}

v1::Leaf YearFigures::Judged(int position) const {
  const Indicator& indicator = plan_.document().indicators(position);
  score::Leaf leaf;
  leaf.position = position;
  leaf.number = indicator.number();
  leaf.target = score::TargetWords(indicator, plan_.document().policy());
  const score::Leaf blank = leaf;
  score::ScoreMeasure(MeasureAt(position), leaf);
  std::sort(leaf.flags.begin(), leaf.flags.end());
  leaf.flags.erase(std::unique(leaf.flags.begin(), leaf.flags.end()), leaf.flags.end());
  v1::Leaf judged = LeafOf(plan_, leaf);
  if (NewestYear(judged) == question_.year) return judged;
  judged = LeafOf(plan_, blank);
  judged.set_rule_zh(absl::StrCat(question_.year, " 年没有已核实的数据"));
  judged.set_rule_en(absl::StrCat("no verified figure of ", question_.year));
  return judged;
}

absl::btree_map<std::string, domain::Figure> YearFigures::Breakdown(int position, absl::string_view part,
                                                                    const Observed& observed,
                                                                    Dimension dimension) const {
  absl::btree_map<std::string, std::vector<domain::Figure>> collected;
  for (const FigureInput* input : observed.inputs) {
    const auto found = observations_.find(input->name);
    if (found == observations_.end() || input->part != part) return {};
    for (const indicators::v1::BreakdownRow& row : found->second->breakdown()) {
      const absl::StatusOr<domain::Figure> figure = domain::FigureOf(row.figure());
      if (static_cast<int>(row.dimension()) == static_cast<int>(dimension) && figure.ok())
        collected[row.key()].push_back(*figure);
    }
  }
  absl::btree_map<std::string, domain::Figure> breakdown;
  for (const auto& [key, figures] : collected) {
    if (figures.size() != observed.inputs.size()) continue;
    if (figures.size() == 1) {
      breakdown.emplace(key, figures.front());
      continue;
    }
    absl::StatusOr<domain::Figure> combined = domain::Combine(plan_.document().indicators(position), figures);
    if (combined.ok()) breakdown.emplace(key, *std::move(combined));
  }
  return breakdown;
}

void SetYears(const Indicator& indicator, const std::optional<Observed>& figure, const std::optional<Observed>& before,
              v1::SituationRow& row) {
  if (figure.has_value()) *row.mutable_figure() = FigureMessage(indicator, *figure);
  if (before.has_value()) *row.mutable_before() = FigureMessage(indicator, *before);
  if (!figure.has_value() || !before.has_value()) return;
  const bool comparable = figure->covers && before->covers && !row.figure().series_break() &&
                          IsRank(*figure) == IsRank(*before) && row.figure().has_number() && row.before().has_number();
  if (!comparable) return;
  row.set_change(row.figure().number() - row.before().number());
  row.set_trend(TrendOf(indicator, figure->figure, row.change()));
}

}  // namespace qcity::aggregation::situation
