// One connection to a SQLite database: prepares (once), binds, steps, and says what failed. One thread at a time.
#ifndef QCITY_COMMON_SQL_SQLITE_CONNECTION_H_
#define QCITY_COMMON_SQL_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/sqlite_status.h"
#include "common/sql/value.h"

namespace qcity::sql {

enum class Access { kRead, kWrite };

class SqliteConnection {
 public:
  // Opens the file `path`, creating it if absent; an empty path is a database in memory that only this connection sees. Every
  // commit is on disk when it returns (WAL, synchronous=FULL), foreign keys are checked.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path, int busy_timeout_ms);

  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Runs one statement to its end. A statement that writes under Access::kRead is INTERNAL, as is anything but exactly the
  // parameters $1 ... $n for n values.
  absl::StatusOr<std::vector<Row>> Run(absl::string_view sql, absl::Span<const Value> values, Access access);

  // A statement without parameters and answer.
  absl::Status Execute(absl::string_view sql) { return Run(sql, {}, Access::kWrite).status(); }

  // False as soon as SQLite has ended the transaction, on request or by itself (a full disk, an interrupt).
  bool InTransaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

  // The code of the last call of SQLite that failed.
  int last_failure() const { return last_failure_; }

  // Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }

  // Copies the log into the database file as far as readers allow, without waiting for them.
  absl::Status Checkpoint();

  // Leaves the write-ahead log beside the file when this connection closes: after a disk refused an fsync, the log is what
  // the next start recovers from.
  void KeepLogOnClose();

 private:
  struct CloseHandle {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  SqliteConnection() = default;

  absl::Status Configure(bool in_memory, int busy_timeout_ms);
  absl::StatusOr<sqlite3_stmt*> Prepare(absl::string_view sql);
  absl::Status Bind(sqlite3_stmt* statement, absl::Span<const Value> values);
  absl::StatusOr<std::vector<Row>> Step(sqlite3_stmt* statement);
  absl::Status Failure(int code);
  absl::Status Bug(absl::string_view en, absl::string_view zh) const;

  std::string name_;  // What messages call the database.
  std::unique_ptr<sqlite3, CloseHandle> handle_;
  absl::flat_hash_map<std::string, Statement> statements_;  // Dies before the handle it was prepared on.
  int last_failure_ = SQLITE_OK;
  int wal_pages_ = 0;
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_SQLITE_CONNECTION_H_
