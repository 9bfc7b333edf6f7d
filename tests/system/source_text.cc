#include "tests/system/source_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace qcity::layout {
namespace {

bool IsWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// One pass over a source, a lexical element at a time.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(text) {}

  std::string Run() {
    while (!rest_.empty()) Step();
    return std::move(code_);
  }

 private:
  void Step() {
    const bool after_word = !code_.empty() && IsWord(code_.back());
    if (absl::StartsWith(rest_, "//")) return Drop(rest_.find('\n'));
    if (absl::StartsWith(rest_, "/*")) return Drop(EndOf("*/", 2));
    if (absl::StartsWith(rest_, "R\"") && !after_word) return Keep(EndOfRawString());
    if (rest_.front() == '"') return Keep(EndOfLiteral('"'));
    if (rest_.front() == '\'' && !after_word) return Keep(EndOfLiteral('\''));  // After a word: 1'000.
    Keep(1);
  }

  void Keep(std::size_t length) {
    absl::StrAppend(&code_, rest_.substr(0, length));
    rest_.remove_prefix(std::min(length, rest_.size()));
  }

  // Keeps the line breaks, so that the lines after it keep their numbers.
  void Drop(std::size_t length) {
    const absl::string_view dropped = rest_.substr(0, length);
    code_.append(static_cast<std::size_t>(std::count(dropped.begin(), dropped.end(), '\n')), '\n');
    rest_.remove_prefix(dropped.size());
  }

  std::size_t EndOf(absl::string_view mark, std::size_t from) const {
    const std::size_t at = rest_.find(mark, from);
    return at == absl::string_view::npos ? rest_.size() : at + mark.size();
  }

  std::size_t EndOfRawString() const {
    const std::size_t open = rest_.find('(');
    if (open == absl::string_view::npos) return rest_.size();
    return EndOf(absl::StrCat(")", rest_.substr(2, open - 2), "\""), open);
  }

  std::size_t EndOfLiteral(char quote) const {
    std::size_t at = 1;
    while (at < rest_.size() && rest_[at] != quote) at += rest_[at] == '\\' ? 2 : 1;
    return at + 1;
  }

  absl::string_view rest_;
  std::string code_;
};

}  // namespace

std::string CodeOf(absl::string_view text) { return Scanner(text).Run(); }

std::vector<std::string> IncludesOf(absl::string_view text) {
  const std::string code = CodeOf(text);
  std::vector<std::string> includes;
  for (absl::string_view line : absl::StrSplit(code, '\n')) {
    if (!absl::ConsumePrefix(&line, "#include ")) continue;
    line = absl::StripAsciiWhitespace(line);
    if (line.size() > 2) includes.emplace_back(line.substr(1, line.size() - 2));
  }
  return includes;
}

std::string OpeningComment(absl::string_view text) {
  std::string comment;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::ConsumePrefix(&line, "//")) break;
    absl::StrAppend(&comment, comment.empty() ? "" : " ", absl::StripAsciiWhitespace(line));
  }
  return comment;
}

}  // namespace qcity::layout
