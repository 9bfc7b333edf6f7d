#include "services/aggregation/score/aggregate.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::aggregation::score {
namespace {

absl::Status CheckTree(absl::Span<const TreeNode> tree, absl::Span<const std::optional<double>> values) {
  if (tree.empty()) return InvalidField("tree", {"不得为空", "must not be empty"});
  if (values.size() != tree.size()) return InvalidField("values", {"每个节点须有一项", "want one entry for each node"});
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const int parent = tree[i].parent;
    const bool placed = i == 0 ? parent == -1 : parent >= 0 && parent < static_cast<int>(i);
    if (!placed) {
      return InvalidField(absl::StrCat("tree[", i, "].parent"), {"应指向更前的节点", "must point to an earlier node"});
    }
    if (!(tree[i].weight > 0) || !std::isfinite(tree[i].weight)) {
      return InvalidField(absl::StrCat("tree[", i, "].weight"),
                          {"必须是大于 0 的有限数", "must be finite and above 0"});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckValue(double value, Rule rule, std::size_t node) {
  if (std::isfinite(value) && (rule == Rule::kArithmetic || value > 0)) return absl::OkStatus();
  return InvalidField(
      absl::StrCat("values[", node, "]"),
      {"必须有限；几何与调和平均要求大于 0", "must be finite, and above 0 under the geometric and harmonic rules"});
}

}  // namespace

double Transformed(double value, Rule rule) {
  switch (rule) {
    case Rule::kGeometric: return std::log(value);
    case Rule::kHarmonic: return 1 / value;
    default: return value;
  }
}

double Restored(double mean, Rule rule) {
  switch (rule) {
    case Rule::kGeometric: return std::exp(mean);
    case Rule::kHarmonic: return 1 / mean;
    default: return mean;
  }
}

absl::StatusOr<std::vector<std::optional<double>>> Aggregate(absl::Span<const TreeNode> tree, Rule rule,
                                                             absl::Span<const std::optional<double>> values) {
  RETURN_IF_ERROR(CheckTree(tree, values));
  std::vector<std::vector<std::size_t>> children(tree.size());
  for (std::size_t i = 1; i < tree.size(); ++i) children[tree[i].parent].push_back(i);
  std::vector<std::optional<double>> results(tree.size());
  // Parents stand before their children: from the back every child is known before its parent.
  for (std::size_t i = tree.size(); i-- > 0;) {
    if (children[i].empty()) {
      if (values[i].has_value()) RETURN_IF_ERROR(CheckValue(*values[i], rule, i));
      results[i] = values[i];
      continue;
    }
    std::vector<double> terms, weights;
    for (const std::size_t child : children[i]) {
      if (!results[child].has_value()) continue;
      terms.push_back(tree[child].weight * Transformed(*results[child], rule));
      weights.push_back(tree[child].weight);
    }
    if (!weights.empty()) results[i] = Restored(CompensatedSum(terms) / CompensatedSum(weights), rule);
  }
  return results;
}

double CompensatedSum(absl::Span<const double> terms) {
  Compensated sum;
  for (const double term : terms) sum.Add(term);
  return sum.sum();
}

Interval Wilson(double successes, double n, double population, double design_effect, double z) {
  const double share = successes / n;
  if (population > 0 && population <= n) return {share, share};  // Everybody was asked.
  const double correction = population > 0 ? (population - 1) / (population - n) : 1;
  const double effective = n / std::max(design_effect, 1.0) * correction;
  const double square = z * z / effective;
  const double centre = (share + square / 2) / (1 + square);
  const double half = z / (1 + square) * std::sqrt(share * (1 - share) / effective + square / (4 * effective));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace qcity::aggregation::score
