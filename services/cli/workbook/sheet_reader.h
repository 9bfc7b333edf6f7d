// The cells of one sheet, from its XML. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_SHEET_READER_H_
#define QCITY_SERVICES_CLI_WORKBOOK_SHEET_READER_H_

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {

// What cells refer to.
struct WorkbookParts {
  std::vector<std::string> shared_strings;
  std::vector<NumberStyle> styles;  // By the number that cells give.
  bool from_1904 = false;
  int cells_left = 200'000;  // That may still be read.
};

// The text of a string item: its own, or that of its runs, without the reading aids of Japanese editions.
std::string TextOf(const pugi::xml_node& item);

// Adds the cells, merged blocks and hidden columns of `root` (a worksheet) to `sheet`.
absl::Status ReadSheet(const pugi::xml_node& root, WorkbookParts& parts, WorkSheet& sheet);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_SHEET_READER_H_
