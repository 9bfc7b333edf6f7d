// ActionPlansService (年度行动计划): checks, records, answers. Thread-safe.
#ifndef QCITY_SERVICES_INDICATORS_ACTION_PLANS_SERVICE_H_
#define QCITY_SERVICES_INDICATORS_ACTION_PLANS_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/action_plans.grpc.pb.h"

namespace qcity::indicators::action_plans {

class ActionPlansService final : public rpc::Service {
 public:
  using Api = v1::ActionPlansService;

  ActionPlansService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::ActionPlan> PutActionPlan(const CallContext& call, const v1::PutActionPlanRequest& request);
  absl::StatusOr<v1::ActionPlan> GetActionPlan(const CallContext& call, const v1::GetActionPlanRequest& request);
  absl::StatusOr<v1::ListActionPlansResponse> ListActionPlans(const CallContext& call,
                                                              const v1::ListActionPlansRequest& request);

  const domain::Plan& PlanOf(const CallContext& call) const;
  // The instant up to which an as-of question looks.
  absl::StatusOr<absl::Time> InstantOf(const CallContext& call, const std::string& as_of) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
};

}  // namespace qcity::indicators::action_plans

#endif  // QCITY_SERVICES_INDICATORS_ACTION_PLANS_SERVICE_H_
