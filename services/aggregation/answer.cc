#include "services/aggregation/answer.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/domain/period.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/forecast_measure.h"
#include "services/aggregation/score/performance.h"

namespace qcity::aggregation {
namespace {

constexpr std::array<const char*, 4> kPillarKeys = {"indicators", "tasks", "complaints", "credit"};

v1::Pillar PillarOf(const score::PillarResult& result) {
  v1::Pillar pillar;
  pillar.set_key(PillarKey(result.pillar));
  pillar.set_applicable(result.applicable);
  pillar.set_points(result.points);
  if (result.score.has_value()) pillar.set_score(*result.score);
  pillar.set_score_low(result.low);
  pillar.set_score_high(result.high);
  pillar.set_coverage(result.coverage);
  pillar.set_contribution(result.contribution);
  pillar.set_met(result.met);
  pillar.set_unmet(result.unmet);
  pillar.set_unknown(result.unknown);
  pillar.set_open(result.open);
  return pillar;
}

v1::GateCount GateCountOf(const score::GateResult& result) {
  v1::GateCount count;
  count.set_met(result.met);
  count.set_unmet(result.unmet);
  count.set_unknown(result.unknown);
  count.mutable_unmet_numbers()->Assign(result.unmet_numbers.begin(), result.unmet_numbers.end());
  count.mutable_unknown_numbers()->Assign(result.unknown_numbers.begin(), result.unknown_numbers.end());
  return count;
}

bool IsGap(const score::Leaf& leaf) {
  if (!leaf.applicable) return false;
  if (leaf.pillar == score::Pillar::kIndicators) return !leaf.met;
  return leaf.due && leaf.achievement.value_or(0) < 1;
}

// The weight that a full score would rest on.
double ApplicablePoints(const score::Result& result) {
  std::vector<double> points;
  for (const score::Leaf& leaf : result.leaves) {
    if (leaf.applicable) points.push_back(leaf.points);
  }
  return score::CompensatedSum(points);
}

// Sorts binding gates first, then expected ones, then the rest; within them by what is missing, then by the plan's order.
int GateOrder(plan::v1::Gate gate) { return gate == plan::v1::BINDING ? 0 : gate == plan::v1::EXPECTED ? 1 : 2; }

}  // namespace

plan::v1::Gate GateOf(const domain::Plan& plan, const score::Leaf& leaf) {
  if (leaf.pillar != score::Pillar::kIndicators) return plan::v1::NO_GATE;
  return plan.document().indicators(leaf.position).gate();
}

std::vector<std::string> LeadsOf(const domain::Plan& plan, const score::Leaf& leaf, absl::CivilDay day) {
  if (leaf.pillar == score::Pillar::kTasks) return {leaf.lead};
  std::vector<std::string> leads;
  for (const std::string& spelling : plan.document().indicators(leaf.position).leads()) {
    for (std::string& organization : plan.Resolve(spelling, day)) {
      if (std::find(leads.begin(), leads.end(), organization) == leads.end()) leads.push_back(std::move(organization));
    }
  }
  return leads;
}

const char* PillarKey(score::Pillar pillar) { return kPillarKeys[static_cast<std::size_t>(pillar)]; }

v1::Line LineOf(const score::Result& result) {
  v1::Line line;
  line.set_judged_at(domain::FormatDay(result.question.judged_at));
  line.set_verdict(static_cast<v1::ReadinessVerdict>(result.verdict));
  if (result.score.has_value()) line.set_score(*result.score);
  line.set_score_low(result.low);
  line.set_score_high(result.high);
  line.set_coverage(result.coverage);
  line.set_grade(static_cast<v1::Grade>(result.grade));
  for (const score::PillarResult& pillar : result.pillars) *line.add_pillars() = PillarOf(pillar);
  *line.mutable_gates()->mutable_binding() = GateCountOf(result.binding);
  *line.mutable_gates()->mutable_expected() = GateCountOf(result.expected);
  line.mutable_gates()->set_worst_section(result.worst_section);
  line.set_reason_zh(result.reason.zh);
  line.set_reason_en(result.reason.en);
  return line;
}

// Lines show sums and gates, which no forecast changes.
std::vector<score::Question> QuestionsOf(const domain::Plan& plan, absl::CivilDay as_of) {
  std::vector<score::Question> questions = {
      {.as_of = as_of, .judged_at = as_of, .forecasts = false},
      {.as_of = as_of, .judged_at = as_of, .provisional = true, .forecasts = false}};
  for (const absl::CivilDay day : score::OutlookDays(plan, as_of)) {
    questions.push_back({.as_of = as_of, .judged_at = day, .forecasts = false});
  }
  return questions;
}

v1::Readiness ReadinessOf(const domain::Plan& plan, absl::CivilDay as_of, int questions,
                          absl::FunctionRef<const score::Result&(int)> scored) {
  v1::Readiness readiness;
  readiness.set_name(absl::StrCat("campaigns/", plan.id(), "/readiness"));
  readiness.set_as_of(domain::FormatDay(as_of));
  const score::Result& now = scored(0);
  readiness.set_illustrative(now.illustrative);
  *readiness.mutable_now() = LineOf(now);
  *readiness.mutable_provisional() = LineOf(scored(1));
  for (int i = 2; i < questions; ++i) *readiness.add_outlooks() = LineOf(scored(i));
  *readiness.mutable_outlook() = *readiness.outlooks().rbegin();
  readiness.set_plan_version(plan.document().version());
  readiness.set_policy_version(plan.document().policy().version());
  return readiness;
}

v1::Readiness ReadinessOf(const domain::Plan& plan, const score::Inputs& inputs, absl::CivilDay as_of) {
  const score::Catalogue catalogue(plan);
  const std::vector<score::Question> questions = QuestionsOf(plan, as_of);
  score::Result result;
  return ReadinessOf(plan, as_of, static_cast<int>(questions.size()), [&](int question) -> const score::Result& {
    return result = score::Score(catalogue, inputs, questions[question]);
  });
}

std::string TitleOf(const domain::Plan& plan, const score::Leaf& leaf) {
  if (leaf.pillar == score::Pillar::kIndicators) return plan.document().indicators(leaf.position).name();
  return absl::StrCat(plan.document().tasks(leaf.position).title(), " · ", leaf.occurrence, " · ",
                      plan.NameOf(leaf.lead));
}

v1::Leaf LeafOf(const domain::Plan& plan, const score::Leaf& leaf) {
  v1::Leaf message;
  message.set_number(leaf.number);
  if (leaf.achievement.has_value()) message.set_achievement(*leaf.achievement);
  message.set_met(leaf.met);
  message.set_verdict(static_cast<v1::LeafVerdict>(leaf.verdict));
  message.mutable_flags()->Assign(leaf.flags.begin(), leaf.flags.end());
  message.set_rule_zh(leaf.rule.zh);
  message.set_rule_en(leaf.rule.en);
  message.set_clause(leaf.pillar == score::Pillar::kIndicators ? plan.document().indicators(leaf.position).clause()
                                                               : plan.document().tasks(leaf.position).clause());
  message.set_period(leaf.period);
  message.set_open_share(leaf.due ? leaf.open_share : 1);
  message.set_target_zh(leaf.target.zh);
  message.set_target_en(leaf.target.en);
  if (leaf.probability.has_value()) message.set_probability(*leaf.probability);
  if (leaf.forecast.has_value()) {
    message.mutable_forecast()->set_mean(leaf.forecast->mean);
    message.mutable_forecast()->set_low(leaf.forecast->low);
    message.mutable_forecast()->set_high(leaf.forecast->high);
  }
  for (const score::UsedInput& used : leaf.inputs) {
    v1::Input& input = *message.add_inputs();
    input.set_name(used.name);
    input.set_period(used.period);
    input.set_subject(leaf.pillar == score::Pillar::kTasks ? plan.NameOf(used.subject) : used.subject);
    input.set_part(used.part);
    input.set_figure_zh(used.figure.zh);
    input.set_figure_en(used.figure.en);
    input.set_state(used.state);
    input.set_source(used.source);
    for (const score::DerivedFrom& from : used.derived_from) {
      plan::v1::DerivedInput& derived = *input.add_derived_from();
      derived.set_key(from.key);
      derived.set_name_zh(from.name.zh);
      derived.set_name_en(from.name.en);
      derived.set_value(from.value);
    }
    for (const score::Doubt& noted : used.doubts) {
      v1::Doubt& doubt = *input.add_doubts();
      doubt.set_reason(noted.reason);
      doubt.set_text_zh(noted.words.zh);
      doubt.set_text_en(noted.words.en);
    }
  }
  return message;
}

std::vector<v1::Gap> GapsOf(const domain::Plan& plan, const score::Result& result, const std::string& organization,
                            absl::CivilDay as_of) {
  const double applicable = ApplicablePoints(result);
  std::vector<std::pair<std::tuple<int, double, std::size_t>, v1::Gap>> gaps;
  for (std::size_t i = 0; i < result.leaves.size(); ++i) {
    const score::Leaf& leaf = result.leaves[i];
    if (!IsGap(leaf)) continue;
    const std::vector<std::string> leads = LeadsOf(plan, leaf, as_of);
    if (!organization.empty() && std::find(leads.begin(), leads.end(), organization) == leads.end()) continue;
    v1::Gap gap;
    gap.set_node(leaf.id);
    gap.set_title(TitleOf(plan, leaf));
    *gap.mutable_leaf() = LeafOf(plan, leaf);
    gap.set_gate(GateOf(plan, leaf));
    gap.set_missing(100 * leaf.points * (1 - leaf.achievement.value_or(0) * (1 - leaf.open_share)) / applicable);
    gap.mutable_leads()->Assign(leads.begin(), leads.end());
    for (const std::string& lead : leads) gap.add_lead_titles(plan.NameOf(lead));
    gaps.emplace_back(std::tuple(GateOrder(gap.gate()), -gap.missing(), i), std::move(gap));
  }
  std::sort(gaps.begin(), gaps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<v1::Gap> sorted;
  sorted.reserve(gaps.size());
  for (auto& [order, gap] : gaps) sorted.push_back(std::move(gap));
  return sorted;
}

v1::HistoryPoint PointOf(const score::Result& result) {
  v1::HistoryPoint point;
  point.set_as_of(domain::FormatDay(result.question.as_of));
  point.set_verdict(static_cast<v1::ReadinessVerdict>(result.verdict));
  if (result.score.has_value()) point.set_score(*result.score);
  point.set_score_low(result.low);
  point.set_score_high(result.high);
  point.set_coverage(result.coverage);
  return point;
}

std::vector<v1::OrganizationRank> RanksOf(const domain::Plan& plan, const score::Inputs& inputs, absl::CivilDay as_of) {
  std::vector<v1::OrganizationRank> ranks;
  for (const score::OrganizationScore& scored : score::RankOrganizations(plan, inputs, as_of)) {
    v1::OrganizationRank& rank = ranks.emplace_back();
    rank.set_organization(scored.organization);
    rank.set_title(plan.NameOf(scored.organization));
    rank.set_score(scored.score);
    rank.set_rank(scored.rank);
    rank.set_ranked_among(scored.ranked_among);
    rank.set_n(scored.n);
    rank.set_on_time(scored.on_time);
    rank.set_late(scored.late);
    rank.set_open(scored.open);
    rank.set_district_or_zone(scored.district_or_zone);
  }
  return ranks;
}

}  // namespace qcity::aggregation
