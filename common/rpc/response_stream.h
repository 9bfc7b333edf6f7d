// The messages of a server stream, as the one thread that serves the call sends them. Sending never waits for the client.
#ifndef QCITY_COMMON_RPC_RESPONSE_STREAM_H_
#define QCITY_COMMON_RPC_RESPONSE_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <deque>
#include <optional>
#include <utility>

#include "common/base/mutex.h"

namespace qcity::rpc {

// Lives from the call's arrival until gRPC is done with it. A client that goes away ends nothing by itself: the handler notices, and its end is the call's.
template <typename Response>
class ResponseStream final : public grpc::ServerWriteReactor<Response> {
 public:
  void Send(Response message) {
    {
      MutexLock lock(mutex_);
      if (!gone_) queue_.push_back(std::move(message));
    }
    Advance();
  }

  // Instead of all that is unsent: news that make earlier news old.
  void SendLatest(Response message) {
    {
      MutexLock lock(mutex_);
      queue_.clear();
      if (!gone_) queue_.push_back(std::move(message));
    }
    Advance();
  }

  // The client is gone, or its deadline has passed: what is worked out is for nobody.
  bool gone() const {
    MutexLock lock(mutex_);
    return gone_;
  }

  // Ends the call once all was sent. For whoever runs the handler, after it: the stream may be deleted at once.
  void Close(grpc::Status status) {
    {
      MutexLock lock(mutex_);
      end_ = std::move(status);
    }
    Advance();
  }

 private:
  enum class Step { kNothing, kWrite, kFinish };

  void OnWriteDone(bool ok) override {
    {
      MutexLock lock(mutex_);
      writing_ = false;
    }
    if (!ok) return OnCancel();
    Advance();
  }

  void OnCancel() override {
    {
      MutexLock lock(mutex_);
      gone_ = true;
      queue_.clear();
    }
    Advance();
  }

  void OnDone() override { delete this; }

  // Calls into gRPC without the lock, and as the last thing: it may react, and delete, on this thread.
  void Advance() {
    switch (Next()) {
      case Step::kNothing: return;
      case Step::kWrite: return this->StartWrite(&sending_);
      case Step::kFinish: return this->Finish(*std::move(end_));
    }
  }

  // Whoever gets kWrite or kFinish is alone with it.
  Step Next() {
    MutexLock lock(mutex_);
    if (writing_ || finished_) return Step::kNothing;
    if (!queue_.empty()) {
      sending_ = std::move(queue_.front());
      queue_.pop_front();
      writing_ = true;
      return Step::kWrite;
    }
    if (!end_.has_value()) return Step::kNothing;
    finished_ = true;
    return Step::kFinish;
  }

  mutable Mutex mutex_;
  std::deque<Response> queue_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<grpc::Status> end_;  // Set once, before kFinish is.
  Response sending_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_RESPONSE_STREAM_H_
