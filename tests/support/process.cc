#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "tests/support/health_client.h"

namespace qcity::testing_support {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr int kPollMs = 2;

// Not 127.0.0.1: connections that go out there take its ports, and one could take ours while the server is down.
constexpr char kHost[] = "127.0.0.2";

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// In a process group of its own, with standard error in the file `log`; it dies with the thread that started it. -1 if that fails.
pid_t Spawn(absl::string_view binary, std::vector<std::string> flags, const std::string& log) {
  const std::string path = absl::StrCat(QCITY_BIN_DIR "/", binary);
  flags.insert(flags.begin(), {"setpriv", "--pdeathsig", "KILL", path});
  std::vector<char*> argv;
  for (std::string& flag : flags) argv.push_back(flag.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  if (::posix_spawnp(&pid, argv.front(), &actions, &attributes, argv.data(), environ) != 0) pid = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

int ExitCodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

std::vector<std::string> FlagsOf(const TestServerOptions& options) {
  const rpc::Config config = ConfigOf(options);
  std::vector<std::string> flags = {
      "--plans",         config.plans,
      "--calendars",     config.calendars,
      "--data",          config.data,
      "--database",      config.database,
      "--clock",         absl::FormatTime(absl::RFC3339_full, options.now, ShanghaiZone()),
      "--insecure-local"};
  for (const auto& [name, address] : options.peers) {
    flags.push_back("--peer");
    flags.push_back(absl::StrCat(name, "=", address));
  }
  return flags;
}

std::vector<std::string> SentencesIn(absl::string_view standard_error) {
  std::vector<std::string> sentences;
  for (const absl::string_view line : absl::StrSplit(standard_error, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    absl::Time time;
    if (!absl::ParseTime(absl::RFC3339_full, words.front(), &time, nullptr)) sentences.emplace_back(line);
  }
  return sentences;
}

ServerProcess::ServerProcess(absl::string_view binary, std::vector<std::string> flags)
    : binary_(binary), flags_(std::move(flags)), files_(NewDataDirectory()) {}

ServerProcess::~ServerProcess() {
  Kill();
  std::filesystem::remove(files_ + ".port");
  std::filesystem::remove(files_ + ".log");
}

absl::Status ServerProcess::Start() {
  std::filesystem::remove(files_ + ".port");
  std::vector<std::string> flags = flags_;
  flags.insert(flags.end(), {"--listen", address(), "--port-file", files_ + ".port"});
  pid_ = Spawn(binary_, flags, files_ + ".log");
  if (pid_ < 0) return absl::InternalError(absl::StrCat(binary_, " cannot be started"));
  const absl::Status listening = AwaitPort();
  return listening.ok() ? AwaitServing() : listening;
}

absl::Status ServerProcess::AwaitPort() {
  const absl::Time deadline = MonotonicNow() + kPatience;
  while (!std::filesystem::exists(files_ + ".port")) {
    if (HasEnded()) return absl::AbortedError(absl::StrCat(binary_, " ended with ", exit_code_, ": ", Said()));
    if (MonotonicNow() > deadline) return absl::DeadlineExceededError(absl::StrCat("no port file; said: ", Said()));
    ::poll(nullptr, 0, kPollMs);
  }
  std::ifstream(files_ + ".port") >> port_;
  return absl::OkStatus();
}

absl::Status ServerProcess::AwaitServing() {
  if (HealthClient(NewConnection()).AwaitServing("")) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(binary_, " does not serve; said: ", Said()));
}

void ServerProcess::Kill() {
  if (pid_ < 0) return;
  ::kill(-pid_, SIGKILL);
  Reap();
}

int ServerProcess::Terminate() {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
  return Reap();
}

bool ServerProcess::HasEnded() {
  int status = 0;
  if (pid_ < 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return pid_ < 0;
  exit_code_ = ExitCodeOf(status);
  pid_ = -1;
  return true;
}

int ServerProcess::Reap() {
  int status = 0;
  if (pid_ > 0 && ::waitpid(pid_, &status, 0) == pid_) exit_code_ = ExitCodeOf(status);
  pid_ = -1;
  return exit_code_;
}

std::string ServerProcess::address() const { return absl::StrCat(kHost, ":", port_); }

std::shared_ptr<grpc::Channel> ServerProcess::NewConnection() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // Else channels to one target share a connection.
  // No MIN_RECONNECT_BACKOFF beside them: it is how long an attempt may take, and 20 ms were too short for a busy machine.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

std::string ServerProcess::Said() const { return ReadFile(files_ + ".log"); }

Ending RunToEnd(absl::string_view binary, const std::vector<std::string>& flags) {
  const std::string log = NewDataDirectory() + ".log";
  const pid_t pid = Spawn(binary, flags, log);
  const absl::Time deadline = MonotonicNow() + kPatience;
  int status = 0;
  while (pid > 0 && ::waitpid(pid, &status, WNOHANG) == 0) {
    if (MonotonicNow() > deadline) ::kill(-pid, SIGKILL);
    ::poll(nullptr, 0, kPollMs);
  }
  Ending ending = {pid > 0 ? ExitCodeOf(status) : 127, SentencesIn(ReadFile(log))};
  std::filesystem::remove(log);
  return ending;
}

}  // namespace qcity::testing_support
