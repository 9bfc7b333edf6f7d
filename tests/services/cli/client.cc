#include "tests/services/cli/client.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/ids.h"

namespace qcity::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kHere[] = QCITY_SOURCE_DIR "/tests/services/cli/";
constexpr char kPlan[] = QCITY_SOURCE_DIR "/tests/support/plans/small-city";

std::string Slurp(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string Expanded(const std::string& text) {
  return absl::StrReplaceAll(text, {{"{data}", absl::StrCat(kHere, "data")}, {"{plan}", kPlan}});
}

}  // namespace

Outcome RunScript(const std::string& script, const std::string& environment) {
  const fs::path folder = fs::path(testing::TempDir()) / absl::StrCat("qcity-cli-", RandomId());
  fs::create_directories(folder);
  const auto file = [&](const char* name) { return (folder / name).string(); };
  std::ofstream(file("script")) << Expanded(script) << "\n";
  const std::string shell =
      absl::StrCat("env -i PATH='", QCITY_BIN_DIR, "':\"$PATH\" HOME='", folder.string(), "' ", Expanded(environment),
                   " bash '", file("script"), "' >'", file("out"), "' 2>'", file("err"), "' </dev/null");
  const int status = std::system(shell.c_str());
  Outcome run{WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(file("out")), Slurp(file("err"))};
  fs::remove_all(folder);
  return run;
}

Outcome RunClient(const std::string& command_line, const std::string& environment) {
  return RunScript(absl::StrCat("qcity ", command_line), environment);
}

std::string Transcript(const std::string& command_line, const Outcome& run, const std::string& server) {
  std::string text = absl::StrCat("$ qcity ", command_line, "\n", run.out);
  if (!run.err.empty()) absl::StrAppend(&text, "--- stderr\n", run.err);
  absl::StrAppend(&text, "--- exit ", run.exit_code, "\n");
  if (!server.empty()) text = absl::StrReplaceAll(text, {{server, "{server}"}});
  return absl::StrReplaceAll(text, {{absl::StrCat(kHere, "data"), "{data}"}, {kPlan, "{plan}"}});
}

void ExpectGolden(const std::string& name, const std::string& transcript) {
  const std::string path = absl::StrCat(kHere, "golden/", name, ".txt");
  const char* update = std::getenv("QCITY_UPDATE_GOLDEN");
  if (update != nullptr && *update == '1') {
    std::ofstream(path, std::ios::binary) << transcript;
    return;
  }
  EXPECT_EQ(Slurp(path), transcript) << "golden/" << name << ".txt; QCITY_UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace qcity::cli
