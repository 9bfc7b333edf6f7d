// Activities and briefings, served on the plan of Ezhou: what counts into which criterion, beside what leads claim.
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/tasks/v1/activities.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::ActivitiesService::Stub;

constexpr char kTask16[] = "campaigns/ezhou-2017/tasks/16";
constexpr char kLead[] = "li@zhijianju";

class ActivitiesTest : public testing::Test {
 protected:
  v1::RecordActivityRequest New(const char* task = kTask16, const char* criterion = "quality-month") {
    v1::RecordActivityRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_parent("campaigns/ezhou-2017");
    v1::Activity& activity = *request.mutable_activity();
    activity.set_task(task);
    activity.set_kind(v1::PUBLICITY);
    activity.set_title("质量月启动仪式");
    activity.set_date("2018-09-01");
    activity.set_place("明塔广场");
    activity.set_organiser("市质监局");
    activity.set_participants(300);
    if (*criterion != '\0') activity.add_criteria(criterion);
    activity.add_evidence()->set_name("照片");
    return request;
  }
  absl::StatusOr<v1::Activity> Record(const v1::RecordActivityRequest& request, const char* caller = kLead) {
    return Call(*stub_, &Stub::RecordActivity, caller, request);
  }
  absl::StatusOr<v1::Activity> Withdraw(const std::string& name, const char* caller) {
    v1::WithdrawActivityRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_name(name);
    request.set_reason("重复记录");
    return Call(*stub_, &Stub::WithdrawActivity, caller, request);
  }
  v1::ActivityCounts Counts(const char* occurrence) {
    v1::GetActivityCountsRequest request;
    request.set_name(absl::StrCat("campaigns/ezhou-2017/tasks/", occurrence));
    const auto counts = Call(*stub_, &Stub::GetActivityCounts, "li@jiaoyuju", request);
    EXPECT_EQ(Told(counts), "OK");
    return counts.value_or(v1::ActivityCounts());
  }
  double Counted(const char* occurrence, const std::string& key) {
    const v1::ActivityCounts counts = Counts(occurrence);
    for (const v1::CriterionCount& count : counts.criteria())
      if (count.key() == key) return count.counted();
    return -1;
  }
  v1::ListActivitiesResponse List(v1::ListActivitiesRequest request) {
    request.set_parent("campaigns/ezhou-2017");
    const auto response = Call(*stub_, &Stub::ListActivities, kLead, request);
    EXPECT_EQ(Told(response), "OK");
    return response.value_or(v1::ListActivitiesResponse());
  }
  // Duty 16 of 2018, every criterion answered with 1.
  void Submit() {
    v1::SubmitCompletionRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_name("campaigns/ezhou-2017/tasks/16/occurrences/2018");
    const v1::ActivityCounts counts = Counts("16/occurrences/2018");
    for (const v1::CriterionCount& count : counts.criteria()) {
      v1::CriterionAnswer& answer = *request.add_answers();
      answer.set_key(count.key());
      answer.set_value(1);
    }
    request.add_evidence()->set_name("总结");
    const auto tasks = v1::TasksService::NewStub(server_.channel());
    ASSERT_EQ(Told(Call(*tasks, &v1::TasksService::Stub::SubmitCompletion, kLead, request)), "OK");
  }
  std::map<std::string, v1::Support> Supports() {
    std::map<std::string, v1::Support> supports;
    const v1::ActivityCounts counts = Counts("16/occurrences/2018");
    for (const v1::CriterionCount& count : counts.criteria())
      for (const v1::CriterionClaim& claim : count.claims()) supports[count.key()] = claim.support();
    return supports;
  }
  absl::StatusOr<v1::Briefing> Brief(const char* caller, const char* organization, const char* month) {
    v1::SubmitBriefingRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_parent("campaigns/ezhou-2017");
    request.set_organization(organization);
    request.set_month(month);
    request.set_title("质量月活动");
    request.set_text("9 月 1 日启动。\n共 300 人参加。");
    return Call(*stub_, &Stub::SubmitBriefing, caller, request);
  }

  testing_support::TestServer server_{{MakeModule}, {.plans = "common/plans/ezhou-2017", .now = NoonOf(2018, 10, 15)}};
  std::unique_ptr<Stub> stub_ = v1::ActivitiesService::NewStub(server_.channel());
  int requests_ = 0;
};

