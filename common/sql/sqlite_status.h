// Turns SQLite's result codes into Status: by the extended code, never by a message's text. Pure; any thread.
#ifndef QCITY_COMMON_SQL_SQLITE_STATUS_H_
#define QCITY_COMMON_SQL_SQLITE_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace qcity::sql {

// What went wrong in one call of SQLite.
struct SqliteFailure {
  int code = 0;          // The extended result code.
  int system_error = 0;  // errno beneath it, where SQLite kept one.
};

// The Status of `failure` in the database that people know as `database`; `detail` is SQLite's own explanation.
absl::Status StatusOf(const SqliteFailure& failure, absl::string_view database, absl::string_view detail);

// The disk took data and could not keep it. The pages may already be dropped from memory, so that a second fsync would
// succeed without having saved anything: such a disk is not asked again.
bool IsDiskRefusal(int code);

// Whether a COMMIT that failed with `code` certainly left nothing behind.
bool IsCertainlyNotCommitted(int code);

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_SQLITE_STATUS_H_
