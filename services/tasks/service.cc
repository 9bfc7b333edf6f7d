// The table of handlers, and the steps of units.
#include "services/tasks/service.h"

#include <utility>

#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/tasks/check.h"
#include "services/tasks/staged/rules.h"
#include "services/tasks/view.h"

namespace qcity::tasks {

using v1::TaskPart;

TasksService::TasksService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::TasksService::service_full_name()),
      database_(database),
      campaign_(env.plans().Latest()->id()),
      steps_(database, outbox, env.plans()) {
  using S = TasksService;
  Handle("ListTasks", &S::ListTasks);
  Handle("GetTask", &S::GetTask);
  Handle("AcknowledgeTask", &S::AcknowledgeTask);
  Handle("ReportProgress", &S::ReportProgress);
  Handle("SubmitCompletion", &S::SubmitCompletion);
  Handle("ReviewCompletion", &S::ReviewCompletion);
  Handle("RequestExtension", &S::RequestExtension);
  Handle("DecideExtension", &S::DecideExtension);
  Handle("UrgeTask", &S::UrgeTask);
  Handle("SuspendTask", &S::SuspendTask);
  Handle("ResumeTask", &S::ResumeTask);
  Handle("CancelTask", &S::CancelTask);
  Handle("RateTask", &S::RateTask);
  Handle("BatchReviewCompletions", &S::BatchReviewCompletions);
  Handle("BatchUrgeTasks", &S::BatchUrgeTasks);
  Handle("ListReminders", &S::ListReminders);
}

absl::StatusOr<TaskPart> TasksService::AcknowledgeTask(const CallContext& call,
                                                       const v1::AcknowledgeTaskRequest& request) {
  return steps_.MoveOwn(call, request, [](TaskPart part, const Place&, const Actor& actor) {
    return Acknowledge(std::move(part), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::ReportProgress(const CallContext& call,
                                                      const v1::ReportProgressRequest& request) {
  RETURN_IF_ERROR(CheckPercent(request.percent()));
  RETURN_IF_ERROR(CheckWords(request.text(), "text"));
  return steps_.MoveOwn(call, request, [&](TaskPart part, const Place& place, const Actor& actor) {
    const bool milestone = place.task->deadline().kind() == plan::v1::MILESTONE_BY_DATE;
    const auto report = milestone ? &ReportAfterwards : &tasks::ReportProgress;
    return report(std::move(part), request.percent(), request.text(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::SubmitCompletion(const CallContext& call,
                                                        const v1::SubmitCompletionRequest& request) {
  return steps_.MoveOwn(call, request,
                        [&](TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<TaskPart> {
                          ASSIGN_OR_RETURN(const plan::v1::Task task, staged::ToAnswer(*place.task, part));
                          RETURN_IF_ERROR(CheckSubmission(task, request));
                          v1::Submission submission;
                          *submission.mutable_answers() = request.answers();
                          *submission.mutable_evidence() = request.evidence();
                          return Submit(std::move(part), std::move(submission), request.text(), actor);
                        });
}

absl::StatusOr<TaskPart> TasksService::RequestExtension(const CallContext& call,
                                                        const v1::RequestExtensionRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay proposed, domain::ParseDay(request.proposed_due(), "proposed_due"));
  RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  const absl::CivilDay last = PlanOf(call).LastEvaluationDate();
  return steps_.MoveOwn(call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return tasks::RequestExtension(std::move(part), proposed, last, request.reason(), actor);
  });
}

}  // namespace qcity::tasks
