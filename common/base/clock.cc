#include "common/base/clock.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity {
namespace {

absl::Time TruncatedToMicros(absl::Time instant) { return absl::FromUnixMicros(absl::ToUnixMicros(instant)); }

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return TruncatedToMicros(absl::FromChrono(std::chrono::system_clock::now())); }
  std::string Kind() const override { return "system"; }
  absl::Status AdvanceTo(absl::Time) override {
    return Error(absl::StatusCode::kFailedPrecondition, "CLOCK_IS_SYSTEM",
                 {"服务使用系统时钟，不能拨动", "the service runs on the system clock, which cannot be moved"});
  }
};

class SetClock : public Clock {
 public:
  SetClock(absl::Time start, bool ticking) : ticking_(ticking), origin_(MonotonicNow()), start_(start) {}

  absl::Time Now() const override {
    MutexLock lock(mutex_);
    return NowLocked();
  }
  std::string Kind() const override { return "set"; }
  absl::Status AdvanceTo(absl::Time instant) override {
    MutexLock lock(mutex_);
    if (instant == start_)
      return absl::OkStatus();  // Set to it already, and ticking since: rows recorded at one instant.
    if (instant < NowLocked()) {
      const std::string now = absl::FormatTime(absl::RFC3339_full, NowLocked(), ShanghaiZone());
      return Error(absl::StatusCode::kFailedPrecondition, "CLOCK_BACKWARDS",
                   {absl::StrCat("时钟已到 ", now, "，不能倒拨"),
                    absl::StrCat("the clock stands at ", now, " and never goes back")});
    }
    start_ = instant;
    origin_ = MonotonicNow();
    return absl::OkStatus();
  }

 private:
  absl::Time NowLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return TruncatedToMicros(ticking_ ? start_ + (MonotonicNow() - origin_) : start_);
  }

  const bool ticking_;
  mutable Mutex mutex_;
  absl::Time origin_ ABSL_GUARDED_BY(mutex_);
  absl::Time start_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::TimeZone ShanghaiZone() { return absl::FixedTimeZone(8 * 3600); }

absl::CivilDay ShanghaiDay(absl::Time instant) { return absl::ToCivilDay(instant, ShanghaiZone()); }

absl::Time EndOfShanghaiDay(absl::CivilDay day) {
  return absl::FromCivil(day + 1, ShanghaiZone()) - absl::Microseconds(1);
}

std::unique_ptr<Clock> MakeSystemClock() { return std::make_unique<SystemClock>(); }

std::unique_ptr<Clock> MakeSetClock(absl::Time start, bool ticking) {
  return std::make_unique<SetClock>(start, ticking);
}

absl::StatusOr<std::unique_ptr<Clock>> ParseClock(absl::string_view flag) {
  if (flag == "system") return MakeSystemClock();
  absl::Time start;
  std::string why;
  if (!absl::ParseTime(absl::RFC3339_full, flag, &start, &why)) {
    return InvalidField("clock",
                        {absl::StrCat("应为 system 或 RFC 3339 时刻，例如 2018-10-15T09:00:00+08:00，收到 ", flag),
                         absl::StrCat("want system or an RFC 3339 instant such as "
                                      "2018-10-15T09:00:00+08:00, got ",
                                      flag)});
  }
  return MakeSetClock(start, /*ticking=*/true);
}

absl::Time MonotonicNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace qcity
