#include "services/aggregation/score/measure.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/forecast_measure.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;

std::vector<Outcome> ScoreParts(const Measure& measure) {
  const Indicator& indicator = measure.indicator();
  std::vector<Outcome> outcomes;
  for (const plan::v1::Part& part : indicator.parts()) {
    outcomes.push_back(ScoreTarget(measure, part.has_target() ? part.target() : indicator.target(), part.key()));
  }
  return outcomes;
}

// The mean of the parts, each weighing what of it is decided: a part without data is open whole, so that the leaf's worst and best case are
// the means of the parts' worst and best cases.
void TakeMean(const std::vector<Outcome>& parts, Outcome& whole) {
  double decided = 0, earned = 0;
  for (const Outcome& part : parts) {
    if (!part.achievement.has_value()) continue;
    decided += 1 - part.open_share;
    earned += *part.achievement * (1 - part.open_share);
  }
  if (decided == 0) return;
  whole.achievement = earned / decided;
  for (const Outcome& part : parts) {
    if (!part.achievement.has_value()) continue;
    // What is no quotient stays what it is.
    std::vector<Judged> judged = part.judged;
    if (judged.empty()) judged = {{.value = *part.achievement}};
    judged.front().share = (1 - part.open_share) / decided;
    whole.judged.push_back(judged.front());
  }
  whole.open_share = 1 - decided / static_cast<double>(parts.size());
}

// The province's requirement is met by as many parts as have a document that says so: a part without one is not open, it is not attested.
void TakeAttestedShare(const std::vector<Outcome>& parts, Outcome& whole) {
  const auto has_data = [](const Outcome& part) { return part.achievement.has_value(); };
  if (std::none_of(parts.begin(), parts.end(), has_data)) return;
  const auto attested = std::count_if(parts.begin(), parts.end(), [](const Outcome& part) { return part.met; });
  whole.achievement = static_cast<double>(attested) / static_cast<double>(parts.size());
}

// Parts under ALL: met when every part is.
Outcome Together(const Measure& measure, std::vector<Outcome> parts) {
  const Indicator& indicator = measure.indicator();
  Outcome whole;
  whole.period = parts.front().period;
  whole.met = true;
  for (int i = 0; i < indicator.parts_size(); ++i) {
    Outcome& part = parts[i];
    const absl::string_view name = indicator.parts(i).name();
    Append(whole.rule, absl::StrCat(i == 0 ? "" : "；", name, "：", part.rule.zh),
           absl::StrCat(i == 0 ? "" : "; ", name, ": ", part.rule.en));
    whole.met = whole.met && part.met;
    whole.impossible = whole.impossible || part.impossible;
    if (!part.achievement.has_value()) whole.flags.push_back("partial");
    std::move(part.flags.begin(), part.flags.end(), std::back_inserter(whole.flags));
    whole.inputs.insert(whole.inputs.end(), part.inputs.begin(), part.inputs.end());
  }
  if (indicator.target().kind() == plan::v1::MEETS_PROVINCIAL_REQUIREMENT) {
    TakeAttestedShare(parts, whole);
  } else {
    TakeMean(parts, whole);
  }
  return whole;
}

// A limit inside a tie depends on how the others place the city: no history of places tells that.
LeafVerdict VerdictOf(const Measure& measure, const Outcome& outcome, std::optional<double> probability) {
  if (!outcome.achievement.has_value()) return LeafVerdict::kNoData;
  if (outcome.met) return LeafVerdict::kMet;
  if (outcome.impossible) return LeafVerdict::kImpossible;
  const bool tied = std::find(outcome.flags.begin(), outcome.flags.end(), "tie") != outcome.flags.end();
  if (tied && measure.indicator().target().kind() == plan::v1::RANK_WITHIN) return LeafVerdict::kAtRisk;
  return VerdictFor(probability);
}

// What is to be expected at the evaluation date.
void Foretell(const Measure& measure, Outcome& outcome, Leaf& leaf) {
  const absl::CivilDay evaluation = ForecastDay(measure.plan, measure.as_of, measure.judged_at);
  const MeasureForecast forecast = ForecastMeasure(measure, evaluation, leaf.id, /*words=*/false);
  leaf.probability = forecast.probability;
  leaf.forecast = forecast.value;
  if (forecast.far) outcome.flags.push_back("far");
}

}  // namespace

LeafVerdict VerdictFor(std::optional<double> probability) {
  constexpr double kLikely = 0.8, kAtRisk = 0.4;
  if (!probability.has_value()) return LeafVerdict::kNotMetYet;
  if (*probability >= kLikely) return LeafVerdict::kLikely;
  return *probability >= kAtRisk ? LeafVerdict::kAtRisk : LeafVerdict::kUnlikely;
}

void ScoreMeasure(const Measure& measure, Leaf& leaf) {
  const Indicator& indicator = measure.indicator();
  Outcome outcome = indicator.part_rule() == plan::v1::ALL ? Together(measure, ScoreParts(measure))
                                                           : ScoreTarget(measure, indicator.target(), /*part=*/"");
  leaf.achievement = outcome.achievement;
  leaf.open_share = outcome.open_share;
  leaf.met = outcome.met;
  leaf.judged = std::move(outcome.judged);
  if (measure.forecasts) Foretell(measure, outcome, leaf);
  leaf.verdict = VerdictOf(measure, outcome, leaf.probability);
  leaf.period = std::move(outcome.period);
  leaf.rule = std::move(outcome.rule);
  leaf.inputs.reserve(outcome.inputs.size());
  for (const FigureInput* input : outcome.inputs) {
    leaf.inputs.push_back(Used(indicator, *input));
    if (!input->verified) outcome.flags.push_back("provisional");
    if (input->preliminary) outcome.flags.push_back("preliminary");
    if (input->derived) outcome.flags.push_back("derived");
    if (!input->doubts.empty()) outcome.flags.push_back("doubted");
  }
  std::move(outcome.flags.begin(), outcome.flags.end(), std::back_inserter(leaf.flags));
}

}  // namespace qcity::aggregation::score
