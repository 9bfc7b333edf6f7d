#include "services/tasks/check.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "services/tasks/agenda.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::SmallCity;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;

const absl::CivilDay kToday(2018, 5, 7);

v1::SubmitCompletionRequest Complete() {
  v1::SubmitCompletionRequest request;
  v1::CriterionAnswer& answer = *request.add_answers();
  answer.set_key("centers");
  answer.set_value(1);
  request.add_evidence()->set_name("验收报告");
  return request;
}

std::string Submitted(const v1::SubmitCompletionRequest& request) {
  return Told(CheckSubmission(*SmallCity()->FindTask("1"), request));
}

TEST(TaskChecks, ASubmissionAnswersExactlyTheCriteria) {
  EXPECT_EQ(Submitted(Complete()), "OK");
  v1::SubmitCompletionRequest request = Complete();
  request.clear_answers();
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT answers");
  request = Complete();
  *request.add_answers() = request.answers(0);
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT answers[1].key");
  request = Complete();
  request.mutable_answers(0)->set_key("centres");
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT answers[0].key");
  // A duty without criteria has none to answer.
  EXPECT_EQ(Told(CheckSubmission(*SmallCity()->FindTask("2"), Complete())), "INVALID_ARGUMENT answers[0].key");
}

TEST(TaskChecks, ASubmissionHasEvidence) {
  v1::SubmitCompletionRequest request = Complete();
  request.clear_evidence();
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT evidence");
  request = Complete();
  request.add_evidence();
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT evidence[1].name");
  request = Complete();
  request.mutable_evidence(0)->set_sha256("abc");
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT evidence[0].sha256");
  request.mutable_evidence(0)->set_sha256(std::string(64, 'A'));
  EXPECT_EQ(Submitted(request), "OK");
  request.mutable_evidence(0)->set_uri(std::string(2001, 'x'));
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT evidence[0].uri");
  request = Complete();
  for (int i = 0; i < 100; ++i) *request.add_evidence() = request.evidence(0);
  EXPECT_EQ(Submitted(request), "INVALID_ARGUMENT evidence");
}

TEST(TaskChecks, OccurrencesAreThePlans) {
  const auto told = [](absl::string_view name) { return Told(CheckOccurrence(*SmallCity(), name)); };
  EXPECT_EQ(told("campaigns/small-city/tasks/1/occurrences/2019"), "OK");
  EXPECT_EQ(told("campaigns/small-city/tasks/4-1/occurrences/2018Q2"), "OK");
  EXPECT_EQ(told("campaigns/small-city/tasks/4-1/occurrences/2018Q1"), "NOT_FOUND OCCURRENCE_NOT_FOUND");
  EXPECT_EQ(told("campaigns/small-city/tasks/1/occurrences/2018"), "NOT_FOUND OCCURRENCE_NOT_FOUND");
  EXPECT_EQ(told("campaigns/small-city/tasks/9/occurrences/2018"), "NOT_FOUND TASK_NOT_FOUND");
  EXPECT_EQ(told("campaigns/ezhou-2017/tasks/1/occurrences/2019"), "NOT_FOUND CAMPAIGN_NOT_FOUND");
  for (const char* name : {"", "1", "campaigns/small-city/tasks/1", "campaigns/small-city/tasks/1/occurrences/",
                           "campaigns/small-city/indicators/1/occurrences/2019"}) {
    EXPECT_EQ(told(name), "INVALID_ARGUMENT name") << name;
  }
}

TEST(TaskChecks, AUnitActsForItselfAndTheOfficeForAnybody) {
  const domain::Plan& plan = *SmallCity();
  const Place place = *FindPlace(plan, "3", "2019");  // East, north (west has left) and the office.
  const auto own = [&](absl::string_view lead, absl::string_view caller, bool office) {
    const absl::StatusOr<std::string> found = CheckOwnLead(plan, place, {}, lead, caller, office, kToday);
    return found.ok() ? *found : Told(found);
  };
  EXPECT_EQ(own("", "east", false), "east");
  EXPECT_EQ(own("east", "east", false), "east");
  EXPECT_EQ(own("north", "east", false), "PERMISSION_DENIED NOT_YOUR_PART");
  EXPECT_EQ(own("", "west", false), "NOT_FOUND PART_NOT_FOUND");
  EXPECT_EQ(own("", "office", true), "office");
  EXPECT_EQ(own("north", "office", true), "north");
  EXPECT_EQ(own("west", "office", true), "NOT_FOUND PART_NOT_FOUND");
  EXPECT_EQ(Told(CheckLead(plan, place, {}, "", kToday)), "INVALID_ARGUMENT lead");
  EXPECT_EQ(Told(CheckLead(plan, place, {}, "nobody", kToday)), "NOT_FOUND PART_NOT_FOUND");
}

