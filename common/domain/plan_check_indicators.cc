#include <algorithm>
#include <initializer_list>

#include "common/domain/figure.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

using plan::v1::FigureForm;
using plan::v1::Indicator;
using plan::v1::Target;

bool Has(const Indicator& indicator, std::initializer_list<FigureForm> forms) {
  return std::any_of(forms.begin(), forms.end(), [&](FigureForm form) {
    return std::count(indicator.forms().begin(), indicator.forms().end(), form) > 0;
  });
}

bool HasNumber(const Indicator& indicator) {
  return Has(indicator, {plan::v1::VALUE, plan::v1::FRACTION, plan::v1::EVENTS, plan::v1::SAMPLE});
}

bool HasQuotient(const Indicator& indicator) {
  return Has(indicator, {plan::v1::FRACTION, plan::v1::EVENTS, plan::v1::SAMPLE});
}

bool IsScorable(plan::v1::TargetKind kind, int form) {
  switch (kind) {
    case plan::v1::RANK_WITHIN: return form == plan::v1::RANK;
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return form == plan::v1::ATTESTATION;
    case plan::v1::LEADING_AMONG_PEERS: return form != plan::v1::ATTESTATION;
    default: return form != plan::v1::RANK && form != plan::v1::ATTESTATION;
  }
}

void CheckForms(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  std::set<std::string> seen;
  if (indicator.forms().empty()) checker.Add(path, "至少要有一种数据形式", "there must be a form");
  for (int i = 0; i < indicator.forms_size(); ++i) {
    const std::string& name = plan::v1::FigureForm_Name(indicator.forms(i));
    checker.Unique(name, At(path, i), &seen);
    if (IsScorable(indicator.target().kind(), indicator.forms(i))) continue;
    const std::string& kind = plan::v1::TargetKind_Name(indicator.target().kind());
    checker.Add(At(path, i), absl::StrCat(kind, " 类目标无法用 ", name, " 计分"),
                absl::StrCat("a target of kind ", kind, " cannot be scored from ", name));
  }
}

// A derived figure must be one that the measure accepts.
void CheckDerivation(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  if (indicator.derivation() == plan::v1::DERIVATION_UNSPECIFIED) return;
  const FigureForm form = indicator.derivation() == plan::v1::AIR_GOOD_DAYS ? plan::v1::FRACTION : plan::v1::VALUE;
  if (Has(indicator, {form}) && indicator.parts().empty()) return;
  checker.Add(path, absl::StrCat("推算的指标须接受 ", plan::v1::FigureForm_Name(form), " 形式的数据，且没有分项"),
              absl::StrCat("a derived measure needs the form ", plan::v1::FigureForm_Name(form), " and no parts"));
}

// One domain of surveys speaks of one measure, by samples.
void CheckSurveyDomain(PlanChecker& checker, const Indicator& indicator, const std::string& path,
                       std::set<std::string>* domains) {
  if (indicator.survey_domain().empty()) return;
  checker.Id(indicator.survey_domain(), path);
  checker.Unique(indicator.survey_domain(), path, domains);
  if (Has(indicator, {plan::v1::SAMPLE})) return;
  checker.Add(path, "由调查得出的指标须接受 SAMPLE 形式的数据",
              "a measure that surveys speak of needs the form SAMPLE");
}

void CheckCombination(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  const bool pools = indicator.combination() == plan::v1::RATIO || indicator.combination() == plan::v1::WEIGHTED_MEAN;
  if (pools && !HasQuotient(indicator)) {
    checker.Add(path, "RATIO、WEIGHTED_MEAN 需要 FRACTION、EVENTS 或 SAMPLE 形式的数据",
                "RATIO and WEIGHTED_MEAN need one of the forms FRACTION, EVENTS, SAMPLE");
  }
  if (indicator.combination() == plan::v1::SUM && !Has(indicator, {plan::v1::VALUE})) {
    checker.Add(path, "SUM 需要 VALUE 形式的数据", "SUM needs the form VALUE");
  }
}

// Units, steps, scale and natural bounds of the figures.
void CheckMeasure(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  const absl::string_view unit = FigureUnit(indicator);
  if (HasNumber(indicator) && (unit.empty() || unit == "/")) {
    checker.Add(Dot(path, "figure_unit"), "要求填报数值，必须写明计量单位",
                "figures are numbers: their unit must be stated");
  }
  if (indicator.has_lower_bound() && indicator.has_upper_bound() &&
      !(indicator.lower_bound() < indicator.upper_bound())) {
    checker.Add(Dot(path, "upper_bound"), "上限应大于下限", "must be above the lower bound");
  }
  if (!(indicator.resolution() > 0)) checker.Add(Dot(path, "resolution"), "必须大于 0", "must be above 0");
  if (indicator.scale() < 0) checker.Add(Dot(path, "scale"), "不得为负", "must not be negative");
  if (unit == "%" && HasQuotient(indicator) && indicator.scale() != 100) {
    checker.Add(Dot(path, "scale"), "单位为 % 时应为 100", "must be 100 where the unit is %");
  }
  checker.JumpFactor(indicator.jump_factor(), Dot(path, "jump_factor"));
  if (indicator.due_days() < 0) checker.Add(Dot(path, "due_days"), "不得为负", "must not be negative");
  if (indicator.publication_lag_days() < 0) {
    checker.Add(Dot(path, "publication_lag_days"), "不得为负", "must not be negative");
  }
  CheckCombination(checker, indicator, Dot(path, "combination"));
}

