#include "services/aggregation/score/policy_draw.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"

namespace qcity::aggregation::score {
namespace {

constexpr double kPointsSpread = 0.25;  // Points of a pillar, either way.
constexpr double kWeightSpread =
    0.5;  // Weight of a measure, and the distance of its zero-credit point from its target.
constexpr double kLeastLeading = 0.10, kMostLeading = 0.33;
constexpr double kMostZeroLimit = 3;

double Between(double low, double high, double share) { return low + (high - low) * share; }

double Around(double spread, double share) { return Between(1 - spread, 1 + spread, share); }

// One of `n` alternatives that are all as likely.
int OneOf(int n, double share) { return std::min(n - 1, static_cast<int>(share * n)); }

// The zero-credit point of the kinds that have one is policy, other than the national value's double.
bool HasZeroCredit(int kind) {
  return kind == plan::v1::AT_LEAST || kind == plan::v1::ABOVE || kind == plan::v1::AT_MOST ||
         kind == plan::v1::RANK_WITHIN;
}

PolicyFactor PointsFactor(const char* key, Text title) {
  return {.key = absl::StrCat("points/", key),
          .title = std::move(title),
          .range = {"分值的 0.75 至 1.25 倍", "0.75 to 1.25 times its points"}};
}

PolicyFactor WeightsFactor(const std::string& section) {
  return {.key = absl::StrCat("weights/", section),
          .title = {absl::StrCat("权重：", section), absl::StrCat("weights: ", section)},
          .range = {"各指标权重的 0.5 至 1.5 倍", "0.5 to 1.5 times each measure's weight"}};
}

}  // namespace

PolicyDraw::PolicyDraw(const domain::Plan& plan, const Result& result, bool vetoed)
    : plan_(plan),
      base_(plan, result),
      drawn_(base_),
      levels_(drawn_),
      vetoed_(vetoed),
      achieved_(base_.leaves()),
      known_(base_.leaves()),
      worst_(base_.leaves()),
      best_(base_.leaves()) {
  AddFactors(result);
  AddGates(result);
}

int PolicyDraw::AddFactor(PolicyFactor factor) {
  factors_.push_back(std::move(factor));
  factor_of_.push_back(static_cast<int>(factors_.size()) - 1);
  return static_cast<int>(factor_of_.size()) - 1;
}

void PolicyDraw::AddFactors(const Result& result) {
  const auto fed = [&](Pillar pillar) { return result.pillars[static_cast<std::size_t>(pillar)].applicable; };
  // With one pillar its points are all points.
  if (fed(Pillar::kIndicators) && fed(Pillar::kTasks)) {
    at_.indicator_points = AddFactor(PointsFactor("indicators", {"分值：具体指标", "points: indicators"}));
    at_.task_points = AddFactor(PointsFactor("tasks", {"分值：工作任务", "points: duties"}));
  }
  at_.first_weight = static_cast<int>(factor_of_.size());
  absl::btree_map<std::string, int> sections;
  for (std::size_t leaf = 0; leaf < base_.leaves(); ++leaf) {
    const Leaf& of = result.leaves[base_.position[leaf]];
    if (of.pillar != Pillar::kIndicators) continue;
    const std::string& section = plan_.document().indicators(of.position).section();
    const auto [known, fresh] = sections.try_emplace(section, static_cast<int>(factors_.size()));
    if (fresh) factors_.push_back(WeightsFactor(section));
    factor_of_.push_back(known->second);
    weighed_.push_back(leaf);
  }
  at_.zero_credit = AddFactor({"zero_credit",
                               {"零分点 f", "zero-credit points f"},
                               {"与目标距离的 0.5 至 1.5 倍", "0.5 to 1.5 times their distance from the target"}});
  at_.leading_share =
      AddFactor({"leading_share", {"前列的比例 q", "leading share q"}, {"0.10 至 0.33", "0.10 to 0.33"}});
  at_.zero_limit = AddFactor(
      {"zero_limit", {"零事件指标的零分点 k", "zero credit of EXACTLY_ZERO, k"}, {"1 至 3 倍", "1 to 3 times"}});
  at_.gates = AddFactor({"gates", {"门槛", "gates"}, {"仅约束性，或全部", "the binding ones, or all"}});
  at_.missing = AddFactor({"no_data", {"无数据", "missing data"}, {"不计、计 0 或计 1", "left out, 0, or 1"}});
  at_.aggregator =
      AddFactor({"aggregator",
                 {"合成方法", "the mean"},
                 {absl::StrCat("算术，或逐级几何、调和（下限 ", kAggregatorFloor, "）"),
                  absl::StrCat("arithmetic, or level by level geometric or harmonic (floor ", kAggregatorFloor, ")")}});
}

void PolicyDraw::AddGates(const Result& result) {
  for (std::size_t leaf = 0; leaf < base_.leaves(); ++leaf) {
    const Leaf& of = result.leaves[base_.position[leaf]];
    if (of.pillar != Pillar::kIndicators) continue;
    const plan::v1::Gate gate = plan_.document().indicators(of.position).gate();
    if (gate != plan::v1::BINDING && gate != plan::v1::EXPECTED) continue;
    const bool by_share = of.judged.size() == 1 && of.judged.front().kind == plan::v1::LEADING_AMONG_PEERS;
    gates_.push_back({.leaf = leaf, .binding = gate == plan::v1::BINDING, .met = of.met, .by_share = by_share});
  }
}

void PolicyDraw::DrawWeights(absl::Span<const double> point) {
  double of_indicators = 1, of_tasks = 1;
  if (at_.indicator_points >= 0) {
    of_indicators = Around(kPointsSpread, point[at_.indicator_points]);
    of_tasks = Around(kPointsSpread, point[at_.task_points]);
  }
  for (std::size_t leaf = 0; leaf < base_.leaves(); ++leaf) {
    const bool measure = base_.group_pillar[base_.group[leaf]] == static_cast<int>(Pillar::kIndicators);
    drawn_.weight[leaf] = base_.weight[leaf] * (measure ? of_indicators : of_tasks);
  }
  // Weights within the pillar move against each other; what the pillar weighs as a whole is its points'.
  double before = 0, after = 0;
  for (std::size_t i = 0; i < weighed_.size(); ++i) {
    const double weight = drawn_.weight[weighed_[i]];
    before += weight;
    drawn_.weight[weighed_[i]] = weight * Around(kWeightSpread, point[at_.first_weight + i]);
    after += drawn_.weight[weighed_[i]];
  }
  for (const std::size_t leaf : weighed_) drawn_.weight[leaf] *= before / after;
}

void PolicyDraw::DrawLimits(absl::Span<const double> point) {
  const double distance = Around(kWeightSpread, point[at_.zero_credit]);
  const double leading = Between(kLeastLeading, kMostLeading, point[at_.leading_share]);
  const double limit = Between(1, kMostZeroLimit, point[at_.zero_limit]);
  for (std::size_t i = 0; i < base_.elements(); ++i) {
    const int kind = base_.kind[i];
    const double target = base_.target[i], zero = base_.zero[i];
    if (HasZeroCredit(kind)) {
      const double moved = target - (target - zero) * distance;
      drawn_.zero[i] = zero >= 0 ? std::max(0.0, moved) : moved;  // A count has nothing below 0.
    } else if (kind == plan::v1::EXACTLY_ZERO) {
      drawn_.zero[i] = zero * limit;
    } else if (kind == plan::v1::LEADING_AMONG_PEERS) {
      drawn_.target[i] = leading;
    }
  }
}

// What each leaf achieves in the score, at worst and at best.
void PolicyDraw::Fill(Missing missing) {
  for (std::size_t i = 0; i < achieved_.size(); ++i) {
    const double a = achieved_[i], decided = 1 - drawn_.open[i];
    if (!std::isnan(a)) {
      known_[i] = a;
      worst_[i] = a * decided;
      best_[i] = 1 - (1 - a) * decided;
      continue;
    }
    const bool ruled = drawn_.due[i] != 0 && missing != Missing::kLeftOut;
    const double rule = missing == Missing::kFull ? 1 : 0;
    known_[i] = ruled ? rule : std::numeric_limits<double>::quiet_NaN();
    worst_[i] = ruled ? rule : 0;
    best_[i] = ruled ? rule : 1;
  }
}

std::optional<double> PolicyDraw::Mean(Rule rule, absl::Span<const double> achieved) {
  if (rule != Rule::kArithmetic) return levels_.Mean(rule, kAggregatorFloor, achieved);
  double earned = 0, weight = 0;
  for (std::size_t i = 0; i < achieved.size(); ++i) {
    if (std::isnan(achieved[i])) continue;
    earned += drawn_.weight[i] * achieved[i];
    weight += drawn_.weight[i];
  }
  if (weight <= 0) return std::nullopt;
  return earned / weight;
}

// The order of verdict.h.
ReadinessVerdict PolicyDraw::Judge(const Outcome& outcome, bool expected_gates) const {
  const double pass = plan_.document().policy().pass_mark();
  int unmet = 0, unknown = 0, expected = 0;
  for (const Gate& gate : gates_) {
    const bool has_data = !std::isnan(achieved_[gate.leaf]);
    const bool met = gate.by_share ? drawn_.value[gate.leaf] <= drawn_.target[gate.leaf] : gate.met;
    if (!gate.binding) {
      expected += has_data && met ? 0 : 1;
    } else if (!has_data) {
      ++unknown;
    } else if (!met) {
      ++unmet;
    }
  }
  if (vetoed_ || unmet > 0 || outcome.high < pass) return ReadinessVerdict::kNotReady;
  if (unknown > 0 || outcome.low < pass) return ReadinessVerdict::kUnknown;
  return expected_gates && expected > 0 ? ReadinessVerdict::kConditionallyReady : ReadinessVerdict::kReady;
}

PolicyDraw::Outcome PolicyDraw::At(absl::Span<const double> point) {
  DrawWeights(point);
  DrawLimits(point);
  drawn_.Achieve(drawn_.value, absl::MakeSpan(achieved_));
  Fill(static_cast<Missing>(OneOf(3, point[at_.missing])));
  const auto rule = static_cast<Rule>(OneOf(3, point[at_.aggregator]));
  Outcome outcome;
  outcome.score = 100 * Mean(rule, known_).value_or(0);
  outcome.low = 100 * Mean(rule, worst_).value_or(0);
  outcome.high = 100 * Mean(rule, best_).value_or(1);
  outcome.verdict = Judge(outcome, OneOf(2, point[at_.gates]) == 1);
  return outcome;
}

}  // namespace qcity::aggregation::score
