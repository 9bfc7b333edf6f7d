// What the tests of common/sql share. Any thread.
#ifndef QCITY_TESTS_COMMON_SQL_SQL_TESTING_H_
#define QCITY_TESTS_COMMON_SQL_SQL_TESTING_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/sql/database.h"

namespace qcity::sql {

inline std::string ReasonOf(const absl::Status& status) {
  const auto detail = DetailOf(status);
  return detail.has_value() ? detail->reason : "";
}

// A directory of this call's own; goes when the test program ends.
inline std::string FreshDirectory() {
  struct Made {
    ~Made() {
      std::error_code ignored;
      for (const std::string& path : paths) std::filesystem::remove_all(path, ignored);
    }
    std::vector<std::string> paths;
  };
  static Made made;
  std::string path = ::testing::TempDir() + "qcity_sql_XXXXXX";
  EXPECT_NE(::mkdtemp(path.data()), nullptr);
  made.paths.push_back(path);
  return path;
}

// The only number in the only row of the answer; -1 with a failure if there is none.
inline std::int64_t Number(Database& database, absl::string_view sql) {
  const auto number = database.Read([sql](Transaction& transaction) -> absl::StatusOr<std::int64_t> {
    const auto rows = transaction.Query(sql);
    if (!rows.ok()) return rows.status();
    return rows->at(0).Int(0);
  });
  EXPECT_TRUE(number.ok()) << number.status();
  return number.value_or(-1);
}

// A write of one statement without parameters.
inline absl::Status Execute(Database& database, absl::string_view sql) {
  return database.Write([sql](Transaction& transaction) { return transaction.Execute(sql); });
}

}  // namespace qcity::sql

#endif  // QCITY_TESTS_COMMON_SQL_SQL_TESTING_H_
