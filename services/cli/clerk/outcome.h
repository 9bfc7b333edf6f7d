// What became of a clerk's file. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_CLERK_OUTCOME_H_
#define QCITY_SERVICES_CLI_CLERK_OUTCOME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/app/sheet.h"

namespace qcity::cli {

struct ImportOutcome {
  std::int64_t rows = 0;      // In which anything was entered.
  std::int64_t accepted = 0;  // Written, or, where it was only asked, found good. 0 if any was rejected.
  std::vector<SheetFault> rejected;
};

// The faults of the file itself, by line. That a row holds nothing is left out where one of its cells says why.
std::vector<SheetFault> FaultsOf(const Sheet& sheet);

// What a service refused, at the column that `column` names (none: the row as a whole). Its sentences begin with the field's path, which is for programs.
SheetFault Refused(const Sheet& sheet, std::int64_t row, const std::string& column, absl::string_view field,
                   const Text& why);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_OUTCOME_H_
