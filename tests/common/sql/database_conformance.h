// The conformance suite of sql::Database: what every driver promises, written once. A driver's test instantiates it with a
// factory. One thread.
#ifndef QCITY_TESTS_COMMON_SQL_DATABASE_CONFORMANCE_H_
#define QCITY_TESTS_COMMON_SQL_DATABASE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/types/span.h"
#include "common/sql/database.h"

namespace qcity::sql {

struct DatabaseFactory {
  std::string name;
  // A new, empty database with the schema that `migrations` make.
  std::function<absl::StatusOr<std::unique_ptr<Database>>(absl::Span<const Migration> migrations)> open;
};

class DatabaseConformance : public ::testing::TestWithParam<DatabaseFactory> {
 protected:
  void SetUp() override;

  std::unique_ptr<Database> database_;
};

}  // namespace qcity::sql

#endif  // QCITY_TESTS_COMMON_SQL_DATABASE_CONFORMANCE_H_
