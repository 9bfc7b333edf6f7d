#include "services/aggregation/what_if/policy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::aggregation::what_if {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using plan::v1::Policy;

// What of the policy the readiness depends on.
const std::vector<std::string>& Fields() {
  static const auto& fields = *new std::vector<std::string>{
      "points.indicators", "points.tasks",    "points.complaints", "points.credit",
      "pass_mark",         "least_coverage",  "leading_share",     "trailing_share",
      "least_peers",       "grade_a",         "grade_b",           "grade_c",
      "stale_periods",     "expired_periods", "tasks.late_credit", "tasks.unreported_cap"};
  return fields;
}

std::string At(int i, absl::string_view field) { return absl::StrCat("policy[", i, "].", field); }

// Puts `value` into the field at `path`, which Fields() has.
absl::Status Put(const std::string& path, double value, Policy& policy) {
  Message* message = &policy;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, message->GetDescriptor()->FindFieldByName(names[i]));
  }
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(names.back());
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    message->GetReflection()->SetDouble(message, field, value);
    return absl::OkStatus();
  }
  if (value != std::floor(value) || std::abs(value) > std::numeric_limits<std::int32_t>::max()) {
    return InvalidField("value", {"应为整数", "want a whole number"});
  }
  message->GetReflection()->SetInt32(message, field, static_cast<std::int32_t>(value));
  return absl::OkStatus();
}

absl::Status Suppose(const v1::SupposedPolicy& supposed, std::set<std::string>& seen, Policy& policy) {
  const std::vector<std::string>& fields = Fields();
  if (std::find(fields.begin(), fields.end(), supposed.field()) == fields.end()) {
    const std::string known = absl::StrJoin(fields, ", ");
    return InvalidField("field", {absl::StrCat("应为以下之一：", known), absl::StrCat("want one of ", known)});
  }
  if (!seen.insert(supposed.field()).second) {
    return InvalidField("field",
                        {absl::StrCat("重复：", supposed.field()), absl::StrCat("supposed twice: ", supposed.field())});
  }
  if (!std::isfinite(supposed.value())) return InvalidField("value", {"应为有限的数", "want a finite number"});
  return Put(supposed.field(), supposed.value(), policy);
}

// Where the request speaks of the defect: at the number supposed for the field, else at the policy as a whole.
std::string PathOf(const domain::PlanDefect& defect,
                   const google::protobuf::RepeatedPtrField<v1::SupposedPolicy>& supposed) {
  for (int i = 0; i < supposed.size(); ++i) {
    if (absl::StrCat("policy.", supposed[i].field()) == defect.path) return At(i, "value");
  }
  return "policy";
}

}  // namespace

absl::StatusOr<std::shared_ptr<const domain::Plan>> WithPolicy(
    const std::shared_ptr<const domain::Plan>& plan,
    const google::protobuf::RepeatedPtrField<v1::SupposedPolicy>& supposed) {
  if (supposed.empty()) return plan;
  plan::v1::Plan document = plan->document();
  std::set<std::string> seen;
  for (int i = 0; i < supposed.size(); ++i) {
    const absl::Status status = Suppose(supposed[i], seen, *document.mutable_policy());
    if (!status.ok()) return Under(absl::StrCat("policy[", i, "]"), status);
  }
  std::vector<FieldViolation> violations;
  for (domain::PlanDefect& defect : domain::Check(document)) {
    violations.push_back(
        {PathOf(defect, supposed),
         {absl::StrCat(defect.path, "：", defect.text.zh), absl::StrCat(defect.path, ": ", defect.text.en)}});
  }
  if (!violations.empty()) return InvalidFields(std::move(violations));
  return domain::Plan::Make(std::move(document));
}

}  // namespace qcity::aggregation::what_if
