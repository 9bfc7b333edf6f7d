#include "common/sql/group_commit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/sql/sqlite_status.h"
#include "common/sql/sqlite_transaction.h"

namespace qcity::sql {
namespace {

// Copy the log into the file once it is this long: what SQLite itself does by default.
constexpr int kCheckpointPages = 1000;

absl::Status CommitUnknown(const absl::Status& cause) {
  return Error(absl::StatusCode::kUnknown, "COMMIT_UNKNOWN",
               Text{absl::StrCat("提交结果未知，请用同一请求编号重试（", cause.message(), "）"),
                    absl::StrCat("it is not known whether the write was kept; repeat it with the same request id (",
                                 cause.message(), ")")});
}

absl::Status NoMoreWrites(const absl::Status& cause) {
  return Error(absl::StatusCode::kUnavailable, "DATABASE_NOT_TRUSTED",
               Text{absl::StrCat("磁盘未能保存数据，重新启动之前不再写入（", cause.message(), "）"),
                    absl::StrCat("the disk failed to keep data, so nothing is written before a restart (",
                                 cause.message(), ")")});
}

absl::Status EndedByStatement() {
  return Error(absl::StatusCode::kInternal, "SQL",
               Text{"语句结束了事务：事务只能由 Write 开始和提交",
                    "a statement ended the transaction, which only Write begins and commits"});
}

}  // namespace

GroupCommit::Turn GroupCommit::Pending::AwaitTurn() {
  MutexLock lock(mutex);
  while (turn == Turn::kWait) wake.Wait(mutex);
  return turn;
}

void GroupCommit::Pending::Give(Turn given) {
  MutexLock lock(mutex);
  turn = given;
  wake.NotifyOne();  // Under the lock, since it may be gone afterwards.
}

absl::Status GroupCommit::Write(Body body) {
  Pending mine(body);
  if (Enqueue(mine) || mine.AwaitTurn() == Turn::kLead) Lead();
  return mine.outcome;
}

// True: nobody leads, so the caller does.
bool GroupCommit::Enqueue(Pending& write) {
  MutexLock lock(mutex_);
  queue_.push_back(&write);
  return !std::exchange(led_, true);
}

absl::Status GroupCommit::Health() const {
  MutexLock lock(mutex_);
  return health_;
}

int GroupCommit::queued() const {
  MutexLock lock(mutex_);
  return static_cast<int>(queue_.size());
}

// noexcept: an exception that left a body here would leave other threads' writes without an outcome for ever.
void GroupCommit::Lead() noexcept {
  {
    const ConnectionPool::Lease connection = writers_.Borrow();
    const Group group = RunQueued(*connection);
    // Before anyone else writes, and in the order of the commits: hooks see positions rise.
    for (const Pending* write : group) {
      if (!write->outcome.ok()) continue;
      for (const auto& hook : write->hooks) hook();
    }
    Release(group);
    CheckpointIfDue(*connection);
  }
  HandOver();
}

GroupCommit::Group GroupCommit::RunQueued(SqliteConnection& connection) {
  absl::Time closing;
  const auto next = [&](const Group& so_far) -> Pending* {
    if (so_far.empty()) {
      // From here on, since the engine may have kept BEGIN waiting; and without a look at the time, since the leader's own
      // write is this one.
      closing = MonotonicNow() + options_.max_time;
      return TakeQueued();
    }
    const bool full = static_cast<int>(so_far.size()) >= options_.max_writes || MonotonicNow() > closing;
    return full ? nullptr : TakeQueued();
  };
  Group group;
  switch (RunTransaction(connection, next, group)) {
    case End::kSettled: break;
    case End::kLastWriteAlone: RunSingly(connection, absl::MakeConstSpan(group).first(group.size() - 1)); break;
    case End::kNobody: RunSingly(connection, group); break;
  }
  return group;
}

GroupCommit::End GroupCommit::RunTransaction(SqliteConnection& connection, Source next, Group& group) {
  absl::Status begun = Health();
  if (begun.ok()) begun = connection.Execute("BEGIN IMMEDIATE");
  while (Pending* write = next(group)) {
    group.push_back(write);
    if (!begun.ok()) {
      write->outcome = begun;
    } else if (!RunOne(connection, *write)) {
      if (connection.InTransaction()) connection.Execute("ROLLBACK").IgnoreError();
      return End::kLastWriteAlone;
    }
  }
  return begun.ok() ? Commit(connection, group) : End::kSettled;
}

// Runs one write in its savepoint. False: the transaction around it is lost, and the write's outcome says why.
bool GroupCommit::RunOne(SqliteConnection& connection, Pending& write) {
  write.hooks.clear();
  write.outcome = connection.Execute("SAVEPOINT one_write");
  if (!write.outcome.ok()) return false;
  SqliteTransaction transaction(connection, Access::kWrite);
  write.outcome = write.body(transaction);
  if (write.outcome.ok()) write.outcome = transaction.error();
  write.hooks = transaction.TakeHooks();
  if (!connection.InTransaction()) {
    if (write.outcome.ok()) write.outcome = EndedByStatement();
    if (!transaction.error().ok() && IsDiskRefusal(connection.last_failure())) Break(transaction.error());
    return false;
  }
  absl::Status closed;
  if (!write.outcome.ok()) closed = connection.Execute("ROLLBACK TO one_write");
  if (closed.ok()) closed = connection.Execute("RELEASE one_write");
  if (!closed.ok()) write.outcome = closed;
  return closed.ok();
}

GroupCommit::End GroupCommit::Commit(SqliteConnection& connection, const Group& group) {
  const auto kept = [](const Pending* write) { return write->outcome.ok(); };
  if (std::none_of(group.begin(), group.end(), kept)) {
    // Rejected by what was on disk before: nothing to commit, and SQLite would write and sync the pages they touched.
    connection.Execute("ROLLBACK").IgnoreError();
    return End::kSettled;
  }
  const absl::Status failure = connection.Execute("COMMIT");
  if (failure.ok()) return End::kSettled;
  const int code = connection.last_failure();
  if (connection.InTransaction()) connection.Execute("ROLLBACK").IgnoreError();
  const bool nothing_kept = IsCertainlyNotCommitted(code);
  // A constraint that is checked at the end belongs to one write: alone, each gets the answer it deserves.
  if (absl::IsFailedPrecondition(failure) && nothing_kept && group.size() > 1) return End::kNobody;
  if (!nothing_kept) Break(failure);
  for (Pending* write : group) write->outcome = nothing_kept ? failure : CommitUnknown(failure);
  return End::kSettled;
}

void GroupCommit::RunSingly(SqliteConnection& connection, absl::Span<Pending* const> writes) {
  for (Pending* write : writes) {
    Group alone;
    const auto once = [write](const Group& so_far) { return so_far.empty() ? write : nullptr; };
    RunTransaction(connection, once, alone);
  }
}

void GroupCommit::Release(const Group& group) {
  for (Pending* write : group) write->Give(Turn::kDone);
}

void GroupCommit::CheckpointIfDue(SqliteConnection& connection) {
  if (connection.wal_pages() < kCheckpointPages) return;
  const absl::Status status = connection.Checkpoint();
  // Any other failure (busy, full) leaves the log as it is, to be copied after a later commit.
  if (!status.ok() && IsDiskRefusal(connection.last_failure())) Break(status);
}

void GroupCommit::HandOver() {
  Pending* next = nullptr;
  {
    MutexLock lock(mutex_);
    if (queue_.empty()) {
      led_ = false;
      return;
    }
    next = queue_.front();
  }
  next->Give(Turn::kLead);  // Only a leader takes from the queue, and until this there is none.
}

GroupCommit::Pending* GroupCommit::TakeQueued() {
  MutexLock lock(mutex_);
  if (queue_.empty()) return nullptr;
  Pending* const write = queue_.front();
  queue_.pop_front();
  return write;
}

void GroupCommit::Break(const absl::Status& reason) {
  MutexLock lock(mutex_);
  if (health_.ok()) health_ = NoMoreWrites(reason);
}

}  // namespace qcity::sql
