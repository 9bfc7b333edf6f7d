// Documents that prove a figure or a completion (佐证材料), as every service takes them. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_EVIDENCE_H_
#define QCITY_COMMON_DOMAIN_EVIDENCE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace qcity::domain {

// A document as it was named. Views into the request.
struct Document {
  absl::string_view name;    // Required, at most 200 characters.
  absl::string_view uri;     // At most 2,000.
  absl::string_view sha256;  // Empty, or 64 hexadecimal digits.
};

// INVALID_ARGUMENT at `path`.name, .uri or .sha256.
absl::Status CheckDocument(const Document& document, absl::string_view path);

// CheckDocument of each element of a request's list, `path`[i]; at most 100 of them. Works on every service's own
// message.
template <typename Evidence>
absl::Status CheckDocuments(const Evidence& evidence, absl::string_view path);

// The untyped half of CheckDocuments.
namespace internal {
absl::Status CheckDocumentCount(int count, absl::string_view path);
std::string ElementPath(absl::string_view path, int index);
}  // namespace internal

template <typename Evidence>
absl::Status CheckDocuments(const Evidence& evidence, absl::string_view path) {
  absl::Status status = internal::CheckDocumentCount(evidence.size(), path);
  for (int i = 0; status.ok() && i < evidence.size(); ++i) {
    status =
        CheckDocument({evidence[i].name(), evidence[i].uri(), evidence[i].sha256()}, internal::ElementPath(path, i));
  }
  return status;
}

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_EVIDENCE_H_
