#include "services/aggregation/what_if/service.h"

#include <memory>
#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/aggregation/names.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/what_if/answer.h"
#include "services/aggregation/what_if/change_answer.h"
#include "services/aggregation/what_if/rules.h"

namespace qcity::aggregation::what_if {

WhatIfService::WhatIfService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      aggregator_(aggregator),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  Handle("CompareReadiness", &WhatIfService::CompareReadiness);
  Handle("SimulateReadiness", &WhatIfService::SimulateReadiness);
  Handle("ListLevers", &WhatIfService::ListLevers);
}

absl::StatusOr<absl::CivilDay> WhatIfService::DayOf(const rpc::CallContext& call, absl::string_view text,
                                                    absl::string_view path) const {
  const absl::CivilDay today = ShanghaiDay(call.now);
  return plans_.InForce(today)->AsOf(text, path, today);
}

absl::StatusOr<v1::ReadinessChange> WhatIfService::CompareReadiness(const rpc::CallContext& call,
                                                                    const v1::CompareReadinessRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  if (request.from().empty()) return InvalidField("from", {"必填", "required"});
  ASSIGN_OR_RETURN(const absl::CivilDay from, DayOf(call, request.from(), "from"));
  ASSIGN_OR_RETURN(const absl::CivilDay to, DayOf(call, request.to(), "to"));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const auto known_on = [&](absl::CivilDay day) {
    return score::KnownOn{day, *plans_.InForce(day), [&knowledge, day](const domain::Plan& plan) {
                            return InputsAsOf(plan, knowledge->entities, EndOfShanghaiDay(day));
                          }};
  };
  ASSIGN_OR_RETURN(const score::Change change, score::Compare(known_on(from), known_on(to)));
  v1::ReadinessChange answer = ChangeOf(*plans_.InForce(from), *plans_.InForce(to), change);
  answer.set_version(knowledge->readiness.version());
  return answer;
}

absl::StatusOr<v1::Simulation> WhatIfService::SimulateReadiness(const rpc::CallContext& call,
                                                                const v1::SimulateReadinessRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const std::shared_ptr<const domain::Plan>& plan = plans_.InForce(as_of);
  ASSIGN_OR_RETURN(const score::Question question, QuestionOf(*plan, as_of, request.judged_at()));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  score::Inputs inputs = InputsAsOf(*plan, knowledge->entities, EndOfShanghaiDay(as_of));
  const score::Result before = score::Score(*plan, inputs, question);
  ASSIGN_OR_RETURN(const Supposed supposed, Suppose(plan, std::move(inputs), question, request));
  v1::Simulation answer = SimulationOf(*plan, before, score::Score(*supposed.plan, supposed.inputs, question));
  answer.set_version(knowledge->readiness.version());
  return answer;
}

absl::StatusOr<v1::ListLeversResponse> WhatIfService::ListLevers(const rpc::CallContext& call,
                                                                 const v1::ListLeversRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const domain::Plan& plan = *plans_.InForce(as_of);
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const score::Inputs inputs = InputsAsOf(plan, knowledge->entities, EndOfShanghaiDay(as_of));
  const score::Catalogue catalogue(plan);
  const score::Result result = score::Score(catalogue, inputs, {.as_of = as_of, .judged_at = as_of});
  v1::ListLeversResponse answer =
      LeversMessage(plan, result, score::LeversOf(catalogue, inputs, result), request.organization());
  answer.set_version(knowledge->readiness.version());
  return answer;
}

}  // namespace qcity::aggregation::what_if
