#include "tests/common/rpc/echo.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/rpc/request.h"
#include "common/rpc/service.h"

namespace qcity::testing_support {
namespace {

using test::v1::EchoRequest;
using test::v1::EchoResponse;

// Streams that stay open until they are told to end.
class Watchers {
 public:
  class Watch : public grpc::ServerWriteReactor<EchoResponse> {
   public:
    explicit Watch(Watchers& watchers) : watchers_(watchers) { StartWrite(&hello_); }
    void OnCancel() override { watchers_.End(this); }
    void OnDone() override { delete this; }

   private:
    Watchers& watchers_;
    const EchoResponse hello_;
  };

  Watch* Open() {
    auto* const watch = new Watch(*this);
    MutexLock lock(mutex_);
    open_.insert(watch);
    return watch;
  }

  void EndAll() {
    MutexLock lock(mutex_);
    for (Watch* watch : open_) watch->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops"));
    open_.clear();
  }

 private:
  void End(Watch* watch) {
    MutexLock lock(mutex_);
    if (open_.erase(watch) > 0) watch->Finish(grpc::Status::CANCELLED);
  }

  Mutex mutex_;
  absl::flat_hash_set<Watch*> open_ ABSL_GUARDED_BY(mutex_);
};

class EchoService final : public rpc::Service {
 public:
  EchoService(rpc::Edge& edge, const EchoHooks& hooks)
      : Service(edge, test::v1::EchoService::service_full_name()), hooks_(hooks) {
    for (const char* method : {"ForAnyone", "ForOffice", "ForExperts", "ForAgencies", "ForServices", "ForLeads",
                               "ForParticipants", "ForSelf", "ForLeadsOrOffice", "ForLeadsOfAll"}) {
      Handle(method, &EchoService::Echo);
    }
    HandleHot("ForMembers", &EchoService::Peek, &EchoService::Echo);
    HandleClientStream("Count", &EchoService::Count);
    HandleServerStream("Tell", &EchoService::Tell);
    HandleWatch("Watch", &EchoService::Watch);
  }

  void EndWatches() { watchers_.EndAll(); }

 private:
  std::optional<std::string> Peek(const rpc::CallContext&, const EchoRequest& request) {
    const std::optional<EchoResponse> reply = hooks_.at_hand ? hooks_.at_hand(request) : std::nullopt;
    return reply.has_value() ? std::make_optional(reply->SerializeAsString()) : std::nullopt;
  }

  absl::StatusOr<EchoResponse> Echo(const rpc::CallContext& call, const EchoRequest& request) {
    if (hooks_.during) RETURN_IF_ERROR(hooks_.during(call));
    EchoResponse reply;
    *reply.mutable_request() = request;
    if (!call.principal.person.empty())
      reply.set_caller(absl::StrCat(call.principal.person, "@", call.principal.organization));
    reply.set_office(call.office);
    reply.set_now_micros(absl::ToUnixMicros(call.now));
    return reply;
  }

  absl::StatusOr<EchoResponse> Count(const rpc::CallContext& call, rpc::RequestStream<EchoRequest>& reader) {
    EchoResponse reply;
    for (EchoRequest request; reader.Read(&request);) {
      RETURN_IF_ERROR(rpc::Sanitize(request));
      RETURN_IF_ERROR(call.may(request.resource()));
      reply.set_count(reply.count() + 1);
    }
    return reply;
  }

  absl::Status Tell(const rpc::CallContext& call, const EchoRequest& request,
                    rpc::ResponseStream<EchoResponse>& stream) {
    EchoResponse reply;
    *reply.mutable_request() = request;
    while (request.number() < 0 || reply.count() < request.number()) {
      if (stream.gone()) return absl::CancelledError("nobody waits");
      if (hooks_.during) RETURN_IF_ERROR(hooks_.during(call));
      reply.set_count(reply.count() + 1);
      if (request.number() < 0) {
        stream.SendLatest(reply);
      } else {
        stream.Send(reply);
      }
    }
    return absl::OkStatus();
  }

  grpc::ServerWriteReactor<EchoResponse>* Watch(grpc::CallbackServerContext*, const rpc::CallContext&,
                                                const EchoRequest&) {
    return watchers_.Open();
  }

  const EchoHooks hooks_;
  Watchers watchers_;
};

class EchoModule : public rpc::Module {
 public:
  EchoModule(std::unique_ptr<rpc::Edge> edge, EchoHooks hooks)
      : hooks_(std::move(hooks)), edge_(std::move(edge)), service_(*edge_, hooks_) {}

  absl::string_view name() const override { return "echo"; }
  std::vector<rpc::Service*> services() override { return {&service_}; }
  void Stop() override { service_.EndWatches(); }
  absl::Status Ready() override { return hooks_.ready ? hooks_.ready() : absl::OkStatus(); }
  absl::Status Check() const { return service_.CheckComplete(); }

 private:
  const EchoHooks hooks_;
  std::unique_ptr<rpc::Edge> edge_;
  EchoService service_;
};

}  // namespace

rpc::ModuleFactory MakeEcho(const EchoHooks& hooks) {
  return [hooks](rpc::Env& env) -> absl::StatusOr<std::unique_ptr<rpc::Module>> {
    if (hooks.make) RETURN_IF_ERROR(hooks.make(env));
    ASSIGN_OR_RETURN(
        std::unique_ptr<rpc::Edge> edge,
        rpc::Edge::Make(test::v1::EchoService::service_full_name(), env.directory(), env.clock(), env.edge_options()));
    if (hooks.edge) hooks.edge(*edge);
    auto module = std::make_unique<EchoModule>(std::move(edge), hooks);
    RETURN_IF_ERROR(module->Check());
    return module;
  };
}

}  // namespace qcity::testing_support
