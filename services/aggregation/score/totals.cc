#include "services/aggregation/score/totals.h"

#include <algorithm>

#include "services/aggregation/score/aggregate.h"

namespace qcity::aggregation::score {
namespace {

// Achievement at the worst and at the best. 1 - (1 - a)(1 - o) is a(1 - o) + o, exact where a = 1.
double Worst(const Leaf& leaf) { return leaf.achievement.value_or(0) * (1 - leaf.open_share); }
double Best(const Leaf& leaf) { return 1 - (1 - leaf.achievement.value_or(1)) * (1 - leaf.open_share); }

bool HasData(const Leaf& leaf) { return leaf.achievement.has_value(); }

// All sums over a set of leaves, in one pass.
struct Sums {
  Compensated applicable, due, with_data;  // Weights.
  Compensated earned, worst, best;         // Weights times achievements.
  Compensated contribution;                // Of leaves whose contribution is known.

  void Add(const Leaf& leaf) {
    if (!leaf.applicable) return;
    applicable.Add(leaf.points);
    worst.Add(leaf.points * Worst(leaf));
    best.Add(leaf.points * Best(leaf));
    if (leaf.due) due.Add(leaf.points);
    if (!HasData(leaf)) return;
    with_data.Add(leaf.points);
    earned.Add(leaf.points * *leaf.achievement);
    contribution.Add(leaf.contribution);
  }
};

Totals TotalsOf(const Sums& sums) {
  Totals totals;
  const double applicable = sums.applicable.sum(), due = sums.due.sum(), with_data = sums.with_data.sum();
  if (applicable > 0) {
    totals.low = 100 * sums.worst.sum() / applicable;
    totals.high = 100 * sums.best.sum() / applicable;
  }
  if (due > 0) totals.coverage = with_data / due;
  if (with_data > 0) totals.score = 100 * sums.earned.sum() / with_data;
  return totals;
}

void Count(const Leaf& leaf, PillarResult& pillar) {
  if (!leaf.applicable) return;
  ++(leaf.met ? pillar.met : !leaf.due ? pillar.open : HasData(leaf) ? pillar.unmet : pillar.unknown);
}

}  // namespace

Totals SumUp(absl::Span<Leaf> leaves, absl::Span<const int> by_id) {
  Sums sums;
  for (const int position : by_id) sums.Add(leaves[position]);
  const double applicable = sums.applicable.sum(), with_data = sums.with_data.sum();
  for (Leaf& leaf : leaves) {
    if (!leaf.applicable) continue;
    if (HasData(leaf)) leaf.contribution = 100 * leaf.points * *leaf.achievement / with_data;
    leaf.low = 100 * leaf.points * Worst(leaf) / applicable;
    leaf.high = 100 * leaf.points * Best(leaf) / applicable;
  }
  return TotalsOf(sums);
}

std::array<PillarResult, 4> PillarsOf(const plan::v1::PillarPoints& points, const std::array<bool, 4>& feeds,
                                      absl::Span<const Leaf> leaves, absl::Span<const int> by_id) {
  const std::array<double, 4> of_policy = {points.indicators(), points.tasks(), points.complaints(), points.credit()};
  std::array<Sums, 4> sums;
  std::array<PillarResult, 4> pillars;
  for (const int position : by_id) {
    const auto pillar = static_cast<std::size_t>(leaves[position].pillar);
    sums[pillar].Add(leaves[position]);
    Count(leaves[position], pillars[pillar]);
  }
  for (std::size_t i = 0; i < pillars.size(); ++i) {
    const Totals totals = TotalsOf(sums[i]);
    PillarResult& pillar = pillars[i];
    pillar.pillar = static_cast<Pillar>(i);
    pillar.applicable = feeds[i] && sums[i].applicable.sum() > 0;
    pillar.points = of_policy[i];
    pillar.score = totals.score;
    pillar.low = totals.low;
    pillar.high = totals.high;
    pillar.coverage = totals.coverage;
    pillar.contribution = sums[i].contribution.sum();
  }
  return pillars;
}

}  // namespace qcity::aggregation::score
