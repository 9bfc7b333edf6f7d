// The monthly supervision report: what is owed, done, overdue and urged in a month, the same whenever it is asked for.
#include "services/aggregation/supervision/month.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::aggregation::supervision {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing_support::Told;

const domain::Plan& Plan() { return *testing_support::SmallCity(); }
domain::Period Month(int year, int month) { return {year, plan::v1::MONTHLY, month}; }

// A part with events, each recorded in the evening of its day.
void Put(Entities& entities, const std::string& task, const std::string& occurrence, const std::string& lead,
         const std::vector<std::pair<std::string, std::string>>& events) {
  auto part = std::make_shared<tasks::v1::TaskPart>();
  part->set_occurrence("campaigns/small-city/tasks/" + task + "/occurrences/" + occurrence);
  part->set_lead(lead);
  for (const auto& [day, text] : events) {
    tasks::v1::TaskEvent& event = *part->add_events();
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
    event.mutable_recorded()->set_seconds(absl::ToUnixSeconds(EndOfShanghaiDay(*domain::ParseDay(day, "day"))) - 3600);
  }
  entities.parts.Put(task, "parts/" + task + "/" + occurrence + "/" + lead, part);
}

constexpr char kSubmitted[] = "state: SUBMITTED submission {}";
constexpr char kApproved[] = "state: COMPLETED review { approved: true }";

// March 2019: duty 3 falls due on the 20th for office, east and north; the office's quarter 2018Q4 is overdue from before.
Entities MarchOf2019() {
  Entities entities;
  Put(entities, "3", "2019", "east", {{"2019-03-18", kSubmitted}, {"2019-03-19", kApproved}});
  Put(entities, "3", "2019", "north",
      {{"2019-03-22", "state: NOT_STARTED text: '请于月底前报送' urge {}"},
       {"2019-03-25", kSubmitted},
       {"2019-04-02", kApproved}});
  Put(entities, "3", "2019", "office",
      {{"2019-03-19", "state: IN_PROGRESS extension_decision { granted: true due: '2019-04-10' }"}});
  for (const char* quarter : {"2018Q2", "2018Q3"})
    Put(entities, "4-1", quarter, "office", {{"2018-09-30", "state: IN_PROGRESS progress { percent: 60 }"}});
  Put(entities, "4-1", "2018Q4", "office", {{"2019-03-05", "state: IN_PROGRESS progress { percent: 50 }"}});
  return entities;
}

v1::Supervision ReportOf2019(int month) {
  const domain::Period period = Month(2019, month);
  return ReportOn(Plan(), MarchOf2019(), period, period.LastDay());
}

v1::SupervisionRow RowOf(const v1::Supervision& report, absl::string_view organization) {
  for (const v1::SupervisionRow& row : report.rows())
    if (row.organization() == organization) return row;
  return {};
}

TEST(Supervision, CountsWhatIsOwedByHowItStands) {
  const v1::Supervision report = ReportOf2019(3);
  EXPECT_EQ(report.as_of(), "2019-03-31");
  const v1::SupervisionRow east = RowOf(report, "east");
  EXPECT_EQ(east.due_this_month(), 1);
  EXPECT_EQ(east.on_time(), 1);
  const v1::SupervisionRow north = RowOf(report, "north");
  EXPECT_EQ(north.waiting(), 1);  // Submitted late, approved in April.
  EXPECT_EQ(north.urged(), 1);
  EXPECT_EQ(north.red(), 1);
  // The office: duty 3 was put off to April; 2018Q4 was carried over and came late; 2019Q1 falls due on the last day.
  const v1::SupervisionRow office = RowOf(report, "office");
  EXPECT_EQ(office.due_this_month(), 1);
  EXPECT_EQ(office.carried_over(), 1);
  EXPECT_EQ(office.late(), 1);
  EXPECT_EQ(office.not_yet_due(), 1);
  EXPECT_EQ(office.extended(), 1);
  EXPECT_THAT(report.overdue(), IsEmpty());
  ASSERT_THAT(report.urgings(), SizeIs(1));
  EXPECT_EQ(report.urgings(0).text(), "请于月底前报送");
  EXPECT_EQ(report.total().due_this_month(), 3);
}

TEST(Supervision, TheNextMonthCarriesOverWhatIsOverdue) {
  const v1::Supervision april = ReportOf2019(4);
  EXPECT_EQ(RowOf(april, "north").carried_over(), 1);
  EXPECT_EQ(RowOf(april, "north").late(), 1);
  const v1::SupervisionRow office = RowOf(april, "office");
  EXPECT_EQ(office.due_this_month(), 1);  // Duty 3, as extended.
  EXPECT_EQ(office.overdue(), 2);
  ASSERT_THAT(april.overdue(), SizeIs(2));
  EXPECT_EQ(april.overdue(0).task(), "4-1");
  EXPECT_EQ(april.overdue(0).days_overdue(), 30);
  EXPECT_EQ(april.overdue(1).original_due(), "2019-03-20");
  EXPECT_EQ(april.overdue(1).days_overdue(), 20);
}

TEST(Supervision, LaterRecordsNeverChangeIt) {
  for (int seed = 0; seed < 15; ++seed) {
    const History history = RandomHistory(Plan(), seed);
    for (const domain::Period& month : {Month(2018, 6), Month(2019, 3), Month(2019, 12)}) {
      const Entities then = EntitiesOf(UpTo(history, EndOfShanghaiDay(month.LastDay())));
      const v1::Supervision before = ReportOn(Plan(), then, month, month.LastDay());
      const v1::Supervision after = ReportOn(Plan(), EntitiesOf(history), month, month.LastDay());
      EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString()) << seed << " " << month.ToString();
    }
  }
}

TEST(Supervision, ItsCountsAddUp) {
  for (int seed = 0; seed < 15; ++seed) {
    const Entities entities = EntitiesOf(RandomHistory(Plan(), seed));
    for (int month = 1; month <= 12; ++month) {
      const v1::Supervision report = ReportOn(Plan(), entities, Month(2019, month), Month(2019, month).LastDay());
      int urged = 0;
      for (const v1::SupervisionRow& row : report.rows()) {
        EXPECT_EQ(row.due_this_month() + row.carried_over(),
                  row.on_time() + row.late() + row.waiting() + row.overdue() + row.not_yet_due());
        urged += row.urged();
      }
      EXPECT_EQ(report.total().overdue(), report.overdue_size());
      EXPECT_EQ(urged, report.urgings_size());
    }
  }
}

TEST(MonthOf, IsOneFromPublicationToToday) {
  const absl::CivilDay today(2019, 5, 7);
  const auto told = [&](const char* month) {
    return Told(MonthOf(Plan(), std::string("campaigns/small-city/supervision/") + month, today));
  };
  EXPECT_EQ(told("2018-03"), "OK");
  EXPECT_EQ(told("2019-05"), "OK");
  for (const char* month : {"2018-02", "2019-06", "2019", "2019Q1", "2019-13", "", "x"})
    EXPECT_EQ(told(month), "INVALID_ARGUMENT name") << month;
}

}  // namespace
}  // namespace qcity::aggregation::supervision
