// The edge between gRPC and the house: every handler runs through here. It resolves the caller, enforces the method's access rule, checks the deadline and
// every field's sanity (request.h), counts, logs one line and turns absl::Status into grpc::Status, once. Thread-safe.
//
// gRPC's own threads read and write the connections; there are few of them. They answer what is at hand and hand all that may wait to the edge's workers.
#ifndef QCITY_COMMON_RPC_SERVE_H_
#define QCITY_COMMON_RPC_SERVE_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/rpc/context.h"
#include "common/rpc/directory.h"
#include "common/rpc/workers.h"

namespace qcity::rpc {

struct EdgeOptions {
  // Callers name themselves by metadata x-qcity-caller, and may move a set clock forward by x-qcity-clock; loopback only.
  bool insecure_local = false;
  // Calls, client streams and server streams of one service served at once; more are RESOURCE_EXHAUSTED and told when to come back. A server stream is
  // something that is long worked at.
  int calls = 256;
  int client_streams = 8;
  int server_streams = 2;
};

// The reply as it goes out, or why there is none.
using Reply = absl::StatusOr<std::string>;

grpc::ByteBuffer ToBuffer(const std::string& bytes);

// What answers a unary method. The request that it sees has every text in normal form C.
struct UnaryHandler {
  // Answers what is at hand without waiting for anything; nullopt: `serve` must. Null: `serve` always must.
  std::function<std::optional<std::string>(const CallContext&, const google::protobuf::Message&)> peek;
  std::function<Reply(const CallContext&, const google::protobuf::Message&)> serve;
};

// How often a method ended with a code.
struct CallCount {
  std::string method;
  absl::StatusCode code;
  std::int64_t count;
};

// The edge of one gRPC service.
class Edge {
 public:
  // INTERNAL naming the method if one declares no access rule, or a rule whose resource path its request does not have: the server then does not start.
  static absl::StatusOr<std::unique_ptr<Edge>> Make(absl::string_view service, const Directory& directory, Clock& clock,
                                                    const EdgeOptions& options);

  ~Edge();

  // Serves one unary call and returns its reactor. `method` is its name in the proto. `request` (null: what came is no such message), `reply` and the
  // handler stay until it is done.
  grpc::ServerUnaryReactor* Unary(const char* method, grpc::CallbackServerContext* context,
                                  const google::protobuf::Message* request, const UnaryHandler& handler,
                                  grpc::ByteBuffer* reply);

  // Serves one client stream: `serve` reads it on a worker, passes each message through Sanitize (request.h) and asks call.may() of its resource: before
  // the first message only the caller's role can be checked. `finish` ends the call.
  void ClientStream(const char* method, grpc::CallbackServerContext* context,
                    absl::AnyInvocable<Reply(const CallContext&)> serve,
                    absl::AnyInvocable<void(const grpc::Status&, const Reply&)> finish);

  // Serves one server stream: `serve` works on a worker and sends as it goes on. `request` (null: what came is no such message) is brought into normal form C and
  // stays until `finish` ends the call, which is after `serve` whether or not the client still waits.
  void ServerStream(const char* method, grpc::CallbackServerContext* context, google::protobuf::Message* request,
                    absl::AnyInvocable<absl::Status(const CallContext&)> serve,
                    absl::AnyInvocable<void(const grpc::Status&)> finish);

  // For reactors: the same checks before the stream begins; the caller's context, or the error to finish with (ToGrpc).
  absl::StatusOr<CallContext> Admit(const char* method, const grpc::ServerContextBase& context,
                                    const google::protobuf::Message* request);

  // Calls since the start, those that happened at all.
  std::vector<CallCount> Counts() const;

 private:
  struct Method;
  class Call;
  class UnaryCall;
  Edge(const Directory& directory, Clock& clock, const EdgeOptions& options);
  absl::Status Begin(const Method& method, const grpc::ServerContextBase& context, CallContext& call);
  absl::Status MoveClock(const grpc::ServerContextBase& context);
  absl::StatusOr<Principal> Caller(const grpc::ServerContextBase& context, absl::CivilDay today) const;

  const Directory& directory_;
  Clock& clock_;
  const std::unique_ptr<Clock> machine_clock_;  // Deadlines are of the machine's time, whatever clock_ says.
  const EdgeOptions options_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> client_streams_ = 0;
  std::atomic<int> server_streams_ = 0;
  absl::flat_hash_map<std::string, std::unique_ptr<Method>>
      methods_;      // By name within the service; not changed after Make.
  Workers workers_;  // Last: they use all of the above to their end.
};

// The one conversion of statuses: code, message, and the details google.rpc.ErrorInfo, BadRequest and LocalizedMessage (zh-CN, en).
grpc::Status ToGrpc(const absl::Status& status, absl::string_view call_id);

// The way back, for clients: code, and an ErrorDetail (common/base/error.h) from the details.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVE_H_
