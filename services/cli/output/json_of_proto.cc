#include "services/cli/output/json_of_proto.h"

#include <memory>

#include "common/base/clock.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/descriptor.h"

namespace qcity::cli {
namespace {

using google::protobuf::Any;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

Json EnumJson(const EnumValueDescriptor* value) { return value->number() == 0 ? Json(nullptr) : Json(value->name()); }

// The one place that reads a field: `index` of a repeated one, or -1.
Json FieldJson(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = index >= 0;
#define QCITY_GET(type) \
  (repeated ? reflection.GetRepeated##type(message, field, index) : reflection.Get##type(message, field))
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL: return QCITY_GET(Bool);
    case FieldDescriptor::CPPTYPE_INT32: return QCITY_GET(Int32);
    case FieldDescriptor::CPPTYPE_INT64: return QCITY_GET(Int64);
    case FieldDescriptor::CPPTYPE_UINT32: return QCITY_GET(UInt32);
    case FieldDescriptor::CPPTYPE_UINT64: return QCITY_GET(UInt64);
    case FieldDescriptor::CPPTYPE_FLOAT: return NumberJson(QCITY_GET(Float));
    case FieldDescriptor::CPPTYPE_DOUBLE: return NumberJson(QCITY_GET(Double));
    case FieldDescriptor::CPPTYPE_STRING: return QCITY_GET(String);
    case FieldDescriptor::CPPTYPE_ENUM: return EnumJson(QCITY_GET(Enum));
    case FieldDescriptor::CPPTYPE_MESSAGE: return JsonOf(QCITY_GET(Message));
  }
#undef QCITY_GET
  return nullptr;
}

Json AnyJson(const Any& any) {
  Json json = {{"@type", any.type_url()}};
  const std::string name = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (descriptor == nullptr) return json;
  const std::unique_ptr<Message> message(MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  if (!message->ParseFromString(any.value())) return json;
  json.update(JsonOf(*message));
  return json;
}

}  // namespace

std::string FormatInstant(const Timestamp& timestamp) {
  const absl::Time time = absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  return absl::FormatTime(absl::RFC3339_full, time, ShanghaiZone());
}

Json JsonOf(const Message& message) {
  if (const auto* timestamp = dynamic_cast<const Timestamp*>(&message)) return FormatInstant(*timestamp);
  if (const auto* any = dynamic_cast<const Any*>(&message)) return AnyJson(*any);
  const Reflection& reflection = *message.GetReflection();
  Json json = Json::object();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->is_repeated()) {
      Json list = Json::array();
      for (int k = 0; k < reflection.FieldSize(message, field); ++k) list.push_back(FieldJson(message, field, k));
      json[field->json_name()] = std::move(list);
    } else if (!field->has_presence() || reflection.HasField(message, field)) {
      json[field->json_name()] = FieldJson(message, field, -1);
    } else if (field->real_containing_oneof() == nullptr) {
      json[field->json_name()] = nullptr;
    }
  }
  return json;
}

}  // namespace qcity::cli
