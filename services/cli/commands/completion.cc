// qcity completion: scripts for shells, made by walking the client's own commands.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/cli/commands/commands.h"

namespace qcity::cli {
namespace {

struct Word {
  std::string text;
  std::string help;
};

// What may be typed once a command such as "/readiness/get" stands; "" is the root.
struct Place {
  std::string path;
  std::vector<Word> commands;
  std::vector<Word> options;
};

std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back(absl::StrCat("--", name));
  for (const std::string& name : option.get_snames()) names.push_back(absl::StrCat("-", name));
  return names;
}

void Walk(const CLI::App& app, const std::string& path, std::vector<Place>* places) {
  Place place{path, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : NamesOf(*option)) place.options.push_back({name, option->get_description()});
  }
  for (const CLI::App* command : app.get_subcommands({}))
    place.commands.push_back({command->get_name(), command->get_description()});
  places->push_back(place);
  for (const CLI::App* command : app.get_subcommands({}))
    Walk(*command, absl::StrCat(path, "/", command->get_name()), places);
}

std::string Texts(const std::vector<Word>& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const Word& word) { out->append(word.text); });
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Patterns of a shell's case: the general options that take a value, which is no command, and every command's path.
std::vector<std::string> ValuePatterns(const CLI::App& root) {
  std::vector<std::string> patterns;
  for (const CLI::Option* option : root.get_options()) {
    if (option->get_items_expected_max() == 0) continue;
    for (const std::string& name : NamesOf(*option)) patterns.push_back(absl::StrCat("*/", name));
  }
  return patterns;
}

std::vector<std::string> PathPatterns(const std::vector<Place>& places) {
  std::vector<std::string> patterns;
  for (const Place& place : places) {
    if (!place.path.empty()) patterns.push_back(place.path);
  }
  return patterns;
}

std::string BashScript(const CLI::App& root, const std::vector<Place>& places) {
  std::string out = absl::StrCat(
      "_qcity() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} path='' skip='' word words='' options='' i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    if [[ -n $skip ]]; then skip=''; continue; fi\n"
      "    case \"$path/$word\" in\n"
      "      ",
      absl::StrJoin(ValuePatterns(root), " | "),
      ") skip=1 ;;\n"
      "      ",
      absl::StrJoin(PathPatterns(places), " | "),
      ") path=\"$path/$word\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$path\" in\n");
  for (const Place& place : places) {
    absl::StrAppend(&out, "    ", Quoted(place.path), ") words=", Quoted(Texts(place.commands)),
                    " options=", Quoted(Texts(place.options)), " ;;\n");
  }
  absl::StrAppend(&out,
                  "  esac\n"
                  "  [[ $current != -* ]] || words=\"$options ",
                  Texts(places.front().options),
                  "\"\n"
                  "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                  "}\n"
                  "complete -o default -F _qcity qcity\n");
  return out;
}

std::string ZshScript(const CLI::App& root, const std::vector<Place>& places) {
  return absl::StrCat("#compdef qcity\nautoload -U +X bashcompinit && bashcompinit\n", BashScript(root, places));
}

// fish reads \' inside quotes, where other shells do not.
std::string FishQuoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string FishOption(const Word& option) {
  const bool is_long = option.text[1] == '-';
  return absl::StrCat(is_long ? " -l " : " -s ", option.text.substr(is_long ? 2 : 1), " -d ", FishQuoted(option.help),
                      "\n");
}

std::string FishScript(const CLI::App& root, const std::vector<Place>& places) {
  const auto quoted = [](std::string* out, const std::string& pattern) { out->append(FishQuoted(pattern)); };
  std::string out = absl::StrCat(
      "function __qcity_path\n"
      "  set -l path ''\n"
      "  set -l skip 0\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    if test $skip = 1\n"
      "      set skip 0\n"
      "      continue\n"
      "    end\n"
      "    switch \"$path/$word\"\n"
      "      case ",
      absl::StrJoin(ValuePatterns(root), " ", quoted),
      "\n"
      "        set skip 1\n"
      "      case ",
      absl::StrJoin(PathPatterns(places), " ", quoted),
      "\n"
      "        set path \"$path/$word\"\n"
      "    end\n"
      "  end\n"
      "  echo \"$path\"\n"
      "end\n");
  for (const Place& place : places) {
    const std::string here = absl::StrCat("complete -c qcity -n 'test (__qcity_path) = \"", place.path, "\"'");
    for (const Word& word : place.commands)
      absl::StrAppend(&out, here, " -f -a ", word.text, " -d ", FishQuoted(word.help), "\n");
    for (const Word& option : place.options)
      absl::StrAppend(&out, place.path.empty() ? "complete -c qcity" : here, FishOption(option));
  }
  return out;
}

using Script = std::string (*)(const CLI::App& root, const std::vector<Place>& places);

void AddShell(Commands& group, const std::string& shell, const Text& help, Script script) {
  const CLI::App& root = group.root();
  group.Leaf(shell, help, [&root, script](Context& context) {
    std::vector<Place> places;
    Walk(root, "", &places);
    context.PrintText(script(root, places));
    return absl::OkStatus();
  });
}

}  // namespace

void RegisterCompletion(Commands& root) {
  Commands group = root.Group("completion", {"命令补全脚本", "Completion scripts for shells"});
  AddShell(group, "bash", {"用法：source <(qcity completion bash)", "Use: source <(qcity completion bash)"},
           BashScript);
  AddShell(group, "zsh", {"用法：source <(qcity completion zsh)", "Use: source <(qcity completion zsh)"}, ZshScript);
  AddShell(group, "fish", {"用法：qcity completion fish | source", "Use: qcity completion fish | source"}, FishScript);
}

}  // namespace qcity::cli
