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
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/feed/stream.h"
#include "common/rpc/context.h"
#include "common/rpc/request_stream.h"
#include "common/rpc/response_stream.h"
#include "common/rpc/serve.h"

namespace qcity::rpc {

// A request as it came. gRPC itself would answer what it cannot read as if there were no such method.
template <typename Message>
struct Arrived {
  const Message* readable() const { return is_readable ? &message : nullptr; }

  Message message;
  bool is_readable = false;
};

}  // namespace qcity::rpc

namespace grpc {

template <typename Message>
class SerializationTraits<qcity::rpc::Arrived<Message>, void> {
 public:
  static Status Deserialize(ByteBuffer* buffer, qcity::rpc::Arrived<Message>* arrived) {
    arrived->is_readable = SerializationTraits<Message>::Deserialize(buffer, &arrived->message).ok();
    return Status::OK;
  }
};

}  // namespace grpc

namespace qcity::rpc {

class Service : public grpc::Service {
 public:
  // Full name of the proto service.
  const std::string& name() const { return name_; }

  // OK if every method of the proto service has a handler: asked once before the server starts.
  absl::Status CheckComplete() const;

 protected:
  // `name`: full name of the proto service, the one `edge` was made for.
  Service(Edge& edge, std::string name) : edge_(edge), name_(std::move(name)) {}

  template <typename Self, typename Request, typename Response>
  void Handle(const char* method, absl::StatusOr<Response> (Self::*handler)(const CallContext&, const Request&)) {
    Answer<Request>(method, {.peek = nullptr, .serve = Serving(handler)});
  }

  // A read that is asked often: `peek` runs first, on gRPC's own threads, and gives the reply's bytes if they are at hand without waiting for anything.
  template <typename Self, typename Request, typename Response>
  void HandleHot(const char* method, std::optional<std::string> (Self::*peek)(const CallContext&, const Request&),
                 absl::StatusOr<Response> (Self::*handler)(const CallContext&, const Request&)) {
    auto peeking = [this, peek](const CallContext& call, const google::protobuf::Message& request) {
      return (static_cast<Self*>(this)->*peek)(call, static_cast<const Request&>(request));
    };
    Answer<Request>(method, {.peek = std::move(peeking), .serve = Serving(handler)});
  }

  template <typename Self, typename Request, typename Response>
  void HandleClientStream(const char* method,
                          absl::StatusOr<Response> (Self::*handler)(const CallContext&, RequestStream<Request>&)) {
    auto run = [this, method, handler](grpc::CallbackServerContext* context,
                                       grpc::ByteBuffer* reply) -> grpc::ServerReadReactor<Request>* {
      auto* const stream = new RequestStream<Request>();  // gRPC ends it.
      const auto serve = [this, handler, stream](const CallContext& call) {
        return Serialized((static_cast<Self*>(this)->*handler)(call, *stream));
      };
      edge_.ClientStream(method, context, serve, [stream, reply](const grpc::Status& status, const Reply& bytes) {
        if (bytes.ok()) *reply = ToBuffer(*bytes);
        stream->Finish(status);
      });
      return stream;
    };
    const int index = Add(method, grpc::internal::RpcMethod::CLIENT_STREAMING);
    MarkMethodCallback(index, new grpc::internal::CallbackClientStreamingHandler<Request, grpc::ByteBuffer>(run));
  }

  // A server stream that is worked at: the handler runs on a worker, sends as it goes on, and looks now and then whether the client is gone.
  template <typename Self, typename Request, typename Response>
  void HandleServerStream(const char* method, absl::Status (Self::*handler)(const CallContext&, const Request&,
                                                                            ResponseStream<Response>&)) {
    auto run = [this, method, handler](grpc::CallbackServerContext* context,
                                       const Arrived<Request>* arrived) -> grpc::ServerWriteReactor<Response>* {
      auto* const stream = new ResponseStream<Response>();  // gRPC ends it.
      const auto request = std::make_shared<Request>(arrived->message);
      const auto serve = [this, handler, stream, request](const CallContext& call) {
        return (static_cast<Self*>(this)->*handler)(call, *request, *stream);
      };
      edge_.ServerStream(method, context, arrived->is_readable ? request.get() : nullptr, serve,
                         [stream](const grpc::Status& status) { stream->Close(status); });
      return stream;
    };
    const int index = Add(method, grpc::internal::RpcMethod::SERVER_STREAMING);
    MarkMethodCallback(index, new grpc::internal::CallbackServerStreamingHandler<Arrived<Request>, Response>(run));
  }

  // A watch: the handler returns the reactor that serves the admitted call.
  template <typename Self, typename Request, typename Response>
  void HandleWatch(const char* method,
                   grpc::ServerWriteReactor<Response>* (Self::*handler)(grpc::CallbackServerContext*,
                                                                        const CallContext&, const Request&)) {
    auto run = [this, method, handler](grpc::CallbackServerContext* context,
                                       const Arrived<Request>* request) -> grpc::ServerWriteReactor<Response>* {
      const absl::StatusOr<CallContext> call = edge_.Admit(method, *context, request->readable());
      if (!call.ok()) return new feed::Refusal<Response>(ToGrpc(call.status(), ""));
      return (static_cast<Self*>(this)->*handler)(context, *call, request->message);
    };
    const int index = Add(method, grpc::internal::RpcMethod::SERVER_STREAMING);
    MarkMethodCallback(index, new grpc::internal::CallbackServerStreamingHandler<Arrived<Request>, Response>(run));
  }

 private:
  template <typename Response>
  static Reply Serialized(const absl::StatusOr<Response>& response) {
    if (!response.ok()) return response.status();
    return response->SerializeAsString();
  }

  template <typename Self, typename Request, typename Response>
  auto Serving(absl::StatusOr<Response> (Self::*handler)(const CallContext&, const Request&)) {
    return [this, handler](const CallContext& call, const google::protobuf::Message& request) {
      return Serialized((static_cast<Self*>(this)->*handler)(call, static_cast<const Request&>(request)));
    };
  }

  template <typename Request>
  void Answer(const char* method, UnaryHandler handler) {
    const UnaryHandler& kept = handlers_.emplace_back(std::move(handler));
    auto run = [this, method, &kept](grpc::CallbackServerContext* context, const Arrived<Request>* request,
                                     grpc::ByteBuffer* reply) {
      return edge_.Unary(method, context, request->readable(), kept, reply);
    };
    const int index = Add(method, grpc::internal::RpcMethod::NORMAL_RPC);
    MarkMethodCallback(index, new grpc::internal::CallbackUnaryHandler<Arrived<Request>, grpc::ByteBuffer>(run));
  }

  int Add(const char* method, grpc::internal::RpcMethod::RpcType type) {
    paths_.push_back(absl::StrCat("/", name_, "/", method));
    handled_.insert(method);
    AddMethod(new grpc::internal::RpcServiceMethod(paths_.back().c_str(), type, nullptr));
    return static_cast<int>(paths_.size()) - 1;
  }

  Edge& edge_;
  const std::string name_;
  std::deque<std::string> paths_;  // gRPC keeps pointers into them.
  std::deque<UnaryHandler> handlers_;
  absl::flat_hash_set<std::string> handled_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVICE_H_
