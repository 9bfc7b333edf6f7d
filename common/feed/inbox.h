// Between a stream that gRPC reads and the thread that works on its messages: whatever came while a batch was worked on becomes the next batch. The stream
// is read ahead, but not without end. Thread-safe; only TakeAll blocks.
#ifndef QCITY_COMMON_FEED_INBOX_H_
#define QCITY_COMMON_FEED_INBOX_H_

#include <utility>
#include <vector>

#include "common/base/mutex.h"

namespace qcity::feed {

template <typename Message>
class Inbox {
 public:
  explicit Inbox(std::size_t most) : most_(most) {}

  // A message was read. True: read the next one now; false: the inbox is full, and the next TakeAll says when to read on.
  bool Put(Message message) {
    MutexLock lock(mutex_);
    messages_.push_back(std::move(message));
    changed_.NotifyAll();
    paused_ = messages_.size() >= most_;
    return !paused_;
  }

  // The stream has ended.
  void End() {
    MutexLock lock(mutex_);
    ended_ = true;
    changed_.NotifyAll();
  }

  struct Batch {
    std::vector<Message> messages;  // Everything that waited, in order. Empty: the stream has ended.
    bool read_on = false;           // Reading was paused: begin it again.
  };
  Batch TakeAll() {
    MutexLock lock(mutex_);
    while (messages_.empty() && !ended_) changed_.Wait(mutex_);
    return {std::exchange(messages_, {}), std::exchange(paused_, false)};
  }

 private:
  const std::size_t most_;
  Mutex mutex_;
  CondVar changed_;
  std::vector<Message> messages_ ABSL_GUARDED_BY(mutex_);
  bool paused_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_INBOX_H_
