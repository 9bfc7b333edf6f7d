// The edge between gRPC and the house: every handler runs through here. It resolves the caller, enforces the method's access rule, checks the deadline and
// every field's sanity (request.h), counts, logs one line and turns absl::Status into grpc::Status, once. Thread-safe.
//
//   grpc::Status GetIndicator(grpc::ServerContext* context, const GetIndicatorRequest* request, IndicatorView* reply) override {
//     return edge_.Unary(__func__, context, *request, reply, [this](const auto& call, const auto& request) { return Get(call, request); });
//   }
#ifndef QCITY_COMMON_RPC_SERVE_H_
#define QCITY_COMMON_RPC_SERVE_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/rpc/context.h"
#include "common/rpc/directory.h"

namespace qcity::rpc {

struct EdgeOptions {
  // Callers name themselves by metadata x-qcity-caller, and may move a set clock forward by x-qcity-clock; loopback only.
  bool insecure_local = false;
  // Calls and client streams of one service served at once; more are RESOURCE_EXHAUSTED and told when to come back.
  int calls = 256;
  int client_streams = 8;
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

  // The handler sees the request with every text in normal form C. `method` is its name in the proto: __func__.
  template <typename Request, typename Response>
  grpc::Status Unary(const char* method, grpc::ServerContext* context, const Request& request, Response* response,
                     absl::FunctionRef<absl::StatusOr<Response>(const CallContext&, const Request&)> handler) {
    return Run(method, context, request,
               [&](const CallContext& call, const google::protobuf::Message& checked) -> absl::Status {
                 absl::StatusOr<Response> reply = handler(call, static_cast<const Request&>(checked));
                 if (!reply.ok()) return reply.status();
                 *response = *std::move(reply);
                 return absl::OkStatus();
               });
  }

  // The handler reads the stream itself, passes each message through Sanitize (request.h) and asks call.may() of its resource: before the first message
  // only the caller's role can be checked.
  template <typename Request, typename Response>
  grpc::Status ClientStream(
      const char* method, grpc::ServerContext* context, grpc::ServerReader<Request>* reader, Response* response,
      absl::FunctionRef<absl::StatusOr<Response>(const CallContext&, grpc::ServerReader<Request>&)> handler) {
    return RunStream(method, context, [&](const CallContext& call) -> absl::Status {
      absl::StatusOr<Response> reply = handler(call, *reader);
      if (!reply.ok()) return reply.status();
      *response = *std::move(reply);
      return absl::OkStatus();
    });
  }

  // For reactors: the same checks before the stream begins; the caller's context, or the error to finish with (ToGrpc).
  absl::StatusOr<CallContext> Admit(const char* method, const grpc::ServerContextBase& context,
                                    const google::protobuf::Message& request);

  // Calls since the start, those that happened at all.
  std::vector<CallCount> Counts() const;

 private:
  struct Method;
  class Answer;
  using Body = absl::FunctionRef<absl::Status(const CallContext&, const google::protobuf::Message&)>;
  Edge(const Directory& directory, Clock& clock, const EdgeOptions& options);
  grpc::Status Run(const char* method, grpc::ServerContext* context, const google::protobuf::Message& request,
                   Body body);
  grpc::Status RunStream(const char* method, grpc::ServerContext* context,
                         absl::FunctionRef<absl::Status(const CallContext&)> body);
  absl::Status Begin(Method& method, const grpc::ServerContextBase& context, CallContext& call);
  absl::Status Serve(Method& method, const CallContext& call, const google::protobuf::Message& request, Body body);
  absl::Status MoveClock(const grpc::ServerContextBase& context);
  absl::StatusOr<Principal> Caller(const grpc::ServerContextBase& context, absl::CivilDay today) const;

  const Directory& directory_;
  Clock& clock_;
  const std::unique_ptr<Clock> machine_clock_;  // Deadlines are of the machine's time, whatever clock_ says.
  const EdgeOptions options_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> client_streams_ = 0;
  absl::flat_hash_map<std::string, std::unique_ptr<Method>>
      methods_;  // By name within the service; not changed after Make.
};

// The one conversion of statuses: code, message, and the details google.rpc.ErrorInfo, BadRequest and LocalizedMessage (zh-CN, en).
grpc::Status ToGrpc(const absl::Status& status, absl::string_view call_id);

// The way back, for clients: code, and an ErrorDetail (common/base/error.h) from the details.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVE_H_
