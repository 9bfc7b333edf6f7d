// Opening a SQLite database: what it refuses, in which words, and that a refusal changes nothing.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "common/sql/database.h"
#include "tests/common/sql/sql_testing.h"

namespace qcity::sql {
namespace {

constexpr Migration kOne{1, "CREATE TABLE a (id BIGINT PRIMARY KEY);\nINSERT INTO a (id) VALUES (1);\n"};
constexpr Migration kTwo{2,
                         "-- a second table;\n  -- and its row;\nCREATE TABLE b (\n  id BIGINT -- the key\n);\n"
                         "INSERT INTO b (id) VALUES (2)"};
constexpr Migration kBroken{3, "CREATE TABLE c (id BIGINT);\nINSERT INTO nowhere (id) VALUES (1);\n"};

constexpr Migration kFirst[] = {kOne};
constexpr Migration kBoth[] = {kOne, kTwo};
constexpr Migration kWithBroken[] = {kOne, kTwo, kBroken};

class SqliteOpen : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Database>> Open(absl::Span<const Migration> migrations,
                                                 const std::string& clock_kind = "system") {
    return OpenSqlite({.path = path_, .clock_kind = clock_kind}, migrations);
  }

  void Spoil(std::streamoff offset, const std::string& bytes) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file << bytes;
  }

  std::string FileBytes() {
    std::stringstream bytes;
    bytes << std::ifstream(path_, std::ios::binary).rdbuf();
    return bytes.str();
  }

  const std::string directory_ = FreshDirectory();
  const std::string path_ = directory_ + "/a.db";
};

TEST_F(SqliteOpen, MigrationsRunOnceEachInOrder) {
  EXPECT_EQ(Number(**Open(kFirst), "SELECT COUNT(*) FROM a"), 1);
  for (int i = 0; i < 2; ++i) {
    const auto database = Open(kBoth);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_EQ(Number(**database, "SELECT COUNT(*) FROM a"), 1);
    EXPECT_EQ(Number(**database, "SELECT COUNT(*) FROM b"), 1);
  }
}

TEST_F(SqliteOpen, AFailingMigrationLeavesTheDatabaseAsItWas) {
  ASSERT_TRUE(Open(kFirst).ok());
  const std::string before = FileBytes();
  const auto broken = Open(kWithBroken);
  EXPECT_EQ(broken.status().code(), absl::StatusCode::kInternal) << broken.status();
  EXPECT_TRUE(absl::StrContains(broken.status().message(), "migration 3")) << broken.status();
  EXPECT_TRUE(FileBytes() == before);
  const auto database = Open(kFirst);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(Number(**database, "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('b', 'c')"), 0);
}

TEST_F(SqliteOpen, MigrationsThatDoNotCountFromOneAreABug) {
  const Migration gap[] = {kOne, kBroken};
  EXPECT_EQ(Open(gap).status().code(), absl::StatusCode::kInternal);
}

TEST_F(SqliteOpen, ANewerSchemaIsRefused) {
  ASSERT_TRUE(Open(kBoth).ok());
  const std::string before = FileBytes();
  const absl::Status status = Open(kFirst).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_EQ(ReasonOf(status), "DATABASE_TOO_NEW");
  EXPECT_TRUE(FileBytes() == before);
}

TEST_F(SqliteOpen, AnotherClockIsRefused) {
  ASSERT_TRUE(Open(kFirst, "set").ok());
  const absl::Status status = Open(kBoth, "system").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_EQ(ReasonOf(status), "DATABASE_CLOCK");
  EXPECT_TRUE(Open(kFirst, "set").ok());
}

TEST_F(SqliteOpen, ASecondOpenerIsRefusedUntilTheFirstIsGone) {
  auto first = Open(kFirst);
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::Status second = Open(kFirst).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition) << second;
  EXPECT_EQ(ReasonOf(second), "DATABASE_IN_USE");
  std::filesystem::create_directory_symlink(directory_, directory_ + "/link");
  EXPECT_EQ(ReasonOf(OpenSqlite({.path = directory_ + "/link/a.db", .clock_kind = "system"}, kFirst).status()),
            "DATABASE_IN_USE");
  EXPECT_EQ(Number(**first, "SELECT COUNT(*) FROM a"), 1);
  first->reset();
  EXPECT_TRUE(Open(kFirst).ok());
}

