// ForecastService (预测): where each measure and duty will probably stand, and how good earlier forecasts were. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_FORECAST_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_FORECAST_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/forecast.grpc.pb.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/forecast/store.h"

namespace qcity::aggregation::forecast {

class ForecastService final : public rpc::Service {
 public:
  using Api = v1::ForecastService;

  ForecastService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator, rpc::Env& env);

 private:
  absl::StatusOr<v1::GetForecastResponse> GetForecast(const rpc::CallContext& call,
                                                      const v1::GetForecastRequest& request);
  absl::StatusOr<v1::ForecastQuality> GetForecastQuality(const rpc::CallContext& call,
                                                         const v1::GetForecastQualityRequest& request);

  // Keeps what was issued today and is not kept yet; all of one day.
  absl::Status Keep(const std::vector<Issued>& issued);
  // What came of those that were no statements of what was known.
  std::vector<Outcome> OutcomesOf(absl::Span<const Issued> issued, absl::CivilDay today) const;

  sql::Database& database_;
  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const ForecastStore store_{};
};

}  // namespace qcity::aggregation::forecast

#endif  // QCITY_SERVICES_AGGREGATION_FORECAST_SERVICE_H_
