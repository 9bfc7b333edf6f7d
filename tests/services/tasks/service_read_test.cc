#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = TasksClient::Stub;

v1::ListTasksRequest All() {
  v1::ListTasksRequest request;
  request.set_parent("campaigns/small-city");
  return request;
}

// "1/2019" for each occurrence listed.
std::vector<std::string> Listed(const v1::ListTasksResponse& response) {
  std::vector<std::string> listed;
  for (const v1::Occurrence& occurrence : response.occurrences()) {
    const std::string& name = occurrence.name();
    listed.push_back(absl::StrCat(occurrence.task().number(), "/", name.substr(name.rfind('/') + 1)));
  }
  return listed;
}

class ReadTest : public testing::Test {
 protected:
  // What the list gives with the filters that `narrow` sets; the error in one line if it is refused.
  std::vector<std::string> List(const std::function<void(v1::ListTasksRequest&)>& narrow) {
    v1::ListTasksRequest request = All();
    narrow(request);
    const absl::StatusOr<v1::ListTasksResponse> response = client_.Call(&Stub::ListTasks, "yi@experts", request);
    if (!response.ok()) return {Told(response)};
    return Listed(*response);
  }

  // "1/2019/market-bureau -3" for each reminder.
  std::vector<std::string> Remind(const std::string& date, const std::string& organization = "") {
    v1::ListRemindersRequest request;
    request.set_parent("campaigns/small-city");
    request.set_date(date);
    request.set_organization(organization);
    const absl::StatusOr<v1::ListRemindersResponse> response =
        client_.Call(&Stub::ListReminders, "wang@office", request);
    if (!response.ok()) return {Told(response)};
    std::vector<std::string> told;
    for (const v1::Reminder& reminder : response->reminders()) {
      told.push_back(
          absl::StrCat(reminder.title(), " ", reminder.lead(), " ", reminder.due(), " ", reminder.days_left()));
    }
    return told;
  }

  TasksClient client_;
};

TEST_F(ReadTest, TasksAreListedByDueDayThenInThePlansOrder) {
  EXPECT_THAT(List([](auto& r) {}), ElementsAre("3/2018", "4-1/2018Q2", "4-1/2018Q3", "4-1/2018Q4", "4-2/2018",
                                                "3/2019", "4-1/2019Q1", "1/2019", "4-1/2019Q2", "4-1/2019Q3", "2/2019",
                                                "4-1/2019Q4", "4-2/2019", "3/2020", "4-1/2020Q1", "4-2/2020"));
}

TEST_F(ReadTest, TasksAreFilteredByWhatThePlanSays) {
  EXPECT_THAT(List([](auto& r) { r.set_group("监管"); }), ElementsAre("1/2019", "2/2019"));
  EXPECT_THAT(List([](auto& r) { r.set_due_from("2019-03-20"), r.set_due_to("2019-03-31"); }),
              ElementsAre("3/2019", "4-1/2019Q1"));
  EXPECT_THAT(List([](auto& r) { r.set_phase("验收"); }), ElementsAre("4-2/2020"));
  EXPECT_THAT(List([](auto& r) { r.set_phase("验收"), r.set_due_to("2020-06-14"); }), IsEmpty());
  EXPECT_THAT(List([](auto& r) { r.set_organization("environment-bureau"); }),
              ElementsAre("4-2/2018", "4-2/2019", "4-2/2020"));
}

TEST_F(ReadTest, AnOrganisationTakesPartAsLeadOrByCooperating) {
  const auto of = [&](const std::string& organization, v1::ListTasksRequest::Participation how) {
    return List([&](auto& r) { r.set_organization(organization), r.set_participation(how); });
  };
  using Request = v1::ListTasksRequest;
  EXPECT_THAT(of("construction-bureau", Request::LEADS), ElementsAre("2/2019"));
  EXPECT_THAT(of("construction-bureau", Request::COOPERATES), ElementsAre("1/2019"));
  EXPECT_THAT(of("construction-bureau", Request::PARTICIPATION_UNSPECIFIED), ElementsAre("1/2019", "2/2019"));
  // Members of groups as they are on the due day; a body that will have become another sees its work.
  EXPECT_THAT(of("west", Request::LEADS), ElementsAre("3/2018"));
  EXPECT_THAT(of("north", Request::PARTICIPATION_UNSPECIFIED), ElementsAre("3/2019", "1/2019", "3/2020"));
  EXPECT_THAT(of("quality-bureau", Request::LEADS), ElementsAre("1/2019"));
  EXPECT_THAT(of("market-bureau", Request::LEADS), ElementsAre("1/2019"));
}

