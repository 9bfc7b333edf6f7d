// What a command may use: the settings, and the two streams that it speaks to. Data goes to `out` through Print, everything else to `err`. One thread.
#ifndef QCITY_SERVICES_CLI_APP_CONTEXT_H_
#define QCITY_SERVICES_CLI_APP_CONTEXT_H_

#include <ostream>
#include <string>

#include "common/base/text.h"
#include "services/cli/app/settings.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

class Context {
 public:
  Context(std::ostream& out, std::ostream& err, bool out_is_terminal, bool err_is_terminal)
      : out_(out), err_(err), out_is_terminal_(out_is_terminal), err_is_terminal_(err_is_terminal) {}

  Settings& settings() { return settings_; }
  const Settings& settings() const { return settings_; }
  Language language() const { return settings_.language(); }
  bool chinese() const { return language() == Language::kChinese; }
  const std::string& Say(const Text& text) const { return In(language(), text); }

  // --no-color and --request-id: they have no place in profiles.
  bool no_color = false;
  std::string request_id;

  // Whether stdout takes colours: a terminal, and nobody said no (--no-color, NO_COLOR, TERM=dumb).
  bool color() const;
  // Whether progress may be drawn on stderr.
  bool draws_progress() const { return err_is_terminal_; }

  // Prints an answer in the format asked for.
  void Print(const Report& report);
  // Prints an answer that is text in every format, e.g. a completion script.
  void PrintText(const std::string& text) { out_ << text; }
  // A line on stderr.
  void Tell(const Text& text) { err_ << Say(text) << "\n"; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

 private:
  std::ostream& out_;
  std::ostream& err_;
  const bool out_is_terminal_;
  const bool err_is_terminal_;
  Settings settings_;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_CONTEXT_H_
