// Numbers of cells as a person reads them, and what a cell's format says of its number. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_NUMBER_TEXT_H_
#define QCITY_SERVICES_CLI_WORKBOOK_NUMBER_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {

// What the format of that number means where no code of its own is declared: Excel's built-in ones, those of Chinese editions included.
NumberStyle StyleOfBuiltIn(int format);

// What a format code such as "yyyy\"年\"m\"月\"" or "0.0%" means.
NumberStyle StyleOfCode(absl::string_view code);

// The day that a number is in a workbook that counts days from 1900 (or 1904); nullopt before the first one or after the year 9999. A time of day is
// left out.
std::optional<std::string> DayText(double serial, bool from_1904);

// The shortest text that reads as `number` again, as people write it: "2017", "0.1", "123456789012345680".
std::string NumberText(double number);

// 0.57 as "57%", without the noise of a multiplication.
std::string PercentText(double number);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_NUMBER_TEXT_H_
