// The columns of the clerk's file (填报表), in both languages, and the words of its lists. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_CLERK_COLUMNS_H_
#define QCITY_SERVICES_CLI_CLERK_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/text.h"
#include "services/cli/clerk/row_key.h"
#include "services/cli/workbook/writer.h"

namespace qcity::cli {

struct ClerkColumn {
  std::string key;  // As the client's CSV files call it where they have it: "value".
  Text title;
  EntryKind entry = EntryKind::kNone;
  int width = 12;
};

// Every column that a file of that kind may have, in order; the first is the hidden key.
const std::vector<ClerkColumn>& ClerkColumns(FileKind kind);
const ClerkColumn& ClerkColumnOf(FileKind kind, absl::string_view key);

// The key of the column that a header cell names, by its key or its title in either language; "" if there is none.
std::string ColumnKeyOf(FileKind kind, absl::string_view header);

// "criterion1", "answer1": a task's criteria stand in pairs of columns, at most so many.
inline constexpr int kMostCriteria = 12;
std::string CriterionColumn(int index);
std::string AnswerColumn(int index);

// The words that the list of a column offers; none where it has no list.
std::vector<Text> ChoicesOf(absl::string_view column);

// What a chosen word stands for ("最终数" is "FINAL", "签收" is "acknowledge"), and a day however it is written ("2018/3/5"); any other text as it is.
std::string MeaningOf(absl::string_view column, const std::string& text);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_COLUMNS_H_
