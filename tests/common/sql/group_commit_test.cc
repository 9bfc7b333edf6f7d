#include "common/sql/group_commit.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/base/status.h"
#include "tests/common/sql/sql_testing.h"
#include "tests/support/faulty_disk.h"

namespace qcity::sql {
namespace {

using ::qcity::testing_support::FaultyDisk;
using Body = std::function<absl::Status(Transaction&)>;

constexpr int kNoPageLimit = 1 << 30;

Body InsertRow(int id) {
  return [id](Transaction& transaction) { return transaction.Execute("INSERT INTO t (id, data) VALUES ($1, '')", id); };
}

// Inserts a row and rejects the request, as a rule does that only the row can decide.
Body RejectAfterInsert(int id) {
  return [id](Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(InsertRow(id)(transaction));
    return absl::NotFoundError("rejected");
  };
}

// A row far larger than the page limits of these tests.
Body InsertLargeRow(int id) {
  return [id](Transaction& transaction) {
    return transaction.Execute("INSERT INTO t (id, data) VALUES ($1, $2)", id, std::string(1 << 20, 'x'));
  };
}

class GroupCommitTest : public ::testing::Test {
 protected:
  GroupCommitTest() { Open(); }

  void Open() {
    pool_ = std::make_unique<ConnectionPool>();
    auto connection = SqliteConnection::Open(path_, /*busy_timeout_ms=*/1000);
    ASSERT_TRUE(connection.ok()) << connection.status();
    pool_->Add(*std::move(connection));
    // Groups as long as they get: only what a test does decides who shares one.
    commits_ = std::make_unique<GroupCommit>(*pool_, GroupCommitOptions{.max_time = absl::InfiniteDuration()});
    Must(
        "CREATE TABLE IF NOT EXISTS t (id BIGINT PRIMARY KEY, data TEXT, "
        "parent BIGINT REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)");
  }

  void Must(absl::string_view sql) {
    const absl::Status status = Write([sql](Transaction& transaction) { return transaction.Execute(sql); });
    ASSERT_TRUE(status.ok()) << status;
  }

  absl::Status Write(const Body& body) { return commits_->Write(body); }

  // The outcomes of `bodies`, run in this order in one group: the first holds it open until all others queue behind it.
  std::vector<absl::Status> WriteTogether(const std::vector<Body>& bodies) {
    std::vector<absl::Status> outcomes(bodies.size());
    std::vector<std::thread> writers;
    const int others = static_cast<int>(bodies.size()) - 1;
    std::atomic<bool> open = false, gathered = false;
    for (int i = 0; i <= others; ++i) {
      writers.emplace_back([&, i] {
        outcomes[i] = Write([&](Transaction& transaction) {
          open = true;
          while (!gathered && commits_->queued() < others) std::this_thread::yield();
          gathered = true;
          return bodies[i](transaction);
        });
      });
      // The last one may be taken before it is seen; nobody depends on its place.
      while (!open || (i < others && commits_->queued() < i)) std::this_thread::yield();
    }
    for (std::thread& writer : writers) writer.join();
    return outcomes;
  }

  std::set<std::int64_t> Rows() {
    const auto rows = (*pool_->Borrow()).Run("SELECT id FROM t", {}, Access::kRead);
    EXPECT_TRUE(rows.ok()) << rows.status();
    std::set<std::int64_t> ids;
    for (const Row& row : *rows) ids.insert(row.Int(0));
    return ids;
  }

  void LimitPages(int pages) { Must(absl::StrCat("PRAGMA max_page_count = ", pages)); }

