#include "common/domain/calendar.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "common/base/error.h"
#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace qcity::domain {
namespace {

constexpr char kCalendars[] = QCITY_SOURCE_DIR "/common/plans/calendars";

absl::CivilDay Day(const char* text) { return *ParseDay(text, "day"); }

const WorkCalendar& China() {
  static const auto& calendar = *new WorkCalendar(*WorkCalendar::Load(kCalendars));
  return calendar;
}

std::string DueText(const char* from, int days, const char* known_on) {
  const absl::StatusOr<DueDay> due = China().AddWorkingDays(Day(from), days, Day(known_on));
  return due.ok() ? FormatDay(due->due) : std::string(due.status().message());
}

TEST(WorkCalendar, GivesTheKnownDueDays) {
  EXPECT_EQ(DueText("2017-01-20", 7, "2017-01-20"), "2017-02-04");
  EXPECT_EQ(DueText("2017-09-27", 7, "2017-09-27"), "2017-10-12");
  EXPECT_EQ(DueText("2018-09-21", 15, "2018-09-21"), "2018-10-18");
  EXPECT_EQ(DueText("2018-12-03", 45, "2018-12-31"), "2019-02-03");
  EXPECT_EQ(DueText("2019-04-30", 1, "2019-04-30"), "2019-05-05");
}

TEST(WorkCalendar, AnswersAsKnownOnADay) {
  EXPECT_EQ(DueText("2019-04-30", 1, "2019-03-01"), "2019-05-02");
  EXPECT_EQ(DueText("2019-04-30", 1, "2019-03-21"), "2019-05-02");
  EXPECT_EQ(DueText("2019-04-30", 1, "2019-03-22"), "2019-05-05");
  EXPECT_EQ(DueText("2020-01-23", 1, "2020-01-26"), "2020-01-31");
  EXPECT_EQ(DueText("2020-01-23", 1, "2020-01-27"), "2020-02-03");
  EXPECT_TRUE(*China().IsWorkingDay(Day("2020-02-01"), Day("2020-01-26")));
  EXPECT_FALSE(*China().IsWorkingDay(Day("2020-02-01"), Day("2020-01-27")));
}

TEST(WorkCalendar, TheNextYearsNoticeSpeaksOfTheLastDecember) {
  EXPECT_FALSE(*China().IsWorkingDay(Day("2018-12-29"), Day("2018-12-05")));
  EXPECT_TRUE(*China().IsWorkingDay(Day("2018-12-29"), Day("2018-12-06")));
  EXPECT_TRUE(*China().IsWorkingDay(Day("2018-12-31"), Day("2018-12-05")));
  EXPECT_FALSE(*China().IsWorkingDay(Day("2018-12-31"), Day("2018-12-06")));
}

TEST(WorkCalendar, NamesTheNewestNoticeItStandsOn) {
  EXPECT_EQ(China().AddWorkingDays(Day("2018-12-03"), 45, Day("2018-12-31"))->calendar_version, Day("2018-12-06"));
  EXPECT_EQ(China().AddWorkingDays(Day("2018-12-03"), 5, Day("2020-12-31"))->calendar_version, Day("2017-11-30"));
  EXPECT_EQ(China().AddWorkingDays(Day("2018-12-27"), 2, Day("2018-12-31"))->calendar_version, Day("2018-12-06"));
}

TEST(WorkCalendar, SaysWhyItSkippedADay) {
  const absl::StatusOr<DueDay> due = China().AddWorkingDays(Day("2017-09-29"), 2, Day("2017-09-29"));
  ASSERT_TRUE(due.ok());
  EXPECT_EQ(FormatDay(due->due), "2017-10-09");
  EXPECT_EQ(due->skipped.size(), 8u);
  for (const SkippedDay& day : due->skipped) EXPECT_EQ(day.reason, RestReason::kHoliday);
  const absl::StatusOr<DueDay> weekend = China().AddWorkingDays(Day("2017-06-02"), 1, Day("2017-06-02"));
  ASSERT_EQ(weekend->skipped.size(), 2u);
  EXPECT_EQ(weekend->skipped[0].reason, RestReason::kWeekend);
}

TEST(WorkCalendar, AYearWithoutANoticeByThenIsAnError) {
  const absl::StatusOr<DueDay> due = China().AddWorkingDays(Day("2018-12-03"), 45, Day("2018-12-03"));
  EXPECT_EQ(due.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(due.status())->reason, "CALENDAR_MISSING");
  EXPECT_FALSE(China().IsWorkingDay(Day("2021-03-03"), Day("2021-03-03")).ok());
  EXPECT_FALSE(China().IsWorkingDay(Day("2015-03-03"), Day("2021-03-03")).ok());
}

// From every day of the covered years: later numbers give later days, each a working day, and every day of the span is counted or skipped.
TEST(WorkCalendar, CountsAndSkipsEveryDayOfTheSpanOnce) {
  const absl::CivilDay known_on = Day("2020-12-31");
  for (absl::CivilDay from = Day("2015-12-31"); from < Day("2020-10-01"); ++from) {
    absl::CivilDay previous = from;
    for (const int days : {1, 2, 7, 15, 45}) {
      const absl::StatusOr<DueDay> due = China().AddWorkingDays(from, days, known_on);
      ASSERT_TRUE(due.ok()) << due.status();
      ASSERT_GT(due->due, previous);
      ASSERT_TRUE(*China().IsWorkingDay(due->due, known_on));
      ASSERT_EQ(static_cast<absl::civil_diff_t>(due->skipped.size()) + days, due->due - from);
      previous = due->due;
    }
  }
}

TEST(WorkCalendar, AYearHasTwoHundredFiftyWorkingDaysOrSo) {
  for (int year = 2016; year <= 2020; ++year) {
    int working = 0;
    for (absl::CivilDay day(year, 1, 1); day.year() == year; ++day) {
      working += *China().IsWorkingDay(day, Day("2020-12-31")) ? 1 : 0;
    }
    EXPECT_GE(working, 248) << year;
    EXPECT_LE(working, 251) << year;
  }
}

TEST(WorkCalendar, CalendarDaysSkipNothingAndNeedNoNotice) {
  const absl::StatusOr<DueDay> due = WorkCalendar::AddCalendarDays(Day("2030-01-31"), 30);
  EXPECT_EQ(FormatDay(due->due), "2030-03-02");
  EXPECT_TRUE(due->skipped.empty());
  EXPECT_FALSE(due->calendar_version.has_value());
}

TEST(WorkCalendar, RefusesNoDaysAndCenturies) {
  for (const int days : {-1, 0, 3661, 2'000'000'000}) {
    EXPECT_EQ(China().AddWorkingDays(Day("2017-01-01"), days, Day("2020-12-31")).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(WorkCalendar::AddCalendarDays(Day("2017-01-01"), days).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

// One sentence with the file's name for whatever is wrong with a file.
TEST(WorkCalendar, RefusesBrokenFiles) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "calendars";
  std::filesystem::create_directories(directory);
  const std::string file = (directory / "broken.json").string();
  const std::string head = R"({"notices": [{"year": 2017, "issued": "2016-12-01", )";
  for (const std::string& text :
       {std::string("not json"), std::string("[]"), std::string(R"({"notices": [1]})"),
        std::string(R"({"notices": [{"issued": "2016-12-01"}]})"),
        head + R"("off": ["2017-02-30"], "makeup_work": []}]})", head + R"("off": [5], "makeup_work": []}]})",
        head + R"("off": []}]})", head + R"("off": ["2018-01-01"], "makeup_work": []}]})",
        head + R"("off": [], "makeup_work": ["2017-01-03"]}]})",
        head + R"("off": ["2017-01-01", "2017-01-01"], "makeup_work": []}]})",
        head + R"("off": ["2017-01-22"], "makeup_work": ["2017-01-22"]}]})"}) {
    std::ofstream(file) << text;
    const absl::StatusOr<WorkCalendar> calendar = WorkCalendar::Load(file);
    EXPECT_EQ(calendar.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(calendar.status().message()), testing::HasSubstr("broken.json")) << text;
  }
  EXPECT_EQ(WorkCalendar::Load((directory / "none.json").string()).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace qcity::domain
