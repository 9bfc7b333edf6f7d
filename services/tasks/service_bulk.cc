// Many parts at once, each of which succeeds or fails by itself.
#include <vector>

#include "common/base/status.h"
#include "common/rpc/batch.h"
#include "services/tasks/service.h"

namespace qcity::tasks {
namespace {

using Parts = std::vector<absl::StatusOr<v1::TaskPart>>;

v1::BatchPartsResponse ResponseOf(const Parts& parts) {
  v1::BatchPartsResponse response;
  for (const absl::StatusOr<v1::TaskPart>& part : parts) {
    const int row = response.results_size();
    v1::BatchPartResult& result = *response.add_results();
    if (part.ok()) {
      *result.mutable_part() = *part;
      result.mutable_part()->clear_events();  // A thousand histories would be too much for one message.
    } else {
      *result.mutable_error() = rpc::ItemErrorOf<v1::PartError>(part.status(), row);
    }
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::BatchPartsResponse> TasksService::BatchReviewCompletions(
    const CallContext& call, const v1::BatchReviewCompletionsRequest& request) {
  ASSIGN_OR_RETURN(const Parts parts, (rpc::RunBatch<v1::TaskPart, v1::ReviewCompletionRequest>(
                                          database_, call, request.requests(),
                                          [&](sql::Transaction& transaction, const v1::ReviewCompletionRequest& item) {
                                            return ReviewIn(transaction, call, item);
                                          })));
  return ResponseOf(parts);
}

absl::StatusOr<v1::BatchPartsResponse> TasksService::BatchUrgeTasks(const CallContext& call,
                                                                    const v1::BatchUrgeTasksRequest& request) {
  ASSIGN_OR_RETURN(const Parts parts, (rpc::RunBatch<v1::TaskPart, v1::UrgeTaskRequest>(
                                          database_, call, request.requests(),
                                          [&](sql::Transaction& transaction, const v1::UrgeTaskRequest& item) {
                                            return UrgeIn(transaction, call, item);
                                          })));
  return ResponseOf(parts);
}

}  // namespace qcity::tasks
