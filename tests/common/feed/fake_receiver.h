// A watcher of a distributor without a network in between. Thread-safe.
#ifndef QCITY_TESTS_COMMON_FEED_FAKE_RECEIVER_H_
#define QCITY_TESTS_COMMON_FEED_FAKE_RECEIVER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/feed/distributor.h"

namespace qcity::feed {

using Message = std::shared_ptr<const v1::WatchResponse>;

// A watcher that reads at once, or, `slow`, only what it is told to.
class FakeReceiver : public Receiver {
 public:
  explicit FakeReceiver(std::function<void()> idle, bool slow = false) : idle_(std::move(idle)), slow_(slow) {}

  std::size_t unsent() const override {
    MutexLock lock(mutex_);
    return queue_.size();
  }
  bool gone() const override {
    MutexLock lock(mutex_);
    return end_.has_value();
  }
  void Send(Message message) override {
    MutexLock lock(mutex_);
    queue_.push_back(std::move(message));
    most_unsent_ = std::max(most_unsent_, queue_.size());
    if (!slow_) TakeAll();
    changed_.NotifyAll();
  }
  void End(const absl::Status& status) override {
    MutexLock lock(mutex_);
    if (!end_.has_value()) end_ = status;
    changed_.NotifyAll();
  }

  // A slow one reads what waits; false if nothing does.
  bool ReadSome() {
    {
      MutexLock lock(mutex_);
      if (queue_.empty()) return false;
      TakeAll();
    }
    idle_();
    return true;
  }

  std::vector<Message> received() const {
    MutexLock lock(mutex_);
    return received_;
  }
  std::vector<v1::Change> changes() const {
    std::vector<v1::Change> changes;
    for (const Message& message : received()) {
      changes.insert(changes.end(), message->changes().changes().begin(), message->changes().changes().end());
    }
    return changes;
  }
  std::size_t most_unsent() const {
    MutexLock lock(mutex_);
    return most_unsent_;
  }

  // Waits until what has been received satisfies `condition`.
  void Await(const std::function<bool(const std::vector<Message>&)>& condition) {
    MutexLock lock(mutex_);
    while (!condition(received_)) changed_.Wait(mutex_);
  }
  void AwaitPosition(std::int64_t position) {
    Await([position](const std::vector<Message>& messages) {
      return std::any_of(messages.begin(), messages.end(), [&](const Message& m) {
        return m->has_changes() && m->changes().changes().rbegin()->sequence() >= position;
      });
    });
  }
  void AwaitCaughtUp() {
    Await([](const std::vector<Message>& messages) {
      return std::any_of(messages.begin(), messages.end(), [](const Message& m) { return m->has_caught_up(); });
    });
  }
  absl::Status AwaitEnd() {
    MutexLock lock(mutex_);
    while (!end_.has_value()) changed_.Wait(mutex_);
    return *end_;
  }

 private:
  void TakeAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::move(queue_.begin(), queue_.end(), std::back_inserter(received_));
    queue_.clear();
    changed_.NotifyAll();
  }

  const std::function<void()> idle_;
  const bool slow_;
  mutable Mutex mutex_;
  CondVar changed_;
  std::vector<Message> queue_ ABSL_GUARDED_BY(mutex_);
  std::vector<Message> received_ ABSL_GUARDED_BY(mutex_);
  std::size_t most_unsent_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qcity::feed

#endif  // QCITY_TESTS_COMMON_FEED_FAKE_RECEIVER_H_
