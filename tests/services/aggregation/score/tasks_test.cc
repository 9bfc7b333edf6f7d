// Duties, through Score on SmallCity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Duty 2: due 2019-12-31, led by construction-bureau.
constexpr absl::string_view kDated = "tasks/2/2019/construction-bureau";

Leaf Dated(State state, absl::string_view submitted, absl::string_view as_of, bool provisional = false,
           absl::string_view extended = "") {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput part = Part(*plan, "2", "2019", "construction-bureau", state);
  if (!submitted.empty()) part.submitted = Day(submitted);
  if (!extended.empty()) part.due = Day(extended);
  Inputs inputs;
  inputs.parts = {part};
  Question question = On(as_of);
  question.provisional = provisional;
  return LeafOf(Score(*plan, inputs, question), kDated);
}

TEST(DatedDuty, IsOpenUntilTheDayAfterItIsDue) {
  const Leaf open = Dated(State::kOpen, "", "2019-12-31");
  EXPECT_FALSE(open.due);
  EXPECT_EQ(open.achievement, std::nullopt);
  EXPECT_EQ(open.low, 0);
  EXPECT_GT(open.high, 0);
  EXPECT_EQ(open.contribution, 0);
  EXPECT_THAT(open.flags, ElementsAre("open"));
  const Leaf overdue = Dated(State::kOpen, "", "2020-01-01");
  EXPECT_TRUE(overdue.due);
  EXPECT_EQ(overdue.achievement, 0);
  EXPECT_THAT(overdue.flags, ElementsAre("overdue"));
}

TEST(DatedDuty, ApprovalClosesItEarly) {
  const Leaf leaf = Dated(State::kCompleted, "2019-02-01", "2019-02-02");
  EXPECT_TRUE(leaf.due);
  EXPECT_TRUE(leaf.met);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kMet);
  EXPECT_THAT(leaf.flags, IsEmpty());
}

TEST(DatedDuty, TheSubmissionDayDecidesOnLateness) {
  EXPECT_EQ(Dated(State::kCompleted, "2019-12-31", "2020-02-01").achievement, 1);
  const Leaf late = Dated(State::kCompleted, "2020-01-01", "2020-02-01");
  EXPECT_EQ(late.achievement, 0.9);
  EXPECT_FALSE(late.met);
  EXPECT_THAT(late.flags, ElementsAre("late"));
  EXPECT_EQ(late.rule.zh, "2019-12-31 到期，迟 1 天完成，得 0.9");
}

TEST(DatedDuty, LatenessCountsFromTheExtendedDay) {
  EXPECT_EQ(Dated(State::kCompleted, "2020-01-31", "2020-02-01", false, "2020-01-31").achievement, 1);
  EXPECT_FALSE(Dated(State::kOpen, "", "2020-01-31", false, "2020-01-31").due);
  EXPECT_EQ(Dated(State::kOpen, "", "2020-02-01", false, "2020-01-31").achievement, 0);
}

TEST(Milestone, CountsOnlyWithAStagedResultApprovedByTheDueDay) {
  const PlanPointer plan = testing_support::SmallCity();
  const auto leaf = [&](const char* staged, const char* as_of, const char* extended = "") {
    PartInput part = Part(*plan, "2", "2019", "construction-bureau", State::kCompleted);
    part.submitted = Day("2019-12-01");
    part.knows_staged = true;
    if (*staged != '\0') part.staged = Day(staged);
    if (*extended != '\0') part.due = Day(extended);
    Inputs inputs;
    inputs.parts = {part};
    return LeafOf(Score(*plan, inputs, On(as_of)), kDated);
  };
  EXPECT_EQ(leaf("2019-12-31", "2020-01-05").achievement, 1);
  EXPECT_EQ(leaf("2020-01-01", "2020-01-05").achievement, 0);
  EXPECT_FALSE(leaf("", "2019-12-31").due);
  const Leaf open = leaf("", "2020-01-01");
  EXPECT_EQ(open.achievement, 0);
  EXPECT_THAT(open.flags, ElementsAre("overdue"));
  EXPECT_EQ(open.rule.en, "due 2019-12-31, no staged result approved by then: 0");
  EXPECT_EQ(leaf("2020-01-20", "2020-02-05", "2020-01-31").achievement, 1);
}

TEST(DatedDuty, TheLeafIsOfWhoHoldsThePart) {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput part = Part(*plan, "2", "2019", "construction-bureau", State::kOpen);
  part.holder = "quality-bureau";
  Inputs inputs;
  inputs.parts = {part};
  EXPECT_EQ(LeafOf(Score(*plan, inputs, On("2019-06-01")), kDated).lead, "market-bureau");  // As it is called by then.
}

