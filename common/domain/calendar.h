// The State Council's calendar of working days (国务院放假安排): holidays and make-up workdays by year, as known on a date. Immutable; any thread.
#ifndef QCITY_COMMON_DOMAIN_CALENDAR_H_
#define QCITY_COMMON_DOMAIN_CALENDAR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace qcity::domain {

enum class RestReason { kWeekend, kHoliday };

// A day that a working-day count skipped.
struct SkippedDay {
  absl::CivilDay day;
  RestReason reason;
};

struct DueDay {
  absl::CivilDay due;
  std::vector<SkippedDay> skipped;
  // Date of the newest notice that the answer stands on; nullopt for calendar days, which stand on none.
  std::optional<absl::CivilDay> calendar_version;
};

class WorkCalendar {
 public:
  // From a directory of calendar files, or the one file.
  static absl::StatusOr<WorkCalendar> Load(const std::string& path);

  // Whether `day` is a working day as the notices issued up to `known_on` (CivilDay::max(): all there are) say. FAILED_PRECONDITION (reason CALENDAR_MISSING) for a year
  // without a notice by then: never Monday to Friday by guess.
  absl::StatusOr<bool> IsWorkingDay(absl::CivilDay day, absl::CivilDay known_on) const;

  // The `days`-th working day after `from` (day 1 is the day after); days >= 1.
  absl::StatusOr<DueDay> AddWorkingDays(absl::CivilDay from, int days, absl::CivilDay known_on) const;

  // The `days`-th calendar day after `from`; skips and rolls nothing, and needs no notice.
  static absl::StatusOr<DueDay> AddCalendarDays(absl::CivilDay from, int days);

 private:
  // One notice (国办发明电) about one year; a later notice of the same year replaces an earlier one.
  struct Notice {
    int year;
    absl::CivilDay issued;
    absl::btree_set<absl::CivilDay> off;
    absl::btree_set<absl::CivilDay> makeup_work;
  };
  class View;
  struct Reader;

  std::vector<Notice> notices_;  // By issue date.
};

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_CALENDAR_H_
