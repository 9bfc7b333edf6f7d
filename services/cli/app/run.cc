#include "services/cli/app/run.h"

#include <unistd.h>

#include <iostream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

// The help is written before the command line is parsed, so these two are looked up by hand.
void PeekFlag(int argc, char** argv, const std::string& name, Settings& settings) {
  const std::string flag = absl::StrCat("--", name);
  for (int i = 1; i < argc; ++i) {
    const absl::string_view word = argv[i];
    if (word == flag && i + 1 < argc) settings.Flag(name) = argv[i + 1];
    if (absl::StartsWith(word, absl::StrCat(flag, "=")))
      settings.Flag(name) = std::string(word.substr(flag.size() + 1));
  }
}

// Where settings come from, and how commands end.
std::string Footer(const Context& context) {
  return absl::StrCat(
      context.Say(
          {"设置的来源，先者优先：命令行 --NAME，环境变量 QCITY_NAME（大写，- 写作 _），配置文件 ~/.config/qcity/profiles.json"
           "（--profile、QCITY_PROFILE，默认 default），默认值",
           "Settings come from, first wins: flag --NAME, variable QCITY_NAME (upper case, _ for -), profile in "
           "~/.config/qcity/profiles.json (--profile, QCITY_PROFILE, else \"default\"), default"}),
      "\n", context.Say(ExitCodeHelp()));
}

void AddGlobalOptions(CLI::App& app, Context& context) {
  Settings& settings = context.settings();
  Command root(app, context);
  for (const Setting& setting : Settings::All()) {
    const std::string name = setting.name;
    const std::string names = name == "output" ? "-o,--output" : absl::StrCat("--", name);
    const std::string fallback = *setting.fallback == '\0' ? "" : absl::StrCat(" [", setting.fallback, "]");
    const Text help = {absl::StrCat(setting.help.zh, fallback), absl::StrCat(setting.help.en, fallback)};
    Argument argument = root.Option(names, settings.Flag(name), setting.value_name, help);
    if (name == "output") argument.OneOf({"table", "json", "csv"});
    if (name == "lang") argument.OneOf({"zh", "en"});
  }
  root.Option("--profile", settings.Flag("profile"), "NAME", {"使用哪一套配置", "Which profile to use"});
  root.Option("--request-id", context.request_id, "ID",
              {"写操作的请求号，重复同一号只生效一次 [随机]", "Id of a write; the same id acts once [random]"});
  root.Flag("--no-color", context.no_color, {"不用颜色", "No colours"});
  app.set_version_flag("--version", absl::StrCat("qcity ", QCITY_VERSION),
                       context.Say({"显示版本", "Show the version"}));
}

// CLI11 speaks English; its frequent complaints are said in Chinese by their kind.
Text ComplaintOf(const CLI::ParseError& error) {
  const std::string en = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    return {absl::StrCat("不认识的参数：", en.substr(en.rfind(": ") + 2)), en};
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
    return {absl::StrCat("缺少 ", absl::StripSuffix(en, " is required")), en};
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return {absl::StrCat("缺少 ", en.substr(0, en.find(':')), " 的值"), en};
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr)
    return {absl::StrReplaceAll(en, {{": ", "："}, {" not in ", " 不在其中："}}), en};
  return {absl::StrCat("命令行有误：", en), en};
}

int Complain(const CLI::App& app, const CLI::ParseError& error, Context& context) {
  const bool lacks_command = absl::StrContains(error.what(), "subcommand is required");
  const std::vector<std::string> words = app.remaining(/*recurse=*/true);
  if (lacks_command && words.empty()) {
    context.err() << app.help();
    return kExitUsage;
  }
  Text complaint = ComplaintOf(error);
  if (lacks_command && absl::StartsWith(words.front(), "-")) {
    complaint = {absl::StrCat("不认识的参数：", words.front()), absl::StrCat("unknown option ", words.front())};
  } else if (lacks_command) {
    complaint = {absl::StrCat("没有命令 ", words.front()), absl::StrCat("no command ", words.front())};
  }
  context.err() << DescribeError(UsageError(complaint), context.language());
  context.Tell({"用法见 --help", "See --help"});
  return kExitUsage;
}

// Runs the command; data that could not be written is a failure too.
int Execute(const Action& action, Context& context) {
  absl::Status status = context.settings().Load();
  if (status.ok()) status = action(context);
  if (!context.out().flush()) {
    status.Update(
        Error(absl::StatusCode::kDataLoss, "OUTPUT_LOST", {"标准输出无法写入", "standard output cannot be written"}));
  }
  if (!status.ok()) context.err() << DescribeError(status, context.language());
  return ExitCodeOf(status);
}

}  // namespace

int RunClient(int argc, char** argv, const std::vector<Register>& groups) {
  Context context(std::cout, std::cerr, isatty(STDOUT_FILENO) != 0, isatty(STDERR_FILENO) != 0);
  PeekFlag(argc, argv, "lang", context.settings());
  PeekFlag(argc, argv, "profile", context.settings());
  // A bad profile is reported when a command runs; help and version work without.
  context.settings().Load().IgnoreError();

  CLI::App app(context.Say({"qcity：质量强市创建的客户端", "qcity: client of a city's quality campaign"}), "qcity");
  Action action;
  Commands root = Commands::Root(app, context, action);
  AddGlobalOptions(app, context);
  app.footer(Footer(context));
  for (const Register group : groups) group(root);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    context.out() << app.help();
    return kExitOk;
  } catch (const CLI::CallForVersion&) {
    context.out() << app.version() << "\n";
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    return Complain(app, error, context);
  }
  return Execute(action, context);
}

}  // namespace qcity::cli
