// IndicatorsService (指标服务): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_INDICATORS_SERVICE_H_
#define QCITY_SERVICES_INDICATORS_SERVICE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/cache/cache.h"
#include "common/cache/reply_cache.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/action_plans.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/indicators/check.h"
#include "services/indicators/ledger.h"
#include "services/indicators/rules.h"
#include "services/indicators/store.h"
#include "services/indicators/warnings/doubts.h"

namespace qcity::indicators {

class IndicatorsService final : public rpc::Service {
 public:
  using Api = v1::IndicatorsService;

  IndicatorsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  // service.cc: steps of single observations.
  absl::StatusOr<v1::Observation> DraftObservation(const CallContext& call, const v1::DraftObservationRequest& request);
  absl::StatusOr<v1::Observation> ReportObservation(const CallContext& call,
                                                    const v1::ReportObservationRequest& request);
  absl::StatusOr<v1::Observation> WithdrawObservation(const CallContext& call,
                                                      const v1::WithdrawObservationRequest& request);
  absl::StatusOr<v1::Observation> VerifyObservation(const CallContext& call,
                                                    const v1::VerifyObservationRequest& request);
  absl::StatusOr<v1::Observation> ReturnObservation(const CallContext& call,
                                                    const v1::ReturnObservationRequest& request);
  absl::StatusOr<v1::Observation> ConfirmObservation(const CallContext& call,
                                                     const v1::ConfirmObservationRequest& request);
  absl::StatusOr<v1::Observation> WithdrawConfirmation(const CallContext& call,
                                                       const v1::WithdrawConfirmationRequest& request);
  absl::StatusOr<v1::Observation> ReopenPeriod(const CallContext& call, const v1::ReopenPeriodRequest& request);
  absl::StatusOr<v1::Observation> ReportReference(const CallContext& call, const v1::ReportReferenceRequest& request);
  absl::StatusOr<v1::Applicability> SetApplicability(const CallContext& call,
                                                     const v1::SetApplicabilityRequest& request);

  // service_bulk.cc: many at once.
  absl::StatusOr<v1::BatchObservationsResponse> BatchReportObservations(
      const CallContext& call, const v1::BatchReportObservationsRequest& request);
  absl::StatusOr<v1::BatchObservationsResponse> BatchVerify(const CallContext& call,
                                                            const v1::BatchVerifyRequest& request);
  absl::StatusOr<v1::ImportObservationsResponse> ImportObservations(
      const CallContext& call, rpc::RequestStream<v1::ImportObservationsRequest>& reader);

  // service_read.cc: answers.
  absl::StatusOr<v1::ListIndicatorsResponse> ListIndicators(const CallContext& call,
                                                            const v1::ListIndicatorsRequest& request);
  std::optional<std::string> PeekIndicator(const CallContext& call, const v1::GetIndicatorRequest& request);
  absl::StatusOr<v1::IndicatorView> GetIndicator(const CallContext& call, const v1::GetIndicatorRequest& request);
  // Where a view is cached: under all that it was made from.
  std::string ReplyKey(const CallContext& call, absl::string_view name, std::int64_t version) const;
  // The action plan in force of this year; without targets if there is none.
  static absl::StatusOr<v1::ActionPlan> ActionPlanOf(sql::Transaction& transaction, const CallContext& call);
  absl::StatusOr<v1::ListObservationsResponse> ListObservations(const CallContext& call,
                                                                const v1::ListObservationsRequest& request);
  absl::StatusOr<v1::ListReferencesResponse> ListReferences(const CallContext& call,
                                                            const v1::ListReferencesRequest& request);

  // The bodies of commands that batches share.
  absl::StatusOr<v1::Observation> ReportIn(sql::Transaction& transaction, const CallContext& call,
                                           const v1::ReportObservationRequest& request) const;
  absl::StatusOr<v1::Observation> VerifyIn(sql::Transaction& transaction, const CallContext& call,
                                           const v1::VerifyObservationRequest& request) const;

  // A new observation, checked, under `rule`; errors name their field below `field`.
  using NewRule =
      absl::FunctionRef<absl::StatusOr<Step>(v1::MeasurePeriod, v1::Observation, absl::string_view name, const Actor&)>;
  absl::StatusOr<v1::Observation> AddIn(sql::Transaction& transaction, const CallContext& call,
                                        const v1::Observation& observation, SubjectKind kind, absl::string_view field,
                                        NewRule rule) const;
  // The same for one that CheckObservation made.
  absl::StatusOr<v1::Observation> AddChecked(sql::Transaction& transaction, const CallContext& call,
                                             const v1::Observation& checked, NewRule rule) const;
  // One step of the observation that the request names, as a command.
  template <typename Request>
  absl::StatusOr<v1::Observation> Move(const CallContext& call, const Request& request,
                                       absl::FunctionRef<absl::StatusOr<Step>(v1::MeasurePeriod, const Actor&)> rule);

  const domain::Plan& PlanOf(const CallContext& call) const;
  Actor ActorOf(const CallContext& call) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const std::string plans_digest_;
  cache::Cache& cache_;
  cache::ReplyCache replies_;
  const std::string campaign_;
  const IndicatorStore store_;
  const Ledger ledger_;
  const warnings::Doubts doubts_;
};

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_SERVICE_H_
