// The lock that keeps a SQLite file for one process, and in it for one Database. Any thread may create and drop it.
#ifndef QCITY_COMMON_SQL_LOCK_FILE_H_
#define QCITY_COMMON_SQL_LOCK_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace qcity::sql {

// An flock on the file DATABASE.lock. The system drops it with the process, however that ends; the file itself stays, since
// whoever removed it could remove one that another process has just locked.
class LockFile {
 public:
  // Locks `database`, a path. Held by another: FAILED_PRECONDITION, reason DATABASE_IN_USE. A directory that may not be
  // written: PERMISSION_DENIED; one that is not there: NOT_FOUND.
  static absl::StatusOr<LockFile> Acquire(const std::string& database);

  LockFile() = default;  // Locks nothing: a database in memory has no rival.
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_LOCK_FILE_H_
