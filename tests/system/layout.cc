#include "tests/system/layout.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tests/system/source_text.h"

namespace qcity::layout {
namespace {

// Sources longer than the limit; each entry has its reason beside it.
const std::set<std::string>& LongFiles() {
  static const auto& files = *new std::set<std::string>{};
  return files;
}
constexpr std::ptrdiff_t kMostLines = 400;

bool IsUnder(absl::string_view path, absl::string_view folder) { return absl::StartsWith(path, folder); }

bool IsHeader(absl::string_view path) { return absl::EndsWith(path, ".h"); }

bool IsCpp(absl::string_view path) { return IsHeader(path) || absl::EndsWith(path, ".cc"); }

// "rules" for "services/tasks/rules.cc".
std::string StemOf(absl::string_view path) { return std::filesystem::path(std::string(path)).stem().string(); }

// "tasks" for "services/tasks/rules.cc"; empty outside `folder` ("services/").
std::string PartBelow(absl::string_view folder, absl::string_view path) {
  if (!absl::ConsumePrefix(&path, folder) || !absl::StrContains(path, '/')) return "";
  return std::string(path.substr(0, path.find('/')));
}

// The client and the program of all modules are no services: they have no domain of their own.
bool IsService(absl::string_view name) { return !name.empty() && name != "cli" && name != "all_in_one"; }

// Every line of `text`, a file at `path`, in which `pattern` is found.
Findings LinesOf(absl::string_view path, absl::string_view text, const std::regex& pattern, absl::string_view what) {
  Findings findings;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const bool found = std::regex_search(line.begin(), line.end(), pattern);
    if (found) findings.push_back(absl::StrCat(path, ":", number, ": ", what));
  }
  return findings;
}

void Append(Findings more, Findings& findings) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Every line of code, of the C++ files that `concerns` picks, in which `pattern` is found.
template <typename Concerns>
Findings LinesWith(const Tree& tree, Concerns concerns, const std::regex& pattern, absl::string_view what) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    const bool quotes = IsUnder(path, "tests/system/layout");  // These rules and their test hold what they look for.
    if (IsCpp(path) && !quotes && concerns(path)) Append(LinesOf(path, CodeOf(text), pattern, what), findings);
  }
  return findings;
}

bool SaysPure(const Tree& tree, absl::string_view path) {
  const auto header = tree.find(absl::StrCat(path.substr(0, path.rfind('.')), ".h"));
  return header != tree.end() && absl::StrContains(OpeningComment(header->second), "Pure");
}

// Whether `path` may include `include`, a file of services/.
bool MayInclude(const Tree& tree, absl::string_view path, absl::string_view include) {
  const std::string service = PartBelow("services/", include);
  if (PartBelow("services/", path) == service || PartBelow("tests/services/", path) == service) return true;
  const bool score = IsUnder(include, "services/aggregation/score/");
  if (score && (IsUnder(path, "services/cli/") || IsUnder(path, "tests/"))) return true;
  if (IsUnder(path, "tests/bench/") && SaysPure(tree, include)) return true;  // What is pure can be measured by itself.
  // Whoever fills in the client's workbooks reads and writes them as the client does.
  const bool workbook = IsUnder(include, "services/cli/workbook/") || IsUnder(include, "services/cli/clerk/");
  if (workbook && (IsUnder(path, "tests/load/") || IsUnder(path, "tests/system/"))) return true;
  // How a program is put together: modules, and the client's groups of commands.
  if (include == "services/cli/app/run.h" || include == "services/cli/commands/commands.h")
    return IsUnder(path, "tests/");
  const bool module = include == absl::StrCat("services/", service, "/module.h");
  return module && (path == "services/all_in_one/main.cc" || IsUnder(path, "tests/"));
}

bool IsPure(const Tree& tree, absl::string_view path) {
  if (!IsUnder(path, "common/") && !IsUnder(path, "services/")) return false;
  const bool rules = IsService(PartBelow("services/", path)) && StemOf(path) == "rules";
  return rules || IsUnder(path, "services/aggregation/score/") || IsUnder(path, "common/domain/") ||
         SaysPure(tree, path);
}