TEST_F(ReadTest, TasksAreFilteredByLightAndState) {
  EXPECT_THAT(List([](auto& r) { r.set_light(v1::RED); }), ElementsAre("3/2018"));
  ASSERT_EQ(Told(client_.Acknowledge("sun@east", NameOf("3", "2019"))), "OK");
  ASSERT_EQ(Told(client_.Report("qian@environment-bureau", NameOf("4-2", "2018"), 10)), "OK");
  EXPECT_THAT(List([](auto& r) { r.set_state(v1::IN_PROGRESS); }), ElementsAre("4-2/2018"));
  // One of three leads: the occurrence is where the least advanced is.
  EXPECT_THAT(List([](auto& r) { r.set_state(v1::ACKNOWLEDGED); }), IsEmpty());
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2018, 12, 1)).ok());
  EXPECT_THAT(List([](auto& r) { r.set_light(v1::YELLOW); }), ElementsAre("4-1/2018Q4", "4-2/2018"));
}

TEST_F(ReadTest, WhatTheFiltersNameMustBeThere) {
  EXPECT_THAT(List([](auto& r) { r.set_parent("campaigns/other"); }), ElementsAre("NOT_FOUND CAMPAIGN_NOT_FOUND"));
  EXPECT_THAT(List([](auto& r) { r.set_parent(""); }), ElementsAre("INVALID_ARGUMENT parent"));
  EXPECT_THAT(List([](auto& r) { r.set_organization("nobody"); }), ElementsAre("INVALID_ARGUMENT organization"));
  EXPECT_THAT(List([](auto& r) { r.set_participation(v1::ListTasksRequest::LEADS); }),
              ElementsAre("INVALID_ARGUMENT participation"));
  EXPECT_THAT(List([](auto& r) { r.set_group("无"); }), ElementsAre("INVALID_ARGUMENT group"));
  EXPECT_THAT(List([](auto& r) { r.set_phase("无"); }), ElementsAre("INVALID_ARGUMENT phase"));
  EXPECT_THAT(List([](auto& r) { r.set_due_from("2019"); }), ElementsAre("INVALID_ARGUMENT due_from"));
  EXPECT_THAT(List([](auto& r) { r.set_due_to("2019-13-01"); }), ElementsAre("INVALID_ARGUMENT due_to"));
  EXPECT_THAT(List([](auto& r) { r.set_page_size(1001); }), ElementsAre("INVALID_ARGUMENT page_size"));
  EXPECT_THAT(List([](auto& r) { r.set_page_token("x"); }), ElementsAre("INVALID_ARGUMENT page_token"));
  EXPECT_THAT(List([](auto& r) { r.set_light(static_cast<v1::Light>(9)); }), ElementsAre("INVALID_ARGUMENT light"));
}

TEST_F(ReadTest, PagesOfEverySizeGiveTheWholeListOnce) {
  const std::vector<std::string> whole = List([](auto& r) {});
  for (int size = 1; size <= 17; ++size) {
    v1::ListTasksRequest request = All();
    request.set_page_size(size);
    std::vector<std::string> pages;
    do {
      const absl::StatusOr<v1::ListTasksResponse> response = client_.Call(&Stub::ListTasks, "wang@office", request);
      ASSERT_EQ(Told(response), "OK");
      ASSERT_LE(response->occurrences_size(), size);
      for (const std::string& listed : Listed(*response)) pages.push_back(listed);
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty() && pages.size() <= whole.size());
    EXPECT_EQ(pages, whole) << size;
  }
}

