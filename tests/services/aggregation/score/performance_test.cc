#include "services/aggregation/score/performance.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;

const OrganizationScore& Of(const std::vector<OrganizationScore>& scores, absl::string_view id) {
  for (const OrganizationScore& score : scores) {
    if (score.organization == id) return score;
  }
  std::abort();
}

TEST(RankOrganizations, IsEmptyBeforeAnythingIsDue) {
  EXPECT_TRUE(RankOrganizations(*testing_support::SmallCity(), {}, Day("2018-06-30")).empty());
}

// By 2019-04-15: the office owes four quarterly reports and duty 3 of 2019; east and north owe duty 3.
std::vector<OrganizationScore> Ranked() {
  const PlanPointer plan = testing_support::SmallCity();
  Inputs inputs;
  const auto add = [&](const char* number, const char* occurrence, const char* lead, State state,
                       const char* submitted) {
    PartInput part = Part(*plan, number, occurrence, lead, state);
    part.submitted = Day(submitted);
    part.reported = state == State::kOpen;
    inputs.parts.push_back(part);
  };
  add("3", "2019", "east", State::kCompleted, "2019-03-20");
  add("3", "2019", "office", State::kCompleted, "2019-03-25");
  add("4-1", "2018Q2", "office", State::kOpen, "2018-06-30");
  add("4-1", "2018Q3", "office", State::kOpen, "2018-12-01");
  add("4-1", "2018Q4", "office", State::kOpen, "2019-04-10");
  return RankOrganizations(*plan, inputs, Day("2019-04-15"));
}

TEST(RankOrganizations, CreditsFallWithLatenessAndShrinkTowardsTheMean) {
  const std::vector<OrganizationScore> scores = Ranked();
  // Office: 0.8 (5 days), 1, 0.5 (62 days), 0.2 (100 days), open 0; east 1; north open 0.
  const double mean = (0.8 + 1 + 0.5 + 0.2 + 0 + 1 + 0) / 7;
  const OrganizationScore& office = Of(scores, "office");
  EXPECT_EQ(office.n, 5);
  EXPECT_EQ(office.on_time, 1);
  EXPECT_EQ(office.late, 3);
  EXPECT_EQ(office.open, 1);
  EXPECT_NEAR(office.score, 100 * (2.5 + 5 * mean) / 10, 1e-9);
  EXPECT_NEAR(Of(scores, "east").score, 100 * (1 + 5 * mean) / 6, 1e-9);
  EXPECT_NEAR(Of(scores, "north").score, 100 * (0 + 5 * mean) / 6, 1e-9);
}

TEST(RankOrganizations, AnOverduePartChargesWhoHoldsItAlone) {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput part = Part(*plan, "3", "2019", "east", State::kOpen);
  const auto open = [&](const char* id) {
    for (const OrganizationScore& score : RankOrganizations(*plan, {.parts = {part}}, Day("2019-04-15"))) {
      if (score.organization == id) return score.open;
    }
    return 0;
  };
  EXPECT_EQ(open("east"), 1);
  EXPECT_EQ(open("environment-bureau"), 0);
  part.holder = "environment-bureau";
  EXPECT_EQ(open("east"), 0);
  EXPECT_EQ(open("environment-bureau"), 1);
}

TEST(RankOrganizations, AMilestoneWithoutStagedResultIsOpenThoughItWasCompleted) {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput part = Part(*plan, "2", "2019", "construction-bureau", State::kCompleted);
  part.submitted = Day("2019-12-01");
  part.knows_staged = true;
  EXPECT_EQ(Of(RankOrganizations(*plan, {.parts = {part}}, Day("2020-01-15")), "construction-bureau").open, 1);
  part.staged = Day("2019-06-01");
  EXPECT_EQ(Of(RankOrganizations(*plan, {.parts = {part}}, Day("2020-01-15")), "construction-bureau").on_time, 1);
}

TEST(RankOrganizations, AQuarterWithoutSubmissionIsAsLateAsItsFirstReport) {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput on_time = Part(*plan, "4-1", "2018Q2", "office", State::kOpen);
  on_time.reported = true;
  on_time.reported_on = Day("2018-06-30");
  PartInput late = Part(*plan, "4-1", "2018Q3", "office", State::kSubmitted);
  late.reported = true;
  late.reported_on = Day("2018-10-20");
  late.submitted = Day("2019-01-10");
  for (const char* as_of : {"2018-12-30", "2018-12-31"}) {
    const OrganizationScore office = Of(RankOrganizations(*plan, {.parts = {on_time, late}}, Day(as_of)), "office");
    EXPECT_EQ(office.on_time, 1);
    EXPECT_EQ(office.late, 1);
    EXPECT_NEAR(office.score, 100 * (1 + 0.8) / 2, 1e-9);  // 20 days late, whenever it is asked.
  }
}

