// The office's steps: it always says whose part it means.
#include <utility>

#include "common/base/status.h"
#include "common/rpc/command.h"
#include "services/tasks/check.h"
#include "services/tasks/service.h"

namespace qcity::tasks {

using v1::TaskPart;

absl::StatusOr<TaskPart> TasksService::ReviewIn(sql::Transaction& transaction, const CallContext& call,
                                                const v1::ReviewCompletionRequest& request) const {
  if (!request.approve()) RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLeadIn(transaction, call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return Review(std::move(part), request.approve(), request.reason(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::UrgeIn(sql::Transaction& transaction, const CallContext& call,
                                              const v1::UrgeTaskRequest& request) const {
  RETURN_IF_ERROR(CheckWords(request.text(), "text"));
  return steps_.MoveLeadIn(transaction, call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return Urge(std::move(part), request.text(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::ReviewCompletion(const CallContext& call,
                                                        const v1::ReviewCompletionRequest& request) {
  return rpc::Command<TaskPart>(database_, call, request,
                                [&](sql::Transaction& transaction) { return ReviewIn(transaction, call, request); });
}

absl::StatusOr<TaskPart> TasksService::DecideExtension(const CallContext& call,
                                                       const v1::DecideExtensionRequest& request) {
  if (!request.grant()) RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLead(call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return tasks::DecideExtension(std::move(part), request.grant(), request.reason(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::UrgeTask(const CallContext& call, const v1::UrgeTaskRequest& request) {
  return rpc::Command<TaskPart>(database_, call, request,
                                [&](sql::Transaction& transaction) { return UrgeIn(transaction, call, request); });
}

absl::StatusOr<TaskPart> TasksService::SuspendTask(const CallContext& call, const v1::SuspendTaskRequest& request) {
  RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLead(call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return Suspend(std::move(part), request.reason(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::ResumeTask(const CallContext& call, const v1::ResumeTaskRequest& request) {
  RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLead(call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return Resume(std::move(part), request.reason(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::CancelTask(const CallContext& call, const v1::CancelTaskRequest& request) {
  RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  return steps_.MoveLead(call, request, [&](TaskPart part, const Place&, const Actor& actor) {
    return Cancel(std::move(part), request.reason(), actor);
  });
}

absl::StatusOr<TaskPart> TasksService::RateTask(const CallContext& call, const v1::RateTaskRequest& request) {
  RETURN_IF_ERROR(CheckRating(request.rating(), request.reason()));
  return steps_.MoveLead(call, request,
                         [&](TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<TaskPart> {
                           ASSIGN_OR_RETURN(const int year, CheckRatedYear(PlanOf(call), place));
                           return Rate(std::move(part), request.rating(), year, request.reason(), actor);
                         });
}

}  // namespace qcity::tasks
