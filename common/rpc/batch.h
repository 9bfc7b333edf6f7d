// Many requests in one call, of which each succeeds or fails by itself. Thread-safe.
#ifndef QCITY_COMMON_RPC_BATCH_H_
#define QCITY_COMMON_RPC_BATCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "common/rpc/context.h"
#include "common/sql/database.h"
#include "google/protobuf/repeated_field.h"

namespace qcity::rpc {

// Whether `status` is a rule's refusal of one item (and not the database's failure, which ends the whole call).
bool IsRefusal(const absl::Status& status);

// OK for 1 to 1,000 requests, else INVALID_ARGUMENT at "requests".
absl::Status CheckBatchSize(int size);

// A refusal as the item's error, a message with the fields code, reason, field, text_zh, text_en and row.
template <typename ItemError>
ItemError ItemErrorOf(const absl::Status& status, std::int64_t row) {
  ItemError error;
  error.set_code(static_cast<int>(status.code()));
  error.set_row(row);
  const std::optional<ErrorDetail> detail = DetailOf(status);
  error.set_reason(detail.has_value() ? detail->reason : "");
  error.set_text_zh(detail.has_value() ? detail->text.zh : std::string(status.message()));
  error.set_text_en(std::string(status.message()));
  if (detail.has_value() && !detail->fields.empty()) error.set_field(detail->fields.front().path);
  return error;
}

// Runs every request as a command of its own, all in one transaction; `body` (transaction, request) gives a Reply. The
// response has a result for each, in their order: what `keep` (result, reply) puts there, or the refusal as its `error`.
// What the database refuses ends the batch.
template <typename Response, typename Reply, typename Request, typename Body, typename Keep>
absl::StatusOr<Response> RunBatch(sql::Database& database, const CallContext& call,
                                  const google::protobuf::RepeatedPtrField<Request>& requests, Body body, Keep keep) {
  RETURN_IF_ERROR(CheckBatchSize(requests.size()));
  return database.Write([&](sql::Transaction& transaction) -> absl::StatusOr<Response> {
    Response response;
    for (const Request& request : requests) {
      const absl::StatusOr<Reply> reply =
          CommandIn<Reply>(transaction, call, request, [&](sql::Transaction& inner) { return body(inner, request); });
      if (!reply.ok() && !IsRefusal(reply.status())) return reply.status();
      const int row = response.results_size();
      auto& result = *response.add_results();
      if (reply.ok()) {
        keep(result, *reply);
      } else {
        using ItemError = std::decay_t<decltype(result.error())>;
        *result.mutable_error() = ItemErrorOf<ItemError>(reply.status(), row);
      }
    }
    return response;
  });
}

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_BATCH_H_
