// Runs the built client as a user's shell would. One thread.
#ifndef QCITY_TESTS_SERVICES_CLI_CLIENT_H_
#define QCITY_TESTS_SERVICES_CLI_CLIENT_H_

#include <ostream>
#include <string>

#include "nlohmann/json.hpp"

namespace qcity::cli {

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;

  nlohmann::ordered_json json() const { return nlohmann::ordered_json::parse(out); }
};

// `qcity COMMAND_LINE`, with an empty home, no settings from outside and those of `environment` ("NAME=value ..."). In both, {data} is the folder of this
// test's data, {plan} the small city's plan.
Outcome RunClient(const std::string& command_line, const std::string& environment = "");

// The same for a script of bash, in which `qcity` is the client.
Outcome RunScript(const std::string& script, const std::string& environment = "");

// A run as one text, with what differs from machine to machine left out: `server` becomes {server}.
std::string Transcript(const std::string& command_line, const Outcome& run, const std::string& server = "");

// A command line, and its settings, whose transcript is golden/NAME.txt: the parameter of tests that print what they always printed.
struct Case {
  const char* name;
  const char* command_line;
  const char* environment = "";
};
inline void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

// Compares with golden/NAME.txt. With QCITY_UPDATE_GOLDEN=1 in the environment it writes the file instead; look at the difference before it is committed.
void ExpectGolden(const std::string& name, const std::string& transcript);

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_CLIENT_H_
