// The hidden key of a row of the clerk's file (填报表): whose row it is and what it is about, with a checksum that an edit breaks. It guards against slips, not
// against forgers: what a caller may write, the services decide. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_CLERK_ROW_KEY_H_
#define QCITY_SERVICES_CLI_CLERK_ROW_KEY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace qcity::cli {

enum class FileKind { kIndicators, kTasks };

struct RowKey {
  FileKind kind = FileKind::kIndicators;
  std::string campaign;
  std::string plan;          // Digest of the plan's versions, its first 12 digits.
  std::string organization;  // Whose file it is.
  std::string number;        // Of the indicator or task.
  std::string item;          // The indicator's part, or the task's lead.
  std::string period;        // Or the task's occurrence.
  std::int64_t version = 0;  // Of the task's part when the file was made.

  friend bool operator==(const RowKey&, const RowKey&) = default;
};

std::string EncodeKey(const RowKey& key);

// nullopt for what EncodeKey did not write.
std::optional<RowKey> DecodeKey(absl::string_view text);

// The digest as keys hold it.
std::string ShortDigest(absl::string_view digest);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_ROW_KEY_H_
