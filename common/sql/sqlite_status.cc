#include "common/sql/sqlite_status.h"

#include <sqlite3.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity::sql {
namespace {

struct Meaning {
  absl::StatusCode code;
  absl::string_view reason;
  absl::string_view zh;  // What follows "数据库“NAME”".
  absl::string_view en;  // What follows "database 'NAME'".
};

constexpr Meaning kExists{absl::StatusCode::kAlreadyExists, "ROW_EXISTS", "中已有同一主键或唯一值的记录",
                          "already holds a row with this key"};
constexpr Meaning kConstraint{absl::StatusCode::kFailedPrecondition, "ROW_CONSTRAINT", "的约束不允许这一修改",
                              "has a constraint against this change"};
constexpr Meaning kFull{absl::StatusCode::kResourceExhausted, "DATABASE_FULL", "所在磁盘已满",
                        "has no disk space left"};
constexpr Meaning kMemory{absl::StatusCode::kResourceExhausted, "OUT_OF_MEMORY", "内存不足", "ran out of memory"};
constexpr Meaning kDamaged{absl::StatusCode::kDataLoss, "DATABASE_DAMAGED", "已损坏，或不是数据库文件",
                           "is damaged or not a database file"};
constexpr Meaning kRefused{absl::StatusCode::kPermissionDenied, "DATABASE_NOT_WRITABLE", "没有读写权限",
                           "may not be read and written by this user"};
constexpr Meaning kDisk{absl::StatusCode::kUnavailable, "DATABASE_IO", "所在磁盘出错", "met an error of its disk"};
constexpr Meaning kBusy{absl::StatusCode::kUnavailable, "DATABASE_BUSY", "正忙", "is busy"};
constexpr Meaning kBug{absl::StatusCode::kInternal, "SQL", "无法执行语句", "cannot run a statement"};

bool IsPermission(int system_error) { return system_error == EACCES || system_error == EPERM || system_error == EROFS; }

Meaning MeaningOfConstraint(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return kExists;
    default: return kConstraint;
  }
}

Meaning MeaningOfDiskError(int code) {
  switch (code) {
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA: return kDamaged;
    case SQLITE_IOERR_NOMEM: return kMemory;
    default: return kDisk;
  }
}

Meaning MeaningOf(const SqliteFailure& failure) {
  switch (failure.code & 0xff) {
    case SQLITE_CONSTRAINT: return MeaningOfConstraint(failure.code);
    case SQLITE_FULL: return kFull;
    case SQLITE_NOMEM: return kMemory;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return kDamaged;
    case SQLITE_PERM:
    case SQLITE_READONLY: return kRefused;
    case SQLITE_CANTOPEN: return IsPermission(failure.system_error) ? kRefused : kDisk;
    case SQLITE_IOERR: return MeaningOfDiskError(failure.code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
    case SQLITE_PROTOCOL: return kBusy;
    default: return kBug;
  }
}

}  // namespace

absl::Status StatusOf(const SqliteFailure& failure, absl::string_view database, absl::string_view detail) {
  const Meaning meaning = MeaningOf(failure);
  return Error(meaning.code, meaning.reason,
               Text{absl::StrCat("数据库“", database, "”", meaning.zh, "（", detail, "，", failure.code, "）"),
                    absl::StrCat("database '", database, "' ", meaning.en, " (", detail, ", ", failure.code, ")")});
}

bool IsDiskRefusal(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC || code == SQLITE_IOERR_WRITE;
}

bool IsCertainlyNotCommitted(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_CONSTRAINT:
    case SQLITE_INTERRUPT:
    case SQLITE_READONLY: return true;
    default: return false;
  }
}

}  // namespace qcity::sql