TEST_F(ActivitiesTest, CountOnceIntoTheCriteriaOfTheirYear) {
  ASSERT_EQ(Told(Record(New())), "OK");
  v1::RecordActivityRequest with_leaders = New();
  with_leaders.mutable_activity()->add_criteria("leaders");
  with_leaders.mutable_activity()->set_leaders_present(3);
  ASSERT_EQ(Told(Record(with_leaders, "li@gongshangju")), "OK");
  v1::RecordActivityRequest year_before = New();
  year_before.mutable_activity()->set_date("2017-09-05");
  ASSERT_EQ(Told(Record(year_before)), "OK");
  EXPECT_EQ(Counted("16/occurrences/2018", "quality-month"), 2);
  EXPECT_EQ(Counted("16/occurrences/2018", "leaders"), 1);  // Activities, not leaders.
  EXPECT_EQ(Counted("16/occurrences/2018", "consumer-day"), 0);
  EXPECT_EQ(Counted("16/occurrences/2017", "quality-month"), 1);
  EXPECT_EQ(Counts("16/occurrences/2018").activities(), 2);
}

TEST_F(ActivitiesTest, EnterprisesAndDaysCountByTheirNumber) {
  v1::RecordActivityRequest training = New("campaigns/ezhou-2017/tasks/11", "enterprises");
  training.mutable_activity()->set_enterprises(60);
  ASSERT_EQ(Told(Record(training, "li@zhiqiangban")), "OK");
  training.set_request_id("again");
  training.mutable_activity()->set_enterprises(45);
  ASSERT_EQ(Told(Record(training, "li@zhiqiangban")), "OK");
  EXPECT_EQ(Counted("11/occurrences/2018", "enterprises"), 105);
  v1::RecordActivityRequest open = New("campaigns/ezhou-2017/tasks/13", "open-days");
  open.mutable_activity()->set_last_date("2018-09-10");
  ASSERT_EQ(Told(Record(open, "li@zhiqiangban")), "OK");
  EXPECT_EQ(Counted("13/occurrences/2018", "open-days"), 10);
}

TEST_F(ActivitiesTest, AClaimBeyondTheRecordIsFlaggedUntilItIsBorneOut) {
  Submit();
  EXPECT_EQ(Supports()["quality-month"], v1::NOT_RECORDED);
  const absl::StatusOr<v1::Activity> recorded = Record(New());
  ASSERT_EQ(Told(recorded), "OK");
  EXPECT_EQ(Supports()["quality-month"], v1::SUPPORTED);
  EXPECT_EQ(Supports()["consumer-day"], v1::UNSUPPORTED);
  ASSERT_EQ(Told(Record(New(kTask16, "consumer-day"))), "OK");
  EXPECT_EQ(Supports()["consumer-day"], v1::SUPPORTED);
  ASSERT_EQ(Told(Withdraw(recorded->name(), kLead)), "OK");
  EXPECT_EQ(Supports()["quality-month"], v1::UNSUPPORTED);
}

