// The state of the aggregation service: what was read from the feeds, in memory and stored, and the readiness that follows from it. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_AGGREGATOR_H_
#define QCITY_SERVICES_AGGREGATION_AGGREGATOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/feed/v1/feed.pb.h"
#include "services/aggregation/live.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/store.h"

namespace qcity::aggregation {

// One state of knowledge: all that is known, and the readiness that follows from it, whose version names the state.
struct Knowledge {
  Entities entities;
  v1::Readiness readiness;
  std::string readiness_bytes;  // The same, serialised.
};

class Aggregator {
 public:
  // Called with each new readiness once it is stored, one after the other.
  using Listener = std::function<void(const v1::Readiness&)>;

  // Reads back what is stored, up to and including the last readiness's version; where the readiness is another one today (a new day, a changed
  // plan), it is a new state. `feeds`: those that will be followed.
  static absl::StatusOr<std::unique_ptr<Aggregator>> Open(sql::Database& database, feed::Outbox& outbox,
                                                          const domain::PlanVersions& plans, const Clock& clock,
                                                          const std::vector<std::string>& feeds, Listener listener);

  // Makes the next state of knowledge: `change` writes rows, alters a copy of the entities and returns whether there is anything new (if not, no state
  // is made); the readiness that follows is stored and published in the same transaction. It may run twice, each time on a fresh copy.
  using ChangeFn = absl::FunctionRef<absl::StatusOr<bool>(sql::Transaction&, Entities&)>;
  absl::Status Advance(ChangeFn change);

  // Forgets all that came from the feed.
  absl::Status Forget(const std::string& feed);
  // Stores changes of the token's feed.
  absl::Status Apply(absl::Span<const feed::v1::Change* const> changes, const feed::v1::Token& token);
  absl::StatusOr<std::optional<feed::v1::Token>> LoadToken(const std::string& feed);

  // The newest state of knowledge; never changes under its reader.
  std::shared_ptr<const Knowledge> Known() const;

  // Notes that nothing is left to read up to `position`.
  void CaughtUp(const std::string& feed, std::int64_t position);
  // How far each feed was read, and how long ago it was last known to be read to its end.
  std::vector<v1::Source> Sources() const;
  // Waits until every feed was read up to its wanted position. UNAVAILABLE (reason NOT_CAUGHT_UP) after `timeout`, NOT_FOUND for a feed that is not followed.
  absl::Status WaitFor(absl::Span<const v1::Source* const> wanted, absl::Duration timeout) const;

 private:
  struct Reading {
    std::int64_t position = 0;
    // Monotonic: when the end was last heard of, and since when changes came without reaching it (InfiniteFuture: not behind).
    absl::Time at_end = absl::InfinitePast();
    absl::Time behind_since = absl::InfiniteFuture();
  };

  Aggregator(sql::Database& database, feed::Outbox& outbox, const domain::PlanVersions& plans, const Clock& clock,
             Listener listener)
      : database_(database), outbox_(outbox), plans_(plans), clock_(clock), listener_(std::move(listener)) {}

  // The kept readiness of the day and plan of `now`.
  LiveReadiness& LiveAt(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Whether the readiness is another one than was stored last.
  absl::StatusOr<bool> Restore();
  void Adopt(std::shared_ptr<const Knowledge> knowledge);

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const Clock& clock_;
  const Listener listener_;
  const AggregationStore store_;

  Mutex writing_;  // One state of knowledge is made at a time. Taken before a write, never inside one.
  std::unique_ptr<LiveReadiness> live_ ABSL_GUARDED_BY(writing_);
  mutable Mutex mutex_;
  mutable CondVar advanced_;
  std::shared_ptr<const Knowledge> knowledge_ ABSL_GUARDED_BY(mutex_);
  absl::btree_map<std::string, Reading> readings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_AGGREGATOR_H_
