// The Transaction that the SQLite driver hands to a read or write. One thread; lives as long as the function it is given to.
#ifndef QCITY_COMMON_SQL_SQLITE_TRANSACTION_H_
#define QCITY_COMMON_SQL_SQLITE_TRANSACTION_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "common/sql/sqlite_connection.h"

namespace qcity::sql {

class SqliteTransaction : public Transaction {
 public:
  SqliteTransaction(SqliteConnection& connection, Access access) : connection_(connection), access_(access) {}

  absl::StatusOr<std::vector<Row>> Run(absl::string_view sql, absl::Span<const Value> values) override {
    // PostgreSQL accepts nothing after an error; so that one code suits both engines, neither do we.
    if (!error_.ok()) return error_;
    absl::StatusOr<std::vector<Row>> rows = connection_.Run(sql, values, access_);
    error_ = rows.status();
    return rows;
  }

  void AfterCommit(std::function<void()> hook) override { hooks_.push_back(std::move(hook)); }

  // The first error of a statement: with it the transaction can only be rolled back.
  const absl::Status& error() const { return error_; }

  std::vector<std::function<void()>> TakeHooks() { return std::move(hooks_); }

 private:
  SqliteConnection& connection_;
  const Access access_;
  absl::Status error_;
  std::vector<std::function<void()>> hooks_;
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_SQLITE_TRANSACTION_H_
