#include "tests/support/faulty_database.h"

#include <gtest/gtest.h>

namespace qcity::testing_support {
namespace {

constexpr sql::Migration kSchema[] = {{1, "CREATE TABLE t (id BIGINT PRIMARY KEY)"}};

class FaultyDatabaseTest : public ::testing::Test {
 protected:
  absl::Status Insert(int id) {
    return faulty_.Write(
        [id](sql::Transaction& transaction) { return transaction.Execute("INSERT INTO t (id) VALUES ($1)", id); });
  }

  bool Holds(int id) {
    return real_
        ->Read(
            [id](sql::Transaction& transaction) { return transaction.QueryOne("SELECT id FROM t WHERE id = $1", id); })
        .value()
        .has_value();
  }

  const std::unique_ptr<sql::Database> real_ = sql::OpenSqlite({.path = "", .clock_kind = "set"}, kSchema).value();
  FaultyDatabase faulty_{*real_};
};

TEST_F(FaultyDatabaseTest, WithoutFaultsItIsTheRealOne) {
  EXPECT_TRUE(Insert(1).ok());
  EXPECT_TRUE(Holds(1));
  EXPECT_TRUE(faulty_.Health().ok());
}

TEST_F(FaultyDatabaseTest, TheNthWriteFailsAndOnlyIt) {
  faulty_.FailWrite(2, absl::UnavailableError("down"));
  EXPECT_TRUE(Insert(1).ok());
  EXPECT_EQ(Insert(2), absl::UnavailableError("down"));
  EXPECT_TRUE(Insert(3).ok());
  EXPECT_FALSE(Holds(2));
}

TEST_F(FaultyDatabaseTest, ACommitThatFailsLeavesNothing) {
  faulty_.FailBeforeCommit(1, absl::ResourceExhaustedError("full"));
  EXPECT_EQ(Insert(1), absl::ResourceExhaustedError("full"));
  EXPECT_FALSE(Holds(1));
}

TEST_F(FaultyDatabaseTest, ACommitWhoseAnswerIsLostLeavesTheRow) {
  faulty_.FailAfterCommit(1, absl::UnknownError("lost"));
  EXPECT_EQ(Insert(1), absl::UnknownError("lost"));
  EXPECT_TRUE(Holds(1));
}

TEST_F(FaultyDatabaseTest, ReadsAndHealthFailWhenTold) {
  faulty_.FailRead(1, absl::DataLossError("torn"));
  const auto read = [&] { return faulty_.Read([](sql::Transaction&) { return absl::OkStatus(); }); };
  EXPECT_EQ(read(), absl::DataLossError("torn"));
  EXPECT_TRUE(read().ok());
  faulty_.SetHealth(absl::UnavailableError("bad"));
  EXPECT_EQ(faulty_.Health(), absl::UnavailableError("bad"));
  faulty_.SetHealth(absl::OkStatus());
  EXPECT_TRUE(faulty_.Health().ok());
}

}  // namespace
}  // namespace qcity::testing_support
