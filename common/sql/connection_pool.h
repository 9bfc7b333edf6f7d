// Connections lent to one borrower each; whoever finds none waits. Thread-safe.
#ifndef QCITY_COMMON_SQL_CONNECTION_POOL_H_
#define QCITY_COMMON_SQL_CONNECTION_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/sql/sqlite_connection.h"

namespace qcity::sql {

class ConnectionPool {
 public:
  // A borrowed connection; goes back when this dies.
  class Lease {
   public:
    Lease(ConnectionPool& pool, SqliteConnection& connection) : pool_(pool), connection_(connection) {}
    ~Lease() { pool_.Return(connection_); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    SqliteConnection& operator*() const { return connection_; }
    SqliteConnection* operator->() const { return &connection_; }

   private:
    ConnectionPool& pool_;
    SqliteConnection& connection_;
  };

  void Add(std::unique_ptr<SqliteConnection> connection) {
    MutexLock lock(mutex_);
    free_.push_back(connection.get());
    all_.push_back(std::move(connection));
  }

  Lease Borrow() {
    MutexLock lock(mutex_);
    while (free_.empty()) returned_.Wait(mutex_);
    SqliteConnection& connection = *free_.back();
    free_.pop_back();
    return Lease(*this, connection);
  }

  // For the end, when nothing is lent any more.
  void KeepLogOnClose() {
    MutexLock lock(mutex_);
    for (const auto& connection : all_) connection->KeepLogOnClose();
  }

 private:
  void Return(SqliteConnection& connection) {
    MutexLock lock(mutex_);
    free_.push_back(&connection);
    returned_.NotifyOne();
  }

  Mutex mutex_;
  CondVar returned_;
  std::vector<std::unique_ptr<SqliteConnection>> all_ ABSL_GUARDED_BY(mutex_);
  std::vector<SqliteConnection*> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_CONNECTION_POOL_H_
