// AggregationService (汇总服务): how ready the city is, and why. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_SERVICE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/cache/cache.h"
#include "common/cache/reply_cache.h"
#include "common/domain/plan.h"
#include "common/feed/latest_watch.h"
#include "common/feed/outbox.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation {

using ReadinessWatch = feed::LatestWatch<v1::Readiness>;

class AggregationService final : public rpc::Service {
 public:
  using Api = v1::AggregationService;

  AggregationService(rpc::Edge& edge, Aggregator& aggregator, feed::Outbox& outbox, ReadinessWatch& watchers,
                     rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  std::optional<std::string> PeekReadiness(const CallContext& call, const v1::GetReadinessRequest& request);
  absl::StatusOr<v1::Readiness> GetReadiness(const CallContext& call, const v1::GetReadinessRequest& request);
  std::string ReplyKey(absl::string_view day, std::int64_t version) const;
  absl::StatusOr<v1::ExplainReadinessResponse> ExplainReadiness(const CallContext& call,
                                                                const v1::ExplainReadinessRequest& request);
  grpc::ServerWriteReactor<v1::Readiness>* WatchReadiness(grpc::CallbackServerContext* context, const CallContext& call,
                                                          const v1::WatchReadinessRequest& request);
  absl::StatusOr<v1::ListGapsResponse> ListGaps(const CallContext& call, const v1::ListGapsRequest& request);
  absl::StatusOr<v1::GetReadinessHistoryResponse> GetReadinessHistory(const CallContext& call,
                                                                      const v1::GetReadinessHistoryRequest& request);
  absl::StatusOr<v1::RankOrganizationsResponse> RankOrganizations(const CallContext& call,
                                                                  const v1::RankOrganizationsRequest& request);
  absl::StatusOr<v1::Veto> DeclareVeto(const CallContext& call, const v1::DeclareVetoRequest& request);
  absl::StatusOr<v1::Veto> LiftVeto(const CallContext& call, const v1::LiftVetoRequest& request);
  absl::StatusOr<plan::v1::Plan> GetPlan(const CallContext& call, const v1::GetPlanRequest& request);
  absl::StatusOr<v1::ListCampaignsResponse> ListCampaigns(const CallContext& call,
                                                          const v1::ListCampaignsRequest& request);

  // The day asked for, under the plan in force today.
  absl::StatusOr<absl::CivilDay> DayOf(const CallContext& call, absl::string_view text, absl::string_view path) const;
  // The plan in force on the day, and what had been recorded by its end (today: by now).
  struct Known {
    const domain::Plan& plan;
    score::Inputs inputs;
  };
  Known KnownAsOf(const Knowledge& knowledge, absl::CivilDay as_of) const;
  // The stored readiness if it is of today; else through the caches, scored afresh if need be.
  absl::StatusOr<v1::Readiness> ReadinessAsOf(const CallContext& call, absl::CivilDay as_of);
  v1::Readiness ScoredAsOf(const Knowledge& knowledge, absl::CivilDay as_of) const;
  // Runs a command that changes one veto.
  template <typename Request>
  absl::StatusOr<v1::Veto> ChangeVeto(const CallContext& call, const Request& request,
                                      absl::FunctionRef<absl::StatusOr<v1::Veto>(sql::Transaction&)> change);

  Aggregator& aggregator_;
  feed::Outbox& outbox_;
  ReadinessWatch& watchers_;
  const domain::PlanVersions& plans_;
  cache::Cache& cache_;
  cache::ReplyCache replies_;
  const std::string campaign_;
  const AggregationStore store_;
};

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_SERVICE_H_
