#include "services/cli/app/request_fields.h"

#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

absl::Status BadValue(const std::string& flag, const std::string& text, const Text& wanted) {
  return UsageError({absl::StrCat(flag, " 应为", wanted.zh, "，收到 ", text),
                     absl::StrCat(flag, " wants ", wanted.en, ", got ", text)});
}

// Enum names are typed as people like: "milestone-by-date", "Red".
absl::Status SetEnum(Message& message, const FieldDescriptor* field, const std::string& text, const std::string& flag) {
  const EnumDescriptor* type = field->enum_type();
  const EnumValueDescriptor* value =
      type->FindValueByName(absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}}));
  if (value != nullptr && value->number() != 0) {
    message.GetReflection()->SetEnum(&message, field, value);
    return absl::OkStatus();
  }
  std::vector<std::string> names;
  for (int i = 1; i < type->value_count(); ++i) names.push_back(type->value(i)->name());
  const std::string listed = absl::StrJoin(names, " ");
  return BadValue(flag, text, {absl::StrCat("下列之一：", listed), absl::StrCat("one of ", listed)});
}

absl::Status SetScalar(Message& message, const FieldDescriptor* field, const std::string& text,
                       const std::string& flag) {
  const Reflection& reflection = *message.GetReflection();
  std::int32_t small = 0;
  std::int64_t whole = 0;
  std::uint64_t natural = 0;
  double number = 0;
  bool truth = false;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: reflection.SetString(&message, field, text); return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM: return SetEnum(message, field, text, flag);
    case FieldDescriptor::CPPTYPE_INT32:
      if (!absl::SimpleAtoi(text, &small)) return BadValue(flag, text, {"整数", "a whole number"});
      reflection.SetInt32(&message, field, small);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT64:
      if (!absl::SimpleAtoi(text, &whole)) return BadValue(flag, text, {"整数", "a whole number"});
      reflection.SetInt64(&message, field, whole);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_UINT64:
      if (!absl::SimpleAtoi(text, &natural)) return BadValue(flag, text, {"非负整数", "a natural number"});
      reflection.SetUInt64(&message, field, natural);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (!absl::SimpleAtod(text, &number)) return BadValue(flag, text, {"数", "a number"});
      reflection.SetDouble(&message, field, number);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!absl::SimpleAtob(text, &truth)) return BadValue(flag, text, {" true 或 false", "true or false"});
      reflection.SetBool(&message, field, truth);
      return absl::OkStatus();
    default: return absl::InternalError(absl::StrCat("no option can fill ", field->full_name()));
  }
}

}  // namespace

absl::Status SetField(Message& message, const std::string& path, const std::string& text, const std::string& flag) {
  if (text.empty()) return absl::OkStatus();
  Message* holder = &message;
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FieldDescriptor* field = holder->GetDescriptor()->FindFieldByName(steps[i]);
    if (field == nullptr) return absl::InternalError(absl::StrCat("no field ", path));
    const OneofDescriptor* oneof = field->real_containing_oneof();
    const Reflection& reflection = *holder->GetReflection();
    if (oneof != nullptr && reflection.HasOneof(*holder, oneof) && !reflection.HasField(*holder, field)) {
      return UsageError({absl::StrCat(flag, " 与另一种数据形式不能同时给出"),
                         absl::StrCat(flag, " cannot stand beside another form of the figure")});
    }
    if (i + 1 == steps.size()) return SetScalar(*holder, field, text, flag);
    holder = reflection.MutableMessage(holder, field);
  }
  return absl::OkStatus();
}

Argument RequestFields::Add(Command& command, const std::string& names, const std::string& path,
                            const std::string& value_name, const Text& help) {
  Field& field = fields_.emplace_back(Field{names.substr(names.rfind(',') + 1), path, "", false});
  if (names[0] != '-') return command.Positional(names, field.text, help);
  return command.Option(names, field.text, value_name, help);
}

void RequestFields::AddFlag(Command& command, const std::string& names, const std::string& path, const Text& help) {
  Field& field = fields_.emplace_back(Field{names, path, "", false});
  command.Flag(names, field.set, help);
}

absl::Status RequestFields::Fill(Message& request) const {
  for (const Field& field : fields_) {
    RETURN_IF_ERROR(SetField(request, field.path, field.set ? "true" : field.text, field.flag));
  }
  return absl::OkStatus();
}

}  // namespace qcity::cli
