// A service as the server sees it, and what the server gives a service. Modules are made, started and stopped by one thread.
#ifndef QCITY_COMMON_RPC_MODULE_H_
#define QCITY_COMMON_RPC_MODULE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/cache/cache.h"
#include "common/domain/calendar.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/directory.h"
#include "common/rpc/serve.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"

namespace qcity::rpc {

// What a server is told; flags and their meaning are in RunServer's help. Everything has a default or is asked for.
struct Config {
  std::string listen = "127.0.0.1:7017";  // Port 0: any; written to --port-file.
  std::string port_file;
  std::string plans;                // Directory of plan documents.
  std::string calendars;            // Directory of calendar files.
  std::string data;                 // Directory of databases; created if absent.
  std::string database = "sqlite";  // "sqlite", or "memory", which must be asked for.
  std::string clock = "system";
  std::string redis;  // "", "HOST:PORT" or "unix:PATH".
  bool insecure_local = false;
  // Where services that are not in this process listen: {"indicators", "127.0.0.1:7018"}.
  absl::flat_hash_map<std::string, std::string> peers;

  absl::Status Validate() const;
};

// What a module may use. Outlives every module.
class Env {
 public:
  virtual ~Env() = default;
  virtual const Config& config() const = 0;
  virtual Clock& clock() = 0;
  virtual const domain::PlanVersions& plans() const = 0;
  virtual const domain::WorkCalendar& calendar() const = 0;
  virtual const Directory& directory() const = 0;
  virtual Directory& mutable_directory() = 0;
  virtual cache::Cache& cache() = 0;
  virtual EdgeOptions edge_options() const = 0;
  // The database `name` of the data directory, opened once and closed after all modules stopped.
  virtual absl::StatusOr<sql::Database*> OpenDatabase(absl::string_view name,
                                                      absl::Span<const sql::Migration> migrations) = 0;
  // A channel to another service: to its peer address, else to this very server. Connects on first use; usable once the server serves. Callers name
  // themselves NAME@service in the metadata x-qcity-caller.
  virtual absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(absl::string_view service) = 0;
};

class Module {
 public:
  virtual ~Module() = default;
  // "indicators": also the name of its feed.
  virtual absl::string_view name() const = 0;
  // Registered with the server; owned by the module.
  virtual std::vector<Service*> services() = 0;
  // Null if the service publishes nothing.
  virtual feed::Outbox* outbox() { return nullptr; }
  // Begins background work; called in order, after the server listens.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // Ends it; called in reverse, before the server shuts down. Streams that the module holds must end.
  virtual void Stop() {}
  // Whether it can do its work now; asked by the health service, on a thread of its own.
  virtual absl::Status Ready() { return absl::OkStatus(); }
};

using ModuleFactory = std::function<absl::StatusOr<std::unique_ptr<Module>>(Env&)>;

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_MODULE_H_