TEST(DatedDuty, ASubmissionThatWaitsIsCreditedOnlyProvisionally) {
  const Leaf headline = Dated(State::kSubmitted, "2019-12-01", "2020-01-05");
  EXPECT_EQ(headline.achievement, 0);
  EXPECT_THAT(headline.flags, ElementsAre("awaiting_review", "overdue"));
  EXPECT_FALSE(Dated(State::kSubmitted, "2019-12-01", "2019-12-02").due);
  const Leaf provisional = Dated(State::kSubmitted, "2019-12-01", "2019-12-02", true);
  EXPECT_EQ(provisional.achievement, 1);
  EXPECT_THAT(provisional.flags, ElementsAre("awaiting_review", "provisional"));
  EXPECT_EQ(Dated(State::kSubmitted, "2020-01-02", "2020-01-05", true).achievement, 0.9);
}

TEST(DatedDuty, SuspendedAndCancelledLeaveEverySum) {
  for (const State state : {State::kSuspended, State::kCancelled}) {
    const Leaf leaf = Dated(state, "", "2020-02-01");
    EXPECT_FALSE(leaf.applicable);
    EXPECT_EQ(leaf.verdict, LeafVerdict::kNotApplicable);
    EXPECT_EQ(leaf.achievement, std::nullopt);
    EXPECT_EQ(leaf.high, 0);
    EXPECT_DOUBLE_EQ(leaf.points, 62.5);
  }
}

// Duty 4-1: the office reports each quarter from 2018Q2, and is rated each year.
Leaf Year(absl::string_view as_of, std::optional<double> rating, const std::vector<std::string>& reported) {
  const PlanPointer plan = testing_support::SmallCity();
  Inputs inputs;
  for (const std::string quarter : {"2018Q2", "2018Q3", "2018Q4"}) {
    PartInput part = Part(*plan, "4-1", quarter, "office", State::kOpen);
    part.reported = std::find(reported.begin(), reported.end(), quarter) != reported.end();
    if (quarter == "2018Q4") part.rating = rating;
    inputs.parts.push_back(part);
  }
  return LeafOf(Score(*plan, inputs, On(as_of)), "tasks/4-1/2018/office");
}

TEST(ContinuousDuty, IsWorthTheYearsRating) {
  const std::vector<std::string> all = {"2018Q2", "2018Q3", "2018Q4"};
  EXPECT_TRUE(Year("2019-01-01", 1, all).met);
  EXPECT_EQ(Year("2019-01-01", 0.6, all).achievement, 0.6);
  EXPECT_EQ(Year("2019-01-01", 0, all).achievement, 0);
  EXPECT_EQ(Year("2018-12-01", 0.8, all).achievement, 0.8);  // Rated early: it counts.
}

TEST(ContinuousDuty, AMissingReportCapsTheRating) {
  const Leaf capped = Year("2019-01-01", 1, {"2018Q2", "2018Q4"});
  EXPECT_EQ(capped.achievement, 0.8);
  EXPECT_THAT(capped.flags, ElementsAre("unreported"));
  EXPECT_EQ(Year("2019-01-01", 0.6, {}).achievement, 0.6);
  // The last quarter's report is not due yet.
  EXPECT_EQ(Year("2018-12-31", 1, {"2018Q2", "2018Q3"}).achievement, 1);
}

TEST(ContinuousDuty, ReportsAloneScoreNothing) {
  const std::vector<std::string> all = {"2018Q2", "2018Q3", "2018Q4"};
  const Leaf open = Year("2018-12-31", std::nullopt, all);
  EXPECT_FALSE(open.due);
  const Leaf unrated = Year("2019-01-01", std::nullopt, all);
  EXPECT_TRUE(unrated.due);
  EXPECT_EQ(unrated.verdict, LeafVerdict::kNoData);
  EXPECT_THAT(unrated.flags, ElementsAre("unrated"));
}

TEST(Duty, WorkOfAPredecessorCountsForItsSuccessor) {
  const PlanPointer plan = testing_support::SmallCity();
  PartInput part = Part(*plan, "1", "2019", "quality-bureau", State::kCompleted);  // market-bureau by the due day.
  part.submitted = Day("2019-03-01");
  Inputs inputs;
  inputs.parts = {part};
  const Leaf leaf = LeafOf(Score(*plan, inputs, On("2019-03-05")), "tasks/1/2019/market-bureau");
  EXPECT_TRUE(leaf.met);
  ASSERT_EQ(leaf.inputs.size(), 1u);
  EXPECT_EQ(leaf.inputs[0].subject, "quality-bureau");
  EXPECT_EQ(leaf.inputs[0].figure, (Text{"提交 2019-03-01", "submitted 2019-03-01"}));
}

TEST(Duty, WithoutTasksThePillarDoesNotApply) {
  const PlanPointer plan = testing_support::SmallCity();
  Inputs inputs;
  inputs.has_tasks = false;
  const Result result = Score(*plan, inputs, On("2020-06-30"));
  EXPECT_EQ(result.leaves.size(), 9u);
  EXPECT_FALSE(result.pillars[1].applicable);
  EXPECT_TRUE(result.pillars[0].applicable);
  EXPECT_FALSE(result.pillars[2].applicable);
  EXPECT_FALSE(result.pillars[3].applicable);
}

}  // namespace
}  // namespace qcity::aggregation::score
