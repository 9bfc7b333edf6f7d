// HandoversService (变更责任单位): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_HANDOVER_SERVICE_H_
#define QCITY_SERVICES_TASKS_HANDOVER_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/directory.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/handovers.grpc.pb.h"
#include "services/tasks/steps.h"

namespace qcity::tasks::handover {

// Tells the directory of every unit that holds a part. Before the server serves.
absl::Status EntrustHolders(sql::Database& database, rpc::Directory& directory);

class HandoversService final : public rpc::Service {
 public:
  using Api = v1::HandoversService;

  HandoversService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  absl::StatusOr<v1::TaskPart> HandOverTask(const rpc::CallContext& call, const v1::HandOverTaskRequest& request);
  absl::StatusOr<v1::TaskPart> HandOverIn(sql::Transaction& transaction, const rpc::CallContext& call,
                                          const v1::HandOverTaskRequest& request);

  rpc::Directory& directory_;
  const Steps steps_;
};

}  // namespace qcity::tasks::handover

#endif  // QCITY_SERVICES_TASKS_HANDOVER_SERVICE_H_
