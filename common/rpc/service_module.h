// A module that is one gRPC service with a database and a feed of its own: the usual case. Made and started by the
// server's thread.
#ifndef QCITY_COMMON_RPC_SERVICE_MODULE_H_
#define QCITY_COMMON_RPC_SERVICE_MODULE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "common/feed/outbox.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/rpc/service_database.h"

namespace qcity::rpc {

// `S` is a Service made from (Edge&, sql::Database&, feed::Outbox&, Env&).
template <typename S>
class ServiceModule : public Module {
 public:
  ServiceModule(std::string name, Env& env, sql::Database& database, std::unique_ptr<Edge> edge)
      : name_(std::move(name)),
        outbox_(database, name_, env.plans().Latest()->id()),
        edge_(std::move(edge)),
        service_(*edge_, database, outbox_, env) {}

  absl::string_view name() const override { return name_; }
  std::vector<Service*> services() override { return {&service_}; }
  feed::Outbox* outbox() override { return &outbox_; }
  absl::Status Check() const { return service_.CheckComplete(); }

 private:
  const std::string name_;
  feed::Outbox outbox_;
  std::unique_ptr<Edge> edge_;
  S service_;
};

// `name` is the database's and the feed's, `full_name` the proto service's; `steps` as in OpenServiceDatabase.
template <typename S>
absl::StatusOr<std::unique_ptr<Module>> MakeServiceModule(Env& env, absl::string_view name, absl::string_view full_name,
                                                          const std::vector<absl::string_view>& steps) {
  ASSIGN_OR_RETURN(sql::Database * database, OpenServiceDatabase(env, name, steps));
  ASSIGN_OR_RETURN(std::unique_ptr<Edge> edge, Edge::Make(full_name, env.directory(), env.clock(), env.edge_options()));
  auto module = std::make_unique<ServiceModule<S>>(std::string(name), env, *database, std::move(edge));
  RETURN_IF_ERROR(module->Check());
  return module;
}

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVICE_MODULE_H_