TEST_F(ReadTest, ATokenBelongsToItsList) {
  v1::ListTasksRequest request = All();
  request.set_page_size(2);
  request.set_page_token(client_.Call(&Stub::ListTasks, "wang@office", request)->next_page_token());
  request.set_group("监管");
  EXPECT_EQ(Told(client_.Call(&Stub::ListTasks, "wang@office", request)), "INVALID_ARGUMENT page_token");
}

TEST_F(ReadTest, AListLeavesEventsOutAndOneTaskHasThem) {
  const absl::StatusOr<v1::TaskPart> acknowledged = client_.Acknowledge("sun@east", NameOf("3", "2019"));
  ASSERT_EQ(Told(acknowledged), "OK");
  v1::ListTasksRequest request = All();
  request.set_organization("east");
  request.set_participation(v1::ListTasksRequest::LEADS);
  const absl::StatusOr<v1::ListTasksResponse> response = client_.Call(&Stub::ListTasks, "sun@east", request);
  const v1::Occurrence& listed = response->occurrences(1);
  ASSERT_EQ(listed.name(), NameOf("3", "2019"));
  ASSERT_EQ(listed.parts_size(), 3);
  EXPECT_EQ(listed.parts(0).lead(), "east");
  EXPECT_EQ(listed.parts(0).state(), v1::ACKNOWLEDGED);
  EXPECT_EQ(listed.parts(0).version(), acknowledged->version());
  EXPECT_TRUE(listed.parts(0).events().empty());
  EXPECT_EQ(client_.Get(NameOf("3", "2019"))->parts(0).events_size(), 1);
}

TEST_F(ReadTest, OccurrencesDueSoonAfterIssueAreMarkedUnscored) {
  EXPECT_TRUE(client_.Get(NameOf("3", "2018"))->unscored());
  EXPECT_FALSE(client_.Get(NameOf("3", "2019"))->unscored());
}

TEST_F(ReadTest, OpenWorkIsRemindedOfOnThePolicysDaysAndEveryDayOnceItIsOverdue) {
  const auto overdue = [](const std::string& days) {
    return std::vector<std::string>{"制定年度计划 east 2018-03-20 " + days, "制定年度计划 west 2018-03-20 " + days,
                                    "制定年度计划 office 2018-03-20 " + days};
  };
  EXPECT_EQ(Remind(""), overdue("-48"));
  EXPECT_EQ(Remind("2018-05-30"), overdue("-71"));
  std::vector<std::string> soon = overdue("-72");
  soon.push_back("持续宣传 office 2018-06-30 30");
  EXPECT_EQ(Remind("2018-05-31"), soon);
  EXPECT_THAT(Remind("2018-06-23", "office"),
              ElementsAre("制定年度计划 office 2018-03-20 -95", "持续宣传 office 2018-06-30 7"));
  EXPECT_THAT(Remind("2018-06-30", "west"),
              ElementsAre("制定年度计划 west 2018-03-20 -102"));  // The due day itself is not the policy's.
  EXPECT_THAT(Remind("2018-06-31"), ElementsAre("INVALID_ARGUMENT date"));
}

TEST_F(ReadTest, WhatTheLeadHasHandedInIsNotRemindedOf) {
  auto submit = client_.New<v1::SubmitCompletionRequest>(NameOf("3", "2018"));
  submit.add_evidence()->set_name("年度计划");
  ASSERT_EQ(Told(client_.Call(&Stub::SubmitCompletion, "sun@east", submit)), "OK");
  auto suspend = client_.New<v1::SuspendTaskRequest>(NameOf("3", "2018"), "west");
  suspend.set_reason("区划调整");
  ASSERT_EQ(Told(client_.Call(&Stub::SuspendTask, "wang@office", suspend)), "OK");
  EXPECT_THAT(Remind(""), ElementsAre("制定年度计划 office 2018-03-20 -48"));
}

}  // namespace
}  // namespace qcity::tasks
