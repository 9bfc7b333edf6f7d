#include "services/cli/output/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/unicode.h"

namespace qcity::cli {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";
constexpr char kGap[] = "  ";

// Length of the well-formed character at the start of `text`; 0 if there is none.
std::size_t CharacterLength(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return length <= text.size() && IsValidUtf8(text.substr(0, length)) ? length : 0;
}

// C0, DEL and C1 controls, and the marks that reorder text (they would let a cell pose as another).
bool IsUnsafe(absl::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead < 0x20 || lead == 0x7F;
  const auto second = static_cast<unsigned char>(character[1]);
  if (lead == 0xC2) return second < 0xA0;
  if (lead != 0xE2 || character.size() != 3) return false;
  const auto third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && third >= 0xAA && third <= 0xAE) || (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

const char* EscapeOf(Tone tone) {
  switch (tone) {
    case Tone::kGood: return "\033[32m";
    case Tone::kWarning: return "\033[33m";
    case Tone::kBad: return "\033[31m";
    case Tone::kFaint: return "\033[2m";
    case Tone::kPlain: break;
  }
  return "";
}

bool IsWordCharacter(absl::string_view character) {
  return character.size() == 1 &&
         (absl::ascii_isalnum(static_cast<unsigned char>(character[0])) || absl::StrContains("-_.@", character));
}

// Whether a line may not begin with `next` after `last`: Latin words and numbers stay whole, and closing marks stay with what they close.
bool StaysTogether(absl::string_view last, absl::string_view next) {
  constexpr absl::string_view kClosing = "，。、；：！？）》〉」』”’…‰,;:!?)%";
  return absl::StrContains(kClosing, next) || (IsWordCharacter(last) && IsWordCharacter(next));
}

// `text` in pieces of at most `width` columns; whole if `width` is 0.
std::vector<std::string> Wrapped(const std::string& text, int width) {
  if (width == 0 || DisplayWidth(text) <= width) return {text};
  std::vector<absl::string_view> characters;
  for (absl::string_view rest = text; !rest.empty(); rest.remove_prefix(characters.back().size()))
    characters.push_back(rest.substr(0, CharacterLength(rest)));
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < characters.size();) {
    std::size_t end = begin;
    for (int used = 0; end < characters.size(); ++end) {
      used += DisplayWidth(characters[end]);
      if (used > width && end > begin) break;
    }
    std::size_t cut = end;
    while (cut < characters.size() && cut > begin && StaysTogether(characters[cut - 1], characters[cut])) --cut;
    if (cut == begin) cut = end;  // One word longer than the line.
    lines.push_back(absl::StrJoin(characters.begin() + begin, characters.begin() + cut, ""));
    begin = cut;
    while (begin < characters.size() && characters[begin] == " ") ++begin;
  }
  return lines;
}

void AppendPadded(const std::string& shown, const Cell& cell, bool right, int width, bool color, std::string* line) {
  const std::string padding(static_cast<std::size_t>(std::max(0, width - DisplayWidth(shown))), ' ');
  if (right) line->append(padding);
  line->append(color ? Coloured(shown, cell.tone) : shown);
  if (!right) line->append(padding);
}

// A table laid out: every cell as its lines, every column with its width.
class Grid {
 public:
  Grid(const Table& table, Language language, bool color) : table_(table), language_(language), color_(color) {
    for (const Column& column : table.columns) widths_.push_back(DisplayWidth(In(language, column.title)));
    for (const std::vector<Cell>& row : table.rows) {
      std::vector<std::vector<std::string>>& cells = rows_.emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(Wrapped(Printable(row[i].text), table.columns[i].wrap));
        for (const std::string& line : cells.back()) widths_[i] = std::max(widths_[i], DisplayWidth(line));
      }
    }
  }

  std::string Render() {
    if (!table_.title.en.empty()) AppendLine(In(language_, table_.title));
    std::string head, rule;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      absl::StrAppend(&rule, i > 0 ? kGap : "", std::string(static_cast<std::size_t>(widths_[i]), '-'));
      absl::StrAppend(&head, i > 0 ? kGap : "");
      AppendPadded(In(language_, table_.columns[i].title), Cell(), table_.columns[i].right, widths_[i], false, &head);
    }
    AppendLine(head);
    AppendLine(rule);
    for (std::size_t r = 0; r < rows_.size(); ++r) AppendRow(r);
    return std::move(out_);
  }

 private:
  void AppendRow(std::size_t r) {
    std::size_t height = 1;
    for (const std::vector<std::string>& lines : rows_[r]) height = std::max(height, lines.size());
    for (std::size_t k = 0; k < height; ++k) {
      std::string line;
      for (std::size_t i = 0; i < rows_[r].size(); ++i) {
        if (i > 0) absl::StrAppend(&line, kGap);
        const std::string piece = k < rows_[r][i].size() ? rows_[r][i][k] : "";
        AppendPadded(piece, table_.rows[r][i], table_.columns[i].right, widths_[i], color_, &line);
      }
      AppendLine(std::move(line));
    }
  }

  void AppendLine(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out_, line, "\n");
  }

  const Table& table_;
  const Language language_;
  const bool color_;
  std::vector<int> widths_;
  std::vector<std::vector<std::vector<std::string>>> rows_;
  std::string out_;
};

}  // namespace

std::string Printable(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = CharacterLength(text);
    const absl::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (character == "\n" || character == "\t") {
      out.push_back(' ');
    } else if (length == 0 || IsUnsafe(character)) {
      out.append(kReplacement);
    } else {
      absl::StrAppend(&out, character);
    }
    text.remove_prefix(character.size());
  }
  return out;
}

std::string Coloured(absl::string_view text, Tone tone) {
  if (tone == Tone::kPlain || text.empty()) return std::string(text);
  return absl::StrCat(EscapeOf(tone), text, "\033[0m");
}

std::string RenderTable(const Table& table, Language language, bool color) {
  return Grid(table, language, color).Render();
}

}  // namespace qcity::cli
