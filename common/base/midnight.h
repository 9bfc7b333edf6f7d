// Runs a task once on every new day of Asia/Shanghai, also when a set clock is moved over midnight. Owns one thread, which the destructor ends.
#ifndef QCITY_COMMON_BASE_MIDNIGHT_H_
#define QCITY_COMMON_BASE_MIDNIGHT_H_

#include <functional>
#include <optional>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"

namespace qcity {

class Midnight {
 public:
  // Whether the task is also run for the day on which this begins: at once, on the caller's thread.
  enum class First { kNextMidnight, kNow };

  // A task that fails is logged and tried again within a second.
  Midnight(const Clock& clock, First first, std::function<absl::Status()> task);
  ~Midnight();

 private:
  // The day for which the task is done; nullopt if it failed.
  std::optional<absl::CivilDay> Do(absl::CivilDay today) const;
  void Run();

  const Clock& clock_;
  const std::function<absl::Status()> task_;
  std::optional<absl::CivilDay> done_;  // Of the thread, once that runs.
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_MIDNIGHT_H_
