#include "services/aggregation/supervision/service.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "services/aggregation/supervision/month.h"

namespace qcity::aggregation::supervision {

SupervisionService::SupervisionService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()), aggregator_(aggregator), plans_(env.plans()) {
  Handle("GetSupervision", &SupervisionService::GetSupervision);
}

absl::StatusOr<v1::Supervision> SupervisionService::GetSupervision(const rpc::CallContext& call,
                                                                   const v1::GetSupervisionRequest& request) {
  const absl::CivilDay today = ShanghaiDay(call.now);
  ASSIGN_OR_RETURN(const domain::Period month, MonthOf(*plans_.InForce(today), request.name(), today));
  const absl::CivilDay as_of = std::min(today, month.LastDay());
  return ReportOn(*plans_.InForce(as_of), aggregator_.Known()->entities, month, as_of);
}

}  // namespace qcity::aggregation::supervision
