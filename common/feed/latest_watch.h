// The watchers of one value that is replaced as a whole (a city's readiness): each gets the newest one it can take, skipping those in between. Thread-safe.
//
//   grpc::ServerWriteReactor<Readiness>* WatchReadiness(grpc::CallbackServerContext* context, const WatchReadinessRequest* request) override {
//     const absl::StatusOr<rpc::CallContext> call = edge_->Admit(__func__, *context, request);
//     if (!call.ok()) return watchers_.Refuse(rpc::ToGrpc(call.status(), ""));
//     return watchers_.Watch(context, CurrentReadiness());
//   }
#ifndef QCITY_COMMON_FEED_LATEST_WATCH_H_
#define QCITY_COMMON_FEED_LATEST_WATCH_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>
#include <vector>

#include "common/base/mutex.h"
#include "common/feed/stream.h"

namespace qcity::feed {

template <typename Response>
class LatestWatch {
 public:
  using Reactor = grpc::ServerWriteReactor<Response>;

  LatestWatch() = default;
  ~LatestWatch() { Shutdown(); }
  LatestWatch(const LatestWatch&) = delete;
  LatestWatch& operator=(const LatestWatch&) = delete;

  // Begins a watch of an admitted caller. Its first message is the last published value, `initial` if nothing was published yet: a value published
  // while the caller worked out `initial` is not missed.
  Reactor* Watch(grpc::CallbackServerContext* context, Response initial) {
    MutexLock lock(mutex_);
    if (shut_) return Refuse(Stopping());
    const auto stream = Stream<Response>::Make(context, [] {});
    stream->SendLatest(latest_ != nullptr ? latest_ : std::make_shared<const Response>(std::move(initial)));
    streams_.push_back(stream);
    return stream.get();
  }

  // Ends a call that may not watch.
  Reactor* Refuse(grpc::Status status) { return new Refusal<Response>(std::move(status)); }

  // Hands `value` to every watcher. Blocks on none of them.
  void Publish(const Response& value) {
    MutexLock lock(mutex_);  // Held throughout: two publishers must not overtake each other.
    latest_ = std::make_shared<const Response>(value);
    std::erase_if(streams_, [](const auto& stream) { return stream->gone(); });
    for (const auto& stream : streams_) stream->SendLatest(latest_);
  }

  // Ends every watch, and every later one, with UNAVAILABLE (CANCELLED if a message was under way). Idempotent.
  void Shutdown() {
    std::vector<std::shared_ptr<Stream<Response>>> streams;
    {
      MutexLock lock(mutex_);
      shut_ = true;
      streams.swap(streams_);
    }
    for (const auto& stream : streams) stream->End(Stopping());
  }

 private:
  static grpc::Status Stopping() {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is stopping: watch again");
  }

  Mutex mutex_;
  std::vector<std::shared_ptr<Stream<Response>>> streams_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Response> latest_ ABSL_GUARDED_BY(mutex_);
  bool shut_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_LATEST_WATCH_H_
