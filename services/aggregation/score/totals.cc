#include "services/aggregation/score/totals.h"

#include <algorithm>

#include "services/aggregation/score/aggregate.h"

namespace qcity::aggregation::score {
namespace {

// Achievement at the worst and at the best. 1 - (1 - a)(1 - o) is a(1 - o) + o, exact where a = 1.
double Worst(const Leaf& leaf) { return leaf.achievement.value_or(0) * (1 - leaf.open_share); }
double Best(const Leaf& leaf) { return 1 - (1 - leaf.achievement.value_or(1)) * (1 - leaf.open_share); }

// The weights that the shares of a set of leaves are taken of.
struct Weights {
  double applicable = 0;
  double due = 0;
  double with_data = 0;
};

// Sum of `term` over the applicable leaves that `counts` picks.
template <typename Counts, typename Term>
double Sum(absl::Span<const Leaf* const> leaves, Counts counts, Term term) {
  std::vector<double> terms;
  terms.reserve(leaves.size());
  for (const Leaf* leaf : leaves) {
    if (leaf->applicable && counts(*leaf)) terms.push_back(term(*leaf));
  }
  return CompensatedSum(terms);
}

bool All(const Leaf&) { return true; }
bool IsDue(const Leaf& leaf) { return leaf.due; }
bool HasData(const Leaf& leaf) { return leaf.achievement.has_value(); }

Weights WeightsOf(absl::Span<const Leaf* const> leaves) {
  const auto points = [](const Leaf& leaf) { return leaf.points; };
  return {Sum(leaves, All, points), Sum(leaves, IsDue, points), Sum(leaves, HasData, points)};
}

Totals TotalsOf(absl::Span<const Leaf* const> leaves, const Weights& weights) {
  Totals totals;
  if (weights.applicable > 0) {
    totals.low =
        100 * Sum(leaves, All, [](const Leaf& leaf) { return leaf.points * Worst(leaf); }) / weights.applicable;
    totals.high =
        100 * Sum(leaves, All, [](const Leaf& leaf) { return leaf.points * Best(leaf); }) / weights.applicable;
  }
  if (weights.due > 0) totals.coverage = weights.with_data / weights.due;
  if (weights.with_data > 0) {
    const auto earned = [](const Leaf& leaf) { return leaf.points * *leaf.achievement; };
    totals.score = 100 * Sum(leaves, HasData, earned) / weights.with_data;
  }
  return totals;
}

void Count(const Leaf& leaf, PillarResult& pillar) {
  if (!leaf.applicable) return;
  ++(leaf.met ? pillar.met : !leaf.due ? pillar.open : HasData(leaf) ? pillar.unmet : pillar.unknown);
}

}  // namespace

Totals SumUp(absl::Span<Leaf> leaves, absl::Span<const int> by_id) {
  std::vector<const Leaf*> sorted;
  sorted.reserve(by_id.size());
  for (const int position : by_id) sorted.push_back(&leaves[position]);
  const Weights weights = WeightsOf(sorted);
  for (Leaf& leaf : leaves) {
    if (!leaf.applicable) continue;
    if (HasData(leaf)) leaf.contribution = 100 * leaf.points * *leaf.achievement / weights.with_data;
    leaf.low = 100 * leaf.points * Worst(leaf) / weights.applicable;
    leaf.high = 100 * leaf.points * Best(leaf) / weights.applicable;
  }
  return TotalsOf(sorted, weights);
}

std::array<PillarResult, 4> PillarsOf(const plan::v1::PillarPoints& points, const std::array<bool, 4>& feeds,
                                      absl::Span<const Leaf> leaves, absl::Span<const int> by_id) {
  const std::array<double, 4> of_policy = {points.indicators(), points.tasks(), points.complaints(), points.credit()};
  std::array<std::vector<const Leaf*>, 4> own;
  for (const int position : by_id) own[static_cast<int>(leaves[position].pillar)].push_back(&leaves[position]);
  std::array<PillarResult, 4> pillars;
  for (int i = 0; i < 4; ++i) {
    const Weights weights = WeightsOf(own[i]);
    const Totals totals = TotalsOf(own[i], weights);
    PillarResult& pillar = pillars[i];
    pillar = {.pillar = static_cast<Pillar>(i),
              .applicable = feeds[i] && weights.applicable > 0,
              .points = of_policy[i],
              .score = totals.score,
              .low = totals.low,
              .high = totals.high,
              .coverage = totals.coverage,
              .contribution = Sum(own[i], HasData, [](const Leaf& leaf) { return leaf.contribution; })};
    for (const Leaf* leaf : own[i]) Count(*leaf, pillar);
  }
  return pillars;
}

}  // namespace qcity::aggregation::score
