#include "services/aggregation/explain.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/score/aggregate.h"

namespace qcity::aggregation {
namespace {

// Where a leaf hangs: ids and titles from below the root to its parent.
struct Step {
  std::string id;
  std::string title;
};

std::vector<Step> PathOf(const domain::Plan& plan, const score::Leaf& leaf) {
  if (leaf.pillar == score::Pillar::kIndicators) {
    const plan::v1::Indicator& indicator = plan.document().indicators(leaf.position);
    return {{"indicators", "具体指标"}, {absl::StrCat("indicators/", indicator.section()), indicator.section()}};
  }
  const plan::v1::Task& task = plan.document().tasks(leaf.position);
  return {{"tasks", "工作任务"},
          {absl::StrCat("tasks/", task.group()), task.group()},
          {absl::StrCat("tasks/", task.number()), absl::StrCat(task.number(), " ", task.title())}};
}

// Builds nodes in order of first appearance; a node's place is remembered by its id.
class Tree {
 public:
  explicit Tree(v1::Node& root) : root_(root) {}

  v1::Node& At(const std::vector<Step>& path) {
    v1::Node* node = &root_;
    for (const Step& step : path) node = &Child(*node, step);
    return *node;
  }

 private:
  v1::Node& Child(v1::Node& parent, const Step& step) {
    const auto [place, fresh] = places_.try_emplace(step.id, parent.children_size());
    if (!fresh) return *parent.mutable_children(place->second);
    v1::Node& child = *parent.add_children();
    child.set_id(step.id);
    child.set_title(step.title);
    return child;
  }

  v1::Node& root_;
  absl::flat_hash_map<std::string, int> places_;
};

// Weights below a node: what applies, what of it is due, and what of that has data.
struct Weights {
  double applicable = 0;
  double due = 0;
  double data = 0;
};

using WeightsById = absl::flat_hash_map<std::string, Weights>;

// Sums children into their parents, from the leaves up.
Weights SumUp(v1::Node& node, const WeightsById& leaves) {
  Weights sum;
  if (node.has_leaf()) {
    sum = leaves.at(node.id());
  } else {
    std::vector<double> contribution, low, high, applicable, due, data;
    for (v1::Node& child : *node.mutable_children()) {
      const Weights weights = SumUp(child, leaves);
      contribution.push_back(child.contribution());
      low.push_back(child.low());
      high.push_back(child.high());
      applicable.push_back(weights.applicable);
      due.push_back(weights.due);
      data.push_back(weights.data);
    }
    node.set_contribution(score::CompensatedSum(contribution));
    node.set_low(score::CompensatedSum(low));
    node.set_high(score::CompensatedSum(high));
    sum = {score::CompensatedSum(applicable), score::CompensatedSum(due), score::CompensatedSum(data)};
  }
  node.set_points(sum.applicable);
  node.set_coverage(sum.due > 0 ? sum.data / sum.due : 0);
  return sum;
}

Weights WeightsOf(const score::Leaf& leaf) {
  if (!leaf.applicable) return {};
  return {leaf.points, leaf.due ? leaf.points : 0, leaf.due && leaf.achievement.has_value() ? leaf.points : 0};
}

}  // namespace

v1::Node ExplainOf(const domain::Plan& plan, const score::Result& result) {
  v1::Node root;
  root.set_id("readiness");
  root.set_title("验收准备度");
  Tree tree(root);
  WeightsById weights;
  for (const score::Leaf& leaf : result.leaves) {
    v1::Node& node = *tree.At(PathOf(plan, leaf)).add_children();
    node.set_id(leaf.id);
    node.set_title(TitleOf(plan, leaf));
    node.set_contribution(leaf.contribution);
    node.set_low(leaf.low);
    node.set_high(leaf.high);
    *node.mutable_leaf() = LeafOf(plan, leaf);
    weights[leaf.id] = WeightsOf(leaf);
  }
  SumUp(root, weights);
  return root;
}

const v1::Node* FindNode(const v1::Node& root, absl::string_view id) {
  if (root.id() == id) return &root;
  for (const v1::Node& child : root.children()) {
    if (const v1::Node* found = FindNode(child, id)) return found;
  }
  return nullptr;
}

}  // namespace qcity::aggregation
