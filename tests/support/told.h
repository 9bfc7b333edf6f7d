// What a status says, as one line that tests compare. Pure; any thread.
#ifndef QCITY_TESTS_SUPPORT_TOLD_H_
#define QCITY_TESTS_SUPPORT_TOLD_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity::testing_support {

// "OK"; "FAILED_PRECONDITION WRONG_STATE"; "INVALID_ARGUMENT answers[0].key" for an error about a field.
inline std::string Told(const absl::Status& status) {
  std::string code = absl::StatusCodeToString(status.code());
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (status.ok() || !detail.has_value()) return code;
  return absl::StrCat(code, " ", detail->fields.empty() ? detail->reason : detail->fields.front().path);
}

template <typename Value>
std::string Told(const absl::StatusOr<Value>& value) {
  return Told(value.status());
}

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_TOLD_H_