bool ReachesFor(const Target& target) {
  return target.kind() == plan::v1::AT_LEAST || target.kind() == plan::v1::ABOVE || target.kind() == plan::v1::AT_MOST;
}

// A target that its measure can reach, and a default zero-credit point (scoring.md 1) that fails.
void CheckReach(PlanChecker& checker, const Indicator& indicator, const Target& target, const std::string& path) {
  if (!ReachesFor(target) || !target.has_value()) return;
  const double value = target.value();
  const bool low = indicator.has_lower_bound() && value < indicator.lower_bound();
  const bool high =
      indicator.has_upper_bound() &&
      (value > indicator.upper_bound() || (value == indicator.upper_bound() && target.kind() == plan::v1::ABOVE));
  if (low || high) checker.Add(Dot(path, "value"), "目标值超出取值范围", "lies outside the natural bounds");
  if (target.kind() != plan::v1::AT_MOST && !target.has_zero_credit() && value <= 0) {
    checker.Add(Dot(path, "zero_credit"), "目标值不大于 0 时必须写明零分点",
                "must be stated where the target is not above 0");
  }
}

void CheckPartsOf(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  const bool has_parts = !indicator.parts().empty();
  if (has_parts != (indicator.part_rule() != plan::v1::PART_RULE_UNSPECIFIED)) {
    checker.Add(Dot(path, "part_rule"), "有分项时必须写明合成规则，无分项时不写",
                "stands exactly when there are parts");
  }
  if (indicator.part_rule() == plan::v1::ADD && !Has(indicator, {plan::v1::VALUE})) {
    checker.Add(Dot(path, "part_rule"), "ADD 需要 VALUE 形式的数据", "ADD needs the form VALUE");
  }
  std::set<std::string> keys;
  for (int i = 0; i < indicator.parts_size(); ++i) {
    const plan::v1::Part& part = indicator.parts(i);
    const std::string here = At(Dot(path, "parts"), i);
    checker.Id(part.key(), Dot(here, "key"));
    checker.Unique(part.key(), Dot(here, "key"), &keys);
    checker.Required(part.name(), Dot(here, "name"));
    if (!part.has_target()) continue;
    if (indicator.part_rule() == plan::v1::ADD) {
      checker.Add(Dot(here, "target"), "ADD 的分项没有自己的目标", "parts that add up have no target of their own");
    }
    CheckTarget(checker, part.target(), Dot(here, "target"));
    CheckReach(checker, indicator, part.target(), Dot(here, "target"));
  }
}

void CheckTasksOf(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  std::set<std::string> seen;
  for (int i = 0; i < indicator.tasks_size(); ++i) {
    const std::string& number = indicator.tasks(i);
    checker.Unique(number, At(path, i), &seen);
    const plan::v1::Task* task = checker.Task(number);
    if (task == nullptr) {
      checker.Add(At(path, i), absl::StrCat("没有任务 ", number), absl::StrCat("there is no task ", number));
    } else if (std::count(task->indicators().begin(), task->indicators().end(), indicator.number()) == 0) {
      checker.Add(At(path, i), absl::StrCat("任务 ", number, " 没有对应列出本指标"),
                  absl::StrCat("task ", number, " does not name this indicator"));
    }
  }
}

void CheckIndicator(PlanChecker& checker, const Indicator& indicator, const std::string& path) {
  checker.Values(indicator, path);
  checker.Required(indicator.name(), Dot(path, "name"));
  if (!indicator.has_target()) checker.Add(Dot(path, "target"), "必须写明目标", "must be stated");
  if (indicator.has_target()) CheckTarget(checker, indicator.target(), Dot(path, "target"));
  CheckReach(checker, indicator, indicator.target(), Dot(path, "target"));
  CheckMeasure(checker, indicator, path);
  CheckForms(checker, indicator, Dot(path, "forms"));
  CheckDerivation(checker, indicator, Dot(path, "derivation"));
  CheckPartsOf(checker, indicator, path);
  checker.Spellings(indicator.leads(), Dot(path, "leads"));
  if (indicator.leads().empty()) checker.Add(Dot(path, "leads"), "必须写明责任单位", "must name a responsible unit");
  CheckTasksOf(checker, indicator, Dot(path, "tasks"));
  checker.Required(indicator.clause(), Dot(path, "clause"));
  checker.Required(indicator.section(), Dot(path, "section"));
  for (int i = 0; i < indicator.interpretations_size(); ++i) {
    checker.Interpretation(indicator.interpretations(i), At(Dot(path, "interpretations"), i));
  }
}

}  // namespace

void CheckIndicators(PlanChecker& checker) {
  LeafNumbers numbers(checker);
  std::set<std::string> domains;
  for (int i = 0; i < checker.document().indicators_size(); ++i) {
    const std::string path = At("indicators", i);
    numbers.Take(checker.document().indicators(i).number(), Dot(path, "number"));
    CheckIndicator(checker, checker.document().indicators(i), path);
    CheckSurveyDomain(checker, checker.document().indicators(i), Dot(path, "survey_domain"), &domains);
  }
}

}  // namespace qcity::domain
