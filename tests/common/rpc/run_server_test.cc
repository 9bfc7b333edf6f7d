// The command line of a server: exit codes, and the one sentence that says what is wrong.
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/common/rpc/echo.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing_support::NewDataDirectory;

// A server process. Everything it says goes to one pipe, which ends when it does.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments, const std::vector<std::string>& wrapper = {}) {
    arguments.insert(arguments.begin(), ECHO_SERVER);
    arguments.insert(arguments.begin(), wrapper.begin(), wrapper.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    EXPECT_EQ(::posix_spawn(&pid_, argv.front(), &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
  }
  ~Process() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    Wait();
    ::fclose(output_);
  }

  // Reads up to and including the line that holds `text`; false if the process ends first.
  bool ReadUntil(absl::string_view text) {
    char line[4096];
    while (::fgets(line, sizeof(line), output_) != nullptr) {
      said_ += line;
      if (absl::StrContains(line, text)) return true;
    }
    return false;
  }

  void Signal(int signal) { ::kill(pid_, signal); }

  // The exit code, once it has ended; -signal if it was killed.
  int Wait() {
    ReadUntil("\n\n\n");
    if (pid_ > 0) {
      int status = 0;
      ::waitpid(pid_, &status, 0);
      exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      pid_ = -1;
    }
    return exit_;
  }

  const std::string& said() const { return said_; }

 private:
  pid_t pid_ = -1;
  int exit_ = 0;
  FILE* output_ = nullptr;
  std::string said_;
};

std::vector<std::string> GoodFlags(const std::string& data) {
  return {"--listen",
          "127.0.0.1:0",
          "--plans",
          absl::StrCat(QCITY_SOURCE_DIR, "/tests/support/plans/small-city"),
          "--calendars",
          absl::StrCat(QCITY_SOURCE_DIR, "/common/plans/calendars"),
          "--data",
          data,
          "--insecure-local",
          "--clock",
          "2018-05-07T12:00:00+08:00"};
}

std::vector<std::string> With(std::vector<std::string> flags, const std::vector<std::string>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

// Runs to the end; what it said must be one sentence.
void ExpectEnd(const std::vector<std::string>& flags, int code, const testing::Matcher<std::string>& sentence) {
  Process process(flags);
  EXPECT_EQ(process.Wait(), code) << process.said();
  EXPECT_THAT(process.said(), AllOf(AnyOf(StartsWith("echo-server："), StartsWith("echo-server: ")), sentence,
                                    Not(HasSubstr("terminate"))));
}

TEST(RunServer, BadFlagsAreExitCode2AndOneSentence) {
  const std::vector<std::string> good = GoodFlags(NewDataDirectory());
  ExpectEnd(With(good, {"--lisen", "x"}), 2, AllOf(HasSubstr("--lisen"), HasSubstr("没有这样的参数")));
  ExpectEnd(With(good, {"--lang", "en", "--lisen"}), 2, AllOf(HasSubstr("--lisen"), HasSubstr("no such flag")));
  ExpectEnd(With(good, {"--peer", "tasks"}), 2, HasSubstr("tasks"));
  ExpectEnd(With(good, {"--log-level", "loud"}), 2, HasSubstr("loud"));
  ExpectEnd(With(good, {"--database", "oracle"}), 2, HasSubstr("oracle"));
  ExpectEnd(With(good, {"--data"}), 2, HasSubstr("--data"));
  ExpectEnd({}, 2, HasSubstr("--insecure-local"));
  ExpectEnd({"--insecure-local", "--listen", "0.0.0.0:1"}, 2,
            AllOf(HasSubstr("--listen"), HasSubstr("--plans"), HasSubstr("--calendars"), HasSubstr("--data")));
}

TEST(RunServer, HelpAndVersionGoToStandardOutputInTheLanguageAsked) {
  Process help({"--help"});
  EXPECT_EQ(help.Wait(), 0);
  EXPECT_THAT(help.said(), AllOf(HasSubstr("--insecure-local"), HasSubstr("监听地址")));
  Process english({"--help", "--lang", "en"});
  EXPECT_EQ(english.Wait(), 0);
  EXPECT_THAT(english.said(), HasSubstr("Address to listen on"));
  Process version({"--version"});
  EXPECT_EQ(version.Wait(), 0);
  EXPECT_EQ(version.said(), QCITY_VERSION "\n");
}

TEST(RunServer, AnUnusableDataDirectoryIsOneSentence) {
  const std::string file = NewDataDirectory();
  std::ofstream(file) << "a file";
  ExpectEnd(GoodFlags(file + "/data"), 1, HasSubstr(file));
}

TEST(RunServer, ADamagedDatabaseIsOneSentenceAndStaysAsItIs) {
  const std::string data = NewDataDirectory();
  std::filesystem::create_directories(data);
  const std::string damage(8'192, 'x');
  std::ofstream(data + "/echo.db") << damage;
  ExpectEnd(GoodFlags(data), 1, HasSubstr("echo.db"));
  std::ostringstream left;
  left << std::ifstream(data + "/echo.db").rdbuf();
  EXPECT_EQ(left.str(), damage);
}

TEST(RunServer, ABrokenPlanIsToldInOneSentence) {
  const std::string plans = NewDataDirectory();
  std::filesystem::create_directories(plans);
  std::ofstream(plans + "/plan-1.textproto")
      << "id: \"Bad Id\" city: \"\" phases { name: \"p\" start: \"2018-13-01\" end: \"x\" }";
  std::vector<std::string> flags = GoodFlags(NewDataDirectory());
  flags[3] = plans;
  ExpectEnd(flags, 1,
            AllOf(HasSubstr("plan-1.textproto: id"), HasSubstr(absl::StrCat("qcity plan check ", plans)),
                  Not(HasSubstr("phases[0].start"))));
}

// Connections that say nothing, to 127.0.0.1:port; they close when this dies.
class Flood {
 public:
  Flood(int port, int count) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < count; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      EXPECT_GE(fd, 0) << i;
      static_cast<void>(::connect(fd, reinterpret_cast<sockaddr*>(&address),
                                  sizeof(address)));  // Under way, or refused: both take room.
      sockets_.push_back(fd);
    }
  }
  ~Flood() {
    for (const int fd : sockets_) ::close(fd);
  }

 private:
  std::vector<int> sockets_;
};

