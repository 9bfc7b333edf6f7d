#include "common/cache/envelope.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/ids.h"

namespace qcity::cache {
namespace {

constexpr std::size_t kChecksumSize = 16;

// What stands before the value. The key's length comes first, so that no key can pass for another key and a piece of value.
std::string Header(absl::string_view key, int schema) {
  return absl::StrCat("qcity ", schema, " ", key.size(), " ", key, " ");
}

std::string Checksum(absl::string_view bytes) { return Sha256(bytes).substr(0, kChecksumSize); }

}  // namespace

std::string Seal(absl::string_view key, int schema, absl::string_view value) {
  const std::string body = absl::StrCat(Header(key, schema), value);
  return absl::StrCat(Checksum(body), body);
}

std::optional<std::string> Unseal(absl::string_view key, int schema, absl::string_view sealed) {
  if (sealed.size() < kChecksumSize) return std::nullopt;
  absl::string_view body = sealed.substr(kChecksumSize);
  if (Checksum(body) != sealed.substr(0, kChecksumSize)) return std::nullopt;
  if (!absl::ConsumePrefix(&body, Header(key, schema))) return std::nullopt;
  return std::string(body);
}

}  // namespace qcity::cache
