// The steps of reviews and findings one by one: what may follow what, by whom, when, and which field is named.
#include "services/aggregation/reviews/rules.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/reviews/snapshot.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::aggregation::reviews {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::Told;

const domain::Plan& City() {
  static const auto& plan = *new std::shared_ptr<const domain::Plan>(testing_support::SmallCity());
  return *plan;
}

Actor At(absl::string_view day, const char* person = "li", const char* organization = "office") {
  const absl::CivilDay civil = *domain::ParseDay(day, "day");
  return {person, organization, absl::FromCivil(absl::CivilSecond(civil) + 43200, ShanghaiZone())};
}

v1::Review OpenOne() {
  v1::OpenReviewRequest request;
  request.set_kind(v1::EXPERT);
  request.set_title("专家预验收");
  return *Open(request, {}, "ab", At("2019-05-06"));
}

v1::InviteExpertRequest Invitation(const char* from, const char* to) {
  v1::InviteExpertRequest request;
  request.set_person("chen");
  request.set_organization("experts");
  request.set_from(from);
  request.set_to(to);
  return request;
}

v1::Finding NewFinding() {
  v1::RecordFindingRequest request;
  request.set_text("台账不全");
  request.set_severity(v1::MAJOR);
  v1::Finding finding = *FindingOf(OpenOne(), request, At("2019-05-07"));
  finding.set_name("campaigns/small-city/reviews/1/findings/1");
  return finding;
}

v1::AssignRectificationRequest Assignment(const char* owner = "east", const char* due = "2019-06-30") {
  v1::AssignRectificationRequest request;
  request.set_owner(owner);
  request.set_due(due);
  return request;
}

v1::ReportRectificationRequest Done() {
  v1::ReportRectificationRequest request;
  request.set_text("已补齐");
  request.add_evidence()->set_name("台账");
  return request;
}

v1::ReturnRectificationRequest Back() {
  v1::ReturnRectificationRequest request;
  request.set_reason("缺少 2 月");
  return request;
}

// A finding in that state, reported by zhao@east.
v1::Finding In(v1::FindingState state) {
  v1::Finding finding = NewFinding();
  if (state == v1::FINDING_RECORDED) return finding;
  finding = *Assign(finding, Assignment(), City(), At("2019-05-08"));
  if (state == v1::FINDING_ASSIGNED) return finding;
  finding = *Report(finding, Done(), City(), At("2019-05-20", "zhao", "east"));
  if (state == v1::FINDING_REPORTED) return finding;
  if (state == v1::FINDING_RETURNED) return *Return(finding, Back(), At("2019-05-21"));
  return *Rectify(finding, {}, At("2019-05-21"));
}

using FindingStep = std::function<absl::StatusOr<v1::Finding>(v1::Finding)>;

struct Row {
  const char* name;
  FindingStep step;
  std::vector<v1::FindingState> allowed;
};

TEST(Findings, EachStepFollowsItsStatesAlone) {
  const std::vector<Row> rows = {
      {"assign",
       [](v1::Finding f) { return Assign(std::move(f), Assignment(), City(), At("2019-05-22")); },
       {v1::FINDING_RECORDED, v1::FINDING_ASSIGNED, v1::FINDING_RETURNED}},
      {"report",
       [](v1::Finding f) { return Report(std::move(f), Done(), City(), At("2019-05-22", "wu", "east")); },
       {v1::FINDING_ASSIGNED, v1::FINDING_RETURNED}},
      {"rectify", [](v1::Finding f) { return Rectify(std::move(f), {}, At("2019-05-22")); }, {v1::FINDING_REPORTED}},
      {"return", [](v1::Finding f) { return Return(std::move(f), Back(), At("2019-05-22")); }, {v1::FINDING_REPORTED}},
  };
  for (const Row& row : rows) {
    for (int state = v1::FINDING_RECORDED; state <= v1::FINDING_RECTIFIED; ++state) {
      const bool allowed = std::count(row.allowed.begin(), row.allowed.end(), state) == 1;
      EXPECT_EQ(Told(row.step(In(static_cast<v1::FindingState>(state)))),
                allowed ? "OK" : "FAILED_PRECONDITION WRONG_STATE")
          << row.name << " from " << v1::FindingState_Name(state);
    }
  }
}

