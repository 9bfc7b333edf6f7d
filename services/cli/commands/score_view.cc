#include "services/cli/commands/score_view.h"

#include <algorithm>
#include <string>

#include "common/domain/period.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/forecast_view.h"

namespace qcity::cli {
namespace {

using aggregation::score::GateResult;
using aggregation::score::Leaf;
using aggregation::score::Pillar;
using aggregation::score::PillarResult;
using aggregation::score::Result;
using aggregation::v1::Gap;
using aggregation::v1::GateCount;
using aggregation::v1::LeafVerdict;
using aggregation::v1::Line;

const char* KeyOf(Pillar pillar) {
  switch (pillar) {
    case Pillar::kIndicators: return "indicators";
    case Pillar::kTasks: return "tasks";
    case Pillar::kComplaints: return "complaints";
    case Pillar::kCredit: return "credit";
  }
  return "";
}

// The library's verdicts have the numbers of the proto's.
LeafVerdict VerdictOf(const Leaf& leaf) { return static_cast<LeafVerdict>(leaf.verdict); }

void FillPillar(const PillarResult& result, aggregation::v1::Pillar* pillar) {
  pillar->set_key(KeyOf(result.pillar));
  pillar->set_applicable(result.applicable);
  pillar->set_points(result.points);
  if (result.score.has_value()) pillar->set_score(*result.score);
  pillar->set_score_low(result.low);
  pillar->set_score_high(result.high);
  pillar->set_coverage(result.coverage);
  pillar->set_contribution(result.contribution);
  pillar->set_met(result.met);
  pillar->set_unmet(result.unmet);
  pillar->set_unknown(result.unknown);
  pillar->set_open(result.open);
}

void FillGates(const GateResult& result, GateCount* count) {
  count->set_met(result.met);
  count->set_unmet(result.unmet);
  count->set_unknown(result.unknown);
  count->mutable_unmet_numbers()->Assign(result.unmet_numbers.begin(), result.unmet_numbers.end());
  count->mutable_unknown_numbers()->Assign(result.unknown_numbers.begin(), result.unknown_numbers.end());
}

bool IsFed(const Result& result, const Leaf& leaf) {
  return result.pillars[static_cast<std::size_t>(leaf.pillar)].applicable;
}

double PointsThatApply(const Result& result) {
  double points = 0;
  for (const Leaf& leaf : result.leaves) {
    if (leaf.applicable && IsFed(result, leaf)) points += leaf.points;
  }
  return points;
}

std::string TitleOf(const domain::Plan& plan, const Leaf& leaf) {
  return leaf.pillar == Pillar::kIndicators ? plan.document().indicators(leaf.position).name()
                                            : plan.document().tasks(leaf.position).title();
}

Json RangeJson(const aggregation::score::Range& range) {
  return {{"mean", NumberJson(range.mean)}, {"low", NumberJson(range.low)}, {"high", NumberJson(range.high)}};
}

Json LeafJson(const Leaf& leaf) {
  return {{"number", leaf.number},
          {"achievement", NumberJson(leaf.achievement)},
          {"met", leaf.met},
          {"verdict", LeafVerdict_Name(VerdictOf(leaf))},
          {"flags", leaf.flags},
          {"points", NumberJson(leaf.points)},
          {"contribution", leaf.achievement.has_value() ? NumberJson(leaf.contribution) : Json(nullptr)},
          {"low", NumberJson(leaf.low)},
          {"high", NumberJson(leaf.high)},
          {"openShare", NumberJson(leaf.open_share)},
          {"id", leaf.id},
          {"pillar", KeyOf(leaf.pillar)},
          {"occurrence", TextOrNull(leaf.occurrence)},
          {"lead", TextOrNull(leaf.lead)},
          {"period", TextOrNull(leaf.period)},
          {"applicable", leaf.applicable},
          {"due", leaf.due},
          {"probability", NumberJson(leaf.probability)},
          {"forecast", leaf.forecast.has_value() ? RangeJson(*leaf.forecast) : Json(nullptr)}};
}

void FillJoint(const aggregation::score::GateForecast& gates, aggregation::v1::JointProbability* joint) {
  joint->set_independent(gates.joint.independent);
  joint->set_one_factor(gates.joint.one_factor);
  joint->set_lower(gates.joint.lower);
  joint->set_upper(gates.joint.upper);
  joint->mutable_without_probability()->Assign(gates.without.begin(), gates.without.end());
}

}  // namespace

Line LineOf(const Result& result) {
  Line line;
  line.set_judged_at(domain::FormatDay(result.question.judged_at));
  line.set_verdict(static_cast<aggregation::v1::ReadinessVerdict>(result.verdict));
  if (result.score.has_value()) line.set_score(*result.score);
  line.set_score_low(result.low);
  line.set_score_high(result.high);
  line.set_coverage(result.coverage);
  line.set_grade(static_cast<aggregation::v1::Grade>(result.grade));
  for (const PillarResult& pillar : result.pillars) FillPillar(pillar, line.add_pillars());
  FillGates(result.binding, line.mutable_gates()->mutable_binding());
  FillGates(result.expected, line.mutable_gates()->mutable_expected());
  line.mutable_gates()->set_worst_section(result.worst_section);
  line.set_reason_zh(result.reason.zh);
  line.set_reason_en(result.reason.en);
  return line;
}

aggregation::v1::Forecast ForecastOf(const aggregation::score::CampaignForecast& forecast,
                                     const aggregation::score::ForecastQuestion& question) {
  aggregation::v1::Forecast message;
  message.set_evaluation_date(domain::FormatDay(question.evaluation));
  FillJoint(forecast.binding, message.mutable_binding());
  FillJoint(forecast.all_gates, message.mutable_all_gates());
  if (forecast.score.has_value()) {
    message.mutable_score()->set_mean(forecast.score->score.mean);
    message.mutable_score()->set_low(forecast.score->score.low);
    message.mutable_score()->set_high(forecast.score->score.high);
    message.set_pass_probability(forecast.score->pass);
  }
  message.set_draws(question.draws);
  message.set_seed(question.seed);
  return message;
}

Json LeavesJson(const Result& result) {
  Json json = Json::array();
  for (const Leaf& leaf : result.leaves) {
    if (IsFed(result, leaf)) json.push_back(LeafJson(leaf));
  }
  return json;
}

Table LeafTable(const domain::Plan& plan, const Result& result, Language language) {
  Table table{{"得分明细", "Leaves"},
              {{"id", {"节点", "Node"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 50},
               {"verdict", {"状态", "Verdict"}},
               {"achievement", {"达成度", "Achievement"}, true},
               {"points", {"分值", "Points"}, true},
               {"contribution", {"贡献", "Adds"}, true},
               {"period", {"期间", "Period"}},
               {"flags", {"标记", "Flags"}},
               {"probability", {"达标概率", "P(met)"}, true}},
              {}};
  for (const Leaf& leaf : result.leaves) {
    if (!IsFed(result, leaf)) continue;
    const std::optional<double> contribution =
        leaf.achievement.has_value() ? std::optional<double>(leaf.contribution) : std::nullopt;
    table.rows.push_back({leaf.id, TitleOf(plan, leaf), Word(VerdictOf(leaf), language),
                          NumberCell(leaf.achievement, 4), NumberCell(leaf.points, 3), NumberCell(contribution, 3),
                          leaf.period, FlagsCell(leaf.flags, language), ProbabilityCell(leaf.probability)});
  }
  return table;
}

std::vector<Gap> OpenGates(const domain::Plan& plan, const Result& result) {
  std::vector<Gap> gaps;
  const double points = PointsThatApply(result);
  for (const Leaf& leaf : result.leaves) {
    if (leaf.pillar != Pillar::kIndicators || !leaf.applicable || leaf.met) continue;
    const plan::v1::Indicator& indicator = plan.document().indicators(leaf.position);
    Gap& gap = gaps.emplace_back();
    gap.set_node(leaf.id);
    gap.set_title(indicator.name());
    gap.set_gate(indicator.gate());
    gap.mutable_leaf()->set_verdict(VerdictOf(leaf));
    gap.mutable_leaf()->set_target_zh(leaf.target.zh);
    gap.mutable_leaf()->set_target_en(leaf.target.en);
    gap.set_missing(100 * leaf.points * (1 - leaf.achievement.value_or(0) * (1 - leaf.open_share)) / points);
    *gap.mutable_lead_titles() = indicator.leads();
  }
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) {
    return a.gate() == plan::v1::BINDING && b.gate() != plan::v1::BINDING;
  });
  return gaps;
}

}  // namespace qcity::cli