TEST(TaskChecks, ARatingStandsOnAContinuousDutysLastQuarterOfTheYear) {
  const domain::Plan& plan = *SmallCity();
  EXPECT_EQ(*CheckRatedYear(plan, *FindPlace(plan, "4-1", "2018Q4")), 2018);
  EXPECT_EQ(*CheckRatedYear(plan, *FindPlace(plan, "4-1", "2020Q1")), 2020);  // The campaign's last.
  EXPECT_EQ(Told(CheckRatedYear(plan, *FindPlace(plan, "4-1", "2018Q3"))), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(CheckRatedYear(plan, *FindPlace(plan, "3", "2018"))), "INVALID_ARGUMENT name");
}

TEST(TaskChecks, OnlyAnExcellentYearNeedsNoReason) {
  EXPECT_EQ(Told(CheckRating(v1::EXCELLENT, "")), "OK");
  EXPECT_EQ(Told(CheckRating(v1::GOOD, "")), "INVALID_ARGUMENT reason");
  EXPECT_EQ(Told(CheckRating(v1::FAIL, "未开展")), "OK");
  EXPECT_EQ(Told(CheckRating(v1::RATING_UNSPECIFIED, "x")), "INVALID_ARGUMENT rating");
}

TEST(TaskChecks, PercentAndWords) {
  EXPECT_EQ(Told(CheckPercent(0)), "OK");
  EXPECT_EQ(Told(CheckPercent(100)), "OK");
  EXPECT_EQ(Told(CheckPercent(-1)), "INVALID_ARGUMENT percent");
  EXPECT_EQ(Told(CheckPercent(101)), "INVALID_ARGUMENT percent");
  EXPECT_EQ(Told(CheckWords("", "text")), "INVALID_ARGUMENT text");
  EXPECT_EQ(Told(CheckWords(std::string(20'001, 'x'), "text")), "INVALID_ARGUMENT text");
  EXPECT_EQ(Told(CheckWords("一\n二", "text")), "OK");
}

TEST(Agenda, IsInOrderOfDueDayThenPlan) {
  const domain::Plan& plan = *SmallCity();
  const std::vector<Place> agenda = AgendaOf(plan);
  EXPECT_EQ(agenda.size(), 1u + 1 + 3 + 8 + 3);
  const auto place = [&](const Place& one) {
    return std::make_pair(one.occurrence.due, plan.TaskIndex(one.task->number()));
  };
  for (std::size_t i = 1; i < agenda.size(); ++i) {
    EXPECT_LT(place(agenda[i - 1]), place(agenda[i])) << agenda[i].task->number() << " " << agenda[i].occurrence.id;
  }
}

TEST(Agenda, MembersOfGroupsLeadEachByThemselvesAsTheyAreOnTheDueDay) {
  const domain::Plan& plan = *SmallCity();
  const auto leads = [&](absl::string_view task, absl::string_view id) {
    const Place place = *FindPlace(plan, task, id);
    return BodiesOf(plan, place.task->leads(), place.occurrence.due);
  };
  EXPECT_THAT(leads("3", "2018"), ElementsAre("east", "west", "office"));
  EXPECT_THAT(leads("3", "2019"), ElementsAre("east", "north", "office"));
  EXPECT_THAT(leads("1", "2019"), ElementsAre("market-bureau"));
}

TEST(Agenda, AnOrganisationAnswersForWhomItBecomesAndWhomItFollowed) {
  const domain::Plan& plan = *SmallCity();  // The quality bureau becomes the market bureau on 2019-04-01.
  const absl::CivilDay before(2018, 12, 31), after(2019, 6, 30);
  EXPECT_TRUE(AnswersFor(plan, "quality-bureau", "market-bureau", after, kToday));
  EXPECT_TRUE(AnswersFor(plan, "market-bureau", "quality-bureau", before, after));
  EXPECT_FALSE(AnswersFor(plan, "market-bureau", "quality-bureau", before, kToday));
  EXPECT_FALSE(AnswersFor(plan, "environment-bureau", "market-bureau", after, kToday));
  EXPECT_FALSE(AnswersFor(plan, "nobody", "market-bureau", after, kToday));
}

}  // namespace
}  // namespace qcity::tasks