// Whether `include` brings what a pure file at `path` must not know; its own folder's files have to say for themselves.
bool IsImpure(absl::string_view path, absl::string_view include) {
  if (path.substr(0, path.rfind('/')) == include.substr(0, include.rfind('/'))) return false;
  if (absl::EndsWith(include, ".grpc.pb.h")) return true;
  const auto folders = {"grpc/", "grpcpp/", "common/sql/", "common/feed/", "common/cache/"};
  return std::any_of(folders.begin(), folders.end(), [&](const char* folder) { return IsUnder(include, folder); });
}

}  // namespace

Tree LoadTree(const std::string& root) {
  namespace fs = std::filesystem;
  Tree tree;
  const auto load = [&](const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    tree[file.lexically_relative(root).string()] =
        std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  };
  for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file()) load(entry.path());
  }
  for (const char* folder : {"proto", "common", "services", "tests", "k8s"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(fs::path(root) / folder)) {
      if (entry.is_regular_file()) load(entry.path());
    }
  }
  return tree;
}

Findings ServicesMeetInProtos(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsCpp(path)) continue;
    for (const std::string& include : IncludesOf(text)) {
      const bool upwards = IsUnder(include, "tests/") && !IsUnder(path, "tests/");
      const bool sideways = IsUnder(include, "services/") && !MayInclude(tree, path, include);
      if (upwards || sideways) findings.push_back(absl::StrCat(path, ": must not include ", include));
    }
  }
  return findings;
}

Findings PureFilesArePure(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsCpp(path) || !IsPure(tree, path)) continue;
    for (const std::string& include : IncludesOf(text)) {
      if (IsImpure(path, include)) findings.push_back(absl::StrCat(path, ": is pure and must not include ", include));
    }
  }
  static const auto& clock = *new std::regex(R"(\b(Clock|MonotonicNow|MakeSystemClock|ParseClock)\b)");
  Append(
      LinesWith(
          tree, [&](absl::string_view path) { return IsPure(tree, path); }, clock, "is pure and must not know a clock"),
      findings);
  return findings;
}

Findings SqlStaysInStores(const Tree& tree) {
  static const auto& sql = *new std::regex(
      R"(\b(SELECT\s+[\w*]|(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+(TABLE|INDEX))\b))");
  const auto elsewhere = [](absl::string_view path) { return IsUnder(path, "services/") && StemOf(path) != "store"; };
  return LinesWith(tree, elsewhere, sql, "SQL belongs in the service's store");
}

Findings MainsAreLists(const Tree& tree) {
  static const auto& list = *new std::regex(
      R"(^int main\(int argc, char\*\* argv\) \{ return qcity::\w+::Run\w+\( ?argc, argv, ("[\w-]+", )?\{[\w:, ]+\}\); \}$)");
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsUnder(path, "services/") || !absl::EndsWith(path, "/main.cc")) continue;
    std::string body;
    for (absl::string_view line : absl::StrSplit(CodeOf(text), '\n')) {
      if (!absl::StartsWith(line, "#include")) absl::StrAppend(&body, line, " ");
    }
    absl::RemoveExtraAsciiWhitespace(&body);
    if (!std::regex_match(body, list))
      findings.push_back(absl::StrCat(path, ": must be a list of modules and nothing else"));
  }
  return findings;
}

Findings OnlyClocksAskTheTime(const Tree& tree) {
  static const auto& ask = *new std::regex(
      R"(absl::(Now|GetCurrentTimeNanos)\(|_clock::now\(|\b(gettimeofday|clock_gettime|gpr_now|localtime\w*|gmtime\w*)\(|(^|[^\w.:>])(std::)?time\()");
  return LinesWith(
      tree, [](absl::string_view path) { return path != "common/base/clock.cc"; }, ask,
      "ask a qcity::Clock for the time");
}

Findings OnlyEdgesKnowGrpcStatus(const Tree& tree) {
  static const auto& status = *new std::regex(R"(\bgrpc::Status\b)");
  const auto inside = [](absl::string_view path) {
    const bool edge = IsUnder(path, "common/rpc/") || IsUnder(path, "common/feed/") || IsUnder(path, "services/cli/");
    return !edge && !IsUnder(path, "tests/");
  };
  return LinesWith(tree, inside, status, "only the edges know grpc::Status; return absl::Status");
}

