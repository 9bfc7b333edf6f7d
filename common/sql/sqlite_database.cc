// The Database over SQLite: one connection that writes, several that read; in memory, one that does both.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "common/base/status.h"
#include "common/sql/connection_pool.h"
#include "common/sql/database.h"
#include "common/sql/group_commit.h"
#include "common/sql/lock_file.h"
#include "common/sql/migrations.h"
#include "common/sql/sqlite_connection.h"
#include "common/sql/sqlite_transaction.h"

namespace qcity::sql {
namespace {

class SqliteDatabase : public Database {
 public:
  SqliteDatabase(LockFile lock, const DatabaseOptions& options)
      : lock_(std::move(lock)), commits_(writers_, {.max_writes = options.max_group_writes}) {}

  ~SqliteDatabase() override {
    if (Health().ok()) return;
    writers_.KeepLogOnClose();
    readers_.KeepLogOnClose();
  }

  absl::Status Connect(const std::string& path, const DatabaseOptions& options) {
    ASSIGN_OR_RETURN(auto writer, SqliteConnection::Open(path, options.busy_timeout_ms));
    writers_.Add(std::move(writer));
    if (path.empty()) return absl::OkStatus();
    for (int i = 0; i < std::max(1, options.readers); ++i) {
      ASSIGN_OR_RETURN(auto reader, SqliteConnection::Open(path, options.busy_timeout_ms));
      readers_.Add(std::move(reader));
    }
    read_from_ = &readers_;
    return absl::OkStatus();
  }

  absl::Status Health() const override { return commits_.Health(); }

 protected:
  absl::Status DoRead(Body body) override {
    const ConnectionPool::Lease connection = read_from_->Borrow();
    // The snapshot is taken by the first statement and held to the end.
    RETURN_IF_ERROR(connection->Execute("BEGIN"));
    SqliteTransaction transaction(*connection, Access::kRead);
    absl::Status status = body(transaction);
    if (status.ok()) status = transaction.error();
    if (connection->InTransaction()) connection->Execute("ROLLBACK").IgnoreError();
    return status;
  }

  absl::Status DoWrite(Body body) override { return commits_.Write(body); }

 private:
  const LockFile lock_;  // First in, last out.
  ConnectionPool writers_;
  ConnectionPool readers_;
  ConnectionPool* read_from_ = &writers_;  // What a database in memory has, only its one connection sees.
  GroupCommit commits_;
};

// One name for one file: a second way to it through a link must meet the same lock.
std::string Canonical(const std::string& path) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const DatabaseOptions& options,
                                                     absl::Span<const Migration> migrations) {
  const std::string path = options.path.empty() ? "" : Canonical(options.path);
  LockFile lock;
  if (!path.empty()) {
    ASSIGN_OR_RETURN(lock, LockFile::Acquire(path));
  }
  auto database = std::make_unique<SqliteDatabase>(std::move(lock), options);
  RETURN_IF_ERROR(database->Connect(path, options));
  RETURN_IF_ERROR(database->Write([&](Transaction& transaction) {
    return Migrate(transaction, path.empty() ? "memory" : path, options.clock_kind, migrations);
  }));
  return database;
}

}  // namespace qcity::sql
