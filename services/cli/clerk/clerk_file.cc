#include "services/cli/clerk/clerk_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/workbook/reader.h"

namespace qcity::cli {
namespace {

constexpr int kMostCharacters = 20'000;
constexpr std::size_t kMostBytes = 16 << 20;

absl::Status NotATemplate(const std::string& name) {
  return Error(absl::StatusCode::kInvalidArgument, "NOT_A_TEMPLATE",
               {absl::StrCat(name, " 不是 qcity template 生成的填报表：没有行标识列"),
                absl::StrCat(name, " was not made by qcity template: it has no column of row keys")});
}

absl::StatusOr<std::string> BytesOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(kMostBytes + 1, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  if (bytes.size() > kMostBytes) {
    return Error(absl::StatusCode::kInvalidArgument, "FILE_TOO_LARGE",
                 {absl::StrCat(path, "：文件超过 16 MiB"), absl::StrCat(path, ": the file is over 16 MiB")});
  }
  if (!bytes.empty()) return bytes;
  return Error(absl::StatusCode::kInvalidArgument, "FILE_NOT_FOUND",
               {absl::StrCat(path, "：文件不存在、为空或无法读取"),
                absl::StrCat(path, ": the file does not exist, is empty or cannot be read")});
}

// What a cell may not be; empty texts if it may.
Text FaultOf(const WorkCell& cell) {
  switch (cell.kind) {
    case CellKind::kFormula: return {"含有公式，请改填公式的结果", "holds a formula; enter its result instead"};
    case CellKind::kError: return {absl::StrCat("是错误值 ", cell.text), absl::StrCat("is the error ", cell.text)};
    case CellKind::kBoolean: return {"是逻辑值，应为文本或数值", "is a truth value; want a text or a number"};
    default: break;
  }
  const absl::Status status = CheckText("", cell.text, kMostCharacters, Newlines::kAllow);
  return status.ok() ? Text{} : DetailOf(status)->fields.front().text;
}

void TakeCell(const WorkCell& cell, int line, int column, CsvRow& row, CsvTable& table) {
  const Text fault = FaultOf(cell);
  const bool below_head = column <= static_cast<int>(table.header.size());
  if (!fault.en.empty()) {
    table.faults.push_back({line, column, fault});
  } else if (!below_head) {
    table.faults.push_back({line, column, {"这一列没有标题", "this column has no title"}});
  } else {
    row.fields[static_cast<std::size_t>(column) - 1] = ToNfc(cell.text);
  }
}

// The sheet as a table whose columns stand where the sheet's do.
CsvTable TableOf(const WorkSheet& sheet) {
  CsvTable table;
  for (const MergedCells& block : sheet.merged) {
    const std::string place = absl::StrCat(ColumnLetters(block.first_column), block.first_line, ":",
                                           ColumnLetters(block.last_column), block.last_line);
    table.faults.push_back({block.first_line,
                            block.first_column,
                            {absl::StrCat("合并单元格 ", place, "，请取消合并"),
                             absl::StrCat("merged cells ", place, "; take them apart")}});
  }
  for (const auto& [line, cells] : sheet.cells) {
    if (line == 1) {
      table.header.resize(static_cast<std::size_t>(cells.rbegin()->first));
      for (const auto& [column, cell] : cells) table.header[static_cast<std::size_t>(column) - 1] = cell.text;
      continue;
    }
    CsvRow row{line, std::vector<std::string>(table.header.size())};
    for (const auto& [column, cell] : cells) TakeCell(cell, line, column, row, table);
    table.rows.push_back(std::move(row));
  }
  return table;
}

bool HasKey(const std::vector<std::string>& header) {
  return std::any_of(header.begin(), header.end(),
                     [](const std::string& title) { return ColumnKeyOf(FileKind::kIndicators, title) == "key"; });
}

absl::StatusOr<CsvTable> TableOfWorkbook(const std::string& name, std::string bytes) {
  ASSIGN_OR_RETURN(const Workbook book, ReadWorkbook(std::move(bytes)));
  for (const WorkSheet& sheet : book.sheets) {
    if (sheet.hidden) continue;
    CsvTable table = TableOf(sheet);
    if (HasKey(table.header)) return table;
  }
  return NotATemplate(name);
}

absl::StatusOr<CsvTable> TableOfBytes(const std::string& name, std::string bytes) {
  // A zip file, or the container of old and of encrypted workbooks.
  if (absl::StartsWith(bytes, "PK") || absl::StartsWith(bytes, "\xD0\xCF\x11\xE0")) {
    return TableOfWorkbook(name, std::move(bytes));
  }
  absl::StatusOr<CsvTable> table = ParseCsv(bytes);
  if (!table.ok()) return Under(name, table.status());
  if (!HasKey(table->header)) return NotATemplate(name);
  return table;
}

// Which kind the file is says its first whole key; a column of steps where there is none.
FileKind KindOf(const CsvTable& table) {
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    if (ColumnKeyOf(FileKind::kTasks, table.header[column]) == "step") return FileKind::kTasks;
  }
  return FileKind::kIndicators;
}

// Columns by their keys, words by their meaning.
void Translate(FileKind kind, CsvTable& table) {
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    const std::string key = ColumnKeyOf(kind, table.header[column]);
    if (key.empty()) continue;
    table.header[column] = key;
    for (CsvRow& row : table.rows) row.fields[column] = MeaningOf(key, row.fields[column]);
  }
}

