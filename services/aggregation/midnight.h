// Runs a task once on every new day of Asia/Shanghai, also when a set clock is moved over midnight. Owns one thread, which the destructor ends.
#ifndef QCITY_SERVICES_AGGREGATION_MIDNIGHT_H_
#define QCITY_SERVICES_AGGREGATION_MIDNIGHT_H_

#include <functional>
#include <thread>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"

namespace qcity::aggregation {

class Midnight {
 public:
  // A task that fails is logged and tried again within a second.
  Midnight(const Clock& clock, std::function<absl::Status()> task);
  ~Midnight();

 private:
  void Run();

  const Clock& clock_;
  const std::function<absl::Status()> task_;
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_MIDNIGHT_H_