  FaultyDisk disk_;  // Outlives the connections.
  const std::string path_ = FreshDirectory() + "/a.db";
  std::unique_ptr<ConnectionPool> pool_;
  std::unique_ptr<GroupCommit> commits_;
};

using Ids = std::set<std::int64_t>;

TEST_F(GroupCommitTest, AGroupSharesOneFsync) {
  Must("INSERT INTO t (id) VALUES (0)");  // The log's first frame has its header synced as well.
  const int before = disk_.syncs(FaultyDisk::File::kLog);
  std::vector<Body> bodies;
  for (int id = 1; id <= 10; ++id) bodies.push_back(InsertRow(id));
  for (const absl::Status& outcome : WriteTogether(bodies)) EXPECT_TRUE(outcome.ok()) << outcome;
  EXPECT_EQ(disk_.syncs(FaultyDisk::File::kLog), before + 1);
  EXPECT_EQ(Rows().size(), 11u);
}

TEST_F(GroupCommitTest, EveryWriteAloneIsOnDiskBeforeItsOutcome) {
  Must("INSERT INTO t (id) VALUES (0)");
  for (int id = 1; id <= 5; ++id) {
    const int before = disk_.syncs(FaultyDisk::File::kLog);
    EXPECT_TRUE(Write(InsertRow(id)).ok());
    EXPECT_EQ(disk_.syncs(FaultyDisk::File::kLog), before + 1);
  }
}

TEST_F(GroupCommitTest, AFullGroupTakesNobodyMore) {
  commits_ =
      std::make_unique<GroupCommit>(*pool_, GroupCommitOptions{.max_writes = 4, .max_time = absl::InfiniteDuration()});
  Must("INSERT INTO t (id) VALUES (0)");
  const int before = disk_.syncs(FaultyDisk::File::kLog);
  std::vector<Body> bodies;
  for (int id = 1; id <= 10; ++id) bodies.push_back(InsertRow(id));
  for (const absl::Status& outcome : WriteTogether(bodies)) EXPECT_TRUE(outcome.ok()) << outcome;
  EXPECT_EQ(disk_.syncs(FaultyDisk::File::kLog), before + 3);  // 4 + 4 + 2
}

TEST_F(GroupCommitTest, AGroupOutOfTimeTakesNobodyMore) {
  commits_ = std::make_unique<GroupCommit>(*pool_, GroupCommitOptions{.max_time = absl::ZeroDuration()});
  Must("INSERT INTO t (id) VALUES (0)");
  const int before = disk_.syncs(FaultyDisk::File::kLog);
  for (const absl::Status& outcome : WriteTogether({InsertRow(1), InsertRow(2), InsertRow(3)})) {
    EXPECT_TRUE(outcome.ok()) << outcome;
  }
  EXPECT_EQ(disk_.syncs(FaultyDisk::File::kLog), before + 3);
}

TEST_F(GroupCommitTest, AFailingWriteRollsBackAlone) {
  const auto outcomes = WriteTogether({InsertRow(1), RejectAfterInsert(2), InsertRow(1), InsertRow(3)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0];
  EXPECT_EQ(outcomes[1], absl::NotFoundError("rejected"));
  EXPECT_EQ(outcomes[2].code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(outcomes[3].ok()) << outcomes[3];
  EXPECT_EQ(Rows(), (Ids{1, 3}));
}

TEST_F(GroupCommitTest, AFailedCommitIsTheOutcomeOfEveryWriteRejectionsAndReplaysIncluded) {
  disk_.FailSyncs(FaultyDisk::File::kLog, SQLITE_IOERR_FSYNC);
  const Body replay = [](Transaction& transaction) { return transaction.Query("SELECT id FROM t").status(); };
  int hooks = 0;
  const Body hooked = [&](Transaction& transaction) {
    transaction.AfterCommit([&] { ++hooks; });
    return InsertRow(4)(transaction);
  };
  for (const absl::Status& outcome :
       WriteTogether({InsertRow(1), RejectAfterInsert(2), InsertRow(1), replay, hooked})) {
    EXPECT_EQ(outcome.code(), absl::StatusCode::kUnknown) << outcome;
    EXPECT_EQ(ReasonOf(outcome), "COMMIT_UNKNOWN");
  }
  EXPECT_EQ(hooks, 0);
}

TEST_F(GroupCommitTest, ADiskThatRefusedAnFsyncIsNeverAskedAgain) {
  ASSERT_TRUE(Write(InsertRow(1)).ok());
  disk_.FailSyncs(FaultyDisk::File::kLog, SQLITE_IOERR_FSYNC);
  EXPECT_EQ(ReasonOf(Write(InsertRow(2))), "COMMIT_UNKNOWN");
  disk_.FailSyncs(FaultyDisk::File::kLog, SQLITE_OK);  // A second fsync would succeed, and prove nothing.
  const int before = disk_.syncs(FaultyDisk::File::kLog);
  const absl::Status later = Write(InsertRow(3));
  EXPECT_EQ(later.code(), absl::StatusCode::kUnavailable) << later;
  EXPECT_EQ(ReasonOf(later), "DATABASE_NOT_TRUSTED");
  EXPECT_EQ(commits_->Health(), later);
  EXPECT_EQ(disk_.syncs(FaultyDisk::File::kLog), before);
  EXPECT_EQ(Rows().count(1), 1u) << "reads go on";
}

TEST_F(GroupCommitTest, AWriteErrorAtTheCommitLeavesItsOutcomeUnknown) {
  disk_.FailWrites(FaultyDisk::File::kLog, SQLITE_IOERR_WRITE);
  EXPECT_EQ(ReasonOf(Write(InsertRow(1))), "COMMIT_UNKNOWN");
  EXPECT_FALSE(commits_->Health().ok());
}

TEST_F(GroupCommitTest, ACheckpointThatCannotSyncStopsWritesAndKeepsTheLog) {
  disk_.FailSyncs(FaultyDisk::File::kDatabase, SQLITE_IOERR_FSYNC);
  int kept = 0;
  while (commits_->Health().ok() && kept < 100) {
    if (Write(InsertLargeRow(kept + 1)).ok()) ++kept;  // 256 pages each
  }
  EXPECT_FALSE(commits_->Health().ok());
  EXPECT_GT(kept, 0);
  pool_->KeepLogOnClose();
  commits_.reset();
  pool_.reset();
  disk_.FailSyncs(FaultyDisk::File::kDatabase, SQLITE_OK);
  Open();
  EXPECT_EQ(static_cast<int>(Rows().size()), kept);
}

TEST_F(GroupCommitTest, AFullDiskAtTheCommitFailsTheGroupAndHealsWithoutARestart) {
  ASSERT_TRUE(Write(InsertRow(1)).ok());
  disk_.FailWrites(FaultyDisk::File::kLog, SQLITE_FULL);
  for (const absl::Status& outcome : WriteTogether({InsertRow(2), RejectAfterInsert(3), InsertRow(4)})) {
    EXPECT_EQ(outcome.code(), absl::StatusCode::kResourceExhausted) << outcome;
  }
  EXPECT_TRUE(commits_->Health().ok());
  EXPECT_EQ(Rows(), Ids{1});
  disk_.FailWrites(FaultyDisk::File::kLog, SQLITE_OK);
  EXPECT_TRUE(Write(InsertRow(2)).ok());
  EXPECT_EQ(Rows(), (Ids{1, 2}));
}

TEST_F(GroupCommitTest, AWriteThatFillsTheDiskFailsAloneAndHealsWithoutARestart) {
  LimitPages(20);
  std::atomic<int> runs = 0;
  const Body counted = [&](Transaction& transaction) {
    ++runs;
    return InsertRow(1)(transaction);
  };
  const auto outcomes = WriteTogether({counted, RejectAfterInsert(2), InsertLargeRow(3), InsertRow(4)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0];
  EXPECT_EQ(outcomes[1], absl::NotFoundError("rejected"));
  EXPECT_EQ(outcomes[2].code(), absl::StatusCode::kResourceExhausted) << outcomes[2];
  EXPECT_EQ(ReasonOf(outcomes[2]), "DATABASE_FULL");
  EXPECT_TRUE(outcomes[3].ok()) << outcomes[3];
  EXPECT_EQ(runs, 2) << "SQLite ends the whole transaction; who shared it runs again";
  EXPECT_EQ(Rows(), (Ids{1, 4}));
  EXPECT_TRUE(commits_->Health().ok());
  LimitPages(kNoPageLimit);
  EXPECT_TRUE(Write(InsertLargeRow(3)).ok());
}

TEST_F(GroupCommitTest, AHookRunsOnceThoughItsWriteRanTwice) {
  LimitPages(20);
  int hooks = 0;
  const Body hooked = [&](Transaction& transaction) {
    transaction.AfterCommit([&] { ++hooks; });
    return InsertRow(1)(transaction);
  };
  const auto outcomes = WriteTogether({hooked, InsertLargeRow(2)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0];
  EXPECT_EQ(hooks, 1);
}

TEST_F(GroupCommitTest, AConstraintCheckedAtTheCommitFailsItsWriteAlone) {
  const Body orphan = [](Transaction& transaction) {
    return transaction.Execute("INSERT INTO t (id, parent) VALUES (2, 99)");
  };
  const auto outcomes = WriteTogether({InsertRow(1), orphan, InsertRow(3)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0];
  EXPECT_EQ(outcomes[1].code(), absl::StatusCode::kFailedPrecondition) << outcomes[1];
  EXPECT_TRUE(outcomes[2].ok()) << outcomes[2];
  EXPECT_EQ(Rows(), (Ids{1, 3}));
}

TEST_F(GroupCommitTest, AStatementCannotEndTheTransaction) {
  const Body rollback = [](Transaction& transaction) { return transaction.Execute("ROLLBACK"); };
  const auto outcomes = WriteTogether({InsertRow(1), rollback, InsertRow(3)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0];
  EXPECT_EQ(outcomes[1].code(), absl::StatusCode::kInternal) << outcomes[1];
  EXPECT_TRUE(outcomes[2].ok()) << outcomes[2];
  EXPECT_EQ(Rows(), (Ids{1, 3}));
}

TEST_F(GroupCommitTest, EveryAcknowledgedRowOfManyWritersIsThereAfterReopening) {
  constexpr int kWriters = 32;
  constexpr int kWrites = 60;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kWrites; ++i) {
        const int id = writer * kWrites + i;
        const bool reject = i % 7 == 3;
        EXPECT_EQ(Write(reject ? RejectAfterInsert(id) : InsertRow(id)).ok(), !reject);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  Ids expected;
  for (int id = 0; id < kWriters * kWrites; ++id) {
    if (id % kWrites % 7 != 3) expected.insert(id);
  }
  commits_.reset();
  pool_.reset();
  Open();
  EXPECT_EQ(Rows(), expected);
}

}  // namespace
}  // namespace qcity::sql
