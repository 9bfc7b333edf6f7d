#include "services/cli/commands/completion_scripts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace qcity::cli::completion {
namespace {

// The patterns that a shell's case has for an option, behind the path where it stands: "*/--lang", "/calendar/due/--unit".
std::vector<std::string> PatternsOf(const Place& place, const Choice& option) {
  std::vector<std::string> patterns;
  for (const std::string& name : option.names)
    patterns.push_back(absl::StrCat(place.path.empty() ? "*" : place.path, "/", name));
  return patterns;
}

std::vector<std::string> ValuePatterns(const std::vector<Place>& places) {
  std::vector<std::string> patterns;
  for (const Place& place : places) {
    for (const Choice& option : place.options) {
      if (!option.takes_value) continue;
      for (std::string& pattern : PatternsOf(place, option)) patterns.push_back(std::move(pattern));
    }
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

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string Names(const std::vector<Choice>& options) {
  return absl::StrJoin(options, " ", [](std::string* out, const Choice& option) {
    absl::StrAppend(out, absl::StrJoin(option.names, " "));
  });
}

// The lines of a case that `line` makes of every option with known values.
template <typename Line>
std::string EachEnumerated(const std::vector<Place>& places, const Line& line) {
  std::string out;
  for (const Place& place : places) {
    for (const Choice& option : place.options) {
      if (!option.values.empty()) absl::StrAppend(&out, line(absl::StrJoin(PatternsOf(place, option), " | "), option));
    }
  }
  return out;
}

// Entries of zsh's _describe: 'word:help'.
std::string Described(const std::vector<Word>& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const Word& word) {
    out->append(Quoted(word.help.empty() ? word.text : absl::StrCat(word.text, ":", word.help)));
  });
}

std::string Described(const std::vector<Choice>& options) {
  std::vector<Word> words;
  for (const Choice& option : options) {
    for (const std::string& name : option.names) words.push_back({name, option.help});
  }
  return Described(words);
}

// fish reads \' inside quotes, where other shells do not.
std::string FishQuoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string FishOption(const Choice& option) {
  std::string out;
  for (const std::string& name : option.names)
    absl::StrAppend(&out, name[1] == '-' ? " -l " : " -s ", absl::StripPrefix(absl::StripPrefix(name, "-"), "-"));
  if (!option.values.empty()) {
    absl::StrAppend(&out, " -x -a ", FishQuoted(absl::StrJoin(option.values, " ")));
  } else if (option.takes_value) {
    out.append(" -r");
  }
  return absl::StrCat(out, " -d ", FishQuoted(option.help), "\n");
}

}  // namespace

std::string BashScript(const std::vector<Place>& places) {
  std::string out = absl::StrCat(
      "_qcity() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} at='' option='' word words='' options='' i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    if [[ $word == '=' ]]; then continue; fi  # bash takes --NAME=VALUE apart.\n"
      "    if [[ -n $option ]]; then option=''; continue; fi\n"
      "    case \"$at/$word\" in\n"
      "      ",
      absl::StrJoin(ValuePatterns(places), " | "),
      ") option=$at/$word ;;\n"
      "      ",
      absl::StrJoin(PathPatterns(places), " | "),
      ") at=$at/$word ;;\n"
      "    esac\n"
      "  done\n"
      "  if [[ $current == '=' ]]; then current=''; fi\n"
      "  if [[ -n $option ]]; then\n"
      "    case \"$option\" in\n",
      EachEnumerated(places,
                     [](const std::string& patterns, const Choice& option) {
                       return absl::StrCat("      ", patterns, ") words=", Quoted(absl::StrJoin(option.values, " ")),
                                           " ;;\n");
                     }),
      "    esac\n"
      "  else\n"
      "    case \"$at\" in\n");
  for (const Place& place : places) {
    const std::string words =
        absl::StrJoin(place.words, " ", [](std::string* to, const Word& word) { to->append(word.text); });
    absl::StrAppend(&out, "      ", Quoted(place.path), ") words=", Quoted(words),
                    " options=", Quoted(place.path.empty() ? "" : Names(place.options)), " ;;\n");
  }
  absl::StrAppend(&out,
                  "    esac\n"
                  "    if [[ $current == -* ]]; then words=\"$options ",
                  Names(places.front().options),
                  "\"; fi\n"
                  "  fi\n"
                  "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                  "}\n"
                  "complete -o default -F _qcity qcity\n");
  return out;
}

