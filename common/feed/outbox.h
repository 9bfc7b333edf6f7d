// The write side of a feed (变更流): one row per entity, upserted with a new position in the transaction that changed it. Thread-safe.
#ifndef QCITY_COMMON_FEED_OUTBOX_H_
#define QCITY_COMMON_FEED_OUTBOX_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/sql/database.h"
#include "common/sql/message.h"
#include "google/protobuf/message.h"
#include "qcity/feed/v1/feed.pb.h"

namespace qcity::feed {

// The tables feed_head (epoch, position, last instant) and outbox; part of the first migration of every service that publishes.
extern const char kFeedSchema[];

// Where a feed stands.
struct Head {
  std::string epoch;
  std::int64_t position = 0;
};

class Outbox {
 public:
  // `feed` is "indicators"; `campaign` goes into the changes' source. The schema must exist: kFeedSchema is applied with the service's first migration.
  Outbox(sql::Database& database, std::string feed, const std::string& campaign);

  const std::string& feed() const { return feed_; }

  // The history that positions count in, as it was named when this began: what is kept elsewhere under a position must be kept under the epoch too,
  // since another database gives the same positions to other changes. Empty if the head could not be read then.
  const std::string& epoch() const { return epoch_; }

  // Takes the next position within `transaction`, for a change recorded at that instant: gapless, in commit order. The entity put under it carries it as
  // its version.
  absl::StatusOr<std::int64_t> NextPosition(sql::Transaction& transaction, absl::Time recorded);

  // The position that NextPosition will give, without taking it: for rules that may still refuse, whose refusal must leave no gap.
  absl::StatusOr<std::int64_t> PeekPosition(sql::Transaction& transaction);

  // Publishes `entity` under `key` at `position` (from NextPosition of the same transaction), replacing the key's former row. Watchers wake after the commit.
  absl::Status Put(sql::Transaction& transaction, std::int64_t position, absl::string_view key,
                   const google::protobuf::Message& entity, absl::Time recorded);

  // Publishes that the key's entity is gone; NOT_FOUND if the key was never put.
  absl::Status Remove(sql::Transaction& transaction, std::int64_t position, absl::string_view key, absl::Time recorded);

  // The entity under `key` as published; nullopt if there is none.
  template <typename Entity>
  absl::StatusOr<std::optional<Entity>> Get(sql::Transaction& transaction, absl::string_view key);

  // Gives the feed its epoch (random) when it is read for the first time.
  absl::StatusOr<Head> ReadHead();
  // Up to `limit` changes after `position`, in order.
  absl::StatusOr<std::vector<v1::Change>> ReadAfter(std::int64_t position, int limit);
  // The latest instant that a change ever bore; InfinitePast if there was none. A set clock must not start before it.
  absl::StatusOr<absl::Time> LastRecorded();

  // Begins another epoch: followers forget what they have and read from zero. For the operator who has put back an older copy of the database, where
  // positions would otherwise be given a second time to other changes. Run it while nothing serves the feed.
  absl::Status RenewEpoch();

  // The newest position known to be committed; cheap.
  std::int64_t Committed() const;
  // Waits until something after `position` is committed, or `timeout` of monotonic time. Returns Committed().
  std::int64_t WaitAfter(std::int64_t position, absl::Duration timeout);
  // Calls `listener` after each commit that published, on the committing thread: short, no I/O. Register before the first write. A listener outlives
  // whoever registered it: let it hold what it needs.
  void OnCommit(std::function<void(std::int64_t position)> listener);
  // Wakes all waiters (shutdown).
  void WakeAll();

 private:
  absl::StatusOr<std::optional<sql::Row>> GetRow(sql::Transaction& transaction, absl::string_view key);
  void PublishAfterCommit(sql::Transaction& transaction, std::int64_t position);
  void Publish(std::int64_t position);
  v1::Change ToChange(const sql::Row& row) const;

  sql::Database& database_;
  const std::string feed_;
  const std::string source_;
  std::string epoch_;              // Set by the constructor alone.
  const std::string fresh_epoch_;  // What the feed's history is called unless it has a name.
  mutable Mutex mutex_;
  CondVar changed_;
  std::int64_t committed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t wakes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::function<void(std::int64_t)>> listeners_;
};

template <typename Entity>
absl::StatusOr<std::optional<Entity>> Outbox::Get(sql::Transaction& transaction, absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, GetRow(transaction, key));
  if (!row.has_value()) return std::nullopt;
  return sql::MessageAt<Entity>(*row, 0);
}

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_OUTBOX_H_
