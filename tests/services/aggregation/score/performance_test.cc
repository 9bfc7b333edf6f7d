#include <gtest/gtest.h>

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

}  // namespace
}  // namespace qcity::aggregation::score
