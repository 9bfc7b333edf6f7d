// TasksService (任务服务): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_SERVICE_H_
#define QCITY_SERVICES_TASKS_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/tasks/agenda.h"
#include "services/tasks/reminders/store.h"
#include "services/tasks/steps.h"
#include "services/tasks/view.h"

namespace qcity::tasks {

class TasksService final : public rpc::Service {
 public:
  using Api = v1::TasksService;

  TasksService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  // service.cc: the unit's steps.
  absl::StatusOr<v1::TaskPart> AcknowledgeTask(const CallContext& call, const v1::AcknowledgeTaskRequest& request);
  absl::StatusOr<v1::TaskPart> ReportProgress(const CallContext& call, const v1::ReportProgressRequest& request);
  absl::StatusOr<v1::TaskPart> SubmitCompletion(const CallContext& call, const v1::SubmitCompletionRequest& request);
  absl::StatusOr<v1::TaskPart> RequestExtension(const CallContext& call, const v1::RequestExtensionRequest& request);

  // service_office.cc: the office's steps.
  absl::StatusOr<v1::TaskPart> ReviewCompletion(const CallContext& call, const v1::ReviewCompletionRequest& request);
  absl::StatusOr<v1::TaskPart> DecideExtension(const CallContext& call, const v1::DecideExtensionRequest& request);
  absl::StatusOr<v1::TaskPart> UrgeTask(const CallContext& call, const v1::UrgeTaskRequest& request);
  absl::StatusOr<v1::TaskPart> SuspendTask(const CallContext& call, const v1::SuspendTaskRequest& request);
  absl::StatusOr<v1::TaskPart> ResumeTask(const CallContext& call, const v1::ResumeTaskRequest& request);
  absl::StatusOr<v1::TaskPart> CancelTask(const CallContext& call, const v1::CancelTaskRequest& request);
  absl::StatusOr<v1::TaskPart> RateTask(const CallContext& call, const v1::RateTaskRequest& request);

  // service_bulk.cc: many parts at once, each with its own result.
  absl::StatusOr<v1::BatchPartsResponse> BatchReviewCompletions(const CallContext& call,
                                                                const v1::BatchReviewCompletionsRequest& request);
  absl::StatusOr<v1::BatchPartsResponse> BatchUrgeTasks(const CallContext& call,
                                                        const v1::BatchUrgeTasksRequest& request);

  // service_read.cc: answers.
  absl::StatusOr<v1::ListTasksResponse> ListTasks(const CallContext& call, const v1::ListTasksRequest& request);
  absl::StatusOr<v1::Occurrence> GetTask(const CallContext& call, const v1::GetTaskRequest& request);
  absl::StatusOr<v1::ListRemindersResponse> ListReminders(const CallContext& call,
                                                          const v1::ListRemindersRequest& request);

  absl::StatusOr<v1::TaskPart> ReviewIn(sql::Transaction& transaction, const CallContext& call,
                                        const v1::ReviewCompletionRequest& request) const;
  absl::StatusOr<v1::TaskPart> UrgeIn(sql::Transaction& transaction, const CallContext& call,
                                      const v1::UrgeTaskRequest& request) const;
  absl::StatusOr<v1::Occurrence> LoadView(sql::Transaction& transaction, const domain::Plan& plan, const Place& place,
                                          absl::CivilDay today, Detail detail) const;

  const domain::Plan& PlanOf(const CallContext& call) const { return steps_.PlanOf(call); }

  sql::Database& database_;
  const std::string campaign_;
  const Steps steps_;
  const reminders::ReminderStore reminders_{};
};

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_SERVICE_H_
