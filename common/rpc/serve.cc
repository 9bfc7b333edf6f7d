#include "common/rpc/serve.h"

#include <array>
#include <chrono>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/rpc/access.h"
#include "common/rpc/request.h"
#include "google/protobuf/descriptor.h"

namespace qcity::rpc {
namespace {

constexpr char kCallerKey[] = "x-qcity-caller";
constexpr char kClockKey[] = "x-qcity-clock";
constexpr char kPushbackKey[] = "grpc-retry-pushback-ms";
constexpr char kPushback[] = "1000";
const absl::Time kEndOfClocks =
    absl::FromUnixSeconds(4'102'444'800);  // 2100: a clock that went there by mistake never comes back.
constexpr int kCodes = 17;                 // OK .. UNAUTHENTICATED.

// Unique for ever without asking the system for randomness at every call.
std::string NextCallId() {
  static const std::string process = RandomId().substr(0, 16);
  static std::atomic<std::uint64_t> next = 0;
  return absl::StrCat(process, absl::Hex(next.fetch_add(1, std::memory_order_relaxed), absl::kZeroPad8));
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture() : absl::FromChrono(deadline);
}

// The values of a metadata key.
std::vector<std::string> ValuesOf(const grpc::ServerContextBase& context, const char* key) {
  std::vector<std::string> values;
  const auto [first, last] = context.client_metadata().equal_range(key);
  for (auto it = first; it != last; ++it) values.emplace_back(it->second.data(), it->second.size());
  return values;
}

// Every write carries a request_id, somewhere in its request; nothing else does.
bool HoldsRequestId(const google::protobuf::Descriptor& type, absl::flat_hash_set<std::string>* seen) {
  if (!seen->insert(type.full_name()).second) return false;
  if (type.FindFieldByName("request_id") != nullptr) return true;
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::Descriptor* inner = type.field(i)->message_type();
    if (inner != nullptr && HoldsRequestId(*inner, seen)) return true;
  }
  return false;
}

absl::Status Overloaded(grpc::ServerContextBase& context) {
  context.AddTrailingMetadata(kPushbackKey, kPushback);
  return Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
               {"同时处理的调用过多，请稍后再试", "too many calls are being served at once; try again a little later"});
}

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "MESSAGE_UNREADABLE",
               {"请求不是这个方法的报文，或其中的文本不是 UTF-8",
                "the request is no message of this method, or its text is not UTF-8"});
}

absl::Status TooLate() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               {"调用到达时已超过时限", "the deadline had passed when the call arrived"});
}

Severity SeverityOf(absl::StatusCode code, bool writes) {
  switch (code) {
    case absl::StatusCode::kOk: return writes ? Severity::kInfo : Severity::kDebug;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss: return Severity::kError;
    default: return Severity::kInfo;
  }
}

}  // namespace

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

struct Edge::Method {
  Method(std::string method_name, Access rule, bool is_write)
      : name(std::move(method_name)), access(std::move(rule)), writes(is_write) {}

  const std::string name;  // "qcity.tasks.v1.TasksService/GetTask".
  const Access access;
  const bool writes;
  std::array<std::atomic<std::int64_t>, kCodes> counts = {};
};

// A call from its arrival to its one end, which leaves a line in the log and a count. One thread at a time.
class Edge::Call {
 public:
  // Takes one of `limit` places.
  Call(Method& method, std::atomic<int>& used, int limit)
      : method_(method), used_(&used), has_place_(used.fetch_add(1, std::memory_order_relaxed) < limit) {}
  // Takes none.
  explicit Call(Method& method) : method_(method) {}
  ~Call() { GiveBack(); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const Method& method() const { return method_; }
  bool has_place() const { return has_place_; }
  CallContext& context() { return context_; }

  // What the caller is told. Who hears it may call again at once, so the place is free by then.
  grpc::Status End(const absl::Status& status) {
    GiveBack();
    Count(status);
    return status.ok() ? grpc::Status::OK : ToGrpc(status, context_.call_id);
  }

  void Count(const absl::Status& status) const {
    const int code = static_cast<int>(status.code());
    if (code < kCodes) method_.counts[code].fetch_add(1, std::memory_order_relaxed);
    const Severity severity = SeverityOf(status.code(), method_.writes);
    if (IsLogged(severity)) Write(severity, status);
  }

 private:
  void GiveBack() {
    if (used_ != nullptr) used_->fetch_sub(1, std::memory_order_relaxed);
    used_ = nullptr;
  }

  void Write(Severity severity, const absl::Status& status) const {
    const std::optional<ErrorDetail> detail = DetailOf(status);
    const Principal& principal = context_.principal;
    const std::string caller =
        principal.person.empty() ? "-" : absl::StrCat(principal.person, "@", principal.organization);
    Log(severity, "call",
        {{"method", method_.name},
         {"caller", caller},
         {"code", absl::StatusCodeToString(status.code())},
         {"reason", detail.has_value() ? detail->reason : "-"},
         // What went wrong inside is for the operator; what was wrong with a request stays with its sender.
         {"message", severity == Severity::kError ? std::string(status.message()) : "-"},
         {"micros", absl::StrCat(absl::ToInt64Microseconds(MonotonicNow() - began_))},
         {"call_id", context_.call_id}});
  }

  Method& method_;
  std::atomic<int>* used_ = nullptr;
  const bool has_place_ = true;
  const absl::Time began_ = MonotonicNow();
  CallContext context_;
};

// A unary call: what it needs between the thread that it came in on and the one that answers it.
class Edge::UnaryCall {
 public:
  UnaryCall(Edge& edge, Method& method, grpc::CallbackServerContext* context, const google::protobuf::Message* request,
            const UnaryHandler& handler, grpc::ByteBuffer* reply)
      : edge_(edge),
        call_(method, edge.calls_, edge.options_.calls),
        context_(context),
        request_(request),
        handler_(handler),
        reply_(reply),
        reactor_(context->DefaultReactor()) {}

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  // What can be done at once. True: the call is over; false: Work is to follow, on a thread that may wait.
  bool Arrive() {
    if (!call_.has_place()) {
      Finish(Overloaded(*context_));
      return true;
    }
    if (handler_.peek == nullptr) return false;
    if (const absl::Status status = Enter(); !status.ok()) {
      Finish(status);
      return true;
    }
    entered_ = true;
    std::optional<std::string> at_hand = handler_.peek(call_.context(), *request_);
    if (!at_hand.has_value()) return false;
    Finish(*std::move(at_hand));
    return true;
  }

