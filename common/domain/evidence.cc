#include "common/domain/evidence.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"

namespace qcity::domain {
namespace {

constexpr int kNameLength = 200;
constexpr int kUriLength = 2000;
constexpr int kMostDocuments = 100;
constexpr std::size_t kDigestLength = 64;

}  // namespace

absl::Status CheckDocument(const Document& document, absl::string_view path) {
  RETURN_IF_ERROR(CheckRequiredText(absl::StrCat(path, ".name"), document.name, kNameLength));
  RETURN_IF_ERROR(CheckText(absl::StrCat(path, ".uri"), document.uri, kUriLength));
  const absl::string_view digest = document.sha256;
  const bool hex = std::all_of(digest.begin(), digest.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
  if (digest.empty() || (digest.size() == kDigestLength && hex)) return absl::OkStatus();
  return InvalidField(absl::StrCat(path, ".sha256"),
                      {"应为 64 位十六进制的 SHA-256", "want a SHA-256 of 64 hexadecimal digits"});
}

namespace internal {

absl::Status CheckDocumentCount(int count, absl::string_view path) {
  if (count <= kMostDocuments) return absl::OkStatus();
  return InvalidField(path, {"佐证材料最多 100 件", "at most 100 documents"});
}

std::string ElementPath(absl::string_view path, int index) { return absl::StrCat(path, "[", index, "]"); }

}  // namespace internal
}  // namespace qcity::domain
