// Many parts at once, each of which succeeds or fails by itself.
#include "common/rpc/batch.h"
#include "services/tasks/service.h"

namespace qcity::tasks {
namespace {

template <typename Request, typename Body>
absl::StatusOr<v1::BatchPartsResponse> RunSteps(sql::Database& database, const rpc::CallContext& call,
                                                const google::protobuf::RepeatedPtrField<Request>& requests,
                                                Body body) {
  return rpc::RunBatch<v1::BatchPartsResponse, v1::TaskPart>(
      database, call, requests, body, [](v1::BatchPartResult& result, const v1::TaskPart& part) {
        *result.mutable_part() = part;
        result.mutable_part()->clear_events();  // A thousand histories would be too much for one message.
      });
}

}  // namespace

absl::StatusOr<v1::BatchPartsResponse> TasksService::BatchReviewCompletions(
    const CallContext& call, const v1::BatchReviewCompletionsRequest& request) {
  return RunSteps(database_, call, request.requests(),
                  [&](sql::Transaction& transaction, const v1::ReviewCompletionRequest& item) {
                    return ReviewIn(transaction, call, item);
                  });
}

absl::StatusOr<v1::BatchPartsResponse> TasksService::BatchUrgeTasks(const CallContext& call,
                                                                    const v1::BatchUrgeTasksRequest& request) {
  return RunSteps(
      database_, call, request.requests(),
      [&](sql::Transaction& transaction, const v1::UrgeTaskRequest& item) { return UrgeIn(transaction, call, item); });
}

}  // namespace qcity::tasks