TEST(RunServer, ServesNewClientsAfterAFloodOfTenTimesItsDescriptors) {
  constexpr int kDescriptors = 90;
  const std::string port_file = NewDataDirectory() + "-port";
  const std::string limit = absl::StrCat("ulimit -n ", kDescriptors, "; exec \"$0\" \"$@\"");
  Process process(With(GoodFlags(NewDataDirectory()), {"--port-file", port_file}), {"/bin/sh", "-c", limit});
  ASSERT_TRUE(process.ReadUntil("listening")) << process.said();
  int port = 0;
  std::ifstream(port_file) >> port;
  const auto call = [&] {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel =
        grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments);
    testing_support::CallAs context("");
    context.set_wait_for_ready(true);
    test::v1::EchoResponse reply;
    return rpc::FromGrpc(test::v1::EchoService::NewStub(channel)->ForAnyone(&context, test::v1::EchoRequest(), &reply));
  };
  EXPECT_TRUE(call().ok());
  for (int round = 0; round < 3; ++round) {
    { const Flood flood(port, 10 * kDescriptors); }
    const absl::Status status = call();
    EXPECT_TRUE(status.ok()) << status;
  }
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Wait(), 0) << process.said();
}

TEST(RunServer, ServesUntilItIsToldToEndAndLetsNobodyElseAtItsData) {
  const std::string data = NewDataDirectory();
  const std::string port_file = data + "-port";
  Process first(With(GoodFlags(data), {"--port-file", port_file}));
  ASSERT_TRUE(first.ReadUntil("listening")) << first.said();
  int port = 0;
  std::string text;
  std::ifstream(port_file) >> text;
  ASSERT_TRUE(absl::SimpleAtoi(text, &port));
  ExpectEnd(GoodFlags(data), 1, HasSubstr("echo.db"));
  std::vector<std::string> same_port = GoodFlags(NewDataDirectory());
  same_port[1] = absl::StrCat("127.0.0.1:", port);
  ExpectEnd(same_port, 1, AllOf(HasSubstr(same_port[1]), HasSubstr("占用")));
  first.Signal(SIGTERM);
  EXPECT_EQ(first.Wait(), 0) << first.said();
  Process again(GoodFlags(data));
  ASSERT_TRUE(again.ReadUntil("listening")) << again.said();
  again.Signal(SIGINT);
  EXPECT_EQ(again.Wait(), 0) << again.said();
}

}  // namespace
}  // namespace qcity
