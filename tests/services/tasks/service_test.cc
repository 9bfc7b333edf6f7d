#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = TasksClient::Stub;

// Due 2019-06-30. The quality bureau is the market bureau by then.
const std::string kCenter = NameOf("1", "2019");

TEST(TasksService, APartGoesFromAcknowledgementToApprovedCompletion) {
  TasksClient client;
  EXPECT_EQ(client.Acknowledge("li@quality-bureau", kCenter)->state(), v1::ACKNOWLEDGED);
  const absl::StatusOr<v1::TaskPart> progress = client.Report("li@quality-bureau", kCenter, 40);
  EXPECT_EQ(progress->percent(), 40);
  EXPECT_EQ(progress->light(), v1::GREEN);
  ASSERT_EQ(Told(client.Call(&Stub::SubmitCompletion, "li@quality-bureau", client.NewSubmission(kCenter))), "OK");
  EXPECT_EQ(client.Review("wang@office", kCenter, "market-bureau", false)->state(), v1::RETURNED);
  const auto submitted = client.Call(&Stub::SubmitCompletion, "li@quality-bureau", client.NewSubmission(kCenter));
  EXPECT_EQ(submitted->submitted(), "2018-05-07");
  const auto completed = client.Review("wang@office", kCenter, "market-bureau", true);
  ASSERT_EQ(Told(completed), "OK");
  EXPECT_EQ(completed->state(), v1::COMPLETED);

  const absl::StatusOr<v1::Occurrence> occurrence = client.Get(kCenter);
  EXPECT_EQ(occurrence->state(), v1::COMPLETED);
  EXPECT_EQ(occurrence->light(), v1::GREEN);
  ASSERT_EQ(occurrence->parts_size(), 1);
  EXPECT_TRUE(MessageDifferencer::Equals(occurrence->parts(0), *completed));
  std::vector<v1::PartState> states;
  for (const v1::TaskEvent& event : completed->events()) states.push_back(event.state());
  EXPECT_THAT(states, ElementsAre(v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED, v1::SUBMITTED,
                                  v1::COMPLETED));
}

TEST(TasksService, TheSuccessorGoesOnWithOpenWorkAndItsHistory) {
  TasksClient client;
  EXPECT_EQ(client.Acknowledge("li@quality-bureau", kCenter)->lead(), "market-bureau");
  ASSERT_TRUE(client.server().clock().AdvanceTo(NoonOf(2019, 5, 6)).ok());
  EXPECT_EQ(Told(client.Report("li@quality-bureau", kCenter, 50)), "PERMISSION_DENIED ACCESS_DENIED");
  const absl::StatusOr<v1::TaskPart> part = client.Report("zhao@market-bureau", kCenter, 50);
  ASSERT_EQ(Told(part), "OK");
  EXPECT_EQ(part->events(0).organization(), "quality-bureau");
  EXPECT_EQ(part->events(1).organization(), "market-bureau");
}

TEST(TasksService, ThePublishedPartIsWholeAndWithoutWhatIsDerived) {
  TasksClient client;
  const std::size_t reminders = ReadHistory(client.server().channel(), "tasks").size();
  ASSERT_EQ(Told(client.Acknowledge("li@quality-bureau", kCenter)), "OK");
  ASSERT_EQ(Told(client.Acknowledge("sun@east", NameOf("3", "2019"))), "OK");
  absl::StatusOr<v1::TaskPart> part = client.Report("li@quality-bureau", kCenter, 40);
  EXPECT_EQ(part->version(), static_cast<std::int64_t>(reminders) + 3);
  EXPECT_EQ(part->lead_title(), "市市场监管局");
  part->clear_light();
  part->clear_lead_title();

  std::vector<feed::v1::Change> history = ReadHistory(client.server().channel(), "tasks");
  ASSERT_EQ(history.size(), reminders + 2);
  history.erase(history.begin(), history.begin() + static_cast<std::ptrdiff_t>(reminders));
  EXPECT_EQ(history[0].subject(), "parts/3/2019/east");
  EXPECT_EQ(history[1].subject(), "parts/1/2019/market-bureau");
  EXPECT_EQ(history[1].sequence(), part->version());
  v1::TaskPart published;
  ASSERT_TRUE(history[1].data().UnpackTo(&published));
  EXPECT_TRUE(MessageDifferencer::Equals(published, *part)) << published.DebugString();
}