// Whether anything was entered. A unit alone is not: templates hold it already.
bool IsFilled(const Sheet& sheet, const CsvRow& row, FileKind kind) {
  const std::vector<ClerkColumn>& columns = ClerkColumns(kind);
  return std::any_of(columns.begin(), columns.end(), [&](const ClerkColumn& column) {
    return column.entry != EntryKind::kNone && column.key != "unit" && sheet.Has(row, column.key);
  });
}

// The row's key, which must be whole, agree with what the row shows, and stand nowhere above.
std::optional<RowKey> KeyOf(Sheet& sheet, const CsvRow& row, FileKind kind, std::set<std::string>& seen) {
  const std::string text = sheet.Text(row, "key");
  std::optional<RowKey> key = DecodeKey(text);
  if (!key.has_value() || key->kind != kind) {
    sheet.Fault(row, "key",
                Text{"行标识被改动或缺失，请重新生成填报表；只可填写着色的单元格",
                     "the row's key was edited or is missing; make the file anew and enter coloured cells only"});
    return std::nullopt;
  }
  if (sheet.Text(row, "number") != key->number || sheet.Folded(row, "period") != key->period) {
    sheet.Fault(
        row, "number",
        Text{absl::StrCat("行标识是 ", key->number, " 的 ", key->period, "，与本行显示的不符；请勿移动或改写行"),
             absl::StrCat("the row's key is of ", key->number, ", ", key->period,
                          ", which is not what the row shows; rows must not be moved or rewritten")});
    return std::nullopt;
  }
  if (!seen.insert(text).second) {
    sheet.Fault(row, "key", Text{"同一行出现两次", "the same row stands twice"});
    return std::nullopt;
  }
  return key;
}

}  // namespace

absl::StatusOr<ClerkFile> ReadClerkFile(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  ASSIGN_OR_RETURN(std::string bytes, BytesOf(path));
  ASSIGN_OR_RETURN(CsvTable table, TableOfBytes(name, std::move(bytes)));
  const FileKind kind = KindOf(table);
  Translate(kind, table);
  std::vector<std::string> known;
  for (const ClerkColumn& column : ClerkColumns(kind)) known.push_back(column.key);
  ClerkFile file{kind, Sheet::Of(name, std::move(table), known, {"key", "number", "period"}), {}, 0};
  std::set<int> faulty;  // A formula is an entry too.
  for (const SheetFault& fault : file.sheet.faults()) faulty.insert(fault.line);
  std::set<std::string> seen;
  for (const CsvRow& row : file.sheet.rows()) {
    if (faulty.count(row.line) == 0 && !IsFilled(file.sheet, row, kind)) continue;
    ++file.filled;
    const std::optional<RowKey> key = KeyOf(file.sheet, row, kind, seen);
    if (key.has_value()) file.rows.push_back({row, *key});
  }
  return file;
}

}  // namespace qcity::cli
