#include "common/base/midnight.h"

#include <string>
#include <utility>

#include "common/base/log.h"

namespace qcity {

Midnight::Midnight(const Clock& clock, First first, std::function<absl::Status()> task)
    : clock_(clock), task_(std::move(task)) {
  const absl::CivilDay today = ShanghaiDay(clock_.Now());
  done_ = first == First::kNow ? Do(today) : today;
  thread_ = std::thread([this] { Run(); });
}

Midnight::~Midnight() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  thread_.join();
}

std::optional<absl::CivilDay> Midnight::Do(absl::CivilDay today) const {
  const absl::Status status = task_();
  if (status.ok()) return today;
  Log(Severity::kError, "midnight task failed", {{"why", std::string(status.message())}});
  return std::nullopt;
}

void Midnight::Run() {
  // Looking once a second is cheaper than being told of every way in which a clock can move.
  constexpr absl::Duration kPulse = absl::Seconds(1);
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!stopping_) stopped_.WaitFor(mutex_, kPulse);
      if (stopping_) return;
    }
    const absl::CivilDay today = ShanghaiDay(clock_.Now());
    if (today != done_) done_ = Do(today);
  }
}

}  // namespace qcity
