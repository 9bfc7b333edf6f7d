// An Excel workbook as the clerk's file needs it: sheets of cells that hold what was typed, told apart from what a formula made. Pure values; any
// thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_WORKBOOK_H_
#define QCITY_SERVICES_CLI_WORKBOOK_WORKBOOK_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/text.h"

namespace qcity::cli {

enum class CellKind { kText, kNumber, kBoolean, kError, kFormula };

// How a number is shown, which is what its writer meant by it.
enum class NumberStyle { kPlain, kPercent, kDate };

struct WorkCell {
  CellKind kind = CellKind::kText;
  // What a person reads in the cell: the text, "98.5%" for 0.985 shown as a percentage, "2018-03-05" for a number shown as a date, "TRUE", "#DIV/0!". Of a
  // formula: its own text.
  std::string text;
};

// A block of cells that were made one. Lines and columns from 1, inclusive.
struct MergedCells {
  int first_line = 0, first_column = 0, last_line = 0, last_column = 0;
};

struct WorkSheet {
  std::string name;
  bool hidden = false;
  // By line, then column, both from 1. Empty cells are not there.
  std::map<int, std::map<int, WorkCell>> cells;
  std::vector<MergedCells> merged;
  // First and last of each block of hidden columns.
  std::vector<std::pair<int, int>> hidden_columns;

  // nullptr for an empty cell.
  const WorkCell* At(int line, int column) const;
  bool IsHidden(int column) const;
};

struct Workbook {
  std::vector<WorkSheet> sheets;

  // nullptr if there is none.
  const WorkSheet* Find(absl::string_view name) const;
};

// 1 is "A", 27 is "AA".
std::string ColumnLetters(int column);

// INVALID_ARGUMENT with the reason BAD_WORKBOOK: the file is not one, or not one that we read.
absl::Status BadWorkbook(Text why);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_WORKBOOK_H_
