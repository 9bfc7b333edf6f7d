#include "common/rpc/request.h"

#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "google/protobuf/descriptor.h"

namespace qcity::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsAscii(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isascii(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

// One field of one message, or one element of it; -1 is the field that is not repeated.
struct Place {
  const Message& message;
  const FieldDescriptor& field;
  int index;

  const Reflection& reflection() const { return *message.GetReflection(); }
  const Message& AsMessage() const {
    return index < 0 ? reflection().GetMessage(message, &field)
                     : reflection().GetRepeatedMessage(message, &field, index);
  }
  const std::string& AsText(std::string* scratch) const {
    return index < 0 ? reflection().GetStringReference(message, &field, scratch)
                     : reflection().GetRepeatedStringReference(message, &field, index, scratch);
  }
  double AsDouble() const {
    return index < 0 ? reflection().GetDouble(message, &field) : reflection().GetRepeatedDouble(message, &field, index);
  }
  float AsFloat() const {
    return index < 0 ? reflection().GetFloat(message, &field) : reflection().GetRepeatedFloat(message, &field, index);
  }
  int AsEnumNumber() const {
    return index < 0 ? reflection().GetEnumValue(message, &field)
                     : reflection().GetRepeatedEnumValue(message, &field, index);
  }
};

// The steps from the request down to a field; spelled out only when something is wrong there.
struct Trail {
  const Trail* parent;
  const FieldDescriptor& field;
  int index;

  std::string ToString() const {
    std::string path = parent == nullptr ? "" : absl::StrCat(parent->ToString(), ".");
    absl::StrAppend(&path, std::string(field.name()));
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    return path;
  }
};

class Checker {
 public:
  absl::Status CheckMessage(const Message& message, const Trail* parent) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      RETURN_IF_ERROR(field->is_repeated() ? CheckElements(message, *field, parent)
                                           : CheckValue({message, *field, -1}, parent));
    }
    return absl::OkStatus();
  }

  bool needs_normalizing() const { return needs_normalizing_; }

 private:
  absl::Status CheckElements(const Message& message, const FieldDescriptor& field, const Trail* parent) {
    const int size = message.GetReflection()->FieldSize(message, &field);
    if (size > kMaxElements) {
      return InvalidField(Trail{parent, field, -1}.ToString(),
                          {absl::StrCat("最多 ", kMaxElements, " 项，收到 ", size, " 项"),
                           absl::StrCat("at most ", kMaxElements, " elements, got ", size)});
    }
    for (int i = 0; i < size; ++i) RETURN_IF_ERROR(CheckValue({message, field, i}, parent));
    return absl::OkStatus();
  }

  absl::Status CheckValue(const Place& place, const Trail* parent) {
    const Trail trail{parent, place.field, place.index};
    switch (place.field.type()) {
      case FieldDescriptor::TYPE_MESSAGE: return CheckMessage(place.AsMessage(), &trail);
      case FieldDescriptor::TYPE_STRING: return CheckString(place, trail);
      case FieldDescriptor::TYPE_ENUM: return CheckEnum(place, trail);
      case FieldDescriptor::TYPE_DOUBLE: return CheckFinite(place.AsDouble(), trail);
      case FieldDescriptor::TYPE_FLOAT: return CheckFinite(place.AsFloat(), trail);
      default: return absl::OkStatus();
    }
  }

  absl::Status CheckString(const Place& place, const Trail& trail) {
    std::string scratch;
    const std::string& text = place.AsText(&scratch);
    const std::string& name = place.field.name();
    const bool free_text = name == "text" || name == "reason" || name == "check";
    // The path costs more than the check: it is made only for the error.
    const absl::Status status = CheckText("", text, kMaxCharacters, free_text ? Newlines::kAllow : Newlines::kRefuse);
    if (!status.ok()) return Under(trail.ToString(), status);
    if (!needs_normalizing_ && !IsAscii(text)) needs_normalizing_ = ToNfc(text) != text;
    return absl::OkStatus();
  }

  static absl::Status CheckEnum(const Place& place, const Trail& trail) {
    const int number = place.AsEnumNumber();
    if (place.field.enum_type()->FindValueByNumber(number) != nullptr) return absl::OkStatus();
    const std::string& type = place.field.enum_type()->name();
    return InvalidField(trail.ToString(),
                        {absl::StrCat(type, " 没有编号 ", number), absl::StrCat(type, " has no number ", number)});
  }

  static absl::Status CheckFinite(double value, const Trail& trail) {
    if (std::isfinite(value)) return absl::OkStatus();
    return InvalidField(trail.ToString(), {"必须是有限的数", "must be a finite number"});
  }

  bool needs_normalizing_ = false;
};

