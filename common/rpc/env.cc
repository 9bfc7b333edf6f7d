#include "common/rpc/env.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/channel.h"

namespace qcity::rpc {
namespace {

absl::Status MakeDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "DATA_DIRECTORY",
               {absl::StrCat("无法建立数据目录 ", path, "：", error.message()),
                absl::StrCat("cannot make the data directory ", path, ": ", error.message())});
}

absl::StatusOr<std::unique_ptr<cache::Cache>> MakeCache(const std::string& redis) {
  if (redis.empty()) return cache::MakeNullCache();
  cache::RedisOptions options;
  options.address = redis;
  return cache::MakeRedisCache(options);
}

// A broken plan is told in one sentence; `qcity plan check` lists all that is wrong.
absl::StatusOr<domain::PlanVersions> LoadPlans(const std::string& path) {
  absl::StatusOr<domain::PlanVersions> plans = domain::PlanVersions::Load(path);
  const std::optional<ErrorDetail> detail = DetailOf(plans.status());
  if (!detail.has_value() || detail->fields.size() < 2) return plans;
  const FieldViolation& first = detail->fields.front();
  const std::size_t count = detail->fields.size();
  return Error(absl::StatusCode::kInvalidArgument, "PLAN_BROKEN",
               {absl::StrCat("方案有 ", count, " 处缺陷，先看 ", first.path, "：", first.text.zh,
                             "（全部见 qcity plan check ", path, "）"),
                absl::StrCat("the plan has ", count, " defects, first ", first.path, ": ", first.text.en,
                             " (qcity plan check ", path, " lists all)")});
}

}  // namespace

ServerEnv::ServerEnv(const Config& config, std::unique_ptr<Clock> clock, std::string own_target,
                     domain::PlanVersions plans, domain::WorkCalendar calendar, std::unique_ptr<cache::Cache> cache)
    : config_(config),
      clock_(std::move(clock)),
      own_target_(std::move(own_target)),
      plans_(std::move(plans)),
      calendar_(std::move(calendar)),
      directory_(plans_),
      cache_(std::move(cache)) {}

absl::StatusOr<std::unique_ptr<ServerEnv>> ServerEnv::Make(const Config& config, std::unique_ptr<Clock> clock,
                                                           std::string own_target) {
  if (clock == nullptr) {
    ASSIGN_OR_RETURN(clock, ParseClock(config.clock));
  }
  ASSIGN_OR_RETURN(domain::PlanVersions plans, LoadPlans(config.plans));
  ASSIGN_OR_RETURN(domain::WorkCalendar calendar, domain::WorkCalendar::Load(config.calendars));
  ASSIGN_OR_RETURN(std::unique_ptr<cache::Cache> cache, MakeCache(config.redis));
  if (config.database == "sqlite") RETURN_IF_ERROR(MakeDirectory(config.data));
  return std::unique_ptr<ServerEnv>(new ServerEnv(config, std::move(clock), std::move(own_target), std::move(plans),
                                                  std::move(calendar), std::move(cache)));
}

EdgeOptions ServerEnv::edge_options() const {
  EdgeOptions options;
  options.insecure_local = config_.insecure_local;
  return options;
}

absl::StatusOr<sql::Database*> ServerEnv::OpenDatabase(absl::string_view name,
                                                       absl::Span<const sql::Migration> migrations) {
  const auto it = databases_.find(name);
  if (it != databases_.end()) return it->second.get();
  sql::DatabaseOptions options;
  options.clock_kind = clock_->Kind();
  if (config_.database == "sqlite")
    options.path = (std::filesystem::path(config_.data) / absl::StrCat(name, ".db")).string();
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> database, sql::OpenSqlite(options, migrations));
  return (databases_[std::string(name)] = std::move(database)).get();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ServerEnv::ChannelTo(absl::string_view service) {
  const auto peer = config_.peers.find(service);
  if (peer != config_.peers.end()) return MakeChannel(peer->second);
  // Modules ask before the gRPC server exists, so that not even its own services can be reached but through its socket; that one connection is made on first use.
  called_here_.insert(std::string(service));
  return MakeChannel(own_target_);
}

absl::Status ServerEnv::CheckChannels(const std::vector<std::unique_ptr<Module>>& modules) const {
  absl::btree_set<std::string> missing = called_here_;
  for (const std::unique_ptr<Module>& module : modules) missing.erase(std::string(module->name()));
  if (missing.empty()) return absl::OkStatus();
  const std::string& service = *missing.begin();
  return Error(absl::StatusCode::kFailedPrecondition, "PEER_MISSING",
               {absl::StrCat("本进程需要服务 ", service, "，请用 --peer ", service, "=地址 指明它在哪里"),
                absl::StrCat("this process needs the service ", service, ": say where it is with --peer ", service,
                             "=ADDRESS")});
}

absl::Status ServerEnv::Health() const {
  for (const auto& [name, database] : databases_) RETURN_IF_ERROR(database->Health());
  return absl::OkStatus();
}

}  // namespace qcity::rpc
