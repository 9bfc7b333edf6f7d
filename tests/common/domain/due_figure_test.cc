#include "common/domain/due_figure.h"

#include <string>
#include <vector>

#include "common/domain/part.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::domain {
namespace {

using ::qcity::testing_support::Ezhou;
using ::qcity::testing_support::SmallCity;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;

// "2018Q1 2018-04-15" and so on.
std::vector<std::string> Due(const Plan& plan, absl::string_view number) {
  std::vector<std::string> told;
  for (const DueFigure& figure : DueFiguresOf(plan.document(), *plan.FindIndicator(number)))
    told.push_back(figure.period.ToString() + " " + FormatDay(figure.due));
  return told;
}

TEST(DueFigures, AreDueFromThePublicationToTheLastEvaluation) {
  const auto plan = SmallCity();
  EXPECT_THAT(Due(*plan, "1-1"), ElementsAre("2018Q1 2018-04-15", "2018Q2 2018-07-15", "2018Q3 2018-10-15",
                                             "2018Q4 2019-01-15", "2019Q1 2019-04-15", "2019Q2 2019-07-15",
                                             "2019Q3 2019-10-15", "2019Q4 2020-01-15", "2020Q1 2020-04-15"));
  EXPECT_EQ(Due(*plan, "3").front(), "2018-02 2018-03-10");  // Due on the very day of the publication.
  EXPECT_THAT(Due(*plan, "5"),
              ElementsAre("2018H1 2018-07-30", "2018H2 2019-01-30", "2019H1 2019-07-30", "2019H2 2020-01-30"));
  EXPECT_THAT(Due(*plan, "4"), ElementsAre("2017 2018-03-31", "2018 2019-03-31", "2019 2020-03-30"));
}

TEST(DueFigures, EndWithTheDataWindow) {
  plan::v1::Plan plan = SmallCity()->document();
  plan.mutable_data_window()->set_last("2018-12");
  EXPECT_EQ(DueFiguresOf(plan, plan.indicators(0)).back().period.ToString(), "2018Q4");
  EXPECT_EQ(DueFiguresOf(plan, plan.indicators(4)).back().period.ToString(), "2018");
}

TEST(DueFigures, AFigureDueBeforeThePublicationIsHistory) {
  plan::v1::Plan plan = SmallCity()->document();
  plan.set_published("2018-03-11");
  EXPECT_EQ(DueFiguresOf(plan, plan.indicators(3)).front().period.ToString(), "2018-03");
}

TEST(DueFigures, EveryMeasureOfEzhouOwesTwoYears) {
  const auto plan = Ezhou();
  for (const plan::v1::Indicator& indicator : plan->document().indicators()) {
    std::vector<std::string> periods;
    for (const DueFigure& figure : DueFiguresOf(plan->document(), indicator))
      periods.push_back(figure.period.ToString());
    EXPECT_THAT(periods, ElementsAre("2017", "2018")) << indicator.number();
  }
}

TEST(PartsOwed, AreAllThatMustHoldOrTheWhole) {
  const auto plan = SmallCity();
  EXPECT_THAT(PartsOwedOf(*plan->FindIndicator("8")), ElementsAre("cod", "nh3"));
  EXPECT_THAT(PartsOwedOf(*plan->FindIndicator("7")), ElementsAre(""));
  EXPECT_THAT(PartsOwedOf(*plan->FindIndicator("1-1")), ElementsAre(""));
}

TEST(CheckPart, WantsAPartWhereAllMustHold) {
  const auto plan = SmallCity();
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("8"), "cod")), "OK");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("8"), "")), "INVALID_ARGUMENT part");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("8"), "so2")), "INVALID_ARGUMENT part");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("7"), "")), "OK");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("7"), "patents")), "OK");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("1-1"), "")), "OK");
  EXPECT_EQ(Told(CheckPart(*plan->FindIndicator("1-1"), "x")), "INVALID_ARGUMENT part");
  EXPECT_THAT(std::string(CheckPart(*plan->FindIndicator("8"), "").message()), ::testing::HasSubstr("cod, nh3"));
}

TEST(Leads, AreThoseOfTheDay) {
  const auto plan = SmallCity();
  EXPECT_THAT(LeadsOf(*plan, *plan->FindIndicator("3"), absl::CivilDay(2018, 5, 7)),
              ElementsAre("quality-bureau", "construction-bureau"));
  EXPECT_THAT(LeadsOf(*plan, *plan->FindIndicator("3"), absl::CivilDay(2019, 4, 1)),
              ElementsAre("market-bureau", "construction-bureau"));
  EXPECT_THAT(LeadsOf(*plan, *plan->FindIndicator("6"), absl::CivilDay(2018, 5, 7)), ElementsAre("east", "west"));
  EXPECT_THAT(LeadsOf(*plan, *plan->FindIndicator("6"), absl::CivilDay(2019, 1, 1)), ElementsAre("east", "north"));
}

}  // namespace
}  // namespace qcity::domain
