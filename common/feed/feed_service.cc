#include "common/feed/feed_service.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/stream.h"
#include "qcity/feed/v1/feed.grpc.pb.h"

namespace qcity::feed {
namespace {

using WatchStream = Stream<v1::WatchResponse>;

// A stream as the distributor sees it.
class StreamReceiver : public Receiver {
 public:
  StreamReceiver(std::shared_ptr<WatchStream> stream, std::string call_id)
      : stream_(std::move(stream)), call_id_(std::move(call_id)) {}

  std::size_t unsent() const override { return stream_->unsent(); }
  bool gone() const override { return stream_->gone(); }
  void Send(std::shared_ptr<const v1::WatchResponse> message) override { stream_->Send(std::move(message)); }
  void End(const absl::Status& status) override { stream_->End(rpc::ToGrpc(status, call_id_)); }

 private:
  const std::shared_ptr<WatchStream> stream_;
  const std::string call_id_;
};

absl::Status NoSuchFeed(absl::string_view feed) {
  return Error(absl::StatusCode::kNotFound, "NO_SUCH_FEED",
               Text{absl::StrCat("本服务没有变更流 “", feed, "”"), absl::StrCat("there is no feed '", feed, "' here")});
}

class FeedServerImpl : public FeedServer, private v1::FeedService::CallbackService {
 public:
  explicit FeedServerImpl(rpc::Edge& edge) : edge_(edge) {}

  absl::Status Begin(Outbox& outbox, const std::string& plan_digest, const FeedServerOptions& options) {
    auto& distributor = distributors_[outbox.feed()];
    if (distributor != nullptr) return absl::InternalError(absl::StrCat("two feeds are called ", outbox.feed()));
    ASSIGN_OR_RETURN(distributor, Distributor::Make(outbox, plan_digest, options));
    return absl::OkStatus();
  }

  grpc::Service* service() override { return this; }

  void Shutdown() override {
    for (const auto& [feed, distributor] : distributors_) distributor->Shutdown();
  }

 private:
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                     const v1::WatchRequest* request) override {
    const absl::StatusOr<rpc::CallContext> call = edge_.Admit("Watch", *context, request);
    if (!call.ok()) return new Refusal<v1::WatchResponse>(rpc::ToGrpc(call.status(), ""));
    const auto found = distributors_.find(request->feed());
    if (found == distributors_.end()) {
      return new Refusal<v1::WatchResponse>(rpc::ToGrpc(NoSuchFeed(request->feed()), call->call_id));
    }
    auto stream = WatchStream::Make(context, found->second->waker());
    const absl::Status status = found->second->Add(*request, std::make_shared<StreamReceiver>(stream, call->call_id));
    if (!status.ok()) stream->End(rpc::ToGrpc(status, call->call_id));
    return stream.get();
  }

  rpc::Edge& edge_;
  absl::flat_hash_map<std::string, std::unique_ptr<Distributor>> distributors_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FeedServer>> FeedServer::Make(const std::vector<Outbox*>& outboxes,
                                                             const std::string& plan_digest, rpc::Edge& edge,
                                                             const FeedServerOptions& options) {
  auto server = std::make_unique<FeedServerImpl>(edge);
  for (Outbox* outbox : outboxes) RETURN_IF_ERROR(server->Begin(*outbox, plan_digest, options));
  return server;
}

}  // namespace qcity::feed
