// A clerk's file read back: the rows that were filled in, with what each is about; every fault noted with line and column. One thread.
#ifndef QCITY_SERVICES_CLI_CLERK_CLERK_FILE_H_
#define QCITY_SERVICES_CLI_CLERK_CLERK_FILE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/app/sheet.h"
#include "services/cli/clerk/row_key.h"

namespace qcity::cli {

struct ClerkRow {
  CsvRow row;
  RowKey key;
};

struct ClerkFile {
  FileKind kind;
  Sheet sheet;  // Its columns go by their keys.
  // Those in which anything was entered and whose key is whole. The others are faults of the sheet, or were left empty.
  std::vector<ClerkRow> rows;
  int filled = 0;  // Rows in which anything was entered.
};

// Of a workbook or a CSV file, whichever the content is, as `qcity template` writes it and spreadsheet programs save it. INVALID_ARGUMENT for a file that is
// neither (BAD_WORKBOOK, INVALID_FIELD at its line) or has no keys (NOT_A_TEMPLATE).
absl::StatusOr<ClerkFile> ReadClerkFile(const std::string& path);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_CLERK_FILE_H_
