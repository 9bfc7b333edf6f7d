#include "common/domain/calendar.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "nlohmann/json.hpp"

namespace qcity::domain {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// No statutory term is longer; it bounds the loop.
constexpr int kMostDays = 3660;

absl::Status BadCalendar(const fs::path& file, absl::string_view zh, absl::string_view en) {
  const std::string name = file.filename().string();
  return Error(absl::StatusCode::kInvalidArgument, "CALENDAR_BROKEN",
               {absl::StrCat("工作日历 ", name, "：", zh), absl::StrCat("calendar ", name, ": ", en)});
}

absl::StatusOr<std::vector<fs::path>> CalendarFiles(const std::string& path) {
  std::error_code error;
  std::vector<fs::path> files;
  if (!fs::is_directory(path, error)) {
    if (fs::is_regular_file(path, error)) files.push_back(path);
  } else {
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".json") files.push_back(it->path());
    }
  }
  if (files.empty()) {
    return Error(
        absl::StatusCode::kNotFound, "CALENDAR_NOT_FOUND",
        {absl::StrCat(path, "：没有工作日历文件（*.json）"), absl::StrCat(path, ": no calendar files (*.json)")});
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<absl::CivilDay> DayIn(const json& object, const char* key) {
  const json value = object.value(key, json());
  if (!value.is_string()) return InvalidField(key, {"缺少日期", "is missing or not a date"});
  return ParseDay(value.get<std::string>(), key);
}

absl::StatusOr<absl::btree_set<absl::CivilDay>> DaysIn(const json& object, const char* key) {
  const json values = object.value(key, json());
  if (!values.is_array()) return InvalidField(key, {"应为日期列表", "want a list of dates"});
  absl::btree_set<absl::CivilDay> days;
  for (const json& value : values) {
    if (!value.is_string()) return InvalidField(key, {"应为日期列表", "want a list of dates"});
    ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(value.get<std::string>(), key));
    if (!days.insert(day).second) {
      return InvalidField(key, {absl::StrCat(FormatDay(day), " 重复"), absl::StrCat(FormatDay(day), " stands twice")});
    }
  }
  return days;
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

absl::Status CheckDays(int days) {
  if (days < 1 || days > kMostDays) {
    return InvalidField("days", {absl::StrCat("应在 1 与 ", kMostDays, " 之间，收到 ", days),
                                 absl::StrCat("want 1 to ", kMostDays, ", got ", days)});
  }
  return absl::OkStatus();
}

}  // namespace

// What holds of one notice by itself.
struct WorkCalendar::Reader {
  static absl::StatusOr<Notice> Read(const json& object) {
    Notice notice;
    const json year = object.value("year", json());
    if (!year.is_number_integer()) return InvalidField("year", {"缺少年份", "is missing or not a number"});
    notice.year = year.get<int>();
    ASSIGN_OR_RETURN(notice.issued, DayIn(object, "issued"));
    ASSIGN_OR_RETURN(notice.off, DaysIn(object, "off"));
    ASSIGN_OR_RETURN(notice.makeup_work, DaysIn(object, "makeup_work"));
    for (const absl::CivilDay day : notice.off) RETURN_IF_ERROR(CheckDay(notice, day, "off"));
    for (const absl::CivilDay day : notice.makeup_work) RETURN_IF_ERROR(CheckDay(notice, day, "makeup_work"));
    return notice;
  }

  // A notice speaks of its year and of the days before New Year; make-up work falls on weekends that it does not give off.
  static absl::Status CheckDay(const Notice& notice, absl::CivilDay day, absl::string_view path) {
    const bool in_reach = day.year() == notice.year || (day.year() == notice.year - 1 && day.month() == 12);
    const bool makeup = notice.makeup_work.contains(day);
    if (in_reach && (!makeup || (IsWeekend(day) && !notice.off.contains(day)))) return absl::OkStatus();
    return InvalidField(path,
                        {absl::StrCat(FormatDay(day), " 不合理"), absl::StrCat(FormatDay(day), " cannot be right")});
  }

  static absl::StatusOr<std::vector<Notice>> ReadFile(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const json document = json::parse(stream, nullptr, /*allow_exceptions=*/false);
    const json list = document.is_object() ? document.value("notices", json()) : json();
    if (!list.is_array()) return BadCalendar(file, "应为 {\"notices\": [...]}", "want {\"notices\": [...]}");
    std::vector<Notice> notices;
    for (const json& object : list) {
      absl::StatusOr<Notice> notice =
          object.is_object() ? Read(object) : InvalidField("notices", {"应为对象", "want objects"});
      if (!notice.ok()) {
        const Text why = DetailOf(notice.status())->text;
        return BadCalendar(file, why.zh, why.en);
      }
      notices.push_back(*std::move(notice));
    }
    return notices;
  }
};

