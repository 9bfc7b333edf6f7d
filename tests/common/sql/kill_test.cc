// kill -9 at random moments: a child writes and reports every acknowledged row through a pipe; the parent kills it again and
// again and compares the file with that ledger.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/base/status.h"
#include "common/sql/database.h"
#include "tests/common/sql/sql_testing.h"

namespace qcity::sql {
namespace {

constexpr int kRounds = 40;
constexpr int kWriters = 8;

// No key on purpose: a row that was written twice must be able to show itself.
constexpr Migration kSchema[] = {{1,
                                  "CREATE TABLE row_written (number BIGINT NOT NULL, place BIGINT NOT NULL);\n"
                                  "CREATE TABLE head (id BIGINT PRIMARY KEY, place BIGINT NOT NULL);\n"
                                  "INSERT INTO head (id, place) VALUES (1, 0);\n"}};

absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path) {
  return OpenSqlite({.path = path, .clock_kind = "set"}, kSchema);
}

absl::Status WriteRow(Database& database, std::int64_t number) {
  return database.Write([number](Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const auto head,
                     transaction.Query("UPDATE head SET place = place + 1 WHERE id = 1 RETURNING place"));
    if (number % 11 == 5) return absl::AbortedError("rejected");
    return transaction.Execute("INSERT INTO row_written (number, place) VALUES ($1, $2)", number, head[0].Int(0));
  });
}

// Never returns: writes until it is killed. `round` keeps the numbers of all rounds apart.
[[noreturn]] void Child(const std::string& path, int round, int pipe) {
  auto database = Open(path);
  if (!database.ok()) ::_exit(1);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (std::int64_t i = 0;; ++i) {
        const std::int64_t number = (std::int64_t{round} * kWriters + writer) * 1'000'000 + i;
        // One small write to a pipe is whole or absent.
        if (WriteRow(**database, number).ok() && ::write(pipe, &number, sizeof number) != sizeof number) ::_exit(2);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  ::_exit(3);
}

// Kills one child once it has acknowledged `acknowledgements` rows; adds all that it acknowledged to the ledger.
void RunAndKill(const std::string& path, int round, int acknowledgements, std::vector<std::int64_t>& ledger) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::close(ends[0]);
    Child(path, round, ends[1]);
  }
  ::close(ends[1]);
  int received = 0;
  if (acknowledgements == 0) ::kill(child, SIGKILL);
  for (std::int64_t number; ::read(ends[0], &number, sizeof number) == sizeof number;) {
    ledger.push_back(number);
    if (++received == acknowledgements) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int result = 0;
  ASSERT_EQ(::waitpid(child, &result, 0), child);
  ASSERT_TRUE(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL) << result;
}

TEST(Kill, NothingAcknowledgedIsLostAndNothingIsDoubled) {
  const std::string path = FreshDirectory() + "/a.db";
  std::mt19937 random(20170901);
  std::vector<std::int64_t> ledger;
  for (int round = 0; round < kRounds; ++round) {
    ASSERT_NO_FATAL_FAILURE(RunAndKill(path, round, static_cast<int>(random() % 300), ledger));
    const auto database = Open(path);
    ASSERT_TRUE(database.ok()) << database.status();
    const auto rows = (*database)->Read(
        [](Transaction& transaction) { return transaction.Query("SELECT number FROM row_written ORDER BY number"); });
    ASSERT_TRUE(rows.ok()) << rows.status();
    std::vector<std::int64_t> written;
    for (const Row& row : *rows) written.push_back(row.Int(0));
    EXPECT_EQ(std::adjacent_find(written.begin(), written.end()), written.end()) << "doubled in round " << round;
    std::sort(ledger.begin(), ledger.end());
    EXPECT_TRUE(std::includes(written.begin(), written.end(), ledger.begin(), ledger.end()))
        << "lost in round " << round;
    // Rejected writes gave their place back: places are 1 ... n without gap, and the head is the last.
    const auto count = static_cast<std::int64_t>(written.size());
    EXPECT_EQ(Number(**database, "SELECT place FROM head"), count);
    EXPECT_EQ(Number(**database, "SELECT COUNT(DISTINCT place) FROM row_written"), count);
  }
  EXPECT_GT(ledger.size(), 1000u);
}

}  // namespace
}  // namespace qcity::sql
