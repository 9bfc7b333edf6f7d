// Serves one outbox to all its watchers: the one thread that reads the outbox for them. Thread-safe.
//
// New changes are read once, into a few pages kept in memory (the tail), and handed to every watcher that is up to date. A watcher whose queue is full
// is passed over; once it has room it goes on where it was, from the tail if that still reaches back so far, else from the database. Nothing is
// dropped, memory is bounded, and a slow watcher delays nobody.
#ifndef QCITY_COMMON_FEED_DISTRIBUTOR_H_
#define QCITY_COMMON_FEED_DISTRIBUTOR_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/feed/outbox.h"
#include "qcity/feed/v1/feed.pb.h"

namespace qcity::feed {

// The far end of one watch. Thread-safe; no method blocks.
class Receiver {
 public:
  virtual ~Receiver() = default;
  // Messages that wait to be sent.
  virtual std::size_t unsent() const = 0;
  // Ended, by either side.
  virtual bool gone() const = 0;
  virtual void Send(std::shared_ptr<const v1::WatchResponse> message) = 0;
  virtual void End(const absl::Status& status) = 0;
};

struct DistributorOptions {
  int page_changes = 256;            // Changes in one message, at most.
  std::size_t page_bytes = 1 << 20;  // Bytes in one message, at most (one change is always sent).
  std::size_t queue_messages = 4;    // A watcher with so many unsent messages is passed over.
  std::size_t tail_pages = 8;        // Pages of the newest changes kept in memory.
  absl::Duration progress_interval = absl::Seconds(5);
};

class Distributor {
 public:
  // `outbox` outlives the result. `plan_digest` goes into every hello.
  static absl::StatusOr<std::unique_ptr<Distributor>> Make(Outbox& outbox, std::string plan_digest,
                                                           const DistributorOptions& options);
  ~Distributor();

  const std::string& feed() const { return outbox_.feed(); }

  // Begins a watch. OUT_OF_RANGE: the token is of another history or ahead of this one. UNAVAILABLE after Shutdown.
  absl::Status Add(const v1::WatchRequest& request, std::shared_ptr<Receiver> receiver);

  // To be called when a receiver has sent all it had, and when it is gone. May outlive the distributor.
  std::function<void()> waker() const;

  // Ends every watch with UNAVAILABLE and joins the thread. Idempotent.
  void Shutdown();

 private:
  // What wakes the thread; shared with those who wake it, since they may do so last.
  struct Signal {
    void Raise();
    Mutex mutex;
    CondVar changed;
    bool raised ABSL_GUARDED_BY(mutex) = false;
    bool stopped ABSL_GUARDED_BY(mutex) = false;
  };
  // Changes after `from` up to `to`; no message if later changes replaced them all.
  struct Page {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::shared_ptr<const v1::WatchResponse> message;
  };
  struct Watcher {
    std::shared_ptr<Receiver> receiver;
    std::int64_t position = 0;  // All up to here was handed over.
    std::int64_t goal = 0;      // Head when the watch began.
    bool caught_up = false;
  };

  Distributor(Outbox& outbox, Head head, std::string plan_digest, const DistributorOptions& options);
  void Run();
  bool WaitForWork(absl::Time until);
  void TakeNewcomers();
  absl::Status AdvanceTail();
  void Serve(Watcher& watcher, bool tick);
  absl::StatusOr<Page> NextPage(std::int64_t position);
  absl::StatusOr<Page> ReadPage(std::int64_t from, std::int64_t until);
  void EndAll(const absl::Status& status);

  Outbox& outbox_;
  const std::string epoch_;
  const std::string plan_digest_;
  const DistributorOptions options_;
  const std::shared_ptr<Signal> signal_ = std::make_shared<Signal>();

  Mutex mutex_;
  bool shut_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Watcher> newcomers_ ABSL_GUARDED_BY(mutex_);

  // The thread's own.
  std::vector<Watcher> watchers_;
  std::deque<Page> tail_;
  std::int64_t tail_end_;  // Where the tail's last page ends: nobody is served beyond.

  std::thread thread_;
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_DISTRIBUTOR_H_
