#include "services/cli/workbook/sheet_reader.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "services/cli/workbook/number_text.h"
#include "services/cli/workbook/xml.h"

namespace qcity::cli {
namespace {

constexpr int kMostLines = 1'048'576, kMostColumns = 16'384, kMostCharacters = 32'767;

struct Position {
  int line = 0;
  int column = 0;
};

// "B7"; nullopt for anything else, and beyond Excel's bounds.
std::optional<Position> ParsePosition(absl::string_view text) {
  Position position;
  std::size_t i = 0;
  for (; i < text.size() && absl::ascii_isupper(static_cast<unsigned char>(text[i])) && i < 3; ++i) {
    position.column = position.column * 26 + (text[i] - 'A' + 1);
  }
  const bool digits = i < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
  if (!digits || !absl::SimpleAtoi(text.substr(i), &position.line)) return std::nullopt;
  if (position.column < 1 || position.column > kMostColumns) return std::nullopt;
  if (position.line < 1 || position.line > kMostLines) return std::nullopt;
  return position;
}

absl::Status BadCell(const WorkSheet& sheet, Position at, const Text& why) {
  const std::string place = absl::StrCat(ColumnLetters(at.column), at.line);
  return BadWorkbook({absl::StrCat("工作表“", sheet.name, "”单元格 ", place, "：", why.zh),
                      absl::StrCat("sheet \"", sheet.name, "\", cell ", place, ": ", why.en)});
}

NumberStyle StyleOf(const WorkbookParts& parts, absl::string_view style) {
  std::uint32_t index = 0;
  if (!absl::SimpleAtoi(style, &index) || index >= parts.styles.size()) return NumberStyle::kPlain;
  return parts.styles[index];
}

// The text of a number; as it is written where it is none.
std::string NumberCellText(const WorkbookParts& parts, NumberStyle style, absl::string_view value) {
  double number = 0;
  if (!absl::SimpleAtod(value, &number) || !std::isfinite(number)) return std::string(value);
  if (style == NumberStyle::kPercent) return PercentText(number);
  if (style == NumberStyle::kDate) {
    std::optional<std::string> day = DayText(number, parts.from_1904);
    if (day.has_value()) return *std::move(day);
  }
  return NumberText(number);
}

absl::StatusOr<WorkCell> CellOf(const pugi::xml_node& node, const WorkbookParts& parts) {
  const absl::string_view type = Attribute(node, "t");
  const std::string value = Child(node, "v").text().get();
  const pugi::xml_node formula = Child(node, "f");
  if (formula) return WorkCell{CellKind::kFormula, absl::StrCat("=", formula.text().get())};
  if (type == "s") {
    std::uint32_t index = 0;
    if (value.empty()) return WorkCell{};
    if (!absl::SimpleAtoi(value, &index) || index >= parts.shared_strings.size()) {
      return BadWorkbook({"引用了不存在的文本", "refers to a text that is not there"});
    }
    return WorkCell{CellKind::kText, parts.shared_strings[index]};
  }
  if (type == "inlineStr") return WorkCell{CellKind::kText, TextOf(Child(node, "is"))};
  if (type == "str") return WorkCell{CellKind::kText, Unescaped(value)};
  if (type == "d") return WorkCell{CellKind::kText, value.substr(0, 10)};
  if (type == "b") return WorkCell{CellKind::kBoolean, value.empty() ? "" : IsTrue(value) ? "TRUE" : "FALSE"};
  if (type == "e") return WorkCell{CellKind::kError, value};
  if (value.empty()) return WorkCell{};
  return WorkCell{CellKind::kNumber, NumberCellText(parts, StyleOf(parts, Attribute(node, "s")), value)};
}

absl::Status ReadCell(const pugi::xml_node& node, Position at, WorkbookParts& parts, WorkSheet& sheet) {
  if (--parts.cells_left < 0) {
    return BadWorkbook({"工作簿超过 200000 个单元格", "the workbook has over 200,000 cells"});
  }
  absl::StatusOr<WorkCell> cell = CellOf(node, parts);
  if (!cell.ok()) return BadCell(sheet, at, {"引用了不存在的文本", "refers to a text that is not there"});
  if (!IsValidUtf8(cell->text)) return BadCell(sheet, at, {"含有无效字符", "holds characters that are none"});
  if (CharacterCount(cell->text) > kMostCharacters) {
    return BadCell(
        sheet, at,
        {absl::StrCat("超过 ", kMostCharacters, " 个字"), absl::StrCat("over ", kMostCharacters, " characters")});
  }
  if (!cell->text.empty()) sheet.cells[at.line][at.column] = *std::move(cell);
  return absl::OkStatus();
}

absl::Status ReadRow(const pugi::xml_node& row, int line, WorkbookParts& parts, WorkSheet& sheet) {
  int column = 0;
  for (const pugi::xml_node& node : row.children()) {
    if (LocalName(node.name()) != "c") continue;
    Position at{line, column + 1};
    const absl::string_view place = Attribute(node, "r");
    if (!place.empty()) {
      const std::optional<Position> said = ParsePosition(place);
      if (!said.has_value() || said->line != line) {
        return BadWorkbook({absl::StrCat("单元格位置 ", place, " 不对"), absl::StrCat("bad place of a cell: ", place)});
      }
      at = *said;
    }
    if (at.column > kMostColumns) return BadWorkbook({"列数过多", "too many columns"});
    RETURN_IF_ERROR(ReadCell(node, at, parts, sheet));
    column = at.column;
  }
  return absl::OkStatus();
}

absl::Status ReadRows(const pugi::xml_node& data, WorkbookParts& parts, WorkSheet& sheet) {
  int line = 0;
  for (const pugi::xml_node& row : data.children()) {
    if (LocalName(row.name()) != "row") continue;
    const absl::string_view said = Attribute(row, "r");
    if (said.empty()) {
      ++line;
    } else if (!absl::SimpleAtoi(said, &line)) {
      line = 0;
    }
    if (line < 1 || line > kMostLines) return BadWorkbook({"行号不对", "bad number of a row"});
    RETURN_IF_ERROR(ReadRow(row, line, parts, sheet));
  }
  return absl::OkStatus();
}

void ReadMerged(const pugi::xml_node& cells, WorkSheet& sheet) {
  for (const pugi::xml_node& node : cells.children()) {
    const std::pair<std::string, std::string> corners = absl::StrSplit(Attribute(node, "ref"), absl::MaxSplits(':', 1));
    const std::optional<Position> first = ParsePosition(corners.first), last = ParsePosition(corners.second);
    if (!first.has_value() || !last.has_value()) continue;
    sheet.merged.push_back({first->line, first->column, last->line, last->column});
  }
}

void ReadColumns(const pugi::xml_node& columns, WorkSheet& sheet) {
  for (const pugi::xml_node& node : columns.children()) {
    int first = 0, last = 0;
    if (!IsTrue(Attribute(node, "hidden"))) continue;
    if (!absl::SimpleAtoi(Attribute(node, "min"), &first) || !absl::SimpleAtoi(Attribute(node, "max"), &last)) continue;
    sheet.hidden_columns.emplace_back(first, last);
  }
}

}  // namespace

std::string TextOf(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    const absl::string_view name = LocalName(child.name());
    if (name == "t") absl::StrAppend(&text, child.text().get());
    if (name == "r") absl::StrAppend(&text, Child(child, "t").text().get());
  }
  return Unescaped(text);
}

absl::Status ReadSheet(const pugi::xml_node& root, WorkbookParts& parts, WorkSheet& sheet) {
  ReadMerged(Child(root, "mergeCells"), sheet);
  ReadColumns(Child(root, "cols"), sheet);
  return ReadRows(Child(root, "sheetData"), parts, sheet);
}

}  // namespace qcity::cli