absl::StatusOr<WorkCalendar> WorkCalendar::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, CalendarFiles(path));
  WorkCalendar calendar;
  std::map<std::pair<int, absl::CivilDay>, bool> seen;
  for (const fs::path& file : files) {
    ASSIGN_OR_RETURN(std::vector<Notice> notices, Reader::ReadFile(file));
    for (Notice& notice : notices) {
      if (!seen.emplace(std::pair(notice.year, notice.issued), true).second) {
        const std::string which = absl::StrCat(notice.year, " / ", FormatDay(notice.issued));
        return BadCalendar(file, absl::StrCat("通知重复：", which), absl::StrCat("notice stands twice: ", which));
      }
      calendar.notices_.push_back(std::move(notice));
    }
  }
  std::sort(calendar.notices_.begin(), calendar.notices_.end(),
            [](const Notice& a, const Notice& b) { return a.issued < b.issued; });
  return calendar;
}

// The calendar as known on one day: the newest notice of each year.
class WorkCalendar::View {
 public:
  // What the notices say of a day, and the newest of them that was needed to say it.
  struct Ruling {
    bool works;
    RestReason reason;  // Where it does not work.
    absl::CivilDay issued;
  };

  View(const WorkCalendar& calendar, absl::CivilDay known_on) : known_on_(known_on) {
    for (const Notice& notice : calendar.notices_) {
      if (notice.issued <= known_on) by_year_[notice.year] = &notice;
    }
  }

  // The next year's notice may speak of December; where it does not, the year's own decides.
  absl::StatusOr<Ruling> Rule(absl::CivilDay day) const {
    const auto own = by_year_.find(static_cast<int>(day.year()));
    if (own == by_year_.end()) return Missing(static_cast<int>(day.year()));
    const auto next = by_year_.find(static_cast<int>(day.year()) + 1);
    if (next != by_year_.end() && Names(*next->second, day)) return RuleOf(*next->second, day);
    return RuleOf(*own->second, day);
  }

 private:
  static bool Names(const Notice& notice, absl::CivilDay day) {
    return notice.off.contains(day) || notice.makeup_work.contains(day);
  }

  static Ruling RuleOf(const Notice& notice, absl::CivilDay day) {
    if (notice.off.contains(day)) return {false, RestReason::kHoliday, notice.issued};
    const bool works = notice.makeup_work.contains(day) || !IsWeekend(day);
    return {works, RestReason::kWeekend, notice.issued};
  }

  absl::Status Missing(int year) const {
    const bool all = known_on_ == absl::CivilDay::max();
    const Text by =
        all ? Text{}
            : Text{absl::StrCat("截至 ", FormatDay(known_on_), " "), absl::StrCat("as of ", FormatDay(known_on_), " ")};
    return Error(absl::StatusCode::kFailedPrecondition, "CALENDAR_MISSING",
                 {absl::StrCat(by.zh, "没有 ", year, " 年的放假安排通知，无法推算工作日"),
                  absl::StrCat(by.en, "there is no holiday notice for ", year, ": working days cannot be told")});
  }

  const absl::CivilDay known_on_;
  std::map<int, const Notice*> by_year_;
};

absl::StatusOr<bool> WorkCalendar::IsWorkingDay(absl::CivilDay day, absl::CivilDay known_on) const {
  ASSIGN_OR_RETURN(const View::Ruling ruling, View(*this, known_on).Rule(day));
  return ruling.works;
}

absl::StatusOr<DueDay> WorkCalendar::AddWorkingDays(absl::CivilDay from, int days, absl::CivilDay known_on) const {
  RETURN_IF_ERROR(CheckDays(days));
  const View view(*this, known_on);
  DueDay result;
  result.due = from;
  for (int counted = 0; counted < days;) {
    ++result.due;
    ASSIGN_OR_RETURN(const View::Ruling ruling, view.Rule(result.due));
    result.calendar_version = std::max(result.calendar_version.value_or(ruling.issued), ruling.issued);
    if (ruling.works) {
      ++counted;
    } else {
      result.skipped.push_back({result.due, ruling.reason});
    }
  }
  return result;
}

absl::StatusOr<DueDay> WorkCalendar::AddCalendarDays(absl::CivilDay from, int days) {
  RETURN_IF_ERROR(CheckDays(days));
  return DueDay{from + days, {}, std::nullopt};
}

}  // namespace qcity::domain
