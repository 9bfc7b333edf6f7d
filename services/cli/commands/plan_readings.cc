#include "services/cli/commands/plan_readings.h"

#include "absl/strings/str_cat.h"

namespace qcity::cli {
namespace {

using plan::v1::Interpretation;

class Readings {
 public:
  void Add(const std::string& place, const Interpretation& interpretation) {
    if (!interpretation.reading().empty()) list_.push_back({place, interpretation});
  }

  template <typename List>
  void AddAll(const std::string& place, const List& interpretations) {
    for (const Interpretation& interpretation : interpretations) Add(place, interpretation);
  }

  std::vector<Reading> Take() && { return std::move(list_); }

 private:
  std::vector<Reading> list_;
};

}  // namespace

std::vector<Reading> ReadingsOf(const plan::v1::Plan& plan, Language language) {
  Readings readings;
  for (const plan::v1::EvaluationDate& day : plan.evaluation_dates())
    readings.Add(absl::StrCat(day.name(), " ", day.date()), day.interpretation());
  for (const plan::v1::Organization& body : plan.organizations()) readings.Add(body.name(), body.interpretation());
  for (const plan::v1::Group& group : plan.groups()) {
    readings.Add(group.name(), group.interpretation());
    for (const plan::v1::Member& member : group.members()) readings.Add(group.name(), member.interpretation());
  }
  for (const plan::v1::Indicator& indicator : plan.indicators())
    readings.AddAll(indicator.clause(), indicator.interpretations());
  for (const plan::v1::Task& task : plan.tasks()) {
    readings.AddAll(task.clause(), task.interpretations());
    for (const plan::v1::Criterion& criterion : task.criteria())
      readings.Add(absl::StrCat(task.clause(), " ", criterion.name()), criterion.interpretation());
  }
  for (const plan::v1::ValidationRule& rule : plan.validation_rules())
    readings.Add(absl::StrCat(In(language, {"校验规则 ", "rule "}), rule.key()), rule.interpretation());
  readings.AddAll(In(language, {"评分政策", "policy"}), plan.policy().interpretations());
  return std::move(readings).Take();
}

}  // namespace qcity::cli
