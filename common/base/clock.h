// Where the time comes from: the only place in qcity that asks the machine for it. Thread-safe.
#ifndef QCITY_COMMON_BASE_CLOCK_H_
#define QCITY_COMMON_BASE_CLOCK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace qcity {

// The zone of every civil date of a campaign: Asia/Shanghai, UTC+8 without daylight saving since 1991. Needs no zone database.
absl::TimeZone ShanghaiZone();

// The civil day in Asia/Shanghai that holds `instant`.
absl::CivilDay ShanghaiDay(absl::Time instant);

// The last microsecond of `day` in Asia/Shanghai: what was recorded "by the end of that day".
absl::Time EndOfShanghaiDay(absl::CivilDay day);

class Clock {
 public:
  virtual ~Clock() = default;
  // Now, to the microsecond (what databases store).
  virtual absl::Time Now() const = 0;
  // What a database remembers of the clock that wrote it: "system" or "set".
  virtual std::string Kind() const = 0;
  // Moves a set clock forward to `instant`; FAILED_PRECONDITION for the system clock or a step backwards. The instant that it was last set to is fine: the
  // clock stays where it has ticked to.
  virtual absl::Status AdvanceTo(absl::Time instant) = 0;
};

// The machine's clock.
std::unique_ptr<Clock> MakeSystemClock();

// A clock set to `start`. It ticks with the machine's monotonic clock if `ticking`, else it stands still until AdvanceTo (tests).
std::unique_ptr<Clock> MakeSetClock(absl::Time start, bool ticking);

// From a flag: "system", or an RFC 3339 instant that the clock starts at and ticks from.
absl::StatusOr<std::unique_ptr<Clock>> ParseClock(absl::string_view flag);

// Monotonic time for measuring durations (deadlines, latencies); never a date.
absl::Time MonotonicNow();

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_CLOCK_H_
