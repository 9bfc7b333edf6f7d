// Errors as the house makes them: a code, a stable reason, the field's path and a sentence in both languages, carried inside
// absl::Status so that no layer but the RPC edge needs to know how they travel. Pure; any thread.
//
// Choose the code by what the caller should do next: the same call again UNAVAILABLE, read again and retry ABORTED, change the
// state first FAILED_PRECONDITION, change the request INVALID_ARGUMENT, it was never there NOT_FOUND. A sentence names field,
// value and what was wanted; never personal data.
#ifndef QCITY_COMMON_BASE_ERROR_H_
#define QCITY_COMMON_BASE_ERROR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/text.h"

namespace qcity {

// One offending field: its path in the request as proto names spell it ("observation.value", "requests[3].period").
struct FieldViolation {
  std::string path;
  Text text;
};

// What a Status of ours says beyond its code.
struct ErrorDetail {
  std::string reason;  // UPPER_SNAKE_CASE, stable: machines branch on it.
  Text text;           // The whole error in one sentence.
  std::vector<FieldViolation> fields;
};

// An error that is not about one field. Its message() is text.en.
absl::Status Error(absl::StatusCode code, absl::string_view reason, Text text);

// INVALID_ARGUMENT about the field at `path`, reason INVALID_FIELD.
absl::Status InvalidField(absl::string_view path, Text text);

// INVALID_ARGUMENT about several fields at once; `fields` must not be empty.
absl::Status InvalidFields(std::vector<FieldViolation> fields);

// The detail that Error, InvalidField or InvalidFields put in; nullopt for any other Status.
std::optional<ErrorDetail> DetailOf(const absl::Status& status);

// `status` with every field path prefixed: "period" under "requests[3]" becomes "requests[3].period".
absl::Status Under(absl::string_view prefix, const absl::Status& status);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_ERROR_H_
