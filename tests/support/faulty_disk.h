// A disk that fails when a test says so, beneath SQLite. Thread-safe; one at a time in a process.
#ifndef QCITY_TESTS_SUPPORT_FAULTY_DISK_H_
#define QCITY_TESTS_SUPPORT_FAULTY_DISK_H_

namespace qcity::testing_support {

// While it lives, files that SQLite opens go through it (it is the default VFS, over the real one); those files must be closed
// before it dies.
class FaultyDisk {
 public:
  enum class File { kDatabase, kLog };  // The main file, the write-ahead log.

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // Every fsync (write) of `file` fails with this result code of SQLite from now on; SQLITE_OK heals it.
  void FailSyncs(File file, int code);
  void FailWrites(File file, int code);

  // How often an fsync of `file` was asked for since the start.
  int syncs(File file) const;
};

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_FAULTY_DISK_H_
