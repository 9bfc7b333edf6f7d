#include <algorithm>

#include "common/domain/part.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

bool HasNumber(const plan::v1::Indicator& indicator) {
  return std::any_of(indicator.forms().begin(), indicator.forms().end(),
                     [](int form) { return form != plan::v1::RANK && form != plan::v1::ATTESTATION; });
}

// A measure, or a part of it, whose figures are numbers.
void CheckSide(PlanChecker& checker, const plan::v1::RuleSide& side, const std::string& path) {
  const plan::v1::Indicator* indicator = checker.Indicator(side.indicator());
  if (indicator == nullptr) {
    return checker.Add(Dot(path, "indicator"), absl::StrCat("没有指标“", side.indicator(), "”"),
                       absl::StrCat("there is no indicator \"", side.indicator(), "\""));
  }
  if (!HasNumber(*indicator)) checker.Add(Dot(path, "indicator"), "该指标不填数值", "its figures are no numbers");
  if (CheckPart(*indicator, side.part()).ok()) return;
  checker.Add(Dot(path, "part"), absl::StrCat("不是该指标的分项：“", side.part(), "”"),
              absl::StrCat("is no part of that indicator: \"", side.part(), "\""));
}

void CheckValidationRule(PlanChecker& checker, const plan::v1::ValidationRule& rule, const std::string& path) {
  checker.Values(rule, path);
  checker.Id(rule.key(), Dot(path, "key"));
  checker.Required(rule.text(), Dot(path, "text"));
  CheckSide(checker, rule.left(), Dot(path, "left"));
  CheckSide(checker, rule.right(), Dot(path, "right"));
  if (rule.left().indicator() == rule.right().indicator() && rule.left().part() == rule.right().part()) {
    checker.Add(Dot(path, "right"), "与左边相同", "is the same as the left side");
  }
  checker.Interpretation(rule.interpretation(), Dot(path, "interpretation"));
}

}  // namespace

void CheckIndustries(PlanChecker& checker) {
  std::set<std::string> keys;
  for (int i = 0; i < checker.document().industries_size(); ++i) {
    const std::string path = At("industries", i);
    const plan::v1::Industry& industry = checker.document().industries(i);
    checker.Values(industry, path);
    checker.Id(industry.key(), Dot(path, "key"));
    checker.Unique(industry.key(), Dot(path, "key"), &keys);
    checker.Required(industry.name(), Dot(path, "name"));
  }
}

void CheckValidationRules(PlanChecker& checker) {
  std::set<std::string> keys;
  for (int i = 0; i < checker.document().validation_rules_size(); ++i) {
    const std::string path = At("validation_rules", i);
    const plan::v1::ValidationRule& rule = checker.document().validation_rules(i);
    CheckValidationRule(checker, rule, path);
    checker.Unique(rule.key(), Dot(path, "key"), &keys);
  }
}

}  // namespace qcity::domain
