#include "services/aggregation/reviews/snapshot.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/base/clock.h"
#include "common/domain/period.h"
#include "services/aggregation/explain.h"
#include "services/aggregation/live.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::reviews {
namespace {

v1::ReviewItem ItemOf(const v1::Node& node) {
  const v1::Leaf& leaf = node.leaf();
  v1::ReviewItem item;
  item.set_item(node.id());
  item.set_title(node.title());
  item.set_number(leaf.number());
  item.set_verdict(leaf.verdict());
  if (leaf.has_achievement()) item.set_achievement(leaf.achievement());
  item.set_met(leaf.met());
  *item.mutable_flags() = leaf.flags();
  item.set_period(leaf.period());
  for (const v1::Input& input : leaf.inputs()) {
    item.add_figures_zh(input.figure_zh());
    item.add_figures_en(input.figure_en());
  }
  item.set_target_zh(leaf.target_zh());
  item.set_target_en(leaf.target_en());
  item.set_clause(leaf.clause());
  return item;
}

void AddLeaves(const v1::Node& node, std::vector<v1::ReviewItem>& items) {
  if (node.has_leaf()) items.push_back(ItemOf(node));
  for (const v1::Node& child : node.children()) AddLeaves(child, items);
}

}  // namespace

v1::FrozenReadiness FreezeOf(const domain::Plan& plan, const Entities& entities, absl::CivilDay as_of) {
  v1::FrozenReadiness frozen;
  frozen.set_as_of(domain::FormatDay(as_of));
  frozen.set_plan_digest(plan.digest());
  const absl::Time instant = EndOfShanghaiDay(as_of);
  *frozen.mutable_readiness() = ReadinessAsOf(plan, entities, as_of);
  frozen.set_plan_version(frozen.readiness().plan_version());
  frozen.set_policy_version(frozen.readiness().policy_version());
  const score::Result result =
      score::Score(plan, InputsAsOf(plan, entities, instant), {.as_of = as_of, .judged_at = as_of});
  *frozen.mutable_root() = ExplainOf(plan, result);
  return frozen;
}

std::vector<v1::ReviewItem> ItemsOf(const v1::FrozenReadiness& frozen, const std::vector<v1::ItemMark>& marks) {
  std::vector<v1::ReviewItem> items;
  AddLeaves(frozen.root(), items);
  std::map<std::string, std::vector<v1::ItemMark>> by_item;
  for (const v1::ItemMark& mark : marks) by_item[mark.item()].push_back(mark);
  for (v1::ReviewItem& item : items) {
    std::vector<v1::ItemMark>& own = by_item[item.item()];
    std::set<std::pair<std::string, std::string>> spoken;  // From the last one back.
    for (auto mark = own.rbegin(); mark != own.rend(); ++mark)
      mark->set_superseded(!spoken.emplace(mark->person(), mark->organization()).second);
    for (v1::ItemMark& mark : own) *item.add_marks() = std::move(mark);
  }
  return items;
}

const v1::ReviewItem* FindItem(const std::vector<v1::ReviewItem>& items, absl::string_view item) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const v1::ReviewItem& one) { return one.item() == item; });
  return found == items.end() ? nullptr : &*found;
}

v1::FindingLight LightOf(const v1::Finding& finding, int yellow_days, absl::CivilDay today) {
  if (finding.state() == v1::FINDING_RECTIFIED || finding.due().empty()) return v1::FINDING_OFF;
  const absl::CivilDay due = domain::ParseDay(finding.due(), "due").value_or(today);
  if (today > due) return v1::FINDING_RED;
  return due - today <= yellow_days ? v1::FINDING_YELLOW : v1::FINDING_GREEN;
}

v1::Review WithCounts(v1::Review review, const std::vector<v1::ReviewItem>& items,
                      const std::vector<v1::Finding>& findings) {
  review.set_items(static_cast<int>(items.size()));
  for (const v1::ReviewItem& item : items) {
    bool checked = false, questioned = false;
    for (const v1::ItemMark& mark : item.marks()) {
      checked = checked || (!mark.superseded() && mark.mark() == v1::CHECKED);
      questioned = questioned || (!mark.superseded() && mark.mark() == v1::QUESTIONED);
    }
    if (questioned) review.set_questioned(review.questioned() + 1);
    if (checked && !questioned) review.set_checked(review.checked() + 1);
  }
  review.set_findings(static_cast<int>(findings.size()));
  for (const v1::Finding& finding : findings) {
    if (finding.state() != v1::FINDING_RECTIFIED) review.set_open_findings(review.open_findings() + 1);
    if (finding.light() == v1::FINDING_RED) review.set_overdue_findings(review.overdue_findings() + 1);
  }
  return review;
}

}  // namespace qcity::aggregation::reviews