TEST_F(ActivitiesTest, AreWithdrawnOnceByTheirUnitOrTheOffice) {
  const absl::StatusOr<v1::Activity> recorded = Record(New());
  ASSERT_EQ(Told(recorded), "OK");
  EXPECT_EQ(recorded->name(), "campaigns/ezhou-2017/activities/1");
  EXPECT_EQ(Told(Withdraw(recorded->name(), "li@gongshangju")), "PERMISSION_DENIED NOT_YOUR_ACTIVITY");
  EXPECT_EQ(Told(Withdraw("campaigns/ezhou-2017/activities/9", kLead)), "NOT_FOUND ACTIVITY_NOT_FOUND");
  EXPECT_EQ(Told(Withdraw("activities/1", kLead)), "INVALID_ARGUMENT name");
  const absl::StatusOr<v1::Activity> withdrawn = Withdraw(recorded->name(), "li@zhiqiangban");
  ASSERT_EQ(Told(withdrawn), "OK");
  EXPECT_EQ(withdrawn->withdrawal_reason(), "重复记录");
  EXPECT_EQ(Told(Withdraw(recorded->name(), kLead)), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_THAT(List({}).activities(), IsEmpty());
  v1::ListActivitiesRequest all;
  all.set_withdrawn(true);
  EXPECT_THAT(List(all).activities(), SizeIs(1));
}

TEST_F(ActivitiesTest, ABadFieldIsNamed) {
  const auto told = [&](void (*spoil)(v1::Activity&)) {
    v1::RecordActivityRequest request = New();
    spoil(*request.mutable_activity());
    return Told(Record(request, "li@zhiqiangban"));
  };
  EXPECT_EQ(told([](v1::Activity& a) { a.set_task("campaigns/ezhou-2017/tasks/99"); }), "NOT_FOUND TASK_NOT_FOUND");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_task("16"); }), "INVALID_ARGUMENT activity.task");
  EXPECT_EQ(told([](v1::Activity& a) { a.clear_kind(); }), "INVALID_ARGUMENT activity.kind");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_title(" "); }), "INVALID_ARGUMENT activity.title");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_date("2018-10-16"); }), "INVALID_ARGUMENT activity.date");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_date("2018-02-30"); }), "INVALID_ARGUMENT activity.date");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_last_date("2018-08-31"); }), "INVALID_ARGUMENT activity.last_date");
  EXPECT_EQ(told([](v1::Activity& a) { a.clear_place(); }), "INVALID_ARGUMENT activity.place");
  EXPECT_EQ(told([](v1::Activity& a) { a.clear_organiser(); }), "INVALID_ARGUMENT activity.organiser");
  EXPECT_EQ(told([](v1::Activity& a) { a.set_participants(-1); }), "INVALID_ARGUMENT activity.participants");
  EXPECT_EQ(told([](v1::Activity& a) { a.add_criteria("sites"); }), "INVALID_ARGUMENT activity.criteria[1]");
  EXPECT_EQ(told([](v1::Activity& a) { a.add_criteria("quality-month"); }), "INVALID_ARGUMENT activity.criteria[0]");
  EXPECT_EQ(told([](v1::Activity& a) { a.add_criteria("leaders"); }), "INVALID_ARGUMENT activity.leaders_present");
  EXPECT_EQ(told([](v1::Activity& a) { a.clear_evidence(); }), "INVALID_ARGUMENT activity.evidence");
  EXPECT_THAT(List({}).activities(), IsEmpty());
}

TEST_F(ActivitiesTest, OnlyWhoTakesPartRecords) {
  EXPECT_EQ(Record(New(), "li@jiaoyuju").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Told(Record(New(), kLead)), "OK");
  const v1::RecordActivityRequest request = New();
  ASSERT_EQ(Told(Record(request)), "OK");
  ASSERT_EQ(Told(Record(request)), "OK");  // A repeated request acts once.
  EXPECT_THAT(List({}).activities(), SizeIs(2));
}

TEST_F(ActivitiesTest, AreListedPageByPageAndNarrowed) {
  for (int i = 0; i < 5; ++i) ASSERT_EQ(Told(Record(New())), "OK");
  ASSERT_EQ(Told(Record(New(kTask16, ""), "li@gongshangju")), "OK");
  v1::ListActivitiesRequest request;
  request.set_page_size(4);
  const v1::ListActivitiesResponse first = List(request);
  EXPECT_THAT(first.activities(), SizeIs(4));
  request.set_page_token(first.next_page_token());
  const v1::ListActivitiesResponse second = List(request);
  EXPECT_THAT(second.activities(), SizeIs(2));
  EXPECT_EQ(second.next_page_token(), "");
  v1::ListActivitiesRequest narrow;
  narrow.set_organization("gongshangju");
  EXPECT_THAT(List(narrow).activities(), SizeIs(1));
  narrow.set_to("2018-08-31");
  EXPECT_THAT(List(narrow).activities(), IsEmpty());
}

TEST_F(ActivitiesTest, BriefingsAreOfOnesOwnUnitAndAMonthThatHasBegun) {
  EXPECT_EQ(Told(Brief(kLead, "zhijianju", "2018-09")), "OK");
  EXPECT_EQ(Brief(kLead, "jiaoyuju", "2018-09").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Told(Brief(kLead, "zhijianju", "2018-11")), "INVALID_ARGUMENT month");
  EXPECT_EQ(Told(Brief(kLead, "zhijianju", "2018Q3")), "INVALID_ARGUMENT month");
  EXPECT_EQ(Told(Brief("li@zhiqiangban", "jiaoyuju", "2018-10")), "OK");
  v1::ListBriefingsRequest request;
  request.set_parent("campaigns/ezhou-2017");
  request.set_month("2018-09");
  const auto listed = Call(*stub_, &Stub::ListBriefings, "li@jiaoyuju", request);
  ASSERT_EQ(Told(listed), "OK");
  ASSERT_THAT(listed->briefings(), SizeIs(1));
  EXPECT_EQ(listed->briefings(0).text(), "9 月 1 日启动。\n共 300 人参加。");
}

}  // namespace
}  // namespace qcity::tasks
