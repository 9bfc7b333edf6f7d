// Workbooks for tests, put together part by part, sound and hostile ones alike. Reads and writes the file system; one thread.
#ifndef QCITY_TESTS_SERVICES_CLI_WORKBOOK_FILES_H_
#define QCITY_TESTS_SERVICES_CLI_WORKBOOK_FILES_H_

#include <string>
#include <utility>
#include <vector>

namespace qcity::cli::workbook_testing {

using Parts = std::vector<std::pair<std::string, std::string>>;  // Name and content.

// A zip file of these entries, in order.
std::string Zip(const Parts& parts);

// The parts of a sound workbook whose one sheet holds `sheet_data` (rows, then whatever stands below them) and whose styles 0 to 4 show numbers plainly,
// as 0.0%, as a day by a built-in format, as yyyy"年"m"月"d"日", as [Red]0.00. Shared strings: "甲", "乙" in two runs, " 0 ".
Parts Sound(const std::string& sheet_data);

// `parts` with the content of one replaced, or without it where `content` is nullptr.
Parts With(Parts parts, const std::string& name, const char* content);

// A file of the test's own, below the test's temporary folder.
std::string TemporaryFile(const std::string& name);
std::string BytesOf(const std::string& path);

}  // namespace qcity::cli::workbook_testing

#endif  // QCITY_TESTS_SERVICES_CLI_WORKBOOK_FILES_H_
