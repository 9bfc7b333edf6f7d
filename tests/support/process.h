// A server binary of the suite as a child process, as an operator starts and ends it. One thread starts and ends it; connections from any.
#ifndef QCITY_TESTS_SUPPORT_PROCESS_H_
#define QCITY_TESTS_SUPPORT_PROCESS_H_

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tests/support/test_server.h"

namespace qcity::testing_support {

// --plans, --calendars, --data, --clock and --insecure-local for such options (whose clock ticks here).
std::vector<std::string> FlagsOf(const TestServerOptions& options);

// What a process wrote to standard error without its log: the sentences meant for people.
std::vector<std::string> SentencesIn(absl::string_view standard_error);

class ServerProcess {
 public:
  // `binary` is a name in bin/; --listen and --port-file are given by this class.
  ServerProcess(absl::string_view binary, std::vector<std::string> flags);
  // Kills it if it runs.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Starts it and returns once it is SERVING. The first start takes any port, every later one the same: peers know it. The error tells what it said.
  absl::Status Start();
  // kill -9 of its process group.
  void Kill();
  // SIGTERM; the exit code once it has ended, -signal if something killed it.
  int Terminate();

  // "127.0.0.2:PORT", known after the first Start.
  std::string address() const;
  // A connection of its own. It survives restarts: gRPC connects again.
  std::shared_ptr<grpc::Channel> NewConnection() const;
  // Standard error since the last start.
  std::string Said() const;

 private:
  absl::Status AwaitPort();
  absl::Status AwaitServing();
  bool HasEnded();
  int Reap();

  const std::string binary_;
  const std::vector<std::string> flags_;
  const std::string files_;  // Path that the port file and the log begin with.
  pid_t pid_ = -1;
  int exit_code_ = 0;
  int port_ = 0;
};

// How a process ended that was not meant to serve.
struct Ending {
  int exit_code = 0;
  std::vector<std::string> sentences;
};

// Runs `binary` with exactly these flags to its end; one that is still there after a minute is killed (exit code -9).
Ending RunToEnd(absl::string_view binary, const std::vector<std::string>& flags);

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_PROCESS_H_
