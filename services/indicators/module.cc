#include "services/indicators/module.h"

#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/feed/outbox.h"
#include "common/rpc/service_database.h"
#include "services/indicators/service.h"

namespace qcity::indicators {
namespace {

constexpr char kName[] = "indicators";

class IndicatorsModule : public rpc::Module {
 public:
  IndicatorsModule(rpc::Env& env, sql::Database& database, std::unique_ptr<rpc::Edge> edge)
      : outbox_(database, kName, env.plans().Latest()->id()), edge_(std::move(edge)), service_(*edge_, database, outbox_, env.plans()) {}

  absl::string_view name() const override { return kName; }
  std::vector<grpc::Service*> services() override { return {&service_}; }
  feed::Outbox* outbox() override { return &outbox_; }
  absl::Status Check() const { return service_.CheckComplete(); }

 private:
  feed::Outbox outbox_;
  std::unique_ptr<rpc::Edge> edge_;
  IndicatorsService service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  ASSIGN_OR_RETURN(sql::Database * database, rpc::OpenServiceDatabase(env, kName, {kSchema}));
  ASSIGN_OR_RETURN(std::unique_ptr<rpc::Edge> edge,
                   rpc::Edge::Make(v1::IndicatorsService::service_full_name(), env.directory(), env.clock(), env.edge_options()));
  auto module = std::make_unique<IndicatorsModule>(env, *database, std::move(edge));
  RETURN_IF_ERROR(module->Check());
  return module;
}

}  // namespace qcity::indicators
