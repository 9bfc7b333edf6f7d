// One server stream that other threads feed: sends message after message, never blocks who feeds it, ends once. Thread-safe.
#ifndef QCITY_COMMON_FEED_STREAM_H_
#define QCITY_COMMON_FEED_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/mutex.h"

namespace qcity::feed {

template <typename Response>
class Stream final : public grpc::ServerWriteReactor<Response> {
 public:
  using Message = std::shared_ptr<const Response>;

  // `idle` is called on a thread of gRPC when all was sent, and when the stream is over: short, no I/O. gRPC gets the result's get(); the stream keeps
  // itself alive until the call is done, and who feeds it as long as they like.
  static std::shared_ptr<Stream> Make(grpc::CallbackServerContext* context, std::function<void()> idle) {
    auto stream = std::shared_ptr<Stream>(new Stream(context, std::move(idle)));
    stream->self_ = stream;
    return stream;
  }

  void Send(Message message) {
    {
      MutexLock lock(mutex_);
      queue_.push_back(std::move(message));
    }
    Advance();
  }

  // Instead of all that is unsent.
  void SendLatest(Message message) {
    {
      MutexLock lock(mutex_);
      queue_.clear();
      queue_.push_back(std::move(message));
    }
    Advance();
  }

  // What is unsent is dropped. A message that is under way to a client that does not read must not hold up the end: the call is then cancelled instead.
  void End(grpc::Status status) {
    bool cancel = false;
    {
      MutexLock lock(mutex_);
      if (end_.has_value()) return;
      end_ = std::move(status);
      queue_.clear();
      cancel = under_way_ > 0;
      if (cancel) ++under_way_;  // The context lives until Finish, which waits for this.
    }
    if (cancel) {
      context_->TryCancel();
      Landed();
    }
    Advance();
  }

  std::size_t unsent() const {
    MutexLock lock(mutex_);
    return queue_.size();
  }

  bool gone() const {
    MutexLock lock(mutex_);
    return end_.has_value();
  }

 private:
  enum class Step { kNothing, kWrite, kFinish };

  Stream(grpc::CallbackServerContext* context, std::function<void()> idle)
      : context_(context), idle_(std::move(idle)) {}

  void OnWriteDone(bool ok) override {
    Landed();
    if (!ok) End(grpc::Status(grpc::StatusCode::CANCELLED, "the client is gone"));
    Advance();
    if (unsent() == 0) idle_();
  }

  void OnCancel() override { End(grpc::Status(grpc::StatusCode::CANCELLED, "the client is gone")); }

  void OnDone() override {
    const std::shared_ptr<Stream> self = std::move(self_);
    idle_();
  }

  void Landed() {
    MutexLock lock(mutex_);
    --under_way_;
  }

  // Calls into gRPC without the lock: it may react on this thread. Whoever gets kWrite or kFinish is alone with it.
  void Advance() {
    switch (Next()) {
      case Step::kNothing: return;
      case Step::kWrite: return this->StartWrite(sending_.get());
      case Step::kFinish: return this->Finish(EndStatus());
    }
  }

  grpc::Status EndStatus() const {
    MutexLock lock(mutex_);
    return *end_;
  }

  Step Next() {
    MutexLock lock(mutex_);
    if (under_way_ > 0 || finished_) return Step::kNothing;
    if (end_.has_value()) {
      finished_ = true;
      return Step::kFinish;
    }
    if (queue_.empty()) return Step::kNothing;
    sending_ = std::move(queue_.front());
    queue_.pop_front();
    ++under_way_;
    return Step::kWrite;
  }

  grpc::CallbackServerContext* const context_;
  const std::function<void()> idle_;
  std::shared_ptr<Stream> self_;  // Until OnDone.
  mutable Mutex mutex_;
  std::deque<Message> queue_ ABSL_GUARDED_BY(mutex_);
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mutex_);
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;  // Calls into gRPC that must end before Finish: a write, a cancellation.
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  Message sending_;
};

// The answer to a stream that does not begin.
template <typename Response>
class Refusal final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit Refusal(grpc::Status status) { this->Finish(std::move(status)); }

 private:
  void OnDone() override { delete this; }
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_STREAM_H_
