// What holds of every request, whatever it means: checked in one place, before a handler sees it. Pure; any thread.
#ifndef QCITY_COMMON_RPC_REQUEST_H_
#define QCITY_COMMON_RPC_REQUEST_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace qcity::rpc {

inline constexpr int kMaxCharacters = 20'000;  // In one text.
inline constexpr int kMaxElements = 1'000;     // In one repeated field.

// INVALID_ARGUMENT with the path of the first bad field ("observation.figure.value"): doubles are finite, enum numbers known, texts free of NUL and control
// characters (newline and tab may stand in fields named text, reason and check) and within kMaxCharacters, repeated fields within kMaxElements.
// Otherwise whether any text is not yet in normal form C.
absl::StatusOr<bool> CheckRequest(const google::protobuf::Message& request);

// Brings every text into normal form C. The message must have passed CheckRequest.
void Normalize(google::protobuf::Message& request);

// Both, for the messages of a client stream: its handler calls this after each Read.
absl::Status Sanitize(google::protobuf::Message& request);

// One value of a field path, and the path with its indices: "requests[3].observation.indicator".
struct FieldValue {
  std::string path;
  std::string value;
};

// OK if `path` ("requests.observation.indicator") leads to a string field of `type`, through messages, repeated or not.
absl::Status CheckPath(const google::protobuf::Descriptor& type, absl::string_view path);

// The values at a path that CheckPath accepts; an absent message counts as empty, an empty repeated field gives none.
std::vector<FieldValue> ValuesAt(const google::protobuf::Message& message, absl::string_view path);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_REQUEST_H_
