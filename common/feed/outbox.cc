#include "common/feed/outbox.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace qcity::feed {

// The epoch is '' until the feed is first used: the shared subset of SQL has no random function. `recorded` is the latest instant that a change ever bore.
const char kFeedSchema[] = R"sql(
CREATE TABLE feed_head (
  id BIGINT PRIMARY KEY,
  epoch TEXT NOT NULL,
  position BIGINT NOT NULL,
  recorded BIGINT
);
INSERT INTO feed_head (id, epoch, position) VALUES (1, '', 0);
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  position BIGINT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  recorded BIGINT NOT NULL,
  body BYTEA
);
)sql";

namespace {

constexpr absl::string_view kNextPosition =
    "UPDATE feed_head SET position = position + 1, epoch = CASE epoch WHEN '' THEN $1 ELSE epoch END, "
    "recorded = CASE WHEN recorded >= $2 THEN recorded ELSE $2 END WHERE id = 1 RETURNING position";
constexpr absl::string_view kSelectHead = "SELECT epoch, position FROM feed_head WHERE id = 1";
constexpr absl::string_view kNameEpoch =
    "UPDATE feed_head SET epoch = CASE epoch WHEN '' THEN $1 ELSE epoch END WHERE id = 1 RETURNING epoch, position";
constexpr absl::string_view kRenewEpoch = "UPDATE feed_head SET epoch = $1 WHERE id = 1";
constexpr absl::string_view kPut =
    "INSERT INTO outbox (key, position, type, recorded, body) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (key) DO UPDATE SET position = excluded.position, type = excluded.type, "
    "recorded = excluded.recorded, body = excluded.body";
constexpr absl::string_view kRemove =
    "UPDATE outbox SET position = $2, recorded = $3, body = NULL WHERE key = $1 RETURNING key";
constexpr absl::string_view kSelectBody = "SELECT body FROM outbox WHERE key = $1 AND body IS NOT NULL";
constexpr absl::string_view kSelectAfter =
    "SELECT o.position, o.key, o.type, o.recorded, o.body, h.epoch FROM outbox o CROSS JOIN feed_head h "
    "WHERE o.position > $1 ORDER BY o.position LIMIT $2";
constexpr absl::string_view kLastRecorded = "SELECT recorded FROM feed_head WHERE id = 1";

}  // namespace

Outbox::Outbox(sql::Database& database, std::string feed, const std::string& campaign)
    : database_(database),
      feed_(std::move(feed)),
      source_(absl::StrCat("//qcity/", campaign, "/", feed_)),
      fresh_epoch_(RandomId()) {
  // Learns Committed() and the epoch. A failure is not lost: who serves the feed reads the head again, and stops if it still cannot.
  const absl::StatusOr<Head> head = ReadHead();
  if (head.ok()) epoch_ = head->epoch;
  if (!head.ok())
    Log(Severity::kWarning, "feed head unreadable", {{"feed", feed_}, {"error", head.status().ToString()}});
}

absl::StatusOr<std::int64_t> Outbox::NextPosition(sql::Transaction& transaction, absl::Time recorded) {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kNextPosition, fresh_epoch_, recorded));
  if (!row.has_value()) return absl::DataLossError("feed_head has no row");
  return row->Int(0);
}

absl::StatusOr<std::int64_t> Outbox::PeekPosition(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectHead));
  if (!row.has_value()) return absl::DataLossError("feed_head has no row");
  return row->Int(1) + 1;
}

absl::Status Outbox::Put(sql::Transaction& transaction, std::int64_t position, absl::string_view key,
                         const google::protobuf::Message& entity, absl::Time recorded) {
  RETURN_IF_ERROR(transaction.Execute(kPut, key, position, entity.GetDescriptor()->full_name(), recorded,
                                      sql::Bytes{entity.SerializeAsString()}));
  PublishAfterCommit(transaction, position);
  return absl::OkStatus();
}

absl::Status Outbox::Remove(sql::Transaction& transaction, std::int64_t position, absl::string_view key,
                            absl::Time recorded) {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kRemove, key, position, recorded));
  if (!row.has_value()) {
    return Error(absl::StatusCode::kNotFound, "NOT_PUBLISHED",
                 Text{absl::StrCat("变更流中没有 ", key), absl::StrCat("the feed has no entity ", key)});
  }
  PublishAfterCommit(transaction, position);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<sql::Row>> Outbox::GetRow(sql::Transaction& transaction, absl::string_view key) {
  return transaction.QueryOne(kSelectBody, key);
}

