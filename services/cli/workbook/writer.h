// Writes Excel workbooks (.xlsx): sheets with a frozen head, cells to fill in, lists to choose from. Writes the file system; any thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_WRITER_H_
#define QCITY_SERVICES_CLI_WORKBOOK_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace qcity::cli {

// How a cell that is to be filled in takes what is typed.
enum class EntryKind {
  kNone,    // Not to be filled in: locked.
  kNumber,  // A number, also as a percentage.
  kText,    // Kept as typed: leading zeros, long numbers.
  kDate,
};

struct DraftCell {
  std::string text;
  EntryKind entry = EntryKind::kNone;
  std::vector<std::string> choices;  // Of the drop-down list; at most 255 characters in all. Empty: none.
};

struct DraftColumn {
  std::string title;
  int width = 12;  // In characters.
  bool hidden = false;
};

struct DraftSheet {
  std::string name;  // At most 31 characters.
  bool hidden = false;
  std::vector<DraftColumn> columns;
  std::vector<std::vector<DraftCell>> rows;  // Below the head, which is line 1.
};

// Replaces `path`. Every text stays as it is, character by character. INVALID_ARGUMENT for a text over 32,767 characters or a file that cannot be written.
absl::Status WriteWorkbook(const std::string& path, const std::vector<DraftSheet>& sheets);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_WRITER_H_
