#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kNameCharacters = 200, kTitleCharacters = 500, kTextCharacters = 20'000, kIdCharacters = 63;

bool IsOneOf(const std::string& name, std::initializer_list<absl::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Enums that stand only where another field asks for them; their own checks see to it.
bool MayBeUnspecified(const FieldDescriptor& field) {
  return IsOneOf(field.full_name(), {"qcity.plan.v1.Target.direction", "qcity.plan.v1.Indicator.part_rule",
                                     "qcity.plan.v1.Indicator.derivation"});
}

int MostCharacters(const FieldDescriptor& field) {
  if (field.name() == "name") return kNameCharacters;
  return field.name() == "title" ? kTitleCharacters : kTextCharacters;
}

Newlines NewlinesIn(const FieldDescriptor& field) {
  return IsOneOf(field.name(), {"reading", "reason", "finding"}) ? Newlines::kAllow : Newlines::kRefuse;
}

bool IsPositiveNumber(absl::string_view text) {
  return !text.empty() && text.size() <= 4 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

bool IsId(absl::string_view id) {
  if (id.size() > kIdCharacters) return false;
  const std::vector<absl::string_view> words = absl::StrSplit(id, '-');
  return std::all_of(words.begin(), words.end(), [](absl::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(),
                                        [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); });
  });
}

}  // namespace

PlanChecker::PlanChecker(const plan::v1::Plan& document) : document_(document) {
  for (int i = 0; i < document.organizations_size(); ++i) {
    const plan::v1::Organization& organization = document.organizations(i);
    organizations_.emplace(organization.id(), i);
    spellings_.insert(organization.name());
    spellings_.insert(organization.aliases().begin(), organization.aliases().end());
  }
  for (const plan::v1::Group& group : document.groups()) spellings_.insert(group.name());
  for (int i = 0; i < document.indicators_size(); ++i) indicators_.emplace(document.indicators(i).number(), i);
  for (int i = 0; i < document.tasks_size(); ++i) tasks_.emplace(document.tasks(i).number(), i);
}

void PlanChecker::Values(const Message& message, const std::string& path) {
  OwnValues(message, path);
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      Values(reflection.GetMessage(message, field), Dot(path, field->name()));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Values(reflection.GetRepeatedMessage(message, field, i), At(Dot(path, field->name()), i));
    }
  }
}

void PlanChecker::OwnValues(const Message& message, const std::string& path) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int f = 0; f < type.field_count(); ++f) {
    const FieldDescriptor& field = *type.field(f);
    const std::string field_path = path.empty() ? field.name() : Dot(path, field.name());
    if (!field.is_repeated()) {
      Value(message, field, -1, field_path);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < size; ++i) Value(message, field, i, At(field_path, i));
  }
}

void PlanChecker::Value(const Message& message, const FieldDescriptor& field, int index, const std::string& path) {
  const google::protobuf::Reflection& r = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string text = index < 0 ? r.GetString(message, &field) : r.GetRepeatedString(message, &field, index);
    const absl::Status status = CheckText(path, text, MostCharacters(field), NewlinesIn(field));
    if (!status.ok()) {
      const Text why = DetailOf(status)->fields.front().text;
      Add(path, why.zh, why.en);
    } else if (ToNfc(text) != text) {
      Add(path, "文本不是 NFC 规范形式", "is not in Unicode normal form C");
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    if (!std::isfinite(r.GetDouble(message, &field))) Add(path, "必须是有限的数", "must be a finite number");
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const int number = index < 0 ? r.GetEnumValue(message, &field) : r.GetRepeatedEnumValue(message, &field, index);
    if (number == 0 && MayBeUnspecified(field)) return;
    if (number == 0) Add(path, "必须写明取值", "must be stated");
    if (field.enum_type()->FindValueByNumber(number) == nullptr) Add(path, "没有这个取值", "is not a known value");
  }
}

void PlanChecker::Required(const std::string& text, const std::string& path) {
  if (text.empty()) Add(path, "不能为空", "must not be empty");
}

std::optional<absl::CivilDay> PlanChecker::Date(const std::string& text, const std::string& path) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text, path);
  if (day.ok()) return *day;
  const Text why = DetailOf(day.status())->fields.front().text;
  Add(path, why.zh, why.en);
  return std::nullopt;
}

