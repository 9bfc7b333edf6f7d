#include "services/cli/clerk/outcome.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace qcity::cli {

std::vector<SheetFault> FaultsOf(const Sheet& sheet) {
  std::vector<SheetFault> faults = sheet.faults();
  std::set<int> explained;
  for (const SheetFault& fault : faults) {
    if (fault.column > 0) explained.insert(fault.line);
  }
  faults.erase(
      std::remove_if(faults.begin(), faults.end(),
                     [&](const SheetFault& fault) { return fault.column == 0 && explained.count(fault.line) > 0; }),
      faults.end());
  return faults;
}

SheetFault Refused(const Sheet& sheet, std::int64_t row, const std::string& column, absl::string_view field,
                   const Text& why) {
  const Text plain = {std::string(absl::StripPrefix(why.zh, absl::StrCat(field, "："))),
                      std::string(absl::StripPrefix(why.en, absl::StrCat(field, ": ")))};
  return {static_cast<int>(row), sheet.ColumnNumber(column), column, plain};
}

}  // namespace qcity::cli
