// How a value lies in a shared cache: with the key it answers, the number of its schema and a checksum, so that nothing found there is taken on trust.
// Pure; any thread.
#ifndef QCITY_COMMON_CACHE_ENVELOPE_H_
#define QCITY_COMMON_CACHE_ENVELOPE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace qcity::cache {

std::string Seal(absl::string_view key, int schema, absl::string_view value);

// The value that Seal was given; nullopt if `sealed` is damaged, of another key or of another schema.
std::optional<std::string> Unseal(absl::string_view key, int schema, absl::string_view sealed);

}  // namespace qcity::cache

#endif  // QCITY_COMMON_CACHE_ENVELOPE_H_
