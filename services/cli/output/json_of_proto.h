// Any message as JSON: lowerCamelCase keys in the order of the proto, every field present, numbers as numbers, enums by name, absent
// values null, times in RFC 3339 (Shanghai). Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_JSON_OF_PROTO_H_
#define QCITY_SERVICES_CLI_OUTPUT_JSON_OF_PROTO_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/cli/output/json.h"

namespace qcity::cli {

// Of a oneof only the case that is set appears. An unspecified enum value is null. An Any appears as its message with "@type" first.
Json JsonOf(const google::protobuf::Message& message);

// A list of messages.
template <typename List>
Json JsonList(const List& messages) {
  Json list = Json::array();
  for (const auto& message : messages) list.push_back(JsonOf(message));
  return list;
}

// "2018-10-15T09:30:00+08:00", with fractions of a second where there are any.
std::string FormatInstant(const google::protobuf::Timestamp& timestamp);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_JSON_OF_PROTO_H_
