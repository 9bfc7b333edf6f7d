// WhatIfService (推演): changes, suppositions, levers. Stores nothing. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_WHAT_IF_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_WHAT_IF_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "qcity/aggregation/v1/what_if.grpc.pb.h"
#include "services/aggregation/aggregator.h"

namespace qcity::aggregation::what_if {

class WhatIfService final : public rpc::Service {
 public:
  using Api = v1::WhatIfService;

  WhatIfService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env);

 private:
  absl::StatusOr<v1::ReadinessChange> CompareReadiness(const rpc::CallContext& call,
                                                       const v1::CompareReadinessRequest& request);
  absl::StatusOr<v1::Simulation> SimulateReadiness(const rpc::CallContext& call,
                                                   const v1::SimulateReadinessRequest& request);
  absl::StatusOr<v1::ListLeversResponse> ListLevers(const rpc::CallContext& call, const v1::ListLeversRequest& request);

  // The day asked for, under the plan in force today.
  absl::StatusOr<absl::CivilDay> DayOf(const rpc::CallContext& call, absl::string_view text,
                                       absl::string_view path) const;

  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
};

}  // namespace qcity::aggregation::what_if

#endif  // QCITY_SERVICES_AGGREGATION_WHAT_IF_SERVICE_H_
