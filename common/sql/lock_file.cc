#include "common/sql/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity::sql {
namespace {

absl::Status CannotCreate(const std::string& path, int system_error) {
  const std::string zh = absl::StrCat("无法创建锁文件“", path, "”：");
  const std::string en = absl::StrCat("cannot create the lock file '", path, "': ");
  switch (system_error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return Error(absl::StatusCode::kPermissionDenied, "DATABASE_NOT_WRITABLE",
                   Text{absl::StrCat(zh, "目录不可写"), absl::StrCat(en, "its directory is not writable")});
    case ENOENT:
    case ENOTDIR:
      return Error(absl::StatusCode::kNotFound, "DATABASE_DIRECTORY",
                   Text{absl::StrCat(zh, "目录不存在"), absl::StrCat(en, "its directory does not exist")});
    case ENOSPC:
      return Error(absl::StatusCode::kResourceExhausted, "DATABASE_FULL",
                   Text{absl::StrCat(zh, "磁盘已满"), absl::StrCat(en, "the disk is full")});
    default:
      return Error(absl::StatusCode::kUnavailable, "DATABASE_IO",
                   Text{absl::StrCat(zh, std::strerror(system_error)), absl::StrCat(en, std::strerror(system_error))});
  }
}

}  // namespace

absl::StatusOr<LockFile> LockFile::Acquire(const std::string& database) {
  const std::string path = absl::StrCat(database, ".lock");
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return CannotCreate(path, errno);
  LockFile lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return Error(absl::StatusCode::kFailedPrecondition, "DATABASE_IN_USE",
               Text{absl::StrCat("数据库“", database, "”正在使用中：一个数据库文件同时只能由一个进程打开"),
                    absl::StrCat("database '", database, "' is in use: one process at a time may open it")});
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace qcity::sql
