#include "services/aggregation/score/forecast.h"

#include <algorithm>
#include <utility>

#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/measure.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::score {
namespace {

// Fills in what a leaf that was scored without forecasts lacks.
void Foretell(const MeasureForecast& forecast, Leaf& leaf) {
  if (leaf.verdict == LeafVerdict::kNotMetYet) leaf.verdict = VerdictFor(forecast.probability);
  leaf.probability = forecast.probability;
  leaf.forecast = forecast.value;
  if (forecast.far) leaf.flags.insert(std::upper_bound(leaf.flags.begin(), leaf.flags.end(), "far"), "far");
}

// A measure's chances; what it holds today where nothing can be said of what comes. Parts of which nothing is known leave the mean, as in the score.
DrawnLeaf DrawnOf(const plan::v1::Indicator& indicator, const Leaf& leaf, const MeasureForecast& forecast) {
  DrawnLeaf drawn{.points = leaf.points};
  double share = 0;
  for (const WeightedChance& chance : forecast.chances) share += chance.share;
  const bool attested = indicator.target().kind() == plan::v1::MEETS_PROVINCIAL_REQUIREMENT;
  if (share == 0 || attested) {
    if (leaf.achievement.has_value()) drawn.chances = {{leaf.id, 1, Fixed{*leaf.achievement}}};
    return drawn;
  }
  drawn.chances = forecast.chances;
  for (WeightedChance& chance : drawn.chances) chance.share /= share;
  return drawn;
}

GateForecast GatesOf(const domain::Plan& plan, const CampaignForecast& forecast, bool expected_too) {
  GateForecast gates;
  std::vector<std::optional<double>> probabilities;
  for (const CampaignForecast::OfMeasure& measure : forecast.measures) {
    const plan::v1::Gate gate = plan.document().indicators(measure.leaf.position).gate();
    if (gate != plan::v1::BINDING && !(expected_too && gate == plan::v1::EXPECTED)) continue;
    probabilities.push_back(measure.forecast.probability);
    if (!measure.forecast.probability.has_value()) gates.without.push_back(measure.leaf.number);
  }
  gates.joint = JointOf(probabilities);
  return gates;
}

// The inputs of the measure at `position`.
std::vector<const FigureInput*> FiguresOf(const Inputs& inputs, int position) {
  std::vector<const FigureInput*> figures;
  for (const FigureInput& figure : inputs.figures) {
    if (figure.indicator == position) figures.push_back(&figure);
  }
  return figures;
}

void AddMeasures(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question,
                 const Result& result, CampaignForecast& forecast, std::vector<DrawnLeaf>& drawn) {
  const domain::Plan& plan = catalogue.plan();
  for (int i = 0; i < static_cast<int>(catalogue.measures().size()); ++i) {
    const Leaf& leaf = result.leaves[i];
    if (!leaf.applicable) continue;
    const std::vector<const FigureInput*> figures = FiguresOf(inputs, i);
    const FigureTable table(plan, figures, result.question);
    const Measure measure{plan, table, question.evaluation, i, question.as_of};
    CampaignForecast::OfMeasure of{leaf, ForecastMeasure(measure, question.evaluation, leaf.id, question.words)};
    Foretell(of.forecast, of.leaf);
    drawn[i] = DrawnOf(plan.document().indicators(i), leaf, of.forecast);
    forecast.measures.push_back(std::move(of));
  }
}

void AddDuties(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question, const Result& result,
               CampaignForecast& forecast, std::vector<DrawnLeaf>& drawn) {
  const domain::Plan& plan = catalogue.plan();
  const TrackRecord record(catalogue, inputs, question.as_of);
  const PartTable parts(plan, PointersTo(inputs.parts));
  const std::size_t measures = catalogue.measures().size();
  for (std::size_t i = measures; i < result.leaves.size(); ++i) {
    const Leaf& leaf = result.leaves[i];
    std::optional<DutyForecast> duty =
        ForecastDuty(plan, parts, record, catalogue.tasks()[i - measures], leaf, question.as_of, question.evaluation);
    if (!duty.has_value()) continue;
    drawn[i] = {.points = leaf.points, .chances = {{leaf.id, 1, duty->chance}}};
    forecast.duties.push_back({leaf, *std::move(duty)});
  }
}

}  // namespace

CampaignForecast ForecastLeaves(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question) {
  const domain::Plan& plan = catalogue.plan();
  const Result result =
      Score(catalogue, inputs, {.as_of = question.as_of, .judged_at = question.evaluation, .forecasts = false});
  std::vector<DrawnLeaf> drawn(result.leaves.size());  // Where the leaf stands in the result.
  CampaignForecast forecast{.illustrative = result.illustrative};
  AddMeasures(catalogue, inputs, question, result, forecast, drawn);
  AddDuties(catalogue, inputs, question, result, forecast, drawn);
  for (const int position : catalogue.by_id()) {
    if (position >= static_cast<int>(drawn.size()) || drawn[position].chances.empty()) continue;
    forecast.drawn.push_back(std::move(drawn[position]));
  }
  forecast.binding = GatesOf(plan, forecast, /*expected_too=*/false);
  forecast.all_gates = GatesOf(plan, forecast, /*expected_too=*/true);
  return forecast;
}

CampaignForecast Forecast(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question) {
  CampaignForecast forecast = ForecastLeaves(catalogue, inputs, question);
  forecast.score =
      DrawScores(forecast.drawn, question.draws, question.seed, catalogue.plan().document().policy().pass_mark());
  return forecast;
}

}  // namespace qcity::aggregation::score
