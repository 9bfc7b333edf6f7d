#include "services/aggregation/what_if/change_answer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/domain/period.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/score/aggregate.h"

namespace qcity::aggregation::what_if {
namespace {

constexpr int kNamed = 5;

template <typename Message>
void SetStages(const score::StagePoints& stages, bool all, Message& message) {
  for (int i = 0; i < 4; ++i) {
    if (!all && stages[i] == 0) continue;
    v1::StagePoints& stage = *message.add_stages();
    stage.set_stage(static_cast<v1::ChangeStage>(i + 1));
    stage.set_points(stages[i]);
  }
}

const score::Leaf& Either(const score::LeafMove& move) { return move.to != nullptr ? *move.to : *move.from; }

v1::LeafChange LeafChangeOf(const domain::Plan& from, const domain::Plan& to, const score::LeafMove& move) {
  v1::LeafChange change;
  change.set_node(move.id);
  change.set_title(TitleOf(move.to != nullptr ? to : from, Either(move)));
  if (move.from != nullptr) {
    change.set_verdict_before(static_cast<v1::LeafVerdict>(move.from->verdict));
    change.set_contribution_before(move.from->contribution);
    if (move.from->applicable && move.from->achievement.has_value())
      change.set_achievement_before(*move.from->achievement);
  }
  if (move.to != nullptr) {
    change.set_verdict_after(static_cast<v1::LeafVerdict>(move.to->verdict));
    change.set_contribution_after(move.to->contribution);
    if (move.to->applicable && move.to->achievement.has_value()) change.set_achievement_after(*move.to->achievement);
  }
  change.set_points(move.points);
  SetStages(move.stages, /*all=*/false, change);
  return change;
}

std::string NameOf(const domain::Plan& plan, const score::Leaf& leaf) {
  if (leaf.pillar == score::Pillar::kIndicators) return plan.document().indicators(leaf.position).name();
  return plan.document().tasks(leaf.position).title();
}

v1::NumberChange NumberChangeOf(const domain::Plan& from, const domain::Plan& to,
                                const std::vector<const score::LeafMove*>& moves) {
  const score::Leaf& leaf = Either(*moves.front());
  v1::NumberChange change;
  change.set_pillar(PillarKey(leaf.pillar));
  change.set_number(leaf.number);
  change.set_title(NameOf(moves.front()->to != nullptr ? to : from, leaf));
  std::vector<double> points;
  std::array<std::vector<double>, 4> terms;
  for (const score::LeafMove* move : moves) {
    points.push_back(move->points);
    for (int i = 0; i < 4; ++i) terms[i].push_back(move->stages[i]);
    *change.add_leaves() = LeafChangeOf(from, to, *move);
  }
  score::StagePoints stages = {};
  for (int i = 0; i < 4; ++i) stages[i] = score::CompensatedSum(terms[i]);
  change.set_points(score::CompensatedSum(points));
  SetStages(stages, /*all=*/false, change);
  return change;
}

bool Moves(const score::LeafMove& move) {
  return std::any_of(move.stages.begin(), move.stages.end(), [](double points) { return points != 0; });
}

std::string Points(double points) {
  const std::string text = absl::StrFormat("%.2f", points);
  return text == "-0.00" ? "0.00" : text;
}

std::string Versions(const domain::Plan& plan) {
  return absl::StrCat(plan.document().version(), " / ", plan.document().policy().version());
}

// "57 号任务 2.10 分" by "2.10 from duty 57".
Text Named(const v1::NumberChange& number) {
  const bool task = number.pillar() == "tasks";
  const std::string points = Points(number.points());
  return {absl::StrCat(task ? "任务 " : "指标 ", number.number(), " ", points, " 分"),
          absl::StrCat(points, " from ", task ? "duty " : "indicator ", number.number())};
}

Text Beginning(const v1::ReadinessChange& change) {
  const std::string size = Points(std::abs(change.change()));
  const bool still = size == "0.00", up = change.change() > 0, back = change.to() < change.from();
  if (back) {
    const std::string days = absl::StrCat(change.to(), " 与 ", change.from(), " 相比，得分");
    return {absl::StrCat(days, still ? "相同" : absl::StrCat(up ? "高 " : "低 ", size, " 分")),
            absl::StrCat("On ", change.to(), " the score was ",
                         still ? "the same as" : absl::StrCat(size, up ? " higher than" : " lower than"), " on ",
                         change.from())};
  }
  return {absl::StrCat("自 ", change.from(), " 以来得分",
                       still ? "没有变化" : absl::StrCat(up ? "上升 " : "下降 ", size, " 分")),
          absl::StrCat("Since ", change.from(), " the score ",
                       still ? "has not changed" : absl::StrCat(up ? "rose " : "fell ", size))};
}

}  // namespace

v1::ReadinessChange ChangeOf(const domain::Plan& from, const domain::Plan& to, const score::Change& change) {
  v1::ReadinessChange message;
  message.set_from(domain::FormatDay(change.from.question.as_of));
  message.set_to(domain::FormatDay(change.to.question.as_of));
  *message.mutable_line_from() = LineOf(change.from);
  *message.mutable_line_to() = LineOf(change.to);
  message.set_score_from(*change.from.raw_score);
  message.set_score_to(*change.to.raw_score);
  message.set_change(change.points);
  SetStages(change.stages, /*all=*/true, message);
  std::map<std::pair<score::Pillar, std::string>, std::vector<const score::LeafMove*>> numbers;
  for (const score::LeafMove& move : change.leaves) {
    if (Moves(move)) numbers[{Either(move).pillar, Either(move).number}].push_back(&move);
  }
  std::vector<v1::NumberChange> sorted;
  for (const auto& [number, moves] : numbers) sorted.push_back(NumberChangeOf(from, to, moves));
  std::stable_sort(sorted.begin(), sorted.end(), [](const v1::NumberChange& a, const v1::NumberChange& b) {
    return std::abs(a.points()) > std::abs(b.points());
  });
  for (v1::NumberChange& number : sorted) *message.add_numbers() = std::move(number);
  message.set_versions_from(Versions(from));
  message.set_versions_to(Versions(to));
  message.set_illustrative(change.from.illustrative || change.to.illustrative);
  const Text words = WordsOf(message);
  message.set_text_zh(words.zh);
  message.set_text_en(words.en);
  return message;
}

Text WordsOf(const v1::ReadinessChange& change) {
  std::vector<std::string> zh, en;
  std::vector<double> rest;
  for (const v1::NumberChange& number : change.numbers()) {
    if (static_cast<int>(zh.size()) == kNamed || Points(std::abs(number.points())) == "0.00") {
      rest.push_back(number.points());
      continue;
    }
    const Text named = Named(number);
    zh.push_back(named.zh);
    en.push_back(named.en);
  }
  if (!zh.empty() && !rest.empty()) {
    const std::string points = Points(score::CompensatedSum(rest));
    zh.push_back(absl::StrCat("其余 ", rest.size(), " 项合计 ", points, " 分"));
    en.push_back(absl::StrCat(points, " from ", rest.size(), rest.size() == 1 ? " other" : " others"));
  }
  Text words = Beginning(change);
  if (!zh.empty()) {
    absl::StrAppend(&words.zh, "：", absl::StrJoin(zh, "，"));
    absl::StrAppend(&words.en, ": ", absl::StrJoin(en, ", "));
  }
  absl::StrAppend(&words.zh, "。");
  absl::StrAppend(&words.en, ".");
  return words;
}

}  // namespace qcity::aggregation::what_if
