// One write, done once: the domain's change, its outbox rows and the record of the request share a transaction, so a repeated request id returns the
// first answer instead of acting again. Thread-safe.
#ifndef QCITY_COMMON_RPC_COMMAND_H_
#define QCITY_COMMON_RPC_COMMAND_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/status.h"
#include "common/rpc/context.h"
#include "common/sql/database.h"
#include "google/protobuf/message.h"

namespace qcity::rpc {

// The table of requests; part of the first migration of every service that writes.
extern const char kRequestSchema[];

// How long a request id is remembered.
inline constexpr absl::Duration kRequestMemory = absl::Hours(7 * 24);

// Runs `change` in a write of `database` under the key (person, organisation, method, request_id). A key that was seen returns the first reply; with another
// request body it is ALREADY_EXISTS (reason REQUEST_ID_REUSED). Errors are not remembered. The id: 1..64 printable ASCII characters.
// Must be called with requests that went through the access check of this call: access is checked again on replay. `rest`: what belongs to the request's body
// beside `request` (the rows of a stream, or their digest).
template <typename Response, typename Request>
absl::StatusOr<Response> Command(sql::Database& database, const CallContext& call, const Request& request,
                                 absl::FunctionRef<absl::StatusOr<Response>(sql::Transaction&)> change,
                                 absl::string_view rest = "");

// The same within a transaction that holds more than this request (batches).
template <typename Response, typename Request>
absl::StatusOr<Response> CommandIn(sql::Transaction& transaction, const CallContext& call, const Request& request,
                                   absl::FunctionRef<absl::StatusOr<Response>(sql::Transaction&)> change,
                                   absl::string_view rest = "");

// The first reply to this request; nullopt if it was not seen. For what takes several writes, the last of which is a Command with the same arguments.
template <typename Response, typename Request>
absl::StatusOr<std::optional<Response>> FirstReply(sql::Database& database, const CallContext& call,
                                                   const Request& request, absl::string_view rest = "");

// The untyped half of Command.
namespace internal {
absl::Status CheckRequestId(absl::string_view request_id);
absl::StatusOr<bool> FindReply(sql::Transaction& transaction, const CallContext& call, absl::string_view request_id,
                               const std::string& digest, google::protobuf::Message& reply);
absl::Status RememberReply(sql::Transaction& transaction, const CallContext& call, absl::string_view request_id,
                           const std::string& digest, const google::protobuf::Message& reply);
std::string DigestOf(const google::protobuf::Message& request, absl::string_view rest = "");
}  // namespace internal

template <typename Response, typename Request>
absl::StatusOr<Response> CommandIn(sql::Transaction& transaction, const CallContext& call, const Request& request,
                                   absl::FunctionRef<absl::StatusOr<Response>(sql::Transaction&)> change,
                                   absl::string_view rest) {
  RETURN_IF_ERROR(internal::CheckRequestId(request.request_id()));
  const std::string digest = internal::DigestOf(request, rest);
  Response reply;
  ASSIGN_OR_RETURN(const bool seen, internal::FindReply(transaction, call, request.request_id(), digest, reply));
  if (seen) return reply;
  ASSIGN_OR_RETURN(reply, change(transaction));
  RETURN_IF_ERROR(internal::RememberReply(transaction, call, request.request_id(), digest, reply));
  return reply;
}

template <typename Response, typename Request>
absl::StatusOr<Response> Command(sql::Database& database, const CallContext& call, const Request& request,
                                 absl::FunctionRef<absl::StatusOr<Response>(sql::Transaction&)> change,
                                 absl::string_view rest) {
  RETURN_IF_ERROR(internal::CheckRequestId(request.request_id()));  // Before it costs a transaction.
  return database.Write(
      [&](sql::Transaction& transaction) { return CommandIn<Response>(transaction, call, request, change, rest); });
}

template <typename Response, typename Request>
absl::StatusOr<std::optional<Response>> FirstReply(sql::Database& database, const CallContext& call,
                                                   const Request& request, absl::string_view rest) {
  RETURN_IF_ERROR(internal::CheckRequestId(request.request_id()));
  const std::string digest = internal::DigestOf(request, rest);
  return database.Read([&](sql::Transaction& transaction) -> absl::StatusOr<std::optional<Response>> {
    Response reply;
    ASSIGN_OR_RETURN(const bool seen, internal::FindReply(transaction, call, request.request_id(), digest, reply));
    return seen ? std::optional<Response>(std::move(reply)) : std::nullopt;
  });
}

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_COMMAND_H_
