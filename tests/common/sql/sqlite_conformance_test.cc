// The conformance suite on both forms of the SQLite driver.
#include "tests/common/sql/database_conformance.h"
#include "tests/common/sql/sql_testing.h"

namespace qcity::sql {
namespace {

absl::StatusOr<std::unique_ptr<Database>> OpenFile(absl::Span<const Migration> migrations) {
  return OpenSqlite({.path = FreshDirectory() + "/a.db", .clock_kind = "set"}, migrations);
}

absl::StatusOr<std::unique_ptr<Database>> OpenMemory(absl::Span<const Migration> migrations) {
  return OpenSqlite({.path = "", .clock_kind = "set"}, migrations);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, DatabaseConformance,
                         ::testing::Values(DatabaseFactory{"File", OpenFile}, DatabaseFactory{"Memory", OpenMemory}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace qcity::sql