TEST_F(SqliteOpen, AnotherProcessIsRefused) {
  auto first = Open(kFirst);
  ASSERT_TRUE(first.ok()) << first.status();
  const pid_t child = ::fork();
  if (child == 0) ::_exit(ReasonOf(Open(kFirst).status()) == "DATABASE_IN_USE" ? 0 : 1);
  int result = -1;
  ASSERT_EQ(::waitpid(child, &result, 0), child);
  EXPECT_EQ(result, 0);
}

TEST_F(SqliteOpen, AFileThatIsNoDatabaseIsRefused) {
  const std::string text(8192, 'x');
  std::ofstream(path_) << text;
  const absl::Status status = Open(kFirst).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), path_)) << status;
  EXPECT_TRUE(FileBytes() == text);
}

TEST_F(SqliteOpen, ATruncatedFileIsRefused) {
  ASSERT_TRUE(Open(kBoth).ok());
  std::filesystem::resize_file(path_, 4096 + 100);
  const absl::Status status = Open(kBoth).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(SqliteOpen, ASpoiltSchemaIsRefused) {
  ASSERT_TRUE(Open(kBoth).ok());
  Spoil(100, std::string(3000, '\x7f'));
  const absl::Status status = Open(kBoth).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(SqliteOpen, ASpoiltTableIsDataLossToItsReader) {
  const std::int64_t page = Number(**Open(kFirst), "SELECT rootpage FROM sqlite_schema WHERE name = 'a'");
  Spoil((page - 1) * 4096, std::string(4096, '\x7f'));
  const auto database = Open(kFirst);
  ASSERT_TRUE(database.ok()) << database.status();
  const auto rows =
      (*database)->Read([](Transaction& transaction) { return transaction.Query("SELECT * FROM a NOT INDEXED"); });
  EXPECT_EQ(rows.status().code(), absl::StatusCode::kDataLoss) << rows.status();
}

TEST_F(SqliteOpen, AMissingDirectoryIsNamed) {
  const absl::Status status = OpenSqlite({.path = directory_ + "/none/a.db", .clock_kind = "system"}, kFirst).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), directory_ + "/none/")) << status;
}

// Runs `check` as a user who owns nothing here: the tests may run as root, whom no mode keeps out.
int AsNobody(const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(2);
    ::_exit(check() ? 0 : 1);
  }
  int result = -1;
  EXPECT_EQ(::waitpid(child, &result, 0), child);
  return result;
}

TEST_F(SqliteOpen, AnUnwritableDirectoryIsRefused) {
  ASSERT_EQ(::chmod(directory_.c_str(), 0555), 0);
  EXPECT_EQ(AsNobody([&] { return absl::IsPermissionDenied(Open(kFirst).status()); }), 0);
  EXPECT_FALSE(std::filesystem::exists(path_));
  ASSERT_EQ(::chmod(directory_.c_str(), 0755), 0);
}

TEST_F(SqliteOpen, AnUnwritableFileIsRefused) {
  ASSERT_TRUE(Open(kFirst).ok());
  ASSERT_EQ(::chmod(directory_.c_str(), 0777), 0);
  ASSERT_EQ(::chmod((path_ + ".lock").c_str(), 0666), 0);
  for (const mode_t mode : {0444, 0000}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    EXPECT_EQ(AsNobody([&] { return absl::IsPermissionDenied(Open(kFirst).status()); }), 0) << mode;
  }
}

TEST_F(SqliteOpen, InMemoryNothingIsSharedOrKept) {
  const auto first = OpenSqlite({.path = "", .clock_kind = "set"}, kFirst);
  const auto second = OpenSqlite({.path = "", .clock_kind = "set"}, kFirst);
  ASSERT_TRUE(Execute(**first, "INSERT INTO a (id) VALUES (7)").ok());
  EXPECT_EQ(Number(**first, "SELECT COUNT(*) FROM a"), 2);
  EXPECT_EQ(Number(**second, "SELECT COUNT(*) FROM a"), 1);
}

}  // namespace
}  // namespace qcity::sql
