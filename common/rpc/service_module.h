// A module of gRPC services that share one database and one feed: the usual case. Made and started by the server's
// thread.
#ifndef QCITY_COMMON_RPC_SERVICE_MODULE_H_
#define QCITY_COMMON_RPC_SERVICE_MODULE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "common/feed/outbox.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/rpc/service_database.h"

namespace qcity::rpc {

class ServiceModule : public Module {
 public:
  ServiceModule(std::string name, Env& env, sql::Database& database)
      : name_(std::move(name)), env_(env), database_(database), outbox_(database, name_, env.plans().Latest()->id()) {}

  // `S` is a Service made from (Edge&, sql::Database&, feed::Outbox&, Env&); S::Api is the generated class.
  template <typename S>
  absl::Status Host() {
    ASSIGN_OR_RETURN(std::unique_ptr<Edge> edge,
                     Edge::Make(S::Api::service_full_name(), env_.directory(), env_.clock(), env_.edge_options()));
    auto service = std::make_unique<S>(*edge, database_, outbox_, env_);
    RETURN_IF_ERROR(service->CheckComplete());
    edges_.push_back(std::move(edge));
    services_.push_back(std::move(service));
    return absl::OkStatus();
  }

  absl::string_view name() const override { return name_; }
  std::vector<Service*> services() override {
    std::vector<Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    return services;
  }
  feed::Outbox* outbox() override { return &outbox_; }

 protected:
  Env& env() { return env_; }
  sql::Database& database() { return database_; }

 private:
  const std::string name_;
  Env& env_;
  sql::Database& database_;
  feed::Outbox outbox_;
  std::vector<std::unique_ptr<Edge>> edges_;
  std::vector<std::unique_ptr<Service>> services_;
};

// The module of the services `S`. `name` is the database's and the feed's; `steps` as in OpenServiceDatabase.
template <typename... S>
absl::StatusOr<std::unique_ptr<Module>> MakeServiceModule(Env& env, absl::string_view name,
                                                          const std::vector<absl::string_view>& steps) {
  ASSIGN_OR_RETURN(sql::Database * database, OpenServiceDatabase(env, name, steps));
  auto module = std::make_unique<ServiceModule>(std::string(name), env, *database);
  absl::Status hosted;
  const bool complete = ((hosted = module->Host<S>()).ok() && ...);
  if (!complete) return hosted;
  return module;
}

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVICE_MODULE_H_
