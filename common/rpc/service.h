// A gRPC service as a table of handlers `absl::StatusOr<Response> (const CallContext&, const Request&)`, each behind the edge. Register in the constructor;
// afterwards immutable, handlers run on many threads at once.
//
//   Handle("VerifyObservation", &IndicatorsService::Verify);
//
// This takes the place of the generated base class, whose overrides would repeat the same three lines for every method. It builds on the same classes as the
// generated code (grpc::internal): a new gRPC version shows at compile time, in this one file.
#ifndef QCITY_COMMON_RPC_SERVICE_H_
#define QCITY_COMMON_RPC_SERVICE_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/method_handler.h>

#include <deque>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/feed/stream.h"
#include "common/rpc/context.h"
#include "common/rpc/serve.h"

namespace qcity::rpc {

class Service : public grpc::Service {
 public:
  // OK if every method of the proto service has a handler: asked once before the server starts.
  absl::Status CheckComplete() const;

 protected:
  // `name`: full name of the proto service, the one `edge` was made for.
  Service(Edge& edge, std::string name) : edge_(edge), name_(std::move(name)) {}

  template <typename Self, typename Request, typename Response>
  void Handle(const char* method, absl::StatusOr<Response> (Self::*handler)(const CallContext&, const Request&)) {
    auto run = [this, method, handler](Service*, grpc::ServerContext* context, const Request* request,
                                       Response* reply) {
      return edge_.Unary<Request, Response>(method, context, *request, reply,
                                            [&](const CallContext& call, const Request& checked) {
                                              return (static_cast<Self*>(this)->*handler)(call, checked);
                                            });
    };
    Add(method, grpc::internal::RpcMethod::NORMAL_RPC,
        new grpc::internal::RpcMethodHandler<Service, Request, Response, grpc::protobuf::MessageLite,
                                             grpc::protobuf::MessageLite>(run, this));
  }

  template <typename Self, typename Request, typename Response>
  void HandleClientStream(const char* method,
                          absl::StatusOr<Response> (Self::*handler)(const CallContext&, grpc::ServerReader<Request>&)) {
    auto run = [this, method, handler](Service*, grpc::ServerContext* context, grpc::ServerReader<Request>* reader,
                                       Response* reply) {
      return edge_.ClientStream<Request, Response>(method, context, reader, reply,
                                                   [&](const CallContext& call, grpc::ServerReader<Request>& rows) {
                                                     return (static_cast<Self*>(this)->*handler)(call, rows);
                                                   });
    };
    Add(method, grpc::internal::RpcMethod::CLIENT_STREAMING,
        new grpc::internal::ClientStreamingHandler<Service, Request, Response>(run, this));
  }

  // A watch: the handler returns the reactor that serves the admitted call.
  template <typename Self, typename Request, typename Response>
  void HandleWatch(const char* method,
                   grpc::ServerWriteReactor<Response>* (Self::*handler)(grpc::CallbackServerContext*,
                                                                        const CallContext&, const Request&)) {
    auto run = [this, method, handler](grpc::CallbackServerContext* context,
                                       const Request* request) -> grpc::ServerWriteReactor<Response>* {
      const absl::StatusOr<CallContext> call = edge_.Admit(method, *context, *request);
      if (!call.ok()) return new feed::Refusal<Response>(ToGrpc(call.status(), ""));
      return (static_cast<Self*>(this)->*handler)(context, *call, *request);
    };
    const int index = Add(method, grpc::internal::RpcMethod::SERVER_STREAMING, nullptr);
    MarkMethodCallback(index, new grpc::internal::CallbackServerStreamingHandler<Request, Response>(run));
  }

 private:
  int Add(const char* method, grpc::internal::RpcMethod::RpcType type, grpc::internal::MethodHandler* handler) {
    paths_.push_back(absl::StrCat("/", name_, "/", method));
    handled_.insert(method);
    AddMethod(new grpc::internal::RpcServiceMethod(paths_.back().c_str(), type, handler));
    return static_cast<int>(paths_.size()) - 1;
  }

  Edge& edge_;
  const std::string name_;
  std::deque<std::string> paths_;  // gRPC keeps pointers into them.
  absl::flat_hash_set<std::string> handled_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVICE_H_
