#include "services/cli/workbook/writer.h"

#include <xlsxwriter.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/workbook/workbook.h"
#include "services/cli/workbook/xml.h"

namespace qcity::cli {
namespace {

constexpr std::uint32_t kHeadColor = 0xDDEBF7, kEntryColor = 0xFFF9E5;

struct Formats {
  lxw_format* head;
  lxw_format* locked;
  lxw_format* number;
  lxw_format* text;
  lxw_format* date;
};

lxw_format* Bordered(lxw_workbook* book) {
  lxw_format* format = workbook_add_format(book);
  format_set_border(format, LXW_BORDER_THIN);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  format_set_text_wrap(format);
  return format;
}

lxw_format* Entry(lxw_workbook* book, const char* number_format) {
  lxw_format* format = Bordered(book);
  format_set_unlocked(format);
  format_set_bg_color(format, kEntryColor);
  format_set_num_format(format, number_format);
  return format;
}

Formats MakeFormats(lxw_workbook* book) {
  Formats formats{Bordered(book), Bordered(book), Entry(book, "General"), Entry(book, "@"), Entry(book, "yyyy-mm-dd")};
  format_set_bold(formats.head);
  format_set_bg_color(formats.head, kHeadColor);
  format_set_num_format(formats.locked, "@");
  return formats;
}

lxw_format* FormatOf(const Formats& formats, EntryKind entry) {
  switch (entry) {
    case EntryKind::kNumber: return formats.number;
    case EntryKind::kText: return formats.text;
    case EntryKind::kDate: return formats.date;
    default: return formats.locked;
  }
}

absl::Status Check(const std::string& path, lxw_error error) {
  if (error == LXW_NO_ERROR) return absl::OkStatus();
  return BadWorkbook({absl::StrCat("写不了 ", path, "：", lxw_strerror(error)),
                      absl::StrCat("cannot write ", path, ": ", lxw_strerror(error))});
}

absl::Status AddChoices(const std::string& path, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column,
                        std::vector<std::string> choices) {
  std::vector<char*> list;  // Not const in the library's structure, which only reads them.
  for (std::string& choice : choices) list.push_back(choice.data());
  list.push_back(nullptr);
  lxw_data_validation validation{};
  validation.validate = LXW_VALIDATION_TYPE_LIST;
  validation.value_list = list.data();
  return Check(path, worksheet_data_validation_cell(sheet, row, column, &validation));
}

absl::Status WriteSheet(const std::string& path, lxw_workbook* book, const Formats& formats, const DraftSheet& draft) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, draft.name.c_str());
  if (sheet == nullptr) return BadWorkbook({"工作表名称不对", "bad name of a sheet"});
  if (draft.hidden) worksheet_hide(sheet);
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    const DraftColumn& column = draft.columns[i];
    const auto at = static_cast<lxw_col_t>(i);
    lxw_row_col_options options{};
    options.hidden = column.hidden ? LXW_TRUE : LXW_FALSE;
    RETURN_IF_ERROR(Check(path, worksheet_set_column_opt(sheet, at, at, column.width, nullptr, &options)));
    RETURN_IF_ERROR(Check(path, worksheet_write_string(sheet, 0, at, Escaped(column.title).c_str(), formats.head)));
  }
  for (std::size_t line = 0; line < draft.rows.size(); ++line) {
    const auto row = static_cast<lxw_row_t>(line + 1);
    for (std::size_t i = 0; i < draft.rows[line].size(); ++i) {
      const DraftCell& cell = draft.rows[line][i];
      const auto at = static_cast<lxw_col_t>(i);
      RETURN_IF_ERROR(Check(
          path, worksheet_write_string(sheet, row, at, Escaped(cell.text).c_str(), FormatOf(formats, cell.entry))));
      if (!cell.choices.empty()) RETURN_IF_ERROR(AddChoices(path, sheet, row, at, cell.choices));
    }
  }
  worksheet_freeze_panes(sheet, 1, 0);
  lxw_protection protection{};
  protection.format_columns = LXW_TRUE;
  protection.format_rows = LXW_TRUE;
  worksheet_protect(sheet, nullptr, &protection);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteWorkbook(const std::string& path, const std::vector<DraftSheet>& sheets) {
  absl::Status unwritable = BadWorkbook({absl::StrCat("写不了 ", path), absl::StrCat("cannot write ", path)});
  const std::string partial = absl::StrCat(path, ".part");
  if (!std::ofstream(partial)) return unwritable;  // The library would tell stderr.
  lxw_workbook* book = workbook_new(partial.c_str());
  if (book == nullptr) return unwritable;
  const Formats formats = MakeFormats(book);
  absl::Status status;
  for (const DraftSheet& sheet : sheets) status.Update(WriteSheet(path, book, formats, sheet));
  status.Update(Check(path, workbook_close(book)));
  std::error_code error;
  if (status.ok()) std::filesystem::rename(partial, path, error);
  if (error) status = unwritable;
  if (!status.ok()) std::filesystem::remove(partial, error);
  return status;
}

}  // namespace qcity::cli