  void Work() {
    absl::Status status = entered_ ? absl::OkStatus() : Enter();
    Finish(status.ok() ? handler_.serve(call_.context(), *request_) : std::move(status));
  }

 private:
  // Everything that comes before the handler.
  absl::Status Enter() {
    RETURN_IF_ERROR(edge_.Begin(call_.method(), *context_, call_.context()));
    if (request_ == nullptr) return Unreadable();
    ASSIGN_OR_RETURN(const bool needs_normalizing, CheckRequest(*request_));
    if (needs_normalizing) {
      normal_.reset(request_->New());
      normal_->CopyFrom(*request_);
      Normalize(*normal_);
      request_ = normal_.get();
    }
    const CallContext& context = call_.context();
    return call_.method().access.MayAll(edge_.directory_, context.principal, *request_, ShanghaiDay(context.now));
  }

  // gRPC may destroy context, request and reply at once.
  void Finish(const Reply& reply) {
    if (reply.ok()) *reply_ = ToBuffer(*reply);
    reactor_->Finish(call_.End(reply.status()));
  }

  Edge& edge_;
  Call call_;
  grpc::CallbackServerContext* const context_;
  const google::protobuf::Message* request_;
  std::unique_ptr<google::protobuf::Message> normal_;
  const UnaryHandler& handler_;
  grpc::ByteBuffer* const reply_;
  grpc::ServerUnaryReactor* const reactor_;
  bool entered_ = false;
};

Edge::Edge(const Directory& directory, Clock& clock, const EdgeOptions& options)
    : directory_(directory),
      clock_(clock),
      machine_clock_(MakeSystemClock()),
      options_(options),
      workers_(options.calls + options.client_streams + options.server_streams) {}

Edge::~Edge() = default;

absl::StatusOr<std::unique_ptr<Edge>> Edge::Make(absl::string_view service, const Directory& directory, Clock& clock,
                                                 const EdgeOptions& options) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (descriptor == nullptr)
    return absl::InternalError(absl::StrCat("no proto of this program declares the service ", service));
  std::unique_ptr<Edge> edge(new Edge(directory, clock, options));
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *descriptor->method(i);
    ASSIGN_OR_RETURN(Access access, Access::Of(method));
    absl::flat_hash_set<std::string> seen;
    const bool writes = HoldsRequestId(*method.input_type(), &seen);
    edge->methods_[method.name()] =
        std::make_unique<Method>(absl::StrCat(service, "/", method.name()), std::move(access), writes);
  }
  return edge;
}

grpc::ServerUnaryReactor* Edge::Unary(const char* method_name, grpc::CallbackServerContext* context,
                                      const google::protobuf::Message* request, const UnaryHandler& handler,
                                      grpc::ByteBuffer* reply) {
  auto call = std::make_unique<UnaryCall>(*this, *methods_.at(method_name), context, request, handler, reply);
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  if (!call->Arrive()) workers_.Run([call = std::move(call)] { call->Work(); });
  return reactor;
}

