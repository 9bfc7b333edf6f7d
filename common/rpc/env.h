// The one Env: opens what modules need, from the config. Made and used by the thread that starts the server; what it gives out is thread-safe.
#ifndef QCITY_COMMON_RPC_ENV_H_
#define QCITY_COMMON_RPC_ENV_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "common/rpc/module.h"

namespace qcity::rpc {

class ServerEnv : public Env {
 public:
  // `clock` null: from the config. `own_target`: where this very server listens.
  static absl::StatusOr<std::unique_ptr<ServerEnv>> Make(const Config& config, std::unique_ptr<Clock> clock,
                                                         std::string own_target);

  const Config& config() const override { return config_; }
  Clock& clock() override { return *clock_; }
  const domain::PlanVersions& plans() const override { return plans_; }
  const domain::WorkCalendar& calendar() const override { return calendar_; }
  const Directory& directory() const override { return directory_; }
  Directory& mutable_directory() override { return directory_; }
  cache::Cache& cache() override { return *cache_; }
  EdgeOptions edge_options() const override;
  absl::StatusOr<sql::Database*> OpenDatabase(absl::string_view name,
                                              absl::Span<const sql::Migration> migrations) override;
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(absl::string_view service) override;

  // FAILED_PRECONDITION if a channel was asked to a service that neither runs here, being one of `modules`, nor has a peer address.
  absl::Status CheckChannels(const std::vector<std::unique_ptr<Module>>& modules) const;
  // OK while every database can be written.
  absl::Status Health() const;

 private:
  ServerEnv(const Config& config, std::unique_ptr<Clock> clock, std::string own_target, domain::PlanVersions plans,
            domain::WorkCalendar calendar, std::unique_ptr<cache::Cache> cache);

  const Config config_;
  const std::unique_ptr<Clock> clock_;
  const std::string own_target_;
  const domain::PlanVersions plans_;
  const domain::WorkCalendar calendar_;
  Directory directory_;
  const std::unique_ptr<cache::Cache> cache_;
  absl::btree_map<std::string, std::unique_ptr<sql::Database>> databases_;
  absl::btree_set<std::string> called_here_;  // Services that channels to this server were made for.
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_ENV_H_
