// Brings a database's schema up to date, in the shared subset of SQL, so for every engine alike. Any thread.
#ifndef QCITY_COMMON_SQL_MIGRATIONS_H_
#define QCITY_COMMON_SQL_MIGRATIONS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"

namespace qcity::sql {

// Runs inside one write the `migrations` that the database has not seen, and remembers version and `clock_kind` in the table
// qcity_meta: it all happens or nothing does. Refuses a database of a newer version (DATABASE_TOO_NEW) or written under another
// clock (DATABASE_CLOCK), both FAILED_PRECONDITION. `database` is what the messages call it.
absl::Status Migrate(Transaction& transaction, absl::string_view database, absl::string_view clock_kind,
                     absl::Span<const Migration> migrations);

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_MIGRATIONS_H_