Findings ServicesAreWhole(const Tree& tree) {
  std::set<std::string> services;
  for (const auto& [path, text] : tree) {
    if (IsService(PartBelow("services/", path))) services.insert(PartBelow("services/", path));
  }
  Findings findings;
  const auto want_file = [&](const std::string& path) {
    if (tree.count(path) == 0) findings.push_back(absl::StrCat(path, ": is missing"));
  };
  const auto want_line = [&](const std::string& path, const std::string& line) {
    const auto file = tree.find(path);
    if (file == tree.end() || !absl::StrContains(file->second, line))
      findings.push_back(absl::StrCat(path, ": does not say ", line));
  };
  for (const std::string& service : services) {
    for (const char* file : {"main.cc", "module.h", "service.h", "service.cc", "rules.h", "rules.cc", "store.h",
                             "store.cc", "schema.sql"}) {
      want_file(absl::StrCat("services/", service, "/", file));
    }
    want_file(absl::StrCat("proto/qcity/", service, "/v1/", service, ".proto"));
    want_file(absl::StrCat("tests/services/", service, "/CMakeLists.txt"));
    want_line("services/CMakeLists.txt", absl::StrCat("add_subdirectory(", service, ")"));
    want_line("tests/services/CMakeLists.txt", absl::StrCat("add_subdirectory(", service, ")"));
    want_line("services/all_in_one/main.cc", absl::StrCat("qcity::", service, "::MakeModule"));
  }
  return findings;
}

Findings HeadersIntroduceThemselves(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsHeader(path) || !(IsUnder(path, "common/") || IsUnder(path, "services/"))) continue;
    const std::string comment = OpeningComment(text);
    const bool sentence = !comment.empty() && absl::StrContains(comment, '.');
    if (!sentence) findings.push_back(absl::StrCat(path, ":1: the first sentence of a header says what it is"));
    if (sentence && !absl::StrContains(absl::AsciiStrToLower(comment), "thread")) {
      findings.push_back(absl::StrCat(path, ":1: the opening comment says which threads may call it"));
    }
  }
  return findings;
}

Findings NoForbiddenWords(const Tree& tree) {
  static const auto& foreign =
      *new std::regex(R"(absl::(Mutex|MutexLock|CondVar|Notification|BlockingCounter)\b|absl/synchronization/)");
  static const auto& exception = *new std::regex(R"((^|[^\w"])throw\b)");
  const auto everywhere = [](absl::string_view) { return true; };
  Findings findings = LinesWith(tree, everywhere, foreign, "lock with common/base/mutex.h");
  Append(LinesWith(tree, everywhere, exception, "return a status instead of throwing"), findings);
  return findings;
}

Findings NothingIsLeftToDo(const Tree& tree) {
  // Spelt so that this file does not find itself.
  static const auto& mark = *new std::regex(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b");
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!absl::EndsWith(path, ".csv")) Append(LinesOf(path, text, mark, "do it, or write an issue"), findings);
  }
  return findings;
}

Findings FilesAreShort(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    const std::ptrdiff_t lines = std::count(text.begin(), text.end(), '\n');
    if (!IsCpp(path) || lines <= kMostLines || LongFiles().count(path) > 0) continue;
    findings.push_back(absl::StrCat(path, ": has ", lines, " lines; above ", kMostLines, " it holds two things"));
  }
  return findings;
}

Findings TopLevelIsKnown(const std::vector<std::string>& entries) {
  static const auto& wanted = *new std::set<std::string>{"proto",
                                                         "services",
                                                         "common",
                                                         "tests",
                                                         "k8s",
                                                         "CMakeLists.txt",
                                                         "README.md",
                                                         "README.zh-CN.md",
                                                         "ARCHITECTURE.md",
                                                         "CHANGELOG.md",
                                                         "CMakePresets.json",
                                                         "buf.yaml",
                                                         "dev"};
  Findings findings;
  for (const std::string& entry : entries) {
    const bool ours =
        wanted.count(entry) > 0 || absl::StartsWith(entry, ".") || entry == "build";  // build/ is made, not kept.
    if (!ours) findings.push_back(absl::StrCat(entry, ": is no entry of the house"));
  }
  for (const std::string& entry : wanted) {
    if (std::count(entries.begin(), entries.end(), entry) == 0) findings.push_back(absl::StrCat(entry, ": is missing"));
  }
  return findings;
}

}  // namespace qcity::layout
