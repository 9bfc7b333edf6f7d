#include "tests/support/faulty_disk.h"

#include <sqlite3.h>

#include <atomic>

namespace qcity::testing_support {
namespace {

// SQLite's callbacks carry no context, so what they obey is here, one for each kind of file.
struct Part {
  sqlite3_io_methods methods;  // The real table but for write and sync. First: a file's table leads back to its Part.
  const sqlite3_io_methods* real;  // Null until the first file of the kind is opened.
  std::atomic<int> sync_code{SQLITE_OK};
  std::atomic<int> write_code{SQLITE_OK};
  std::atomic<int> syncs{0};
};

Part database_part;
Part log_part;
sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs faulty_vfs;

Part& PartOf(FaultyDisk::File file) { return file == FaultyDisk::File::kLog ? log_part : database_part; }

Part& PartOf(const sqlite3_file* file) { return file->pMethods == &log_part.methods ? log_part : database_part; }

int Sync(sqlite3_file* file, int flags) {
  Part& part = PartOf(file);
  ++part.syncs;
  const int code = part.sync_code;
  return code == SQLITE_OK ? part.real->xSync(file, flags) : code;
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  Part& part = PartOf(file);
  const int code = part.write_code;
  return code == SQLITE_OK ? part.real->xWrite(file, data, size, offset) : code;
}

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = real_vfs->xOpen(real_vfs, name, file, flags, out_flags);
  if (code != SQLITE_OK || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return code;
  Part& part = (flags & SQLITE_OPEN_WAL) != 0 ? log_part : database_part;
  if (part.real == nullptr) {
    part.methods = *file->pMethods;
    part.methods.xSync = &Sync;
    part.methods.xWrite = &Write;
    part.real = file->pMethods;
  }
  file->pMethods = &part.methods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  for (Part* part : {&database_part, &log_part}) {
    part->sync_code = SQLITE_OK;
    part->write_code = SQLITE_OK;
    part->syncs = 0;
  }
  real_vfs = sqlite3_vfs_find(nullptr);
  faulty_vfs = *real_vfs;
  faulty_vfs.pNext = nullptr;
  faulty_vfs.zName = "faulty";
  faulty_vfs.xOpen = &Open;
  sqlite3_vfs_register(&faulty_vfs, /*makeDflt=*/1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&faulty_vfs);
  sqlite3_vfs_register(real_vfs, /*makeDflt=*/1);
}

void FaultyDisk::FailSyncs(File file, int code) { PartOf(file).sync_code = code; }

void FaultyDisk::FailWrites(File file, int code) { PartOf(file).write_code = code; }

int FaultyDisk::syncs(File file) const { return PartOf(file).syncs; }

}  // namespace qcity::testing_support
