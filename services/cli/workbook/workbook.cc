#include "services/cli/workbook/workbook.h"

#include <algorithm>

#include "common/base/error.h"

namespace qcity::cli {

const WorkCell* WorkSheet::At(int line, int column) const {
  const auto row = cells.find(line);
  if (row == cells.end()) return nullptr;
  const auto cell = row->second.find(column);
  return cell == row->second.end() ? nullptr : &cell->second;
}

bool WorkSheet::IsHidden(int column) const {
  return std::any_of(hidden_columns.begin(), hidden_columns.end(),
                     [&](const auto& block) { return block.first <= column && column <= block.second; });
}

const WorkSheet* Workbook::Find(absl::string_view name) const {
  const auto found =
      std::find_if(sheets.begin(), sheets.end(), [&](const WorkSheet& sheet) { return sheet.name == name; });
  return found == sheets.end() ? nullptr : &*found;
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

absl::Status BadWorkbook(Text why) { return Error(absl::StatusCode::kInvalidArgument, "BAD_WORKBOOK", std::move(why)); }

}  // namespace qcity::cli
