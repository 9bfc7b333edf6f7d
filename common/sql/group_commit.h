// Group commit: writes that come at the same time share one transaction, and so one fsync, each in its own savepoint.
// Thread-safe.
//
// The first writer to find nobody writing leads: it runs its own write and those that queue behind it, on its thread, commits,
// and hands every writer its outcome. Nobody waits for company: a lone write commits at once, and while one group's fsync
// runs, the next group gathers by itself.
//
// No outcome is handed out before the commit of its group, not even a rejection: it may rest on rows of the same group, which a
// failed commit takes back. Such a commit is therefore the outcome of the whole group.
#ifndef QCITY_COMMON_SQL_GROUP_COMMIT_H_
#define QCITY_COMMON_SQL_GROUP_COMMIT_H_

#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/mutex.h"
#include "common/sql/connection_pool.h"
#include "common/sql/database.h"
#include "common/sql/sqlite_connection.h"

namespace qcity::sql {

struct GroupCommitOptions {
  int max_writes = 64;                              // Writes in one group, at most.
  absl::Duration max_time = absl::Milliseconds(2);  // No write joins a group that has been open for longer.
};

class GroupCommit {
 public:
  using Body = absl::FunctionRef<absl::Status(Transaction&)>;

  // `writers` holds the one connection that writes; a group borrows it.
  GroupCommit(ConnectionPool& writers, const GroupCommitOptions& options) : writers_(writers), options_(options) {}

  // Runs `body` as Database::Write says.
  absl::Status Write(Body body);

  // OK until a disk refuses an fsync or a commit's outcome is unknown; the reason from then on.
  absl::Status Health() const;

  // Writes that wait for a group to take them.
  int queued() const;

 private:
  // What a writer that waits is woken for. Each waits under a mutex of its own: woken under a common one, all of a group would queue for it.
  enum class Turn { kWait, kLead, kDone };
  struct Pending {
    explicit Pending(Body body) : body(body) {}
    Turn AwaitTurn();
    // The writer, and this with it, may be gone once it was told that it is done.
    void Give(Turn given);

    const Body body;
    absl::Status outcome;
    std::vector<std::function<void()>> hooks;
    Mutex mutex;
    CondVar wake;
    Turn turn ABSL_GUARDED_BY(mutex) = Turn::kWait;
  };
  using Group = std::vector<Pending*>;
  // Gives a transaction its next write; nullptr: commit.
  using Source = absl::FunctionRef<Pending*(const Group& so_far)>;
  enum class End {
    kSettled,         // Committed, or every outcome holds the reason why not.
    kLastWriteAlone,  // The last write took the whole transaction down with it; its outcome stands, the others' do not.
    kNobody,          // The commit was refused and nothing of it remains; one of several writes is to blame.
  };

  bool Enqueue(Pending& write);
  void Lead() noexcept;
  Group RunQueued(SqliteConnection& connection);
  End RunTransaction(SqliteConnection& connection, Source next, Group& group);
  bool RunOne(SqliteConnection& connection, Pending& write);
  End Commit(SqliteConnection& connection, const Group& group);
  void RunSingly(SqliteConnection& connection, absl::Span<Pending* const> writes);
  static void Release(const Group& group);
  void CheckpointIfDue(SqliteConnection& connection);
  void HandOver();
  Pending* TakeQueued();
  void Break(const absl::Status& reason);

  ConnectionPool& writers_;
  const GroupCommitOptions options_;
  mutable Mutex mutex_;
  std::deque<Pending*> queue_ ABSL_GUARDED_BY(mutex_);
  bool led_ ABSL_GUARDED_BY(mutex_) = false;  // Somebody leads, or has been told to.
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_GROUP_COMMIT_H_
