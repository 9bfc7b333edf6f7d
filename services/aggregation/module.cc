#include "services/aggregation/module.h"

#include <string>
#include <utility>
#include <vector>

#include "common/base/midnight.h"
#include "common/base/status.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/rpc/service_database.h"
#include "services/aggregation/acceptance/service.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/forecast/service.h"
#include "services/aggregation/performance/service.h"
#include "services/aggregation/reviews/service.h"
#include "services/aggregation/sensitivity/service.h"
#include "services/aggregation/service.h"
#include "services/aggregation/situation/service.h"
#include "services/aggregation/supervision/service.h"
#include "services/aggregation/what_if/service.h"

namespace qcity::aggregation {
namespace {

constexpr char kName[] = "aggregation";

// The feeds that the score is made of.
const std::vector<std::string>& Feeds() {
  static const auto& feeds = *new std::vector<std::string>{"indicators", "tasks"};
  return feeds;
}

// One followed feed: where its changes go, and what brings them.
class Followed : public feed::Sink {
 public:
  Followed(std::string feed, Aggregator& aggregator, const std::shared_ptr<grpc::Channel>& channel,
           const std::string& plan_digest)
      : feed_(std::move(feed)),
        aggregator_(aggregator),
        follower_(feed::MakeFollower(channel, *this, {feed_, plan_digest, "aggregation@service"})) {}

  feed::Follower& follower() { return *follower_; }

  absl::StatusOr<std::optional<feed::v1::Token>> LoadToken() override { return aggregator_.LoadToken(feed_); }
  absl::Status Apply(absl::Span<const feed::v1::Change* const> changes, const feed::v1::Token& token) override {
    return aggregator_.Apply(changes, token);
  }
  absl::Status Reset() override { return aggregator_.Forget(feed_); }
  void CaughtUp(std::int64_t position) override { aggregator_.CaughtUp(feed_, position); }

 private:
  const std::string feed_;
  Aggregator& aggregator_;
  const std::unique_ptr<feed::Follower> follower_;
};

class AggregationModule : public rpc::Module {
 public:
  AggregationModule(rpc::Env& env, sql::Database& database)
      : env_(env), database_(database), outbox_(database, kName, env.plans().Latest()->id()) {}

  absl::Status Open() {
    ASSIGN_OR_RETURN(aggregator_,
                     Aggregator::Open(database_, outbox_, env_.plans(), env_.clock(), Feeds(),
                                      [this](const v1::Readiness& readiness) { watchers_.Publish(readiness); }));
    RETURN_IF_ERROR(Host<AggregationService>(*aggregator_, outbox_, watchers_, env_));
    RETURN_IF_ERROR(Host<performance::PerformanceService>(database_, *aggregator_, env_));
    RETURN_IF_ERROR(Host<supervision::SupervisionService>(*aggregator_, env_));
    RETURN_IF_ERROR(Host<what_if::WhatIfService>(*aggregator_, env_));
    RETURN_IF_ERROR(Host<situation::SituationService>(*aggregator_, env_));
    RETURN_IF_ERROR(Host<sensitivity::SensitivityService>(*aggregator_, env_));
    RETURN_IF_ERROR(Host<forecast::ForecastService>(database_, *aggregator_, env_));
    RETURN_IF_ERROR(Host<reviews::ReviewsService>(database_, *aggregator_, env_));
    RETURN_IF_ERROR(Host<acceptance::AcceptanceService>(database_, env_));
    for (const std::string& feed : Feeds()) {
      ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, env_.ChannelTo(feed));
      followed_.push_back(std::make_unique<Followed>(feed, *aggregator_, channel, env_.plans().Digest()));
    }
    return absl::OkStatus();
  }

  absl::string_view name() const override { return kName; }
  std::vector<rpc::Service*> services() override {
    std::vector<rpc::Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    return services;
  }
  feed::Outbox* outbox() override { return &outbox_; }

  absl::Status Start() override {
    for (const auto& followed : followed_) followed->follower().Start();
    midnight_ = std::make_unique<Midnight>(env_.clock(), Midnight::First::kNextMidnight, [this] {
      return aggregator_->Advance([](sql::Transaction&, Entities&) -> absl::StatusOr<bool> { return true; });
    });
    return absl::OkStatus();
  }

  void Stop() override {
    watchers_.Shutdown();
    midnight_.reset();
    for (const auto& followed : followed_) followed->follower().Stop();
  }

  absl::Status Ready() override {
    for (const auto& followed : followed_) RETURN_IF_ERROR(followed->follower().Ready());
    return absl::OkStatus();
  }

 private:
  // Serves `S`, made from an edge of its own and `args`.
  template <typename S, typename... Args>
  absl::Status Host(Args&... args) {
    ASSIGN_OR_RETURN(std::unique_ptr<rpc::Edge> edge,
                     rpc::Edge::Make(S::Api::service_full_name(), env_.directory(), env_.clock(), env_.edge_options()));
    auto service = std::make_unique<S>(*edge, args...);
    RETURN_IF_ERROR(service->CheckComplete());
    edges_.push_back(std::move(edge));
    services_.push_back(std::move(service));
    return absl::OkStatus();
  }

  rpc::Env& env_;
  sql::Database& database_;
  feed::Outbox outbox_;
  ReadinessWatch watchers_;
  std::unique_ptr<Aggregator> aggregator_;
  std::vector<std::unique_ptr<rpc::Edge>> edges_;
  std::vector<std::unique_ptr<rpc::Service>> services_;
  std::vector<std::unique_ptr<Followed>> followed_;
  std::unique_ptr<Midnight> midnight_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  ASSIGN_OR_RETURN(sql::Database * database, rpc::OpenServiceDatabase(env, kName,
                                                                      {kSchema, performance::kSchema, forecast::kSchema,
                                                                       reviews::kSchema, acceptance::kSchema}));
  auto module = std::make_unique<AggregationModule>(env, *database);
  RETURN_IF_ERROR(module->Open());
  return module;
}

}  // namespace qcity::aggregation
