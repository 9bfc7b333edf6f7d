#include "tests/support/redis_server.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "gtest/gtest.h"

namespace qcity::testing_support {
namespace {

std::string MakeDirectory() {
  std::string pattern = ::testing::TempDir() + "/qcity-redis-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  return pattern;
}

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::abort();
}

}  // namespace

RedisServer::RedisServer() : directory_(MakeDirectory()) { Start(); }

RedisServer::~RedisServer() {
  if (pid_ > 0) Kill();
  std::filesystem::remove_all(directory_);
}

void RedisServer::Start() {
  const std::string socket = this->socket();
  std::filesystem::remove(socket);
  pid_ = ::fork();
  if (pid_ < 0) Fail("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--save", "",
             "--appendonly", "no", "--dir", directory_.c_str(), "--logfile", "/dev/null", nullptr);
    ::_exit(127);
  }
  for (int attempts = 0; attempts < 2'000; ++attempts) {
    const auto connection = cache::RedisConnection::Open({.path = socket}, absl::Seconds(1));
    if (connection.ok() && (*connection)->Ask({"PING"}).ok()) return;
    ::poll(nullptr, 0, 5);
  }
  Fail("redis-server does not start");
}

void RedisServer::Kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Freeze() {
  ::kill(pid_, SIGSTOP);
  int status = 0;
  ::waitpid(pid_, &status, WUNTRACED);
}

void RedisServer::Continue() { ::kill(pid_, SIGCONT); }

cache::RedisReply RedisServer::Ask(const std::vector<std::string>& command) {
  const auto connection = cache::RedisConnection::Open({.path = socket()}, absl::Seconds(10));
  if (!connection.ok()) Fail("redis-server is not reached");
  absl::StatusOr<cache::RedisReply> reply = (*connection)->Ask(command);
  if (!reply.ok()) Fail("redis-server does not answer");
  return *std::move(reply);
}

}  // namespace qcity::testing_support
