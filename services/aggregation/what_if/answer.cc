#include "services/aggregation/what_if/answer.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "common/domain/period.h"
#include "services/aggregation/answer.h"

namespace qcity::aggregation::what_if {
namespace {

// What a leaf is by itself; its weight's share and what follows from it are not.
auto Standing(const score::Leaf& leaf) {
  return std::tuple(leaf.applicable, leaf.due, leaf.achievement, leaf.open_share, leaf.met, leaf.verdict);
}

v1::LeafChange LeafChangeOf(const domain::Plan& plan, const score::Leaf& before, const score::Leaf& after) {
  v1::LeafChange change;
  change.set_node(after.id);
  change.set_title(TitleOf(plan, after));
  if (before.applicable && before.achievement.has_value()) change.set_achievement_before(*before.achievement);
  if (after.applicable && after.achievement.has_value()) change.set_achievement_after(*after.achievement);
  change.set_contribution_before(before.contribution);
  change.set_contribution_after(after.contribution);
  change.set_verdict_before(static_cast<v1::LeafVerdict>(before.verdict));
  change.set_verdict_after(static_cast<v1::LeafVerdict>(after.verdict));
  return change;
}

v1::LinkedDuty DutyOf(const domain::Plan& plan, const std::string& number, absl::CivilDay day) {
  v1::LinkedDuty duty;
  duty.set_number(number);
  const plan::v1::Task* task = plan.FindTask(number);
  if (task == nullptr) return duty;
  duty.set_title(task->title());
  std::set<std::string> seen;
  for (const std::string& spelling : task->leads()) {
    for (const std::string& lead : plan.Resolve(spelling, day)) {
      if (!seen.insert(lead).second) continue;
      duty.add_leads(lead);
      duty.add_lead_titles(plan.NameOf(lead));
    }
  }
  return duty;
}

v1::Lever LeverMessage(const domain::Plan& plan, const score::Leaf& leaf, const score::Lever& lever,
                       absl::CivilDay day) {
  v1::Lever message;
  message.set_node(leaf.id);
  message.set_title(TitleOf(plan, leaf));
  message.set_gate(GateOf(plan, leaf));
  message.set_verdict(static_cast<v1::LeafVerdict>(leaf.verdict));
  if (leaf.achievement.has_value()) message.set_achievement(*leaf.achievement);
  message.set_attainable(lever.attainable);
  message.set_closable(lever.closable);
  if (lever.gain.has_value()) message.set_gain(*lever.gain);
  message.set_gain_low(lever.gain_low);
  for (const score::UnitGain& unit : lever.units) {
    v1::UnitGain& gain = *message.add_units();
    gain.set_part(unit.part);
    gain.set_value(unit.value);
    gain.set_points(unit.points);
    gain.set_unit_zh(unit.unit.zh);
    gain.set_unit_en(unit.unit.en);
  }
  if (leaf.pillar == score::Pillar::kIndicators) {
    for (const std::string& number : plan.document().indicators(leaf.position).tasks()) {
      *message.add_duties() = DutyOf(plan, number, day);
    }
  }
  for (const std::string& lead : LeadsOf(plan, leaf, day)) {
    message.add_leads(lead);
    message.add_lead_titles(plan.NameOf(lead));
  }
  message.set_target_zh(leaf.target.zh);
  message.set_target_en(leaf.target.en);
  return message;
}

v1::ReadySet ReadySetOf(const domain::Plan& plan, const score::Result& result, const score::Levers& levers) {
  v1::ReadySet message;
  message.set_reachable(levers.ready.reachable);
  for (const int lever : levers.ready.levers) message.add_nodes(result.leaves[levers.levers[lever].leaf].id);
  message.set_gates(levers.ready.gates);
  message.set_score_low(levers.ready.low);
  message.set_pass_mark(plan.document().policy().pass_mark());
  message.set_text_zh(levers.ready.text.zh);
  message.set_text_en(levers.ready.text.en);
  return message;
}

}  // namespace

v1::Simulation SimulationOf(const domain::Plan& plan, const score::Result& before, const score::Result& after) {
  v1::Simulation simulation;
  simulation.set_as_of(domain::FormatDay(before.question.as_of));
  simulation.set_judged_at(domain::FormatDay(before.question.judged_at));
  *simulation.mutable_before() = LineOf(before);
  *simulation.mutable_after() = LineOf(after);
  for (std::size_t i = 0; i < before.leaves.size(); ++i) {
    if (Standing(before.leaves[i]) == Standing(after.leaves[i])) continue;
    *simulation.add_leaves() = LeafChangeOf(plan, before.leaves[i], after.leaves[i]);
  }
  simulation.set_illustrative(before.illustrative || after.illustrative);
  return simulation;
}

v1::ListLeversResponse LeversMessage(const domain::Plan& plan, const score::Result& result, const score::Levers& levers,
                                     const std::string& organization) {
  const absl::CivilDay day = result.question.as_of;
  const std::set<int> chosen(levers.ready.levers.begin(), levers.ready.levers.end());
  v1::ListLeversResponse response;
  response.set_as_of(domain::FormatDay(day));
  for (int i = 0; i < static_cast<int>(levers.levers.size()); ++i) {
    const score::Lever& lever = levers.levers[i];
    v1::Lever message = LeverMessage(plan, result.leaves[lever.leaf], lever, day);
    const auto& leads = message.leads();
    if (!organization.empty() && std::find(leads.begin(), leads.end(), organization) == leads.end()) continue;
    message.set_in_ready_set(chosen.count(i) > 0);
    *response.add_levers() = std::move(message);
  }
  *response.mutable_ready() = ReadySetOf(plan, result, levers);
  response.set_illustrative(result.illustrative);
  return response;
}

}  // namespace qcity::aggregation::what_if