TEST(TasksService, AnExtensionMovesTheDueDayOnceTheOfficeGrantsIt) {
  TasksClient client;
  auto ask = client.New<v1::RequestExtensionRequest>(kCenter);
  ask.set_proposed_due("2020-07-01");
  ask.set_reason("设备进口延误");
  EXPECT_EQ(Told(client.Call(&Stub::RequestExtension, "li@quality-bureau", ask)), "INVALID_ARGUMENT proposed_due");
  ask.set_proposed_due("2019-02-30");
  EXPECT_EQ(Told(client.Call(&Stub::RequestExtension, "li@quality-bureau", ask)), "INVALID_ARGUMENT proposed_due");
  ask.set_proposed_due("2019-09-30");
  EXPECT_EQ(client.Call(&Stub::RequestExtension, "li@quality-bureau", ask)->due(), "2019-06-30");

  auto decide = client.New<v1::DecideExtensionRequest>(kCenter, "market-bureau");
  EXPECT_EQ(Told(client.Call(&Stub::DecideExtension, "wang@office", decide)), "INVALID_ARGUMENT reason");
  decide.set_grant(true);
  EXPECT_EQ(Told(client.Call(&Stub::DecideExtension, "li@office", decide)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(client.Call(&Stub::DecideExtension, "wang@office", decide)->due(), "2019-09-30");
  const absl::StatusOr<v1::Occurrence> occurrence = client.Get(kCenter);
  EXPECT_EQ(occurrence->due(), "2019-06-30");
  EXPECT_EQ(occurrence->parts(0).due(), "2019-09-30");
  EXPECT_EQ(occurrence->parts(0).original_due(), "2019-06-30");
}

TEST(TasksService, SuspendedWorkRestsUntilItIsResumedAndCancelledWorkForGood) {
  TasksClient client;
  ASSERT_EQ(Told(client.Report("li@quality-bureau", kCenter, 40)), "OK");
  auto suspend = client.New<v1::SuspendTaskRequest>(kCenter, "market-bureau");
  EXPECT_EQ(Told(client.Call(&Stub::SuspendTask, "wang@office", suspend)), "INVALID_ARGUMENT reason");
  suspend.set_reason("机构改革");
  EXPECT_EQ(client.Call(&Stub::SuspendTask, "wang@office", suspend)->light(), v1::OFF);
  EXPECT_EQ(Told(client.Report("li@quality-bureau", kCenter, 50)), "FAILED_PRECONDITION WRONG_STATE");
  auto resume = client.New<v1::ResumeTaskRequest>(kCenter, "market-bureau");
  resume.set_reason("改革完成");
  EXPECT_EQ(client.Call(&Stub::ResumeTask, "wang@office", resume)->state(), v1::IN_PROGRESS);
  auto cancel = client.New<v1::CancelTaskRequest>(kCenter, "market-bureau");
  cancel.set_reason("并入他项");
  EXPECT_EQ(client.Call(&Stub::CancelTask, "wang@office", cancel)->state(), v1::CANCELLED);
  auto urge = client.New<v1::UrgeTaskRequest>(kCenter, "market-bureau");
  urge.set_text("请于月底前完成");
  EXPECT_EQ(Told(client.Call(&Stub::UrgeTask, "wang@office", urge)), "FAILED_PRECONDITION WRONG_STATE");
}

TEST(TasksService, TheOfficeUrgesAndRatesContinuousWork) {
  TasksClient client;
  auto urge = client.New<v1::UrgeTaskRequest>(NameOf("4-1", "2018Q2"), "office");
  urge.set_text("请报送二季度进展");
  EXPECT_EQ(client.Call(&Stub::UrgeTask, "wang@office", urge)->state(), v1::NOT_STARTED);
  auto rate = client.New<v1::RateTaskRequest>(NameOf("4-1", "2018Q3"), "office");
  rate.set_rating(v1::GOOD);
  rate.set_reason("活动较少");
  EXPECT_EQ(Told(client.Call(&Stub::RateTask, "wang@office", rate)), "INVALID_ARGUMENT name");
  rate.set_name(NameOf("4-1", "2018Q4"));
  const absl::StatusOr<v1::TaskPart> rated = client.Call(&Stub::RateTask, "wang@office", rate);
  ASSERT_EQ(Told(rated), "OK");
  EXPECT_EQ(rated->events(0).rating().rating(), v1::GOOD);
  EXPECT_EQ(rated->events(0).rating().year(), 2018);
}

TEST(TasksService, AQuarterOfContinuousWorkIsReportedAndSubmittedLikeAnyOther) {
  TasksClient client;
  const std::string quarter = NameOf("4-1", "2018Q2");
  ASSERT_EQ(Told(client.Report("wang@office", quarter, 100)), "OK");
  auto submit = client.New<v1::SubmitCompletionRequest>(quarter);
  submit.add_evidence()->set_name("二季度报告");
  ASSERT_EQ(Told(client.Call(&Stub::SubmitCompletion, "wang@office", submit)), "OK");
  EXPECT_EQ(Told(client.Review("wang@office", quarter, "office", true)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(client.Review("chen@office", quarter, "office", true)), "OK");
}

TEST(TasksService, OnlyTheLeadOrTheOfficeActsOnAPart) {
  TasksClient client;
  EXPECT_EQ(Told(client.Acknowledge("qian@environment-bureau", kCenter)), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(client.Acknowledge("zhou@construction-bureau", kCenter)),
            "PERMISSION_DENIED ACCESS_DENIED");  // Only cooperates.
  EXPECT_EQ(Told(client.Acknowledge("yi@experts", kCenter)), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(client.Acknowledge("", kCenter)), "UNAUTHENTICATED CALLER_MISSING");
  EXPECT_EQ(Told(client.Review("li@quality-bureau", kCenter, "market-bureau", true)),
            "PERMISSION_DENIED ACCESS_DENIED");

  auto foreign = client.New<v1::AcknowledgeTaskRequest>(NameOf("3", "2018"), "west");
  EXPECT_EQ(Told(client.Call(&Stub::AcknowledgeTask, "sun@east", foreign)), "PERMISSION_DENIED NOT_YOUR_PART");
  EXPECT_EQ(client.Call(&Stub::AcknowledgeTask, "wang@office", foreign)->lead(), "west");
  EXPECT_EQ(Told(client.Acknowledge("sun@west", NameOf("3", "2019"))),
            "NOT_FOUND PART_NOT_FOUND");  // No longer a member then.
}

TEST(TasksService, WhatThePlanDoesNotHaveIsNotFound) {
  TasksClient client;
  EXPECT_EQ(Told(client.Get(NameOf("1", "2018"))), "NOT_FOUND OCCURRENCE_NOT_FOUND");
  EXPECT_EQ(Told(client.Get(NameOf("99", "2018"))), "NOT_FOUND TASK_NOT_FOUND");
  EXPECT_EQ(Told(client.Get("tasks/1")), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(client.Acknowledge("wang@office", NameOf("1", "2018"))), "NOT_FOUND OCCURRENCE_NOT_FOUND");
  EXPECT_EQ(Told(client.Review("wang@office", kCenter, "east", true)), "NOT_FOUND PART_NOT_FOUND");
}

TEST(TasksService, ARepeatedRequestReturnsTheFirstAnswer) {
  TasksClient client;
  const auto request = client.New<v1::AcknowledgeTaskRequest>(kCenter);
  const absl::StatusOr<v1::TaskPart> first = client.Call(&Stub::AcknowledgeTask, "li@quality-bureau", request);
  ASSERT_EQ(Told(client.Report("li@quality-bureau", kCenter, 40)), "OK");
  const absl::StatusOr<v1::TaskPart> again = client.Call(&Stub::AcknowledgeTask, "li@quality-bureau", request);
  ASSERT_EQ(Told(again), "OK");
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  EXPECT_EQ(client.Get(kCenter)->parts(0).events_size(), 2);

  auto other = request;
  other.set_name(NameOf("3", "2019"));
  EXPECT_EQ(Told(client.Call(&Stub::AcknowledgeTask, "wang@office", other)), "OK");  // Another person's id.
  other = request;
  other.set_etag(1);
  EXPECT_EQ(Told(client.Call(&Stub::AcknowledgeTask, "li@quality-bureau", other)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST(TasksService, AStaleEtagIsAborted) {
  TasksClient client;
  const std::int64_t version = client.Acknowledge("li@quality-bureau", kCenter)->version();
  auto report = client.New<v1::ReportProgressRequest>(kCenter);
  report.set_percent(10);
  report.set_text("开工");
  report.set_etag(version + 1);
  EXPECT_EQ(Told(client.Call(&Stub::ReportProgress, "li@quality-bureau", report)), "ABORTED STALE_ETAG");
  report.set_etag(version);
  EXPECT_EQ(Told(client.Call(&Stub::ReportProgress, "li@quality-bureau", report)), "OK");
}

TEST(TasksService, BadInputIsRefusedWithItsPathAndNothingIsWritten) {
  TasksClient client;
  const std::size_t reminders = ReadHistory(client.server().channel(), "tasks").size();
  const auto submitted = [&](const std::function<void(v1::SubmitCompletionRequest&)>& spoil) {
    v1::SubmitCompletionRequest request = client.NewSubmission(kCenter);
    spoil(request);
    return Told(client.Call(&Stub::SubmitCompletion, "li@quality-bureau", request));
  };
  EXPECT_EQ(submitted([](auto& r) { r.mutable_answers(0)->set_value(std::nan("")); }),
            "INVALID_ARGUMENT answers[0].value");
  EXPECT_EQ(submitted([](auto& r) { r.mutable_answers(0)->set_value(std::numeric_limits<double>::infinity()); }),
            "INVALID_ARGUMENT answers[0].value");
  EXPECT_EQ(submitted([](auto& r) { r.clear_answers(); }), "INVALID_ARGUMENT answers");
  EXPECT_EQ(submitted([](auto& r) { r.clear_evidence(); }), "INVALID_ARGUMENT evidence");
  EXPECT_EQ(submitted([](auto& r) { r.set_text(std::string("a\0b", 3)); }), "INVALID_ARGUMENT text");
  EXPECT_EQ(submitted([](auto& r) { r.set_text(std::string(20'001, 'x')); }), "INVALID_ARGUMENT text");
  EXPECT_EQ(submitted([](auto& r) { r.set_request_id(""); }), "INVALID_ARGUMENT request_id");
  EXPECT_EQ(submitted([](auto& r) {
              for (int i = 0; i < 1'001; ++i) r.add_evidence()->set_name("x");
            }),
            "INVALID_ARGUMENT evidence");
  EXPECT_EQ(Told(client.Report("li@quality-bureau", kCenter, 101)), "INVALID_ARGUMENT percent");
  EXPECT_EQ(ReadHistory(client.server().channel(), "tasks").size(), reminders);
  EXPECT_EQ(client.Get(kCenter)->state(), v1::NOT_STARTED);
}

}  // namespace
}  // namespace qcity::tasks
