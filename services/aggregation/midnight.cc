#include "services/aggregation/midnight.h"

#include <string>
#include <utility>

#include "common/base/log.h"

namespace qcity::aggregation {

Midnight::Midnight(const Clock& clock, std::function<absl::Status()> task)
    : clock_(clock), task_(std::move(task)), thread_([this] { Run(); }) {}

Midnight::~Midnight() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  thread_.join();
}

void Midnight::Run() {
  // Looking once a second is cheaper than being told of every way in which a clock can move.
  constexpr absl::Duration kPulse = absl::Seconds(1);
  absl::CivilDay day = ShanghaiDay(clock_.Now());
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!stopping_) stopped_.WaitFor(mutex_, kPulse);
      if (stopping_) return;
    }
    const absl::CivilDay today = ShanghaiDay(clock_.Now());
    if (today == day) continue;
    const absl::Status status = task_();
    if (status.ok()) day = today;
    if (!status.ok()) Log(Severity::kError, "midnight task failed", {{"why", std::string(status.message())}});
  }
}

}  // namespace qcity::aggregation
