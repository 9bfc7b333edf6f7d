// RunServer: what a server's command line looks like from outside; everything else is Server's.
#include <grpc/support/log.h>
#include <malloc.h>
#include <signal.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/rpc/server.h"

namespace qcity::rpc {
namespace {

constexpr int kFailed = 1;
constexpr int kBadFlags = 2;

// The command line, as given.
struct Flags {
  Config config;
  std::vector<std::string> peers;  // NAME=ADDRESS.
  std::string log_level = "info";
  std::string language = "zh";
};

// Needed before the flags are read: their help is in it.
Language LanguageOf(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--lang=en") return Language::kEnglish;
    if (argument == "--lang" && i + 1 < argc)
      return absl::string_view(argv[i + 1]) == "en" ? Language::kEnglish : Language::kChinese;
  }
  return Language::kChinese;
}

void Tell(absl::string_view program, Language language, const Text& text) {
  const std::string line =
      absl::StrCat(program, language == Language::kChinese ? "：" : ": ", In(language, text), "\n");
  std::fputs(line.c_str(), stderr);
}

Text TextOf(const absl::Status& status) {
  if (const auto detail = DetailOf(status)) return detail->text;
  const std::string message(status.message());
  return {message, message};
}

void Declare(CLI::App& app, Flags& flags, Language language) {
  const auto say = [language](const char* zh, const char* en) {
    return std::string(language == Language::kChinese ? zh : en);
  };
  Config& config = flags.config;
  app.description(say("质量强市示范城市创建工作服务", "A server of the quality campaign suite"));
  app.set_version_flag("--version", QCITY_VERSION, say("显示版本", "Print the version"));
  app.set_help_flag("-h,--help", say("显示本说明", "Print this text"));
  app.allow_extras();
  app.add_option("--listen", config.listen, say("监听地址，端口 0 表示任选", "Address to listen on; port 0: any"))
      ->capture_default_str();
  app.add_option("--port-file", config.port_file, say("把端口号写入此文件", "File that the port is written to"));
  app.add_option("--plans", config.plans, say("工作方案（文件或目录）", "Plan documents: a file or their directory"));
  app.add_option("--calendars", config.calendars,
                 say("放假安排（文件或目录）", "Calendars of working days: a file or their directory"));
  app.add_option("--data", config.data, say("数据目录，没有则建立", "Directory of the databases, made if absent"));
  app.add_option("--database", config.database,
                 say("sqlite 或 memory（停止即失）", "sqlite, or memory, lost at the end"))
      ->capture_default_str();
  app.add_option("--clock", config.clock,
                 say("system，或起始时刻（RFC 3339）", "system, or the instant to start at (RFC 3339)"))
      ->capture_default_str();
  app.add_option("--redis", config.redis, say("缓存：HOST:PORT 或 unix:PATH", "Cache: HOST:PORT or unix:PATH"));
  app.add_flag("--insecure-local", config.insecure_local,
               say("仅限本机：不加密，调用者自报身份", "Loopback only: no encryption, callers say who they are"));
  app.add_option(
         "--peer", flags.peers,
         say("其他进程中的服务：名称=地址，可多次给出", "A service in another process: NAME=ADDRESS; may be repeated"))
      ->type_name("NAME=ADDRESS");
  app.add_option("--log-level", flags.log_level, say("debug、info、warning 或 error", "debug, info, warning or error"))
      ->capture_default_str();
  app.add_option("--lang", flags.language, say("zh 或 en", "zh or en"))->capture_default_str();
}

absl::Status ReadPeers(Flags& flags) {
  for (const std::string& peer : flags.peers) {
    const std::size_t equals = peer.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return InvalidField(
          "--peer", {absl::StrCat("应为 名称=地址，收到 ", peer), absl::StrCat("wants NAME=ADDRESS, got ", peer)});
    }
    flags.config.peers[peer.substr(0, equals)] = peer.substr(equals + 1);
  }
  return absl::OkStatus();
}