TEST(RankOrganizations, DistrictsAreRankedApart) {
  const std::vector<OrganizationScore> scores = Ranked();
  ASSERT_EQ(scores.size(), 3u);
  EXPECT_EQ(scores[0].organization, "office");
  EXPECT_EQ(scores[0].rank, 1);
  EXPECT_EQ(scores[0].ranked_among, 1);
  EXPECT_EQ(scores[1].organization, "east");
  EXPECT_TRUE(scores[1].district_or_zone);
  EXPECT_EQ(scores[1].rank, 1);
  EXPECT_EQ(scores[2].rank, 2);
  EXPECT_EQ(scores[2].ranked_among, 2);
}

TEST(RankOrganizations, EqualScoresShareARank) {
  const PlanPointer plan = testing_support::SmallCity();
  const std::vector<OrganizationScore> scores = RankOrganizations(*plan, {}, Day("2019-04-15"));
  EXPECT_EQ(Of(scores, "east").rank, 1);
  EXPECT_EQ(Of(scores, "north").rank, 1);
  EXPECT_EQ(Of(scores, "north").score, 0);
}

TEST(RankOrganizations, SuspendedWorkChargesNobody) {
  const PlanPointer plan = testing_support::SmallCity();
  Inputs inputs;
  inputs.parts = {Part(*plan, "3", "2019", "north", State::kSuspended)};
  for (const OrganizationScore& score : RankOrganizations(*plan, inputs, Day("2019-04-15"))) {
    EXPECT_NE(score.organization, "north");
  }
}

TEST(RankOrganizations, ScoreLossesAndDrawAddUpToAHundred) {
  const std::vector<OrganizationScore> scores = Ranked();
  for (const OrganizationScore& own : scores) {
    double total = own.score + own.points_to_mean;
    for (const CountedReport& report : own.reports) total += report.points_lost;
    EXPECT_NEAR(total, 100, 1e-9) << own.organization;
  }
  const CountedReport& fourth = Of(scores, "office").reports.back();
  EXPECT_EQ(fourth.task + "/" + fourth.occurrence, "4-1/2019Q1");
  EXPECT_EQ(fourth.state, CountedReport::State::kOpen);
  EXPECT_EQ(fourth.days_late, 15);
  EXPECT_NEAR(fourth.points_lost, 100.0 / 10, 1e-12);
}

TEST(RankByReports, ACorrectedCreditMovesTheMeanOfAll) {
  std::vector<OrganizationScore> organizations = Ranked();
  std::sort(organizations.begin(), organizations.end(),
            [](const auto& a, const auto& b) { return a.organization < b.organization; });
  organizations[1].reports.front().credit = 1;  // North, from 0.
  const std::vector<OrganizationScore> scores = RankByReports(organizations, 5);
  EXPECT_NEAR(Of(scores, "north").score, 100 * (1 + 5 * 4.5 / 7) / 6, 1e-9);
  EXPECT_NEAR(Of(scores, "office").score, 100 * (2.5 + 5 * 4.5 / 7) / 10, 1e-9);
  EXPECT_EQ(Of(scores, "north").rank, 1);
  EXPECT_EQ(Of(scores, "east").rank, 1);
}

// The quantiles were computed with mpmath.
TEST(CreditInterval, IsTheBetaIntervalHeldWithinTheScale) {
  const Interval middle = CreditInterval(4.5, 10);
  EXPECT_NEAR(middle.low, 18.7086028447, 1e-8);
  EXPECT_NEAR(middle.high, 73.7621923393, 1e-8);
  const Interval perfect = CreditInterval(6, 6);
  EXPECT_NEAR(perfect.low, 66.9611090848, 1e-8);
  EXPECT_EQ(perfect.high, 100);  // Widened to the score.
  const Interval nothing = CreditInterval(0, 6);
  EXPECT_EQ(nothing.low, 0);
  EXPECT_NEAR(nothing.high, 33.0388909152, 1e-8);
}

TEST(CreditInterval, NarrowsAsReportsCome) {
  double width = 100;
  for (const double weight : {6, 10, 20, 50, 100, 500}) {
    const Interval interval = CreditInterval(0.9 * weight, weight);
    EXPECT_LT(interval.high - interval.low, width);
    EXPECT_LE(interval.low, 90);
    EXPECT_GE(interval.high, 90);
    width = interval.high - interval.low;
  }
}

}  // namespace
}  // namespace qcity::aggregation::score
