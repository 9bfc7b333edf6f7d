// SensitivityService (敏感性分析): how far readiness rests on choices of policy. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_SENSITIVITY_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_SENSITIVITY_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "qcity/aggregation/v1/sensitivity.grpc.pb.h"
#include "services/aggregation/aggregator.h"

namespace qcity::aggregation::sensitivity {

class SensitivityService final : public rpc::Service {
 public:
  using Api = v1::SensitivityService;

  SensitivityService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env);

 private:
  absl::Status AnalyzeSensitivity(const rpc::CallContext& call, const v1::AnalyzeSensitivityRequest& request,
                                  rpc::ResponseStream<v1::AnalyzeSensitivityResponse>& stream);

  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
};

}  // namespace qcity::aggregation::sensitivity

#endif  // QCITY_SERVICES_AGGREGATION_SENSITIVITY_SERVICE_H_
