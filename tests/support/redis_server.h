// A real redis-server of a test's own, on a private unix socket. One thread.
#ifndef QCITY_TESTS_SUPPORT_REDIS_SERVER_H_
#define QCITY_TESTS_SUPPORT_REDIS_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "common/cache/redis_connection.h"

namespace qcity::testing_support {

class RedisServer {
 public:
  // Starts it and waits until it answers; ends the program if that fails.
  RedisServer();
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  const std::string& directory() const { return directory_; }
  // As RedisOptions want it.
  std::string address() const { return "unix:" + socket(); }
  std::string socket() const { return directory_ + "/redis.sock"; }

  void Kill();      // kill -9; what it held is lost.
  void Start();     // After Kill.
  void Freeze();    // SIGSTOP.
  void Continue();  // SIGCONT.

  // One command, past the cache.
  cache::RedisReply Ask(const std::vector<std::string>& command);

 private:
  const std::string directory_;
  pid_t pid_ = -1;
};

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_REDIS_SERVER_H_