void Edge::ClientStream(const char* method_name, grpc::CallbackServerContext* context,
                        absl::AnyInvocable<Reply(const CallContext&)> serve,
                        absl::AnyInvocable<void(const grpc::Status&, const Reply&)> finish) {
  auto call = std::make_unique<Call>(*methods_.at(method_name), client_streams_, options_.client_streams);
  if (!call->has_place()) {
    const absl::Status status = Overloaded(*context);
    return finish(call->End(status), status);
  }
  workers_.Run([this, context, call = std::move(call), serve = std::move(serve), finish = std::move(finish)]() mutable {
    const absl::Status status = Begin(call->method(), *context, call->context());
    const Reply reply = status.ok() ? serve(call->context()) : status;
    finish(call->End(reply.status()), reply);
  });
}

void Edge::ServerStream(const char* method_name, grpc::CallbackServerContext* context,
                        google::protobuf::Message* request, absl::AnyInvocable<absl::Status(const CallContext&)> serve,
                        absl::AnyInvocable<void(const grpc::Status&)> finish) {
  auto call = std::make_unique<Call>(*methods_.at(method_name), server_streams_, options_.server_streams);
  if (!call->has_place()) return finish(call->End(Overloaded(*context)));
  workers_.Run(
      [this, context, request, call = std::move(call), serve = std::move(serve), finish = std::move(finish)]() mutable {
        absl::Status status = Begin(call->method(), *context, call->context());
        if (status.ok()) status = request == nullptr ? Unreadable() : Sanitize(*request);
        const CallContext& begun = call->context();
        if (status.ok()) {
          status = call->method().access.MayAll(directory_, begun.principal, *request, ShanghaiDay(begun.now));
        }
        if (status.ok()) status = serve(begun);
        finish(call->End(status));
      });
}

absl::StatusOr<CallContext> Edge::Admit(const char* method_name, const grpc::ServerContextBase& context,
                                        const google::protobuf::Message* request) {
  Call call(*methods_.at(method_name));
  absl::Status status = Begin(call.method(), context, call.context());
  if (status.ok()) status = request == nullptr ? Unreadable() : CheckRequest(*request).status();
  const CallContext& admitted = call.context();
  if (status.ok()) {
    status = call.method().access.MayAll(directory_, admitted.principal, *request, ShanghaiDay(admitted.now));
  }
  call.Count(status);
  if (!status.ok()) return status;
  return admitted;
}

// Fills `call`, as far as it gets.
absl::Status Edge::Begin(const Method& method, const grpc::ServerContextBase& context, CallContext& call) {
  call.method = method.name;
  call.call_id = NextCallId();
  call.deadline = DeadlineOf(context);
  if (call.deadline <= machine_clock_->Now()) return TooLate();
  RETURN_IF_ERROR(MoveClock(context));
  call.now = clock_.Now();
  const absl::CivilDay today = ShanghaiDay(call.now);
  ASSIGN_OR_RETURN(call.principal, Caller(context, today));
  RETURN_IF_ERROR(method.access.Enter(directory_, call.principal, today));
  call.office = directory_.HasRole(call.principal, access::v1::OFFICE, today);
  call.may = [this, &method, principal = call.principal, today](absl::string_view resource) {
    return method.access.May(directory_, principal, resource, today);
  };
  return absl::OkStatus();
}

absl::Status Edge::MoveClock(const grpc::ServerContextBase& context) {
  const std::vector<std::string> values = ValuesOf(context, kClockKey);
  if (values.empty()) return absl::OkStatus();
  if (!options_.insecure_local) {
    return Error(absl::StatusCode::kPermissionDenied, "CLOCK_NOT_ALLOWED",
                 {"只有以 --insecure-local 启动的服务才接受拨钟",
                  "only a server started with --insecure-local lets callers move its clock"});
  }
  absl::Time instant;
  std::string why;
  const bool parsed = values.size() == 1 && absl::ParseTime(absl::RFC3339_full, values.front(), &instant, &why);
  if (!parsed || instant >= kEndOfClocks) {
    return InvalidField(kClockKey, {"应为一个 RFC 3339 时刻", "wants one RFC 3339 instant"});
  }
  return clock_.AdvanceTo(instant);
}

absl::StatusOr<Principal> Edge::Caller(const grpc::ServerContextBase& context, absl::CivilDay today) const {
  if (!options_.insecure_local) return Principal{};
  const std::vector<std::string> values = ValuesOf(context, kCallerKey);
  if (values.empty()) return Principal{};
  if (values.size() == 1) return directory_.Identify(values.front(), today);
  return Error(absl::StatusCode::kUnauthenticated, "CALLER_MALFORMED", {"调用者只能有一个", "a call has one caller"});
}

std::vector<CallCount> Edge::Counts() const {
  std::vector<CallCount> counts;
  for (const auto& [name, method] : methods_) {
    for (int code = 0; code < kCodes; ++code) {
      const std::int64_t count = method->counts[code].load(std::memory_order_relaxed);
      if (count > 0) counts.push_back({method->name, static_cast<absl::StatusCode>(code), count});
    }
  }
  return counts;
}

}  // namespace qcity::rpc
