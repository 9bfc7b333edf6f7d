#include "services/aggregation/score/outcome.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/beta.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {

using domain::Period;
using plan::v1::Indicator;

Outcome ScoreTarget(const Measure& measure, const plan::v1::Target& target, absl::string_view part) {
  const Series series = measure.SeriesOf(part, /*subject=*/"");
  switch (target.kind()) {
    case plan::v1::EXACTLY_ZERO: return ScoreZero(measure, target, series);
    case plan::v1::RANK_WITHIN: return ScoreRank(measure, target, series);
    case plan::v1::BELOW_NATIONAL: return ScoreBelowNational(measure, part, series);
    case plan::v1::IMPROVE_EACH_YEAR: return ScoreImprovement(measure, target, series);
    case plan::v1::LEADING_AMONG_PEERS: return ScoreLeading(measure, part, series);
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return ScoreAttestation(measure, series);
    default: return ScoreNumber(measure, target, series);
  }
}

Outcome NoFigure(const Measure& measure) {
  Outcome outcome;
  outcome.period = JudgedPeriod(measure.indicator(), measure.judged_at).ToString();
  Append(outcome.rule, absl::StrCat(outcome.period, " 没有可用的数据"),
         absl::StrCat("no usable figure for ", outcome.period));
  return outcome;
}

Outcome From(const Measure& measure, const Observed& observed) {
  const Indicator& indicator = measure.indicator();
  Outcome outcome;
  // An unfinished period may speak for a cumulative measure; then it is the one that is judged.
  outcome.period = std::max(observed.period, JudgedPeriod(indicator, measure.judged_at)).ToString();
  outcome.inputs = observed.inputs;
  if (!observed.covers) outcome.flags.push_back("partial");
  if (Age(indicator, observed.period, measure.judged_at) > measure.policy().stale_periods()) {
    outcome.flags.push_back("stale");
  }
  FlagSmallSample(outcome, observed.figure);
  return outcome;
}

void Take(Outcome& outcome, const Achieved& achieved) {
  outcome.achievement = achieved.achievement;
  outcome.met = achieved.met;
  if (achieved.equal) outcome.flags.push_back("tie");
}

void FlagSmallSample(Outcome& outcome, const domain::Figure& figure) {
  constexpr double kSmall = 30;
  const auto* sample = std::get_if<domain::SampleFigure>(&figure);
  if (sample != nullptr && sample->n < kSmall) outcome.flags.push_back("small_sample");
}

void SayChance(Outcome& outcome, double chance) {
  constexpr double kCertain = 0.9;
  const std::string words = Number(std::round(chance * 1000) / 1000);
  Append(outcome.rule, absl::StrCat("；真实值达标的概率 ", words), absl::StrCat("; P(true value meets) = ", words));
  if (outcome.met && chance < kCertain) outcome.flags.push_back("uncertain");
}

std::optional<double> ChanceOfTrue(const Indicator& indicator, const domain::Figure& figure, double limit,
                                   bool upward) {
  const auto* sample = std::get_if<domain::SampleFigure>(&figure);
  const std::optional<ShareBelief> belief = sample != nullptr ? BeliefOf(*sample) : std::nullopt;
  if (!belief.has_value()) return std::nullopt;
  const double share = indicator.scale() == 0 ? limit : limit / indicator.scale();
  return upward ? belief->Above(share) : belief->Below(share);
}

void SayChance(Outcome& outcome, const Indicator& indicator, const domain::Figure& figure, double limit, bool upward) {
  const std::optional<double> chance = ChanceOfTrue(indicator, figure, limit, upward);
  if (chance.has_value()) SayChance(outcome, *chance);
}

}  // namespace qcity::aggregation::score