void NormalizeField(Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const bool text = field.type() == FieldDescriptor::TYPE_STRING;
  if (!field.is_repeated()) {
    if (text) return reflection.SetString(&message, &field, ToNfc(reflection.GetString(message, &field)));
    return Normalize(*reflection.MutableMessage(&message, &field));
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (text) {
      reflection.SetRepeatedString(&message, &field, i, ToNfc(reflection.GetRepeatedString(message, &field, i)));
    } else {
      Normalize(*reflection.MutableRepeatedMessage(&message, &field, i));
    }
  }
}

using Names = std::vector<std::string>;

void CollectValues(const Message& message, const Names& names, std::size_t depth, const std::string& prefix,
                   std::vector<FieldValue>* values);

void CollectAt(const Place& place, const Names& names, std::size_t depth, const std::string& prefix,
               std::vector<FieldValue>* values) {
  std::string path = prefix.empty() ? names[depth] : absl::StrCat(prefix, ".", names[depth]);
  if (place.index >= 0) absl::StrAppend(&path, "[", place.index, "]");
  if (depth + 1 < names.size()) return CollectValues(place.AsMessage(), names, depth + 1, path, values);
  std::string scratch;
  values->push_back({std::move(path), place.AsText(&scratch)});
}

void CollectValues(const Message& message, const Names& names, std::size_t depth, const std::string& prefix,
                   std::vector<FieldValue>* values) {
  const FieldDescriptor& field = *message.GetDescriptor()->FindFieldByName(names[depth]);
  if (!field.is_repeated()) return CollectAt({message, field, -1}, names, depth, prefix, values);
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) CollectAt({message, field, i}, names, depth, prefix, values);
}

}  // namespace

absl::StatusOr<bool> CheckRequest(const Message& request) {
  Checker checker;
  RETURN_IF_ERROR(checker.CheckMessage(request, nullptr));
  return checker.needs_normalizing();
}

void Normalize(Message& request) {
  std::vector<const FieldDescriptor*> fields;
  request.GetReflection()->ListFields(request, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->type() == FieldDescriptor::TYPE_STRING || field->type() == FieldDescriptor::TYPE_MESSAGE)
      NormalizeField(request, *field);
  }
}

absl::Status Sanitize(Message& request) {
  ASSIGN_OR_RETURN(const bool needs_normalizing, CheckRequest(request));
  if (needs_normalizing) Normalize(request);
  return absl::OkStatus();
}

absl::Status CheckPath(const Descriptor& type, absl::string_view path) {
  const Descriptor* message = &type;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    field = message == nullptr ? nullptr : message->FindFieldByName(std::string(name));
    if (field == nullptr) return absl::InternalError(absl::StrCat(type.full_name(), " has no field ", path));
    message = field->message_type();
  }
  if (field->type() == FieldDescriptor::TYPE_STRING) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(type.full_name(), ".", path, " is not a string"));
}

std::vector<FieldValue> ValuesAt(const Message& message, absl::string_view path) {
  std::vector<FieldValue> values;
  CollectValues(message, Names(absl::StrSplit(path, '.')), 0, "", &values);
  return values;
}

}  // namespace qcity::rpc
