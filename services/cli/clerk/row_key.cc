#include "services/cli/clerk/row_key.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/ids.h"

namespace qcity::cli {
namespace {

constexpr char kIndicators[] = "qcity-indicators-1", kTasks[] = "qcity-tasks-1";
constexpr std::size_t kFields = 9, kDigestDigits = 12, kSumDigits = 10;

std::string SumOf(absl::string_view body) { return Sha256Hex(absl::StrCat("row:", body)).substr(0, kSumDigits); }

}  // namespace

std::string ShortDigest(absl::string_view digest) { return std::string(digest.substr(0, kDigestDigits)); }

std::string EncodeKey(const RowKey& key) {
  const std::string body =
      absl::StrJoin({std::string(key.kind == FileKind::kTasks ? kTasks : kIndicators), key.campaign, key.plan,
                     key.organization, key.number, key.item, key.period, absl::StrCat(key.version)},
                    "|");
  return absl::StrCat(body, "|", SumOf(body));
}

std::optional<RowKey> DecodeKey(absl::string_view text) {
  const std::vector<std::string> fields = absl::StrSplit(text, '|');
  RowKey key;
  if (fields.size() != kFields || !absl::SimpleAtoi(fields[7], &key.version)) return std::nullopt;
  if (SumOf(text.substr(0, text.rfind('|'))) != fields[8]) return std::nullopt;
  if (fields[0] != kTasks && fields[0] != kIndicators) return std::nullopt;
  key.kind = fields[0] == kTasks ? FileKind::kTasks : FileKind::kIndicators;
  key.campaign = fields[1];
  key.plan = fields[2];
  key.organization = fields[3];
  key.number = fields[4];
  key.item = fields[5];
  key.period = fields[6];
  return key;
}

}  // namespace qcity::cli
