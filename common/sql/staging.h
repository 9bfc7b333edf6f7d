// Rows that wait in the database until all of them are there: however many they are, few are in memory, and nobody sees one
// before they are applied. One thread, which may let that of a write read them.
#ifndef QCITY_COMMON_SQL_STAGING_H_
#define QCITY_COMMON_SQL_STAGING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"

namespace qcity::sql {

// The table staged_row; part of the first migration of every service.
extern const char kStagingSchema[];

class Staging {
 public:
  // `name` tells these rows from others that are staged at the same time.
  Staging(Database& database, std::string name) : database_(database), name_(std::move(name)) {}
  // Forgets the rows, page by page, so that other writes find a gap.
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  // Adds a row. Every 1,000 rows, or 1 MiB, become a page and are written together.
  absl::Status Add(std::string body);
  // Writes what Add still holds; to be called once, after the last row.
  absl::Status Finish() { return waiting_.empty() ? absl::OkStatus() : WritePage(); }

  std::size_t bytes() const { return bytes_; }
  int pages() const { return pages_; }
  // The bodies (column 0) of page 0 .. pages() - 1, in the order in which they were added.
  absl::StatusOr<std::vector<Row>> ReadPage(Transaction& transaction, int page) const;

  // Forgets what a process left behind that was killed. Before anything is staged.
  static absl::Status Sweep(Database& database);

 private:
  absl::Status WritePage();

  Database& database_;
  const std::string name_;
  std::vector<Bytes> waiting_;  // The next page.
  std::size_t waiting_bytes_ = 0;
  std::size_t bytes_ = 0;
  int pages_ = 0;
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_STAGING_H_
