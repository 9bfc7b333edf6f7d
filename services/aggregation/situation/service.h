// SituationService (质量状况分析): the yearly report on the city's quality. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_SITUATION_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_SITUATION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "qcity/aggregation/v1/situation.grpc.pb.h"
#include "services/aggregation/aggregator.h"

namespace qcity::aggregation::situation {

class SituationService final : public rpc::Service {
 public:
  using Api = v1::SituationService;

  SituationService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env);

 private:
  absl::StatusOr<v1::Situation> GetSituation(const rpc::CallContext& call, const v1::GetSituationRequest& request);

  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
};

}  // namespace qcity::aggregation::situation

#endif  // QCITY_SERVICES_AGGREGATION_SITUATION_SERVICE_H_
