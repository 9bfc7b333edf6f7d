#include "services/aggregation/situation/service.h"

#include <memory>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "services/aggregation/situation/year.h"

namespace qcity::aggregation::situation {

SituationService::SituationService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()), aggregator_(aggregator), plans_(env.plans()) {
  Handle("GetSituation", &SituationService::GetSituation);
}

absl::StatusOr<v1::Situation> SituationService::GetSituation(const rpc::CallContext& call,
                                                             const v1::GetSituationRequest& request) {
  const absl::CivilDay today = ShanghaiDay(call.now);
  ASSIGN_OR_RETURN(const Question question, QuestionOf(*plans_.InForce(today), request.name(), request.as_of(), today));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  return ReportOn(plans_, knowledge->entities, question);
}

}  // namespace qcity::aggregation::situation
