// A Database over another that fails when a test says so, to show what callers do then. Thread-safe.
#ifndef QCITY_TESTS_SUPPORT_FAULTY_DATABASE_H_
#define QCITY_TESTS_SUPPORT_FAULTY_DATABASE_H_

#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"

namespace qcity::testing_support {

// Each Fail... arms one fault of its kind for the `nth` call from now (1: the next one) and replaces the one armed before.
class FaultyDatabase : public sql::Database {
 public:
  explicit FaultyDatabase(sql::Database& real) : real_(real) {}

  // The read fails before its function runs.
  void FailRead(int nth, absl::Status status);
  // The write fails before its function runs.
  void FailWrite(int nth, absl::Status status);
  // The function runs, then everything is rolled back: a commit that failed.
  void FailBeforeCommit(int nth, absl::Status status);
  // The write is committed and yet reported as failed: a commit whose answer was lost.
  void FailAfterCommit(int nth, absl::Status status);
  // What Health says from now on; OK: what the real database says.
  void SetHealth(absl::Status status);

  absl::Status Health() const override;

 protected:
  absl::Status DoRead(Body body) override;
  absl::Status DoWrite(Body body) override;

 private:
  struct Fault {
    int calls_left;
    absl::Status status;
  };

  void Arm(std::optional<Fault>& fault, int nth, absl::Status status);
  // Counts one call; the fault's status if this is the call it waits for, else OK.
  absl::Status Due(std::optional<Fault>& fault);

  sql::Database& real_;
  mutable Mutex mutex_;
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  std::optional<Fault> read_;  // These four: under mutex_ too, through Arm and Due.
  std::optional<Fault> write_;
  std::optional<Fault> before_commit_;
  std::optional<Fault> after_commit_;
};

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_FAULTY_DATABASE_H_
