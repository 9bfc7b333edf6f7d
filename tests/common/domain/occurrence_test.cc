#include "common/domain/occurrence.h"

#include <string>
#include <vector>

#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {
namespace {

using ::testing::ElementsAre;

// "2018 2018-03-20 scored" and so on.
std::vector<std::string> Told(const plan::v1::Plan& plan, const plan::v1::Task& task) {
  std::vector<std::string> told;
  for (const Occurrence& occurrence : OccurrencesOf(plan, task)) {
    told.push_back(occurrence.id + " " + FormatDay(occurrence.due) + (occurrence.scored ? " scored" : " shown"));
  }
  return told;
}

plan::v1::Plan SmallCity() { return testing_support::SmallCity()->document(); }

std::vector<std::string> YearlyOn(const plan::v1::Plan& plan, int month, int day) {
  plan::v1::Task task;
  task.mutable_deadline()->set_kind(plan::v1::EVERY_YEAR);
  task.mutable_deadline()->set_month(month);
  task.mutable_deadline()->set_day(day);
  return Told(plan, task);
}

TEST(Occurrences, DatedDutiesHaveOneNamedByItsYear) {
  const plan::v1::Plan plan = SmallCity();
  EXPECT_THAT(Told(plan, plan.tasks(0)), ElementsAre("2019 2019-06-30 scored"));
  EXPECT_THAT(Told(plan, plan.tasks(1)), ElementsAre("2019 2019-12-31 scored"));
}

TEST(Occurrences, YearlyDutiesDueSoonAfterIssueAreShownOnly) {
  EXPECT_THAT(YearlyOn(SmallCity(), 3, 20),
              ElementsAre("2018 2018-03-20 shown", "2019 2019-03-20 scored", "2020 2020-03-20 scored"));
  // 30 days after 1 March is 31 March: the first scored day is 1 April.
  EXPECT_THAT(YearlyOn(SmallCity(), 3, 31).front(), "2018 2018-03-31 shown");
  EXPECT_THAT(YearlyOn(SmallCity(), 4, 1).front(), "2018 2018-04-01 scored");
}

TEST(Occurrences, NothingIsDueBeforePublicationNorOwedFromBeforeIssue) {
  EXPECT_THAT(YearlyOn(SmallCity(), 3, 5).front(), "2018 2018-03-10 shown");
  EXPECT_THAT(YearlyOn(SmallCity(), 2, 28), ElementsAre("2019 2019-02-28 scored", "2020 2020-02-28 scored"));
}

TEST(Occurrences, ABareYearEndsWithTheCampaignAndScoresOnlyByPolicy) {
  plan::v1::Plan plan = SmallCity();
  EXPECT_THAT(YearlyOn(plan, 12, 31),
              ElementsAre("2018 2018-12-31 scored", "2019 2019-12-31 scored", "2020 2020-06-15 shown"));
  plan.mutable_policy()->mutable_tasks()->set_scores_last_bare_year(true);
  EXPECT_THAT(YearlyOn(plan, 12, 31).back(), "2020 2020-06-15 scored");
}

TEST(Occurrences, AYearWithoutTheDayUsesTheMonthsLast) {
  EXPECT_THAT(YearlyOn(SmallCity(), 2, 29), ElementsAre("2019 2019-02-28 scored", "2020 2020-02-29 scored"));
}

TEST(Occurrences, ContinuousDutiesReportEachQuarterOfThePolicy) {
  const plan::v1::Plan plan = SmallCity();
  const std::vector<Occurrence> quarters = OccurrencesOf(plan, plan.tasks(3));
  ASSERT_EQ(quarters.size(), 8u);
  EXPECT_EQ(quarters.front(), (Occurrence{"2018Q2", absl::CivilDay(2018, 6, 30), true}));
  EXPECT_EQ(quarters.back(), (Occurrence{"2020Q1", absl::CivilDay(2020, 3, 31), true}));
}

// Of every plan at hand: by due day, ids once, nothing due before publication.
TEST(Occurrences, AreOrderedAndNamedOnce) {
  const plan::v1::Plan plan = SmallCity();
  for (const plan::v1::Task& task : plan.tasks()) {
    const std::vector<Occurrence> occurrences = OccurrencesOf(plan, task);
    ASSERT_FALSE(occurrences.empty());
    EXPECT_GE(occurrences.front().due, *ParseDay(plan.published(), ""));
    for (std::size_t i = 1; i < occurrences.size(); ++i) {
      EXPECT_LT(occurrences[i - 1].due, occurrences[i].due);
      EXPECT_NE(occurrences[i - 1].id, occurrences[i].id);
    }
  }
}

}  // namespace
}  // namespace qcity::domain
