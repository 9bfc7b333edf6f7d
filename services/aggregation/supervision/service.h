// SupervisionService (督查): the monthly supervision report. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_SUPERVISION_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_SUPERVISION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "qcity/aggregation/v1/supervision.grpc.pb.h"
#include "services/aggregation/aggregator.h"

namespace qcity::aggregation::supervision {

class SupervisionService final : public rpc::Service {
 public:
  using Api = v1::SupervisionService;

  SupervisionService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env);

 private:
  absl::StatusOr<v1::Supervision> GetSupervision(const rpc::CallContext& call,
                                                 const v1::GetSupervisionRequest& request);

  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
};

}  // namespace qcity::aggregation::supervision

#endif  // QCITY_SERVICES_AGGREGATION_SUPERVISION_SERVICE_H_
