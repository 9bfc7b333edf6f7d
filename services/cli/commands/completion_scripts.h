// The scripts with which bash, zsh and fish complete the client's command line. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_COMPLETION_SCRIPTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_COMPLETION_SCRIPTS_H_

#include <string>
#include <vector>

namespace qcity::cli::completion {

struct Word {
  std::string text;
  std::string help;
};

struct Choice {
  std::vector<std::string> names;  // "--output", "-o".
  std::string help;
  bool takes_value = false;
  std::vector<std::string> values;  // All that it takes; empty: anything.
};

// What may be typed once a command such as "/readiness/get" stands; "" is the root, whose options stand everywhere.
struct Place {
  std::string path;
  std::vector<Word> words;  // Commands, or the values of an argument.
  std::vector<Choice> options;
};

// The root first.
std::string BashScript(const std::vector<Place>& places);
std::string ZshScript(const std::vector<Place>& places);
std::string FishScript(const std::vector<Place>& places);

}  // namespace qcity::cli::completion

#endif  // QCITY_SERVICES_CLI_COMMANDS_COMPLETION_SCRIPTS_H_
