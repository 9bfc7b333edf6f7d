#include "common/base/csv.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/decode.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"

namespace qcity {
namespace {

constexpr int kNameCharacters = 200, kFieldCharacters = 20'000;

absl::Status AtLine(int line, Text text) { return InvalidField(absl::StrCat("line ", line), std::move(text)); }

// Splits decoded text into records, keeping count of lines.
class Splitter {
 public:
  explicit Splitter(absl::string_view text) : text_(text) {}

  bool AtEnd() const { return position_ == text_.size(); }

  // The next line without its '#', if it is a comment.
  bool TakeComment(std::string* comment) {
    if (AtEnd() || text_[position_] != '#') return false;
    const std::size_t end = std::min(text_.find('\n', position_), text_.size());
    *comment = std::string(absl::StripAsciiWhitespace(text_.substr(position_ + 1, end - position_ - 1)));
    position_ = end;
    Take('\n');
    return true;
  }

  absl::StatusOr<CsvRow> TakeRecord() {
    CsvRow row{line_, {}};
    do {
      ASSIGN_OR_RETURN(const std::string field, TakeField());
      row.fields.push_back(ToNfc(field));
    } while (Take(','));
    if (absl::StartsWith(text_.substr(position_), "\r\n")) ++position_;
    if (Take('\n') || AtEnd()) return row;
    return AtLine(line_, {"引号只能包住整个字段", "quotes may only enclose a whole field"});
  }

 private:
  bool Take(char c) {
    if (AtEnd() || text_[position_] != c) return false;
    ++position_;
    if (c == '\n') ++line_;
    return true;
  }

  absl::StatusOr<std::string> TakeField() {
    if (Take('"')) return TakeQuoted();
    const std::size_t end = std::min(text_.find_first_of(",\n\"", position_), text_.size());
    absl::string_view field = text_.substr(position_, end - position_);
    if (end < text_.size() && text_[end] == '"') {
      return AtLine(line_, {"引号只能包住整个字段", "quotes may only enclose a whole field"});
    }
    // The carriage return belongs to the line's end, which TakeRecord takes.
    const bool at_line_end = end == text_.size() || text_[end] == '\n';
    if (at_line_end) absl::ConsumeSuffix(&field, "\r");
    position_ = end;
    return std::string(field);
  }

  absl::StatusOr<std::string> TakeQuoted() {
    const int opened = line_;
    std::string field;
    while (!AtEnd()) {
      const char c = text_[position_];
      Take(c);
      // A doubled quote stands for one; a single one closes.
      if (c == '"' && !Take('"')) return absl::StrReplaceAll(field, {{"\r\n", "\n"}});
      field.push_back(c);
    }
    return AtLine(opened, {"引号没有闭合", "the quote is never closed"});
  }

  absl::string_view text_;
  std::size_t position_ = 0;
  int line_ = 1;
};

bool IsEmpty(const CsvRow& row) {
  return std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) { return field.empty(); });
}

absl::StatusOr<std::vector<std::string>> HeaderOf(const CsvRow& row) {
  std::vector<std::string> header;
  std::set<std::string> seen;
  for (const std::string& field : row.fields) {
    header.emplace_back(absl::StripAsciiWhitespace(field));
    RETURN_IF_ERROR(CheckRequiredText(absl::StrCat("line ", row.line), header.back(), kNameCharacters));
    if (!seen.insert(header.back()).second) {
      return AtLine(row.line, {absl::StrCat("列名“", header.back(), "”重复"),
                               absl::StrCat("the column \"", header.back(), "\" stands twice")});
    }
  }
  return header;
}

// Sorts a data row among rows or faults.
void Place(CsvRow row, CsvTable* table) {
  const std::size_t wanted = table->header.size();
  if (row.fields.size() != wanted) {
    table->faults.push_back({row.line,
                             0,
                             {absl::StrCat("应有 ", wanted, " 列，实有 ", row.fields.size(), " 列"),
                              absl::StrCat("want ", wanted, " fields, got ", row.fields.size())}});
    return;
  }
  for (std::size_t i = 0; i < wanted; ++i) {
    const absl::Status status = CheckText("", row.fields[i], kFieldCharacters, Newlines::kAllow);
    if (status.ok()) continue;
    const ErrorDetail detail = *DetailOf(status);
    table->faults.push_back({row.line, static_cast<int>(i) + 1, detail.fields.front().text});
    return;
  }
  table->rows.push_back(std::move(row));
}

bool NeedsQuotes(absl::string_view field) {
  if (field.empty()) return false;
  return field.find_first_of(",\"\r\n") != absl::string_view::npos || absl::ascii_isspace(field.front()) ||
         absl::ascii_isspace(field.back()) || field.front() == '#';
}

// "1,234,567.8" without its separators; as it was if they do not stand at thousands.
std::string WithoutThousands(const std::string& text) {
  const std::size_t first = text.find(',');
  if (first == std::string::npos) return text;
  const std::size_t end = std::min(text.find('.'), text.size());
  const std::size_t sign = text[0] == '-' || text[0] == '+' ? 1 : 0;
  if (first <= sign || first > sign + 3) return text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool separator_place = i >= first && i < end && (end - i) % 4 == 0;
    if ((text[i] == ',') != separator_place) return text;
  }
  return absl::StrReplaceAll(text, {{",", ""}});
}

}  // namespace

int CsvTable::Column(absl::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

absl::StatusOr<CsvTable> ParseCsv(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const std::string text, DecodeText(bytes));
  Splitter splitter(text);
  CsvTable table;
  for (std::string comment; splitter.TakeComment(&comment);) table.comments.push_back(comment);
  while (!splitter.AtEnd()) {
    ASSIGN_OR_RETURN(CsvRow row, splitter.TakeRecord());
    if (IsEmpty(row)) continue;
    if (table.header.empty()) {
      ASSIGN_OR_RETURN(table.header, HeaderOf(row));
    } else {
      Place(std::move(row), &table);
    }
  }
  if (table.header.empty()) return AtLine(1, {"文件没有表头", "the file has no header"});
  return table;
}

absl::StatusOr<CsvTable> ReadCsvFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream bytes;
  if (!stream || !(bytes << stream.rdbuf())) {
    return Error(absl::StatusCode::kNotFound, "FILE_NOT_FOUND",
                 {absl::StrCat(path, "：文件不存在、为空或无法读取"),
                  absl::StrCat(path, ": the file does not exist, is empty or cannot be read")});
  }
  return ParseCsv(bytes.str());
}

std::string CsvLine(absl::Span<const std::string> fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != fields.data()) line.push_back(',');
    if (NeedsQuotes(field)) {
      absl::StrAppend(&line, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
    } else {
      line.append(field);
    }
  }
  return line.append("\r\n");
}

absl::StatusOr<SheetNumber> ParseSheetNumber(absl::string_view path, absl::string_view text) {
  const std::string folded = FoldFullWidthDigits(text);
  absl::string_view trimmed = absl::StripAsciiWhitespace(folded);
  SheetNumber number;
  number.percent = absl::ConsumeSuffix(&trimmed, "%");
  const std::string plain = WithoutThousands(std::string(absl::StripAsciiWhitespace(trimmed)));
  // SimpleAtod also reads "nan", "inf" and hexadecimals, which no sheet means.
  const bool decimal = plain.find_first_not_of("0123456789.+-eE") == std::string::npos;
  if (decimal && absl::SimpleAtod(plain, &number.value) && std::isfinite(number.value)) return number;
  return InvalidField(path,
                      {absl::StrCat("应为数值，收到“", text, "”"), absl::StrCat("want a number, got \"", text, "\"")});
}

}  // namespace qcity
