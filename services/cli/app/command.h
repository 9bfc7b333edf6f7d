// The command tree as the groups in commands/ build it: CLI11 underneath, both languages, one action chosen by the command line. Not thread-safe.
//
//   void RegisterCalendar(Commands& root) {
//     Commands calendar = root.Group("calendar", {"工作日历", "Working days"});
//     auto args = std::make_shared<DueArgs>();
//     Command due = calendar.Leaf("due", {"推算到期日", "Due day"}, [args](Context& context) { return Due(context, *args); });
//     due.Option("--from", args->from, "DATE", {"起算日", "The day to count from"}).Required();
//   }
#ifndef QCITY_SERVICES_CLI_APP_COMMAND_H_
#define QCITY_SERVICES_CLI_APP_COMMAND_H_

#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "common/base/text.h"
#include "services/cli/app/context.h"

namespace qcity::cli {

using Action = std::function<absl::Status(Context&)>;

// An option or a positional argument of a command.
class Argument {
 public:
  explicit Argument(CLI::Option* option) : option_(option) {}
  Argument& Required() {
    option_->required();
    return *this;
  }
  // Only these values; help and completion list them.
  Argument& OneOf(const std::vector<std::string>& values);

 private:
  CLI::Option* option_;
};

// One command. Values are written where the caller says; these places must outlive the parse (the action's captures do).
class Command {
 public:
  Command(CLI::App& app, const Context& context) : app_(app), context_(context) {}

  // `names`: "--from" or "-f,--from". Completion offers the choices of a value name such as "red|green".
  Argument Option(const std::string& names, std::string& value, const std::string& value_name, const Text& help);
  // May be given several times.
  Argument Options(const std::string& names, std::vector<std::string>& values, const std::string& value_name,
                   const Text& help);
  Argument Flag(const std::string& names, bool& value, const Text& help);
  Argument Positional(const std::string& name, std::string& value, const Text& help);
  // Takes all that follow, at least one.
  Argument Positionals(const std::string& name, std::vector<std::string>& values, const Text& help);

 private:
  CLI::App& app_;
  const Context& context_;
};

// A node of the tree that has commands below it.
class Commands {
 public:
  // `chosen` receives the action of the command that is parsed; all three outlive this object.
  Commands(CLI::App& app, Context& context, Action& chosen) : app_(app), context_(context), chosen_(chosen) {}

  // The whole tree's root, in the context's language.
  static Commands Root(CLI::App& app, Context& context, Action& chosen);

  Commands Group(const std::string& name, const Text& help);
  Command Leaf(const std::string& name, const Text& help, Action action);

  // The root of the tree, for completion.
  const CLI::App& root() const;

 private:
  CLI::App& app_;
  Context& context_;
  Action& chosen_;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_COMMAND_H_
