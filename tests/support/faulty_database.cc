#include "tests/support/faulty_database.h"

#include <utility>

#include "common/base/status.h"

namespace qcity::testing_support {

void FaultyDatabase::FailRead(int nth, absl::Status status) { Arm(read_, nth, std::move(status)); }

void FaultyDatabase::FailWrite(int nth, absl::Status status) { Arm(write_, nth, std::move(status)); }

void FaultyDatabase::FailBeforeCommit(int nth, absl::Status status) { Arm(before_commit_, nth, std::move(status)); }

void FaultyDatabase::FailAfterCommit(int nth, absl::Status status) { Arm(after_commit_, nth, std::move(status)); }

void FaultyDatabase::SetHealth(absl::Status status) {
  MutexLock lock(mutex_);
  health_ = std::move(status);
}

absl::Status FaultyDatabase::Health() const {
  {
    MutexLock lock(mutex_);
    if (!health_.ok()) return health_;
  }
  return real_.Health();
}

absl::Status FaultyDatabase::DoRead(Body body) {
  RETURN_IF_ERROR(Due(read_));
  return real_.Read([&](sql::Transaction& transaction) { return body(transaction); });
}

absl::Status FaultyDatabase::DoWrite(Body body) {
  RETURN_IF_ERROR(Due(write_));
  absl::Status before = Due(before_commit_);
  absl::Status after = Due(after_commit_);
  RETURN_IF_ERROR(real_.Write([&](sql::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(body(transaction));
    return before;
  }));
  return after;
}

void FaultyDatabase::Arm(std::optional<Fault>& fault, int nth, absl::Status status) {
  MutexLock lock(mutex_);
  fault = Fault{nth, std::move(status)};
}

absl::Status FaultyDatabase::Due(std::optional<Fault>& fault) {
  MutexLock lock(mutex_);
  if (!fault.has_value() || --fault->calls_left > 0) return absl::OkStatus();
  absl::Status status = std::move(fault->status);
  fault.reset();
  return status;
}

}  // namespace qcity::testing_support
