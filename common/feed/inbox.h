// Between the thread that reads a stream and the one that applies it: whatever came while a batch was applied becomes the next batch. Thread-safe.
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

  // Blocks while the inbox is full, which in the end holds up the sender. False: the taker gave up.
  bool Put(Message message) {
    MutexLock lock(mutex_);
    while (messages_.size() >= most_ && !closed_) changed_.Wait(mutex_);
    if (closed_) return false;
    messages_.push_back(std::move(message));
    changed_.NotifyAll();
    return true;
  }

  // Everything that waits, in order; blocks while nothing does. Empty: the stream has ended.
  std::vector<Message> TakeAll() {
    MutexLock lock(mutex_);
    while (messages_.empty() && !ended_) changed_.Wait(mutex_);
    changed_.NotifyAll();
    return std::exchange(messages_, {});
  }

  // The reader's last word.
  void End() {
    MutexLock lock(mutex_);
    ended_ = true;
    changed_.NotifyAll();
  }

  // The taker's last word: nothing more is wanted.
  void Close() {
    MutexLock lock(mutex_);
    closed_ = true;
    changed_.NotifyAll();
  }

 private:
  const std::size_t most_;
  Mutex mutex_;
  CondVar changed_;
  std::vector<Message> messages_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_INBOX_H_