absl::Status ReadLogLevel(const std::string& level) {
  constexpr std::pair<absl::string_view, Severity> kLevels[] = {{"debug", Severity::kDebug},
                                                                {"info", Severity::kInfo},
                                                                {"warning", Severity::kWarning},
                                                                {"error", Severity::kError}};
  for (const auto& [name, severity] : kLevels) {
    if (level != name) continue;
    SetLogThreshold(severity);
    return absl::OkStatus();
  }
  return InvalidField("--log-level", {absl::StrCat("应为 debug、info、warning 或 error，收到 ", level),
                                      absl::StrCat("wants debug, info, warning or error, got ", level)});
}

absl::Status ReadFlags(const CLI::App& app, Flags& flags) {
  if (const std::vector<std::string> unknown = app.remaining(); !unknown.empty()) {
    const std::string names = absl::StrJoin(unknown, " ");
    return InvalidField(names, {"没有这样的参数，见 --help", "no such flag; see --help"});
  }
  if (flags.language != "zh" && flags.language != "en")
    return InvalidField("--lang", {"应为 zh 或 en", "wants zh or en"});
  RETURN_IF_ERROR(ReadLogLevel(flags.log_level));
  RETURN_IF_ERROR(ReadPeers(flags));
  return flags.config.Validate();
}

// Whoever reads the file sees the whole number or no file.
absl::Status WritePort(const std::string& file, int port) {
  if (file.empty()) return absl::OkStatus();
  const std::string unfinished = absl::StrCat(file, ".new");
  std::ofstream stream(unfinished);
  stream << port << "\n";
  stream.close();
  std::error_code error;
  if (stream.good()) std::filesystem::rename(unfinished, file, error);
  if (stream.good() && !error) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PORT_FILE",
               {absl::StrCat("无法写入端口文件 ", file), absl::StrCat("cannot write the port file ", file)});
}

// Blocked here, before any thread is made, and taken one by one: no code ever runs inside a signal handler.
sigset_t BlockSignals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return ends;
}

// A tenth of the time of a durable write was spent on giving memory back to the system and asking for it again.
void KeepFreedMemory() {
  constexpr int kBytes = 64 << 20;
  mallopt(M_TRIM_THRESHOLD, kBytes);
}

// gRPC's own lines join ours, so that standard error holds nothing but the log and the one sentence.
void LogForGrpc(gpr_log_func_args* line) {
  const Severity severity = line->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarning : Severity::kDebug;
  Log(severity, "grpc", {{"message", line->message}});
}

// Until a signal asks to end, or the server says that it must.
absl::Status WaitForEnd(const Server& server, const sigset_t& ends) {
  constexpr timespec kSecond = {1, 0};
  while (sigtimedwait(&ends, nullptr, &kSecond) < 0) RETURN_IF_ERROR(server.Health());
  return absl::OkStatus();
}

absl::Status ServeUntilEnd(const Config& config, const std::vector<ModuleFactory>& factories, const sigset_t& ends) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Start(config, factories));
  RETURN_IF_ERROR(WritePort(config.port_file, server->port()));
  Log(Severity::kInfo, "listening", {{"address", config.listen}, {"port", absl::StrCat(server->port())}});
  absl::Status end = WaitForEnd(*server, ends);
  Log(Severity::kInfo, "stopping", {{"why", end.ok() ? "signal" : std::string(end.message())}});
  server->Stop();
  return end;
}

}  // namespace

int RunServer(int argc, char** argv, absl::string_view program, const std::vector<ModuleFactory>& factories) {
  const sigset_t ends = BlockSignals();
  KeepFreedMemory();
  gpr_set_log_function(LogForGrpc);
  const Language language = LanguageOf(argc, argv);
  Flags flags;
  CLI::App app("", std::string(program));
  Declare(app, flags, language);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    Tell(program, language,
         {absl::StrCat("命令行参数有误：", error.what()), absl::StrCat("bad command line: ", error.what())});
    return kBadFlags;
  }
  if (const absl::Status status = ReadFlags(app, flags); !status.ok()) {
    Tell(program, language, TextOf(status));
    return kBadFlags;
  }
  const absl::Status status = ServeUntilEnd(flags.config, factories, ends);
  if (status.ok()) return 0;
  Tell(program, language, TextOf(status));
  return kFailed;
}

}  // namespace qcity::rpc
