// Tables for people: columns aligned by what a terminal shows, where a Chinese character takes two columns. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_TABLE_H_
#define QCITY_SERVICES_CLI_OUTPUT_TABLE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/text.h"

namespace qcity::cli {

// What a cell means beyond its words; shown as a colour where colours are on. The words always carry a symbol too.
enum class Tone { kPlain, kGood, kWarning, kBad, kFaint };

struct Cell {
  Cell(std::string shown = "", Tone tone = Tone::kPlain)
      : text(std::move(shown)), tone(tone) {}  // NOLINT: cells are mostly texts
  Cell(const char* shown) : text(shown) {}     // NOLINT
  Cell(std::string shown, Tone tone, std::string raw) : text(std::move(shown)), tone(tone), raw(std::move(raw)) {}

  std::string text;
  Tone tone = Tone::kPlain;
  std::optional<std::string> raw;  // What CSV holds instead of `text`, for machines.
};

// A value that is not there: a dash for people, nothing for machines.
inline Cell Missing() { return {"-", Tone::kPlain, ""}; }

struct Column {
  std::string key;  // Heads the column in CSV; the JSON field's name where there is one.
  Text title;
  bool right = false;  // Numbers stand to the right.
  int wrap = 0;        // Longer texts go on below, in this many columns; 0: never.
};

struct Table {
  Text title;  // Empty: none.
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// `text` fit for one line of a terminal: malformed UTF-8 and control characters, which could move the cursor, become U+FFFD, line
// breaks and tabs spaces.
std::string Printable(absl::string_view text);

// `text` in the colour of `tone`.
std::string Coloured(absl::string_view text, Tone tone);

// The table as lines ending in newlines.
std::string RenderTable(const Table& table, Language language, bool color);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_TABLE_H_
