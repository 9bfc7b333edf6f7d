// CooperationService (配合): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_COOPERATION_SERVICE_H_
#define QCITY_SERVICES_TASKS_COOPERATION_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/cooperation.grpc.pb.h"
#include "services/tasks/steps.h"

namespace qcity::tasks::cooperation {

class CooperationService final : public rpc::Service {
 public:
  using Api = v1::CooperationService;

  CooperationService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  absl::StatusOr<v1::TaskPart> RequestCooperation(const rpc::CallContext& call,
                                                  const v1::RequestCooperationRequest& request);
  absl::StatusOr<v1::TaskPart> AnswerCooperation(const rpc::CallContext& call,
                                                 const v1::AnswerCooperationRequest& request);
  absl::StatusOr<v1::ListCooperationResponse> ListCooperation(const rpc::CallContext& call,
                                                              const v1::ListCooperationRequest& request);

  // The requests of one part that the list asks for.
  absl::Status AddRequests(const rpc::CallContext& call, const v1::TaskPart& part,
                           const v1::ListCooperationRequest& request, v1::ListCooperationResponse& response) const;

  const std::string campaign_;
  const Steps steps_;
};

}  // namespace qcity::tasks::cooperation

#endif  // QCITY_SERVICES_TASKS_COOPERATION_SERVICE_H_