TEST(Findings, KeepEveryEvent) {
  v1::Finding finding = In(v1::FINDING_RETURNED);
  finding = *Report(finding, Done(), City(), At("2019-06-01", "zhao", "east"));
  finding = *Rectify(finding, {}, At("2019-06-02"));
  std::vector<std::string> story;
  for (const v1::FindingEvent& event : finding.events())
    story.push_back(absl::StrCat(v1::FindingState_Name(event.state()), " ", event.person()));
  EXPECT_THAT(story, ElementsAre("FINDING_RECORDED li", "FINDING_ASSIGNED li", "FINDING_REPORTED zhao",
                                 "FINDING_RETURNED li", "FINDING_REPORTED zhao", "FINDING_RECTIFIED li"));
  EXPECT_EQ(finding.events(1).owner(), "east");
  EXPECT_EQ(finding.events(1).due(), "2019-06-30");
  EXPECT_THAT(finding.events(2).evidence(), SizeIs(1));
}

TEST(Findings, AreClosedByAnotherPersonThanReported) {
  v1::Finding finding = *Assign(NewFinding(), Assignment("office"), City(), At("2019-05-08"));
  finding = *Report(finding, Done(), City(), At("2019-05-20", "wang", "office"));
  EXPECT_EQ(Told(Rectify(finding, {}, At("2019-05-21", "wang"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Rectify(finding, {}, At("2019-05-21", "li"))), "OK");
  // Who reported before it was returned may close what another reported then.
  finding = *Return(finding, Back(), At("2019-05-21"));
  finding = *Report(finding, Done(), City(), At("2019-05-22", "li", "office"));
  EXPECT_EQ(Told(Rectify(finding, {}, At("2019-05-23", "li"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Rectify(finding, {}, At("2019-05-23", "wang"))), "OK");
}

TEST(Findings, AreReportedByTheirOwnerOrWhoTookItsPlace) {
  EXPECT_EQ(Told(Report(In(v1::FINDING_ASSIGNED), Done(), City(), At("2019-05-20", "zhao", "north"))),
            "PERMISSION_DENIED NOT_THE_OWNER");
  const v1::Finding finding =
      *Assign(NewFinding(), Assignment("quality-bureau", "2019-03-31"), City(), At("2019-03-01"));
  EXPECT_EQ(Told(Report(finding, Done(), City(), At("2019-03-31", "zhao", "quality-bureau"))), "OK");
  EXPECT_EQ(Told(Report(finding, Done(), City(), At("2019-04-01", "zhao", "quality-bureau"))),
            "PERMISSION_DENIED NOT_THE_OWNER");
  EXPECT_EQ(Told(Report(finding, Done(), City(), At("2019-04-01", "zhao", "market-bureau"))), "OK");
}

TEST(Findings, NameTheFieldThatIsWrong) {
  const auto assign = [](const v1::AssignRectificationRequest& request) {
    return Told(Assign(NewFinding(), request, City(), At("2019-05-08")));
  };
  EXPECT_EQ(assign(Assignment("nowhere")), "INVALID_ARGUMENT owner");
  EXPECT_EQ(assign(Assignment("experts")), "INVALID_ARGUMENT owner");
  EXPECT_EQ(assign(Assignment("quality-bureau")), "INVALID_ARGUMENT owner");  // It has ended.
  EXPECT_EQ(assign(Assignment("east", "2019-05-07")), "INVALID_ARGUMENT due");
  EXPECT_EQ(assign(Assignment("east", "soon")), "INVALID_ARGUMENT due");
  EXPECT_EQ(assign(Assignment("east", "2019-05-08")), "OK");
  v1::ReportRectificationRequest report = Done();
  report.clear_evidence();
  const Actor owner = At("2019-05-20", "zhao", "east");
  EXPECT_EQ(Told(Report(In(v1::FINDING_ASSIGNED), report, City(), owner)), "INVALID_ARGUMENT evidence");
  report.add_evidence()->set_name("台账");
  report.mutable_evidence(0)->set_sha256("12");
  EXPECT_EQ(Told(Report(In(v1::FINDING_ASSIGNED), report, City(), owner)), "INVALID_ARGUMENT evidence[0].sha256");
  report.set_text(" ");
  EXPECT_EQ(Told(Report(In(v1::FINDING_ASSIGNED), report, City(), owner)), "INVALID_ARGUMENT text");
  EXPECT_EQ(Told(Return(In(v1::FINDING_REPORTED), {}, At("2019-05-21"))), "INVALID_ARGUMENT reason");
  v1::RecordFindingRequest record;
  record.set_text("台账不全");
  EXPECT_EQ(Told(FindingOf(OpenOne(), record, At("2019-05-07"))), "INVALID_ARGUMENT severity");
  record.set_severity(static_cast<v1::Severity>(9));
  EXPECT_EQ(Told(FindingOf(OpenOne(), record, At("2019-05-07"))), "INVALID_ARGUMENT severity");
  record.clear_text();
  EXPECT_EQ(Told(FindingOf(OpenOne(), record, At("2019-05-07"))), "INVALID_ARGUMENT text");
}

TEST(Findings, TurnYellowAndRedByTheirDueDay) {
  const v1::Finding finding = In(v1::FINDING_ASSIGNED);  // Due 2019-06-30.
  const auto light = [&](const v1::Finding& one, const char* day) {
    return LightOf(one, 30, *domain::ParseDay(day, "day"));
  };
  EXPECT_EQ(light(finding, "2019-05-30"), v1::FINDING_GREEN);
  EXPECT_EQ(light(finding, "2019-05-31"), v1::FINDING_YELLOW);
  EXPECT_EQ(light(finding, "2019-06-30"), v1::FINDING_YELLOW);
  EXPECT_EQ(light(finding, "2019-07-01"), v1::FINDING_RED);
  EXPECT_EQ(light(In(v1::FINDING_REPORTED), "2019-07-01"), v1::FINDING_RED);
  EXPECT_EQ(light(In(v1::FINDING_RECTIFIED), "2019-07-01"), v1::FINDING_OFF);
  EXPECT_EQ(light(NewFinding(), "2019-07-01"), v1::FINDING_OFF);
}

TEST(Experts, AreLetInOnTheDaysOfTheirLastInvitation) {
  v1::Review review = *Invite(OpenOne(), Invitation("2019-05-08", "2019-05-10"), City(), At("2019-05-06"));
  const auto told = [&](const char* day, const char* person = "chen", const char* organization = "experts") {
    return Told(RequireInvited(review, At(day, person, organization)));
  };
  EXPECT_EQ(told("2019-05-07"), "PERMISSION_DENIED NOT_INVITED");
  EXPECT_EQ(told("2019-05-08"), "OK");
  EXPECT_EQ(told("2019-05-10"), "OK");
  EXPECT_EQ(told("2019-05-11"), "PERMISSION_DENIED NOT_INVITED");
  EXPECT_EQ(told("2019-05-08", "zhou"), "PERMISSION_DENIED NOT_INVITED");
  EXPECT_EQ(told("2019-05-08", "chen", "survey-agency"), "PERMISSION_DENIED NOT_INVITED");
  review = *Invite(review, Invitation("2019-05-20", "2019-05-20"), City(), At("2019-05-09"));
  EXPECT_EQ(told("2019-05-10"), "PERMISSION_DENIED NOT_INVITED");
  EXPECT_EQ(told("2019-05-20"), "OK");
  EXPECT_THAT(review.invitations(), SizeIs(2));
}

TEST(Experts, AreInvitedByNameOrganisationAndDays) {
  const auto told = [](const std::function<void(v1::InviteExpertRequest&)>& spoil) {
    v1::InviteExpertRequest request = Invitation("2019-05-08", "2019-05-10");
    spoil(request);
    return Told(Invite(OpenOne(), request, City(), At("2019-05-06")));
  };
  EXPECT_EQ(told([](auto& r) { r.set_person(""); }), "INVALID_ARGUMENT person");
  EXPECT_EQ(told([](auto& r) { r.set_person("陈"); }), "INVALID_ARGUMENT person");
  EXPECT_EQ(told([](auto& r) { r.set_person(std::string(65, 'a')); }), "INVALID_ARGUMENT person");
  EXPECT_EQ(told([](auto& r) { r.set_organization("east"); }), "INVALID_ARGUMENT organization");
  EXPECT_EQ(told([](auto& r) { r.set_from("8 May"); }), "INVALID_ARGUMENT from");
  EXPECT_EQ(told([](auto& r) { r.set_to("2019-02-30"); }), "INVALID_ARGUMENT to");
  EXPECT_EQ(told([](auto& r) { r.set_to("2019-05-07"); }), "INVALID_ARGUMENT to");
}

TEST(Experts, SayWhyTheyQuestion) {
  const v1::Review review = *Invite(OpenOne(), Invitation("2019-05-08", "2019-05-10"), City(), At("2019-05-06"));
  v1::MarkItemRequest request;
  const Actor expert = At("2019-05-09", "chen", "experts");
  EXPECT_EQ(Told(MarkOf(review, request, expert)), "INVALID_ARGUMENT mark");
  request.set_mark(v1::QUESTIONED);
  EXPECT_EQ(Told(MarkOf(review, request, expert)), "INVALID_ARGUMENT remark");
  request.set_remark("抽样范围不清");
  EXPECT_EQ(Told(MarkOf(review, request, expert)), "OK");
  EXPECT_EQ(Told(MarkOf(review, request, At("2019-05-11", "chen", "experts"))), "PERMISSION_DENIED NOT_INVITED");
  request.set_mark(v1::CHECKED);
  request.clear_remark();
  EXPECT_EQ(Told(MarkOf(review, request, expert)), "OK");
}

TEST(Reviews, AreOpenedWithKindAndTitle) {
  v1::OpenReviewRequest request;
  request.set_title("自查");
  EXPECT_EQ(Told(Open(request, {}, "", At("2019-05-06"))), "INVALID_ARGUMENT kind");
  request.set_kind(v1::SELF);
  request.clear_title();
  EXPECT_EQ(Told(Open(request, {}, "", At("2019-05-06"))), "INVALID_ARGUMENT title");
}

v1::CloseReviewRequest Closing(const char* finding = nullptr) {
  v1::CloseReviewRequest request;
  request.set_conclusion("基本达到要求");
  if (finding == nullptr) return request;
  request.add_carried_over()->set_finding(finding);
  request.mutable_carried_over(0)->set_reason("设备招标中");
  return request;
}

TEST(Reviews, AreClosedWhenEveryFindingIsRectifiedOrCarriedOver) {
  const Actor office = At("2019-05-31");
  EXPECT_EQ(Told(Close({OpenOne(), {}}, {}, office).status()), "INVALID_ARGUMENT conclusion");
  EXPECT_EQ(Told(Close({OpenOne(), {In(v1::FINDING_RECTIFIED)}}, Closing(), office).status()), "OK");
  for (int state = v1::FINDING_RECORDED; state < v1::FINDING_RECTIFIED; ++state) {
    const Closed before = {OpenOne(), {In(static_cast<v1::FindingState>(state))}};
    EXPECT_EQ(Told(Close(before, Closing(), office).status()), "FAILED_PRECONDITION FINDINGS_OPEN");
    EXPECT_EQ(Told(Close(before, Closing("1"), office).status()),
              state == v1::FINDING_RECORDED ? "INVALID_ARGUMENT carried_over[0].finding" : "OK");
  }
  const Closed closed = *Close({OpenOne(), {In(v1::FINDING_REPORTED)}}, Closing("1"), office);
  EXPECT_EQ(closed.review.state(), v1::REVIEW_CLOSED);
  EXPECT_EQ(closed.findings[0].carried_over(), "设备招标中");
  EXPECT_EQ(closed.findings[0].state(), v1::FINDING_REPORTED);
  EXPECT_EQ(Told(Close(closed, Closing(), office).status()), "FAILED_PRECONDITION WRONG_STATE");
  // Who closed the review did not report: he may close the item, and who reported still may not.
  EXPECT_EQ(Told(Rectify(closed.findings[0], {}, office)), "OK");
  EXPECT_EQ(Told(Rectify(closed.findings[0], {}, At("2019-06-01", "zhao"))), "FAILED_PRECONDITION FOUR_EYES");
}

TEST(Reviews, CarryOverOnlyWhatIsOpenAndEachOnce) {
  const Actor office = At("2019-05-31");
  const Closed before = {OpenOne(), {In(v1::FINDING_ASSIGNED)}};
  EXPECT_EQ(Told(Close(before, Closing("2"), office).status()), "INVALID_ARGUMENT carried_over[0].finding");
  EXPECT_EQ(Told(Close({OpenOne(), {In(v1::FINDING_RECTIFIED)}}, Closing("1"), office).status()),
            "INVALID_ARGUMENT carried_over[0].finding");
  v1::CloseReviewRequest twice = Closing("1");
  *twice.add_carried_over() = twice.carried_over(0);
  EXPECT_EQ(Told(Close(before, twice, office).status()), "INVALID_ARGUMENT carried_over[1].finding");
  twice.mutable_carried_over(0)->clear_reason();
  EXPECT_EQ(Told(Close(before, twice, office).status()), "INVALID_ARGUMENT carried_over[0].reason");
}

TEST(Reviews, TakeNothingNewOnceTheyAreClosed) {
  v1::Review review = *Invite(OpenOne(), Invitation("2019-05-08", "2019-12-31"), City(), At("2019-05-06"));
  review = Close({review, {}}, Closing(), At("2019-05-31"))->review;
  v1::MarkItemRequest mark;
  mark.set_mark(v1::CHECKED);
  EXPECT_EQ(Told(MarkOf(review, mark, At("2019-06-01", "chen", "experts"))), "FAILED_PRECONDITION WRONG_STATE");
  v1::RecordFindingRequest record;
  record.set_text("台账不全");
  record.set_severity(v1::MINOR);
  EXPECT_EQ(Told(FindingOf(review, record, At("2019-06-01"))), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_EQ(Told(Invite(review, Invitation("2019-06-02", "2019-06-03"), City(), At("2019-06-01"))),
            "FAILED_PRECONDITION WRONG_STATE");
}

v1::ItemMark MarkBy(const char* person, const char* item, v1::Mark mark) {
  v1::ItemMark made;
  made.set_person(person);
  made.set_organization("experts");
  made.set_item(item);
  made.set_mark(mark);
  return made;
}

TEST(Items, AreTheLeavesAndTheLastMarkOfEachExpertStands) {
  const v1::FrozenReadiness frozen = FreezeOf(City(), EntitiesOf(RandomHistory(City(), 7)), absl::CivilDay(2019, 5, 6));
  const std::vector<v1::ReviewItem> items =
      ItemsOf(frozen, {MarkBy("chen", "indicators/2", v1::QUESTIONED), MarkBy("zhou", "indicators/2", v1::CHECKED),
                       MarkBy("chen", "indicators/2", v1::CHECKED), MarkBy("chen", "indicators/3", v1::CHECKED),
                       MarkBy("zhou", "indicators/3", v1::QUESTIONED)});
  ASSERT_NE(FindItem(items, "indicators/2"), nullptr);
  const auto& marks = FindItem(items, "indicators/2")->marks();
  ASSERT_THAT(marks, SizeIs(3));
  EXPECT_TRUE(marks[0].superseded());
  EXPECT_FALSE(marks[1].superseded() || marks[2].superseded());
  const v1::Review counted = WithCounts(OpenOne(), items, {});
  EXPECT_EQ(counted.checked(), 1);
  EXPECT_EQ(counted.questioned(), 1);
  EXPECT_EQ(counted.items(), static_cast<int>(items.size()));
  EXPECT_GT(counted.items(), City().document().indicators_size());
}

TEST(Snapshot, HoldsNothingThatWasRecordedLater) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const History history = RandomHistory(City(), seed);
    const absl::CivilDay day(2019, 5, 6);
    const std::string whole = FreezeOf(City(), EntitiesOf(history), day).SerializeAsString();
    EXPECT_EQ(FreezeOf(City(), EntitiesOf(UpTo(history, EndOfShanghaiDay(day))), day).SerializeAsString(), whole)
        << seed;
  }
}

}  // namespace
}  // namespace qcity::aggregation::reviews
