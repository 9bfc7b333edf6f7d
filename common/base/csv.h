// CSV files (RFC 4180) as Chinese offices exchange them: from Excel in UTF-8 or GB18030, told apart by strict decoding, never by guess. Pure but
// for ReadCsvFile; any thread.
#ifndef QCITY_COMMON_BASE_CSV_H_
#define QCITY_COMMON_BASE_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/text.h"

namespace qcity {

// A data row: as many fields as the header has.
struct CsvRow {
  // Line of the file on which it begins, from 1.
  int line = 0;
  std::vector<std::string> fields;
};

// A row that cannot be used.
struct CsvFault {
  int line = 0;
  // From 1; 0: the row as a whole.
  int column = 0;
  Text text;
};

struct CsvTable {
  // Lines before the header that begin with '#', without it: what a file says of itself.
  std::vector<std::string> comments;
  std::vector<std::string> header;
  // In order, without rows that are empty in every field.
  std::vector<CsvRow> rows;
  // Rows left out: too many or too few fields, control characters.
  std::vector<CsvFault> faults;

  // Position of the column with that name; -1 if there is none.
  int Column(absl::string_view name) const;
};

// The table in `bytes`: UTF-8 with or without byte order mark, else GB18030. Texts come out as UTF-8 in NFC. INVALID_ARGUMENT with the line
// ("line 12") for what spoils the whole file: an undecodable byte, an open quote, a bad header.
absl::StatusOr<CsvTable> ParseCsv(absl::string_view bytes);

// The same of a file; NOT_FOUND if it cannot be read.
absl::StatusOr<CsvTable> ReadCsvFile(const std::string& path);

// One line, quoted where needed, ended by CRLF.
std::string CsvLine(absl::Span<const std::string> fields);

// A number as people type it into a sheet: full-width digits, blanks around, thousands separators, a percent sign.
struct SheetNumber {
  double value = 0;
  bool percent = false;
};

// INVALID_ARGUMENT at `path` if `text` (valid UTF-8) is no finite number.
absl::StatusOr<SheetNumber> ParseSheetNumber(absl::string_view path, absl::string_view text);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_CSV_H_
