// A transactional SQL database behind one small seam, so that services hold one SQL text for every engine. Thread-safe.
//
// The shared subset of SQL: parameters are $1, $2, ...; ON CONFLICT and RETURNING; types BIGINT, TEXT, DOUBLE PRECISION and
// BYTEA; instants are BIGINT microseconds in UTC; no identity columns, no FOR UPDATE, no ORDER BY on a nullable column, no LIKE on
// users' text. Text sorts by bytes.
#ifndef QCITY_COMMON_SQL_DATABASE_H_
#define QCITY_COMMON_SQL_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/value.h"

namespace qcity::sql {

// What one read or write sees and does. Lives only inside the function that received it; one thread. After a statement has failed
// the transaction can only be rolled back: every further statement gets the same error, and so does the caller of Write even if
// its function returns OK. A row that may exist is an ON CONFLICT, not a failure to recover from.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // All rows of the answer. Constraint violations are ALREADY_EXISTS (unique) or FAILED_PRECONDITION, a full disk
  // RESOURCE_EXHAUSTED, a broken file DATA_LOSS, a busy engine UNAVAILABLE, a bug in the statement INTERNAL. NaN and text with
  // a NUL character, which the engines would not keep as they are, are INVALID_ARGUMENT.
  template <typename... Args>
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, const Args&... args) {
    const std::vector<Value> values = {Value(args)...};
    return Run(sql, values);
  }

  // The only row of the answer, nullopt if there is none; more than one is INTERNAL.
  template <typename... Args>
  absl::StatusOr<std::optional<Row>> QueryOne(absl::string_view sql, const Args&... args) {
    const std::vector<Value> values = {Value(args)...};
    return RunOne(sql, values);
  }

  // A statement without an answer.
  template <typename... Args>
  absl::Status Execute(absl::string_view sql, const Args&... args) {
    const std::vector<Value> values = {Value(args)...};
    return Run(sql, values).status();
  }

  // The same for a parameter list that is built at run time.
  virtual absl::StatusOr<std::vector<Row>> Run(absl::string_view sql, absl::Span<const Value> values) = 0;

  // `hook` runs once, after the commit that makes this transaction durable and before Write returns; never if it is not
  // committed, and never for a Read. Hooks run one at a time in the order of the commits; they must be short and must not touch
  // the database.
  virtual void AfterCommit(std::function<void()> hook) = 0;

 private:
  absl::StatusOr<std::optional<Row>> RunOne(absl::string_view sql, absl::Span<const Value> values);
};

class Database {
 public:
  virtual ~Database() = default;

  // Runs `fn` on a consistent snapshot and returns what it returns. `fn` is Status or StatusOr<T> (Transaction&).
  template <typename Fn>
  std::invoke_result_t<Fn, Transaction&> Read(Fn fn) {
    return Capture([this](Body body) { return DoRead(body); }, fn);
  }

  // Runs `fn` in a transaction, commits, and returns what `fn` returned once the commit is on disk. An error from `fn` rolls back
  // all that it did and is returned, after the commit of the writes that shared its group. `fn` may run more than once (a group
  // that failed is run again singly), and on the thread of another writer: it must have no effect but through its Transaction,
  // lock nothing that its caller holds, and not use the database in another way. A commit whose outcome is not known
  // is UNKNOWN with reason COMMIT_UNKNOWN: replaying the request resolves it.
  template <typename Fn>
  std::invoke_result_t<Fn, Transaction&> Write(Fn fn) {
    return Capture([this](Body body) { return DoWrite(body); }, fn);
  }

  // OK while writes can succeed; the reason otherwise (a disk that refused an fsync is never trusted again).
  virtual absl::Status Health() const = 0;

 protected:
  using Body = absl::FunctionRef<absl::Status(Transaction&)>;
  virtual absl::Status DoRead(Body body) = 0;
  virtual absl::Status DoWrite(Body body) = 0;

 private:
  // Turns a body that returns StatusOr<T> into one that returns Status and leaves its value behind.
  template <typename Do, typename Fn>
  static std::invoke_result_t<Fn, Transaction&> Capture(Do run, Fn& fn) {
    using Result = std::invoke_result_t<Fn, Transaction&>;
    if constexpr (std::is_same_v<Result, absl::Status>) {
      return run([&fn](Transaction& transaction) -> absl::Status { return fn(transaction); });
    } else {
      std::optional<Result> result;
      const absl::Status status = run([&fn, &result](Transaction& transaction) -> absl::Status {
        result.emplace(fn(transaction));
        return result->status();
      });
      if (!status.ok()) return status;
      return *std::move(result);
    }
  }
};

// One step of a schema's history; steps are only ever appended. `sql` may hold several statements separated by ";\n".
struct Migration {
  int version;  // 1, 2, 3, ...
  absl::string_view sql;
};

struct DatabaseOptions {
  std::string path;           // SQLite: the file; its .lock beside it. Empty: in memory (asked for, never a fallback).
  std::string clock_kind;     // Clock::Kind(); a database written under the other kind is refused.
  int readers = 4;            // Read connections.
  int max_group_writes = 64;  // Writes that share one commit, at most.
  int busy_timeout_ms = 5000;
};

// Opens (creating it if absent) the SQLite database and brings its schema up to the last of `migrations`. Errors, each one clear
// sentence: another process holds the file (FAILED_PRECONDITION, reason DATABASE_IN_USE), damaged or not a database (DATA_LOSS),
// unwritable directory (PERMISSION_DENIED), written by a newer version or under another clock (FAILED_PRECONDITION).
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const DatabaseOptions& options,
                                                     absl::Span<const Migration> migrations);

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_DATABASE_H_
