#include "common/rpc/personal_data.h"

#include <vector>

#include "google/protobuf/descriptor.h"
#include "qcity/access/v1/access.pb.h"

namespace qcity::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void HideText(Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (!reflection.GetString(message, &field).empty()) reflection.SetString(&message, &field, kHidden);
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i)
    reflection.SetRepeatedString(&message, &field, i, kHidden);
}

// `all`: whatever is in `message` is personal.
void Hide(Message& message, bool all) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool personal = all || field->options().GetExtension(access::v1::personal_data);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (personal) HideText(message, *field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i)
        Hide(*reflection.MutableRepeatedMessage(&message, field, i), personal);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Hide(*reflection.MutableMessage(&message, field), personal);
    }
  }
}

}  // namespace

void HidePersonalData(Message& message) { Hide(message, false); }

}  // namespace qcity::rpc
