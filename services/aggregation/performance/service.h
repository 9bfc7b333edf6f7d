// PerformanceService (绩效): the yearly procedure of the performance of organisations. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_PERFORMANCE_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_PERFORMANCE_SERVICE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/calendar.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/performance.grpc.pb.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/performance/rules.h"
#include "services/aggregation/performance/store.h"

namespace qcity::aggregation::performance {

class PerformanceService final : public rpc::Service {
 public:
  using Api = v1::PerformanceService;

  PerformanceService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::Performance> GetPerformance(const CallContext& call, const v1::GetPerformanceRequest& request);
  absl::StatusOr<v1::Performance> DraftPerformance(const CallContext& call, const v1::DraftPerformanceRequest& request);
  absl::StatusOr<v1::Performance> PublishForObjection(const CallContext& call,
                                                      const v1::PublishForObjectionRequest& request);
  absl::StatusOr<v1::Performance> ObjectToPerformance(const CallContext& call,
                                                      const v1::ObjectToPerformanceRequest& request);
  absl::StatusOr<v1::Performance> DecideObjection(const CallContext& call, const v1::DecideObjectionRequest& request);
  absl::StatusOr<v1::Performance> ConfirmPerformance(const CallContext& call,
                                                     const v1::ConfirmPerformanceRequest& request);
  absl::StatusOr<v1::ExportPerformanceResponse> ExportPerformance(const CallContext& call,
                                                                  const v1::ExportPerformanceRequest& request);

  absl::StatusOr<int> YearOf(const CallContext& call, absl::string_view name) const;
  // The list as what was recorded by the end of `as_of` gives it.
  v1::PerformanceRecord ListAsOf(int year, absl::CivilDay as_of) const;
  // What is stored of the year; a record in no state if nothing is.
  absl::StatusOr<v1::PerformanceRecord> Load(sql::Transaction& transaction, int year) const;

  // One step of the year that the request names, as a command.
  using Step = absl::FunctionRef<absl::StatusOr<v1::PerformanceRecord>(v1::PerformanceRecord record)>;
  template <typename Request>
  absl::StatusOr<v1::Performance> Move(const CallContext& call, const Request& request, Step step);

  sql::Database& database_;
  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
  const domain::WorkCalendar& calendar_;
  const PerformanceStore store_{};
};

}  // namespace qcity::aggregation::performance

#endif  // QCITY_SERVICES_AGGREGATION_PERFORMANCE_SERVICE_H_
