// StagedResultsService (阶段性成果): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_STAGED_SERVICE_H_
#define QCITY_SERVICES_TASKS_STAGED_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/staged_results.grpc.pb.h"
#include "services/tasks/steps.h"

namespace qcity::tasks::staged {

class StagedResultsService final : public rpc::Service {
 public:
  using Api = v1::StagedResultsService;

  StagedResultsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  absl::StatusOr<v1::TaskPart> ProposeStagedResult(const rpc::CallContext& call,
                                                   const v1::ProposeStagedResultRequest& request);
  absl::StatusOr<v1::TaskPart> DecideStagedResult(const rpc::CallContext& call,
                                                  const v1::DecideStagedResultRequest& request);

  const Steps steps_;
};

}  // namespace qcity::tasks::staged

#endif  // QCITY_SERVICES_TASKS_STAGED_SERVICE_H_
