// Identifiers and digests. Pure but for RandomId; any thread.
#ifndef QCITY_COMMON_BASE_IDS_H_
#define QCITY_COMMON_BASE_IDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace qcity {

// 128 random bits from the operating system as 32 lower-case hexadecimal digits: request ids, epochs.
std::string RandomId();

// SHA-256 of `bytes`, as 32 raw bytes.
std::string Sha256(absl::string_view bytes);

// SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_IDS_H_
