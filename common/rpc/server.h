// A running server: parses flags, opens what modules need, serves them until SIGTERM or SIGINT, and stops in order. One thread runs it.
#ifndef QCITY_COMMON_RPC_SERVER_H_
#define QCITY_COMMON_RPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/module.h"

namespace qcity::rpc {

// How long calls may still take once a server stops.
inline constexpr absl::Duration kGrace = absl::Seconds(10);

// A server inside a process: what RunServer and the tests run.
class Server {
 public:
  // Opens everything, makes the modules, listens and starts them. `clock` null: from config.clock.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config,
                                                       const std::vector<ModuleFactory>& factories,
                                                       std::unique_ptr<Clock> clock = nullptr);
  virtual ~Server() = default;
  virtual int port() const = 0;
  virtual Clock& clock() = 0;
  // OK while every database can be written; a server that says otherwise must end.
  virtual absl::Status Health() const = 0;
  // A channel without a socket.
  virtual std::shared_ptr<grpc::Channel> InProcessChannel() = 0;
  // Health NOT_SERVING, watchers end, modules stop, calls drain (at most `grace`), databases close. Idempotent; the destructor calls it.
  virtual void Stop(absl::Duration grace = kGrace) = 0;
};

// main() of every server binary: returns its exit code (0 after a clean stop, 2 for bad flags, 1 for anything else, with one clear sentence on standard error).
int RunServer(int argc, char** argv, absl::string_view program, const std::vector<ModuleFactory>& factories);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVER_H_
