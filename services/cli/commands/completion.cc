// qcity completion: scripts for shells, made by walking the client's own commands.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/completion_scripts.h"

namespace qcity::cli {
namespace {

using completion::Choice;
using completion::Place;

// A value whose name lists choices, e.g. "zh|en", is one of them.
std::vector<std::string> ValuesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (type.find('|') == std::string::npos) return {};
  return absl::StrSplit(type, '|');
}

Choice ChoiceOf(const CLI::Option& option) {
  Choice choice{{}, option.get_description(), option.get_items_expected_max() > 0, ValuesOf(option)};
  for (const std::string& name : option.get_lnames()) choice.names.push_back(absl::StrCat("--", name));
  for (const std::string& name : option.get_snames()) choice.names.push_back(absl::StrCat("-", name));
  return choice;
}

void Walk(const CLI::App& app, const std::string& path, std::vector<Place>* places) {
  Place place{path, {}, {}};
  for (const CLI::App* command : app.get_subcommands({}))
    place.words.push_back({command->get_name(), command->get_description()});
  for (const CLI::Option* option : app.get_options()) {
    if (option == app.get_help_ptr() && !path.empty()) continue;  // The root's stands everywhere.
    if (!option->get_positional()) {
      place.options.push_back(ChoiceOf(*option));
    } else {
      for (const std::string& value : ValuesOf(*option)) place.words.push_back({value, ""});
    }
  }
  places->push_back(std::move(place));
  for (const CLI::App* command : app.get_subcommands({}))
    Walk(*command, absl::StrCat(path, "/", command->get_name()), places);
}

using Script = std::string (*)(const std::vector<Place>& places);

void AddShell(Commands& group, const std::string& shell, const Text& help, Script script) {
  const CLI::App& root = group.root();
  group.Leaf(shell, help, [&root, script](Context& context) {
    std::vector<Place> places;
    Walk(root, "", &places);
    context.PrintText(script(places));
    return absl::OkStatus();
  });
}

}  // namespace

void RegisterCompletion(Commands& root) {
  Commands group = root.Group("completion", {"命令补全脚本", "Completion scripts for shells"});
  AddShell(group, "bash", {"用法：source <(qcity completion bash)", "Use: source <(qcity completion bash)"},
           completion::BashScript);
  AddShell(group, "zsh", {"用法：source <(qcity completion zsh)", "Use: source <(qcity completion zsh)"},
           completion::ZshScript);
  AddShell(group, "fish", {"用法：qcity completion fish | source", "Use: qcity completion fish | source"},
           completion::FishScript);
}

}  // namespace qcity::cli
