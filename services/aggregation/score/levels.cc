#include "services/aggregation/score/levels.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::aggregation::score {
namespace {

// The tree as Aggregate wants it, parents first: the levels, then the leaves.
struct Tree {
  std::vector<Level> levels;
  std::vector<TreeNode> nodes;
  std::vector<std::optional<double>> values;
};

// The ids of the pillar and of the section or group that a leaf hangs below.
std::pair<std::string, std::string> PathOf(const domain::Plan& plan, const Leaf& leaf) {
  if (leaf.pillar == Pillar::kIndicators) {
    return {"indicators", absl::StrCat("indicators/", plan.document().indicators(leaf.position).section())};
  }
  return {"tasks", absl::StrCat("tasks/", plan.document().tasks(leaf.position).group())};
}

bool Counts(const Leaf& leaf) { return leaf.applicable && (leaf.due || leaf.achievement.has_value()); }

Tree TreeOf(const domain::Plan& plan, const Result& result) {
  Tree tree{.levels = {{.id = "readiness"}}, .nodes = {{.parent = -1, .weight = 1}}, .values = {}};
  absl::flat_hash_map<std::string, int> places;
  const auto at = [&](const std::string& id, int parent) {
    const auto [place, fresh] = places.try_emplace(id, static_cast<int>(tree.levels.size()));
    if (fresh) {
      tree.levels.push_back({.id = id, .depth = tree.levels[parent].depth + 1});
      tree.nodes.push_back({.parent = parent, .weight = 0});
    }
    return place->second;
  };
  std::vector<std::pair<int, const Leaf*>> leaves;
  for (const Leaf& leaf : result.leaves) {
    if (!Counts(leaf)) continue;
    const auto [pillar_id, group_id] = PathOf(plan, leaf);
    const int pillar = at(pillar_id, 0), group = at(group_id, pillar);
    for (const int node : {0, pillar, group}) tree.levels[node].points += leaf.points;
    leaves.emplace_back(group, &leaf);
  }
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) tree.nodes[i].weight = tree.levels[i].points;
  tree.values.resize(tree.nodes.size());
  for (const auto& [group, leaf] : leaves) {
    tree.nodes.push_back({.parent = group, .weight = leaf->points});
    tree.values.push_back(leaf->achievement);
  }
  return tree;
}

absl::Status CheckFloor(const Tree& tree, Rule rule, double floor) {
  if (!(floor >= 0 && floor <= 1)) return InvalidField("floor", {"应在 0 到 1 之间", "want 0 to 1"});
  const bool meets_zero = std::find(tree.values.begin(), tree.values.end(), 0.0) != tree.values.end();
  if (rule == Rule::kArithmetic || floor > 0 || !meets_zero) return absl::OkStatus();
  return InvalidField("floor",
                      {"有达成度为 0 的项目，几何平均与调和平均须给出大于 0 的下限，如 0.01",
                       "some achievements are 0: geometric and harmonic means want a floor above 0, e.g. 0.01"});
}

// Children of a pillar after it, in their order.
std::vector<Level> InOrder(const Tree& tree) {
  std::vector<Level> ordered = {tree.levels.front()};
  for (std::size_t pillar = 1; pillar < tree.levels.size(); ++pillar) {
    if (tree.nodes[pillar].parent != 0) continue;
    ordered.push_back(tree.levels[pillar]);
    for (std::size_t group = 1; group < tree.levels.size(); ++group) {
      if (tree.nodes[group].parent == static_cast<int>(pillar)) ordered.push_back(tree.levels[group]);
    }
  }
  return ordered;
}

}  // namespace

absl::StatusOr<std::vector<Level>> LevelsOf(const domain::Plan& plan, const Result& result, Rule rule, double floor) {
  Tree tree = TreeOf(plan, result);
  RETURN_IF_ERROR(CheckFloor(tree, rule, floor));
  for (std::optional<double>& value : tree.values) {
    if (value.has_value() && rule != Rule::kArithmetic) value = std::max(*value, floor);
  }
  ASSIGN_OR_RETURN(const std::vector<std::optional<double>> means, Aggregate(tree.nodes, rule, tree.values));
  for (std::size_t i = 0; i < tree.levels.size(); ++i) {
    if (means[i].has_value()) tree.levels[i].score = 100 * *means[i];
  }
  return InOrder(tree);
}

}  // namespace qcity::aggregation::score
