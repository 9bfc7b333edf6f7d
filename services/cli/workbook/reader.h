// Reads Excel workbooks (.xlsx) from anybody. Reads the file system; any thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_READER_H_
#define QCITY_SERVICES_CLI_WORKBOOK_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {

// INVALID_ARGUMENT (reason BAD_WORKBOOK) for what is no workbook or exceeds our bounds: those of Archive and ParseXml, 200,000 cells in all, 32,767 characters
// in a cell, sheets beyond Excel's own size. Links to other files and document types are refused; formulas, errors and merged cells are read as such.
absl::StatusOr<Workbook> ReadWorkbook(std::string bytes);

// The same of a file; INVALID_ARGUMENT if it cannot be read.
absl::StatusOr<Workbook> ReadWorkbookFile(const std::string& path);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_READER_H_
