#include "services/aggregation/score/verdict.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

void Count(const Leaf& leaf, GateResult& gates) {
  if (!leaf.achievement.has_value()) {
    ++gates.unknown;
    gates.unknown_numbers.push_back(leaf.number);
  } else if (leaf.met) {
    ++gates.met;
  } else {
    ++gates.unmet;
    gates.unmet_numbers.push_back(leaf.number);
  }
}

// A measure that does not apply is no gate.
void CountGates(const domain::Plan& plan, Result& result) {
  result.binding = result.expected = {};
  for (const Leaf& leaf : result.leaves) {
    if (leaf.pillar != Pillar::kIndicators || !leaf.applicable) continue;
    const plan::v1::Gate gate = plan.document().indicators(leaf.position).gate();
    if (gate == plan::v1::BINDING) Count(leaf, result.binding);
    if (gate == plan::v1::EXPECTED) Count(leaf, result.expected);
  }
}

// The section with the most gates that have data and are not met; the first of the plan's order among equals.
std::string WorstSection(const domain::Plan& plan, const Result& result) {
  std::map<std::string, int> unmet;
  for (const GateResult* gates : {&result.binding, &result.expected}) {
    for (const std::string& number : gates->unmet_numbers) ++unmet[plan.FindIndicator(number)->section()];
  }
  std::string worst;
  int most = 0;
  for (const plan::v1::Indicator& indicator : plan.document().indicators()) {
    const auto found = unmet.find(indicator.section());
    if (found == unmet.end() || found->second <= most) continue;
    worst = found->first;
    most = found->second;
  }
  return worst;
}

struct Conclusion {
  ReadinessVerdict verdict;
  Text reason;
};

Conclusion NotReadyByVeto(absl::Span<const VetoInput> vetoes) {
  const auto first = std::min_element(vetoes.begin(), vetoes.end(),
                                      [](const VetoInput& a, const VetoInput& b) { return a.name < b.name; });
  return {ReadinessVerdict::kNotReady,
          {absl::StrCat("一票否决：", first->reason), absl::StrCat("a veto is in force: ", first->reason)}};
}

std::string Listed(const GateResult& gates, bool unmet, bool unknown, absl::string_view separator) {
  std::vector<std::string> numbers;
  if (unmet) numbers = gates.unmet_numbers;
  if (unknown) numbers.insert(numbers.end(), gates.unknown_numbers.begin(), gates.unknown_numbers.end());
  return absl::StrJoin(numbers, separator);
}

// The first that holds, in the order of scoring.md 3: what is known to fail goes before what is not known.
Conclusion Judge(const plan::v1::Policy& policy, absl::Span<const VetoInput> vetoes, const Result& result) {
  const std::string pass = Number(policy.pass_mark());
  const std::string low = Number(result.low), high = Number(result.high);
  if (!vetoes.empty()) return NotReadyByVeto(vetoes);
  if (result.binding.unmet > 0) {
    return {ReadinessVerdict::kNotReady,
            {absl::StrCat("约束性指标未达标：", Listed(result.binding, true, false, "、")),
             absl::StrCat("binding indicators not met: ", Listed(result.binding, true, false, ", "))}};
  }
  if (result.high < policy.pass_mark()) {
    return {ReadinessVerdict::kNotReady,
            {absl::StrCat("最好也只有 ", high, " 分，低于及格线 ", pass, " 分"),
             absl::StrCat("at best ", high, ", below the pass mark ", pass)}};
  }
  if (result.binding.unknown > 0) {
    return {ReadinessVerdict::kUnknown,
            {absl::StrCat("约束性指标无数据：", Listed(result.binding, false, true, "、")),
             absl::StrCat("binding indicators without data: ", Listed(result.binding, false, true, ", "))}};
  }
  if (result.low < policy.pass_mark()) {
    return {ReadinessVerdict::kUnknown,
            {absl::StrCat("得分在 ", low, "—", high, " 之间，及格线 ", pass, " 分"),
             absl::StrCat("the score lies between ", low, " and ", high, ", pass mark ", pass)}};
  }
  if (result.expected.unmet + result.expected.unknown > 0) {
    return {ReadinessVerdict::kConditionallyReady,
            {absl::StrCat("预期性指标未达标：", Listed(result.expected, true, true, "、")),
             absl::StrCat("expected indicators not met: ", Listed(result.expected, true, true, ", "))}};
  }
  return {ReadinessVerdict::kReady,
          {absl::StrCat("约束性、预期性指标全部达标，得分不低于 ", low, " 分"),
           absl::StrCat("all gates are met, score at least ", low)}};
}

// Compared unrounded. A veto forces D whatever the coverage.
Grade GradeOf(const plan::v1::Policy& policy, absl::Span<const VetoInput> vetoes, const Result& result) {
  if (!vetoes.empty()) return Grade::kD;
  if (!result.score.has_value()) return Grade::kNone;
  if (*result.score >= policy.grade_a()) return Grade::kA;
  if (*result.score >= policy.grade_b()) return Grade::kB;
  return *result.score >= policy.grade_c() ? Grade::kC : Grade::kD;
}

}  // namespace

void Conclude(const domain::Plan& plan, absl::Span<const VetoInput> vetoes, Result& result) {
  CountGates(plan, result);
  result.worst_section = WorstSection(plan, result);
  const plan::v1::Policy& policy = plan.document().policy();
  Conclusion conclusion = Judge(policy, vetoes, result);
  result.verdict = conclusion.verdict;
  result.reason = std::move(conclusion.reason);
  result.grade = GradeOf(policy, vetoes, result);
}

}  // namespace qcity::aggregation::score