std::string ZshScript(const std::vector<Place>& places) {
  std::string out = absl::StrCat(
      "#compdef qcity\n"
      "_qcity() {\n"
      "  local at='' option='' word i\n"
      "  local -a offered options\n"
      "  for ((i = 2; i < CURRENT; i++)); do\n"
      "    word=$words[i]\n"
      "    if [[ -n $option ]]; then option=''; continue; fi\n"
      "    case \"$at/$word\" in\n"
      "      ",
      absl::StrJoin(ValuePatterns(places), " | "),
      ") option=$at/$word ;;\n"
      "      ",
      absl::StrJoin(PathPatterns(places), " | "),
      ") at=$at/$word ;;\n"
      "    esac\n"
      "  done\n"
      "  if [[ -z $option && $PREFIX == --*=* ]]; then\n"
      "    option=$at/${PREFIX%%=*}\n"
      "    compset -P 1 '*='\n"
      "  fi\n"
      "  if [[ -n $option ]]; then\n"
      "    case \"$option\" in\n",
      EachEnumerated(places,
                     [](const std::string& patterns, const Choice& option) {
                       return absl::StrCat("      ", patterns, ") offered=(", absl::StrJoin(option.values, " "),
                                           ") ;;\n");
                     }),
      "    esac\n"
      "    if (( $#offered )); then compadd -a offered; else _files; fi\n"
      "    return\n"
      "  fi\n"
      "  case \"$at\" in\n");
  for (const Place& place : places) {
    absl::StrAppend(&out, "    ", Quoted(place.path), ") offered=(", Described(place.words), ") options=(",
                    place.path.empty() ? "" : Described(place.options), ") ;;\n");
  }
  absl::StrAppend(&out,
                  "  esac\n"
                  "  if [[ $PREFIX == -* ]]; then\n"
                  "    options+=(",
                  Described(places.front().options),
                  ")\n"
                  "    _describe option options\n"
                  "  elif (( $#offered )); then\n"
                  "    _describe command offered\n"
                  "  else\n"
                  "    _files\n"
                  "  fi\n"
                  "}\n"
                  "if [[ $funcstack[1] == _qcity ]]; then\n"
                  "  _qcity  # As a file in fpath.\n"
                  "else\n"
                  "  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n"
                  "  compdef _qcity qcity\n"
                  "fi\n");
  return out;
}

std::string FishScript(const std::vector<Place>& places) {
  const auto quoted = [](std::string* out, const std::string& pattern) { out->append(FishQuoted(pattern)); };
  std::string out = absl::StrCat(
      "function __qcity_at\n"
      "  set -l at ''\n"
      "  set -l skip 0\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    if test $skip = 1\n"
      "      set skip 0\n"
      "      continue\n"
      "    end\n"
      "    switch \"$at/$word\"\n"
      "      case ",
      absl::StrJoin(ValuePatterns(places), " ", quoted),
      "\n"
      "        set skip 1\n"
      "      case ",
      absl::StrJoin(PathPatterns(places), " ", quoted),
      "\n"
      "        set at \"$at/$word\"\n"
      "    end\n"
      "  end\n"
      "  echo \"$at\"\n"
      "end\n");
  for (const Place& place : places) {
    const std::string here = absl::StrCat("complete -c qcity -n 'test (__qcity_at) = \"", place.path, "\"'");
    for (const Word& word : place.words)
      absl::StrAppend(&out, here, " -f -a ", word.text, " -d ", FishQuoted(word.help), "\n");
    for (const Choice& option : place.options)
      absl::StrAppend(&out, place.path.empty() ? "complete -c qcity" : here, FishOption(option));
  }
  return out;
}

}  // namespace qcity::cli::completion
