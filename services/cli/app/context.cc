#include "services/cli/app/context.h"

#include <cstdlib>
#include <cstring>

#include "services/cli/output/csv.h"

namespace qcity::cli {

bool Context::color() const {
  const char* no_color_variable = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color || !out_is_terminal_) return false;
  if (no_color_variable != nullptr && *no_color_variable != '\0') return false;
  return terminal == nullptr || std::strcmp(terminal, "dumb") != 0;
}

void Context::Print(const Report& report) {
  switch (settings_.format()) {
    case Format::kJson: out_ << PrettyJson(report.json); return;
    case Format::kCsv:
      if (!report.tables.empty()) out_ << RenderCsv(report.tables.front());
      for (const Text& note : report.notes) Tell(note);
      return;
    case Format::kTable: break;
  }
  for (const Text& line : report.heading) out_ << Printable(Say(line)) << "\n";
  bool first = report.heading.empty();
  for (const Table& table : report.tables) {
    out_ << (first ? "" : "\n") << RenderTable(table, language(), color());
    first = false;
  }
  if (!report.notes.empty()) out_ << "\n";
  for (const Text& note : report.notes) out_ << Printable(Say(note)) << "\n";
}

}  // namespace qcity::cli