std::optional<absl::CivilDay> PlanChecker::OptionalDate(const std::string& text, const std::string& path) {
  return text.empty() ? std::nullopt : Date(text, path);
}

void PlanChecker::Order(const std::string& from, const std::string& to, const std::string& path) {
  const std::optional<absl::CivilDay> first = OptionalDate(from, Dot(path, "from"));
  const std::optional<absl::CivilDay> last = OptionalDate(to, Dot(path, "to"));
  if (first.has_value() && last.has_value() && *last < *first) {
    Add(Dot(path, "to"), "结束日期早于开始日期", "ends before it begins");
  }
}

void PlanChecker::Id(const std::string& id, const std::string& path) {
  if (IsId(id)) return;
  Add(path, absl::StrCat("标识只能用小写字母、数字和连字符，收到“", id, "”"),
      absl::StrCat("want lower-case letters, digits and hyphens, got \"", id, "\""));
}

void PlanChecker::Number(const std::string& number, const std::string& path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(number, '-');
  if (parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), IsPositiveNumber)) return;
  Add(path, absl::StrCat("序号应写作 12 或 12-3，收到“", number, "”"),
      absl::StrCat("want a number such as 12 or 12-3, got \"", number, "\""));
}

void PlanChecker::Unique(const std::string& key, const std::string& path, std::set<std::string>* seen) {
  if (seen->insert(key).second) return;
  Add(path, absl::StrCat("“", key, "”重复"), absl::StrCat("\"", key, "\" stands twice"));
}

void PlanChecker::Within(double value, double least, double most, const std::string& path) {
  // NaN fails every comparison; Values has named it already.
  if (!(value < least) && !(value > most)) return;
  Add(path, absl::StrCat("应在 ", least, " 与 ", most, " 之间，收到 ", value),
      absl::StrCat("want ", least, " to ", most, ", got ", value));
}

void PlanChecker::JumpFactor(double factor, const std::string& path) {
  if (factor != 0 && !(factor > 1)) Add(path, "必须大于 1，或不写", "must be above 1, or not stated");
}

void PlanChecker::Spellings(const google::protobuf::RepeatedPtrField<std::string>& spellings, const std::string& path) {
  std::set<std::string> seen;
  for (int i = 0; i < spellings.size(); ++i) {
    Unique(spellings[i], At(path, i), &seen);
    if (spellings_.count(spellings[i]) > 0) continue;
    Add(At(path, i), absl::StrCat("没有单位或单位组“", spellings[i], "”"),
        absl::StrCat("there is no organisation or group \"", spellings[i], "\""));
  }
}

void PlanChecker::Interpretation(const plan::v1::Interpretation& interpretation, const std::string& path) {
  Required(interpretation.reading(), Dot(path, "reading"));
  Required(interpretation.reason(), Dot(path, "reason"));
  if (KnowsOrganization(interpretation.owner())) return;
  Add(Dot(path, "owner"), absl::StrCat("没有单位“", interpretation.owner(), "”"),
      absl::StrCat("there is no organisation \"", interpretation.owner(), "\""));
}

const plan::v1::Organization* PlanChecker::Organization(const std::string& id) const {
  const auto found = organizations_.find(id);
  return found == organizations_.end() ? nullptr : &document_.organizations(found->second);
}

const plan::v1::Indicator* PlanChecker::Indicator(const std::string& number) const {
  const auto found = indicators_.find(number);
  return found == indicators_.end() ? nullptr : &document_.indicators(found->second);
}

const plan::v1::Task* PlanChecker::Task(const std::string& number) const {
  const auto found = tasks_.find(number);
  return found == tasks_.end() ? nullptr : &document_.tasks(found->second);
}

void LeafNumbers::Take(const std::string& number, const std::string& path) {
  checker_.Number(number, path);
  checker_.Unique(number, path, &numbers_);
  const std::string whole = number.substr(0, number.find('-'));
  const bool is_part = whole != number;
  if (is_part ? numbers_.count(whole) > 0 : split_.count(number) > 0) {
    checker_.Add(path, absl::StrCat("序号 ", whole, " 已分为子项，不能同时单列"),
                 absl::StrCat("number ", whole, " is split into sub-items and cannot stand by itself"));
  }
  if (is_part) split_.insert(whole);
}

}  // namespace qcity::domain
