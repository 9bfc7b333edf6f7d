#include "services/aggregation/score/weight_acceptability.h"

#include <algorithm>
#include <cmath>

#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/sobol.h"

namespace qcity::aggregation::score {
namespace {

// What does not change from draw to draw.
struct Fixed {
  double pillar = 0;  // Weight of all measures with data.
  double other = 0;   // Weight of everything else with data, and what that earns.
  double earned = 0;
};

Fixed FixedOf(const Result& result) {
  Compensated pillar, other, earned;
  for (const Leaf& leaf : result.leaves) {
    if (!leaf.applicable || !leaf.achievement.has_value()) continue;
    if (leaf.pillar == Pillar::kIndicators) {
      pillar.Add(leaf.points);
    } else {
      other.Add(leaf.points);
      earned.Add(leaf.points * *leaf.achievement);
    }
  }
  return {.pillar = pillar.sum(), .other = other.sum(), .earned = earned.sum()};
}

// Uniform on the simplex: exponential variables over their sum. A measure's variable depends on its own place alone.
void DrawWeights(const std::vector<MeasureWeight>& measures, std::uint64_t seed, int draw,
                 std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    weights[i] = -std::log(UniformAt(seed, draw, measures[i].leaf));
    sum += weights[i];
  }
  for (double& weight : weights) weight /= sum;
}

void Rank(std::vector<MeasureWeight>& measures) {
  std::stable_sort(measures.begin(), measures.end(),
                   [](const MeasureWeight& a, const MeasureWeight& b) { return a.central > b.central; });
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const bool tied = i > 0 && measures[i].central == measures[i - 1].central;
    measures[i].rank = tied ? measures[i - 1].rank : static_cast<int>(i) + 1;
  }
}

}  // namespace

WeightAcceptability AcceptabilityOf(const Result& result, double pass_mark, int draws, std::uint64_t seed) {
  WeightAcceptability acceptability{.draws = draws, .share = 0, .measures = {}};
  std::vector<MeasureWeight>& measures = acceptability.measures;
  std::vector<double> achieved;
  for (std::size_t i = 0; i < result.leaves.size(); ++i) {
    const Leaf& leaf = result.leaves[i];
    if (leaf.pillar != Pillar::kIndicators || !leaf.applicable || !leaf.achievement.has_value()) continue;
    measures.push_back({.leaf = static_cast<int>(i), .central = std::nullopt, .rank = 0});
    achieved.push_back(*leaf.achievement);
  }
  if (measures.empty()) return acceptability;
  const Fixed fixed = FixedOf(result);
  std::vector<double> weights(measures.size()), sums(measures.size());
  int accepted = 0;
  for (int draw = 0; draw < draws; ++draw) {
    DrawWeights(measures, seed, draw, weights);
    double mean = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) mean += weights[i] * achieved[i];
    if (100 * (fixed.pillar * mean + fixed.earned) / (fixed.pillar + fixed.other) < pass_mark) continue;
    ++accepted;
    for (std::size_t i = 0; i < weights.size(); ++i) sums[i] += weights[i];
  }
  acceptability.share = static_cast<double>(accepted) / draws;
  const double even = static_cast<double>(measures.size());
  for (std::size_t i = 0; i < measures.size() && accepted > 0; ++i) measures[i].central = even * sums[i] / accepted;
  Rank(measures);
  return acceptability;
}

}  // namespace qcity::aggregation::score