absl::StatusOr<Head> Outbox::ReadHead() {
  const auto read = [](absl::StatusOr<std::optional<sql::Row>> row) -> absl::StatusOr<Head> {
    RETURN_IF_ERROR(row.status());
    if (!row->has_value()) return absl::DataLossError("feed_head has no row");
    return Head{(*row)->Text(0), (*row)->Int(1)};
  };
  ASSIGN_OR_RETURN(Head head, database_.Read([&](sql::Transaction& transaction) {
    return read(transaction.QueryOne(kSelectHead));
  }));
  if (head.epoch.empty()) {
    ASSIGN_OR_RETURN(head, database_.Write([&](sql::Transaction& transaction) {
      return read(transaction.QueryOne(kNameEpoch, fresh_epoch_));
    }));
  }
  MutexLock lock(mutex_);
  committed_ = std::max(committed_, head.position);
  return head;
}

absl::StatusOr<std::vector<v1::Change>> Outbox::ReadAfter(std::int64_t position, int limit) {
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<std::vector<v1::Change>> {
    ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAfter, position, limit));
    std::vector<v1::Change> changes;
    changes.reserve(rows.size());
    for (const sql::Row& row : rows) changes.push_back(ToChange(row));
    return changes;
  });
}

v1::Change Outbox::ToChange(const sql::Row& row) const {
  v1::Change change;
  change.set_sequence(row.Int(0));
  change.set_subject(row.Text(1));
  change.set_type(row.Text(2));
  change.set_source(source_);
  change.set_id(absl::StrCat(row.Text(5), "-", row.Int(0)));
  const std::int64_t micros = absl::ToUnixMicros(row.Time(3));
  const std::int64_t seconds = absl::ToUnixSeconds(row.Time(3));  // Rounds down, so that nanos are never negative.
  change.mutable_time()->set_seconds(seconds);
  change.mutable_time()->set_nanos(static_cast<std::int32_t>((micros - seconds * 1'000'000) * 1'000));
  if (!row.IsNull(4)) {
    change.mutable_data()->set_type_url(absl::StrCat("type.googleapis.com/", row.Text(2)));
    change.mutable_data()->set_value(row.Blob(4));
  }
  return change;
}

absl::StatusOr<absl::Time> Outbox::LastRecorded() {
  return database_.Read([](sql::Transaction& transaction) -> absl::StatusOr<absl::Time> {
    ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kLastRecorded));
    if (!row.has_value() || row->IsNull(0)) return absl::InfinitePast();
    return row->Time(0);
  });
}

absl::Status Outbox::RenewEpoch() {
  const std::string epoch = RandomId();
  return database_.Write([&](sql::Transaction& transaction) { return transaction.Execute(kRenewEpoch, epoch); });
}

std::int64_t Outbox::Committed() const {
  MutexLock lock(mutex_);
  return committed_;
}

std::int64_t Outbox::WaitAfter(std::int64_t position, absl::Duration timeout) {
  const absl::Time until = MonotonicNow() + timeout;
  MutexLock lock(mutex_);
  const std::int64_t wakes = wakes_;
  while (committed_ <= position && wakes_ == wakes) {
    const absl::Duration left = until - MonotonicNow();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(mutex_, std::min(left, absl::Hours(1)));  // The standard wait overflows on infinity.
  }
  return committed_;
}

void Outbox::OnCommit(std::function<void(std::int64_t position)> listener) {
  listeners_.push_back(std::move(listener));
}

void Outbox::WakeAll() {
  MutexLock lock(mutex_);
  ++wakes_;
  changed_.NotifyAll();
}

void Outbox::PublishAfterCommit(sql::Transaction& transaction, std::int64_t position) {
  transaction.AfterCommit([this, position] { Publish(position); });
}

void Outbox::Publish(std::int64_t position) {
  {
    MutexLock lock(mutex_);
    committed_ = std::max(committed_, position);
    changed_.NotifyAll();
  }
  for (const auto& listener : listeners_) listener(position);
}

}  // namespace qcity::feed
