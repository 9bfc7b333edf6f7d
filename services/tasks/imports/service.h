// TaskImportService (批量填报服务): a unit's steps of many parts in one transaction. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_IMPORTS_SERVICE_H_
#define QCITY_SERVICES_TASKS_IMPORTS_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/task_import.grpc.pb.h"
#include "services/tasks/steps.h"

namespace qcity::tasks::imports {

class TaskImportService final : public rpc::Service {
 public:
  using Api = v1::TaskImportService;

  TaskImportService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  absl::StatusOr<v1::BatchReportTasksResponse> BatchReportTasks(const rpc::CallContext& call,
                                                                const v1::BatchReportTasksRequest& request);

  // Every row in order; refusals are told in the response, the database's failures end it.
  absl::StatusOr<v1::BatchReportTasksResponse> ReportAll(sql::Transaction& transaction, const rpc::CallContext& call,
                                                         const v1::BatchReportTasksRequest& request) const;

  const std::string campaign_;
  const Steps steps_;
};

}  // namespace qcity::tasks::imports

#endif  // QCITY_SERVICES_TASKS_IMPORTS_SERVICE_H_
