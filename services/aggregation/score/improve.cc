// IMPROVE_EACH_YEAR: the steps between the years of a window that ends with the judged year.
#include "services/aggregation/score/improve.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/beta.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;
using plan::v1::Target;

void SaySteps(Outcome& outcome, const Indicator& indicator, const Window& window, const Steps& steps) {
  Period year = window.first;
  for (const std::optional<YearValue>& value : window.values) {
    const std::string quantity = value.has_value() ? Quantity(value->value, indicator) : "—";
    const bool first = year == window.first;
    Append(outcome.rule, absl::StrCat(first ? "" : "，", year.ToString(), "：", quantity),
           absl::StrCat(first ? "" : ", ", year.ToString(), ": ", quantity));
    year = year.Plus(1);
  }
  Append(outcome.rule,
         absl::StrCat("；", steps.all(), " 步中改善 ", steps.improving, "、未改善 ", steps.failing, "、待定 ",
                      steps.missing),
         absl::StrCat("; of ", steps.all(), " steps ", steps.improving, " improve, ", steps.failing, " do not, ",
                      steps.missing, " open"));
}

}  // namespace

Window WindowOf(const Indicator& indicator, const Series& series, const Period& judged, int length) {
  Window window(judged.Plus(1 - length));
  for (Period year = window.first; year <= judged; year = year.Plus(1)) {
    std::optional<Observed> observed = series.At(year);
    if (observed.has_value() && !observed->covers) observed.reset();
    const std::optional<double> value =
        observed.has_value() ? domain::NumberOf(indicator, observed->figure) : std::nullopt;
    const bool breaks = observed.has_value() && std::any_of(observed->inputs.begin(), observed->inputs.end(),
                                                            [](const FigureInput* row) { return row->series_break; });
    window.values.push_back(value.has_value() ? std::make_optional(YearValue{*value, breaks}) : std::nullopt);
    window.years.push_back(std::move(observed));
  }
  return window;
}

std::optional<double> ChanceOfTrueSteps(const Window& window, plan::v1::Direction direction) {
  std::vector<ShareBelief> shares;
  for (const std::optional<Observed>& year : window.years) {
    const auto* sample = year.has_value() ? std::get_if<domain::SampleFigure>(&year->figure) : nullptr;
    const std::optional<ShareBelief> belief = sample != nullptr ? BeliefOf(*sample) : std::nullopt;
    if (!belief.has_value()) return std::nullopt;
    shares.push_back(*belief);
  }
  if (direction == plan::v1::DOWN) std::reverse(shares.begin(), shares.end());
  return ChanceOfRising(shares);
}

// The judged year fixes the window: a missing year leaves its steps open and does not move the window back.
Outcome ScoreImprovement(const Measure& measure, const Target& target, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const Period judged = JudgedPeriod(indicator, measure.judged_at);
  const Window window = WindowOf(indicator, series, judged, target.years());
  const Steps steps = StepsOf(indicator, target.direction(), window.values);
  Outcome outcome;
  outcome.period = absl::StrCat(window.first.ToString(), "-", judged.ToString());
  for (const std::optional<Observed>& year : window.years) {
    if (!year.has_value()) continue;
    outcome.inputs.insert(outcome.inputs.end(), year->inputs.begin(), year->inputs.end());
    FlagSmallSample(outcome, year->figure);
  }
  if (steps.ceiling) outcome.flags.push_back("ceiling");
  if (steps.broken) outcome.flags.push_back("break");
  SaySteps(outcome, indicator, window, steps);
  if (steps.observed() == 0) return outcome;
  outcome.achievement = static_cast<double>(steps.improving) / steps.observed();
  outcome.open_share = static_cast<double>(steps.missing) / steps.all();
  outcome.met = steps.improving == steps.all();
  outcome.impossible = steps.failing > 0;
  if (steps.missing > 0) outcome.flags.push_back("open");
  if (steps.missing > 0 || steps.ceiling) return outcome;
  const std::optional<double> chance = ChanceOfTrueSteps(window, target.direction());
  if (chance.has_value()) SayChance(outcome, *chance);
  return outcome;
}

}  // namespace qcity::aggregation::score
