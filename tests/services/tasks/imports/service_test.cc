// Many steps at once: all or nothing, checked without being written, told row by row.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/tasks/v1/task_import.grpc.pb.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = v1::TaskImportService::Stub;

const std::string kCenter = NameOf("1", "2019");  // Of the quality bureau; one criterion, "centers".

class Imports : public testing::Test {
 protected:
  v1::TaskReport& Add(v1::BatchReportTasksRequest& request, const std::string& name = kCenter) {
    request.set_request_id("file-1");
    request.set_parent("campaigns/small-city");
    v1::TaskReport& report = *request.add_reports();
    report.set_row(request.reports_size() + 1);
    report.set_name(name);
    report.set_text("按计划推进");
    return report;
  }
  absl::StatusOr<v1::BatchReportTasksResponse> Send(const v1::BatchReportTasksRequest& request,
                                                    const std::string& caller = "li@quality-bureau") {
    return testing_support::Call(*stub_, &Stub::BatchReportTasks, caller, request);
  }
  v1::PartState State() { return client_.Get(kCenter)->parts(0).state(); }
  // Of parts: reminders are announced beside them.
  std::size_t Changes() {
    std::size_t changes = 0;
    for (const feed::v1::Change& change : ReadHistory(client_.server().channel(), "tasks")) {
      if (change.type() == v1::TaskPart::descriptor()->full_name()) ++changes;
    }
    return changes;
  }

  TasksClient client_;
  std::unique_ptr<Stub> stub_ = v1::TaskImportService::NewStub(client_.server().channel());
};

std::vector<std::string> ErrorsOf(const v1::BatchReportTasksResponse& response) {
  std::vector<std::string> errors;
  for (const v1::TaskReportError& error : response.errors()) {
    EXPECT_NE(error.text_zh(), "");
    EXPECT_NE(error.text_en(), "");
    errors.push_back(absl::StrCat(error.row(), " ", error.reason(), " ", error.field()));
  }
  return errors;
}

TEST_F(Imports, AWholeFileIsRecordedInOrderAtOnce) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  Add(request).mutable_progress()->set_percent(60);
  v1::Submission& submission = *Add(request).mutable_submission();
  submission.add_answers()->set_key("centers");
  submission.mutable_answers(0)->set_value(1);
  submission.add_evidence()->set_name("验收报告");
  const auto response = Send(request);
  ASSERT_EQ(Told(response), "OK");
  EXPECT_EQ(response->rows(), 3);
  EXPECT_EQ(response->accepted(), 3);
  EXPECT_THAT(response->errors(), IsEmpty());
  ASSERT_EQ(response->parts_size(), 3);
  EXPECT_EQ(response->parts(2).state(), v1::SUBMITTED);
  EXPECT_EQ(response->version(), response->parts(2).version());
  EXPECT_EQ(State(), v1::SUBMITTED);
}

TEST_F(Imports, OneBadRowUndoesTheOthersAndEveryBadRowIsTold) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  Add(request).mutable_progress()->set_percent(101);
  v1::TaskReport& silent = Add(request);
  silent.mutable_progress()->set_percent(50);
  silent.clear_text();
  Add(request).mutable_submission()->add_evidence()->set_name("报告");
  Add(request);
  const auto response = Send(request);
  ASSERT_EQ(Told(response), "OK");
  EXPECT_EQ(response->accepted(), 0);
  EXPECT_THAT(ErrorsOf(*response), ElementsAre("3 INVALID_FIELD percent", "4 INVALID_FIELD text",
                                               "5 INVALID_FIELD answers", "6 INVALID_FIELD step"));
  EXPECT_THAT(response->parts(), IsEmpty());
  EXPECT_EQ(response->version(), 0);
  EXPECT_EQ(State(), v1::NOT_STARTED);
  EXPECT_EQ(Changes(), 0u);
}

TEST_F(Imports, ACheckWritesNothingAndLeavesTheRequestFree) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  request.set_validate_only(true);
  const auto checked = Send(request);
  ASSERT_EQ(Told(checked), "OK");
  EXPECT_EQ(checked->accepted(), 1);
  EXPECT_EQ(checked->version(), 0);
  EXPECT_EQ(State(), v1::NOT_STARTED);
  request.set_validate_only(false);
  ASSERT_EQ(Told(Send(request)), "OK");
  EXPECT_EQ(State(), v1::ACKNOWLEDGED);
}

TEST_F(Imports, ARepeatedRequestReturnsTheFirstAnswer) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  const auto first = Send(request);
  const auto second = Send(request);
  ASSERT_EQ(Told(second), "OK");
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  request.mutable_reports(0)->mutable_progress()->set_percent(1);
  EXPECT_EQ(Told(Send(request)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(Imports, AFileOlderThanThePartIsRefused) {
  ASSERT_EQ(Told(client_.Acknowledge("li@quality-bureau", kCenter)), "OK");
  const std::int64_t version = client_.Get(kCenter)->parts(0).version();
  v1::BatchReportTasksRequest request;
  v1::TaskReport& report = Add(request);
  report.mutable_progress()->set_percent(10);
  report.set_etag(version);
  ASSERT_EQ(Told(Send(request)), "OK");
  request.set_request_id("file-2");
  EXPECT_THAT(ErrorsOf(*Send(request)), ElementsAre("2 STALE_ETAG "));
}

TEST_F(Imports, TwoRowsOfOnePartAreOfTheSameFile) {
  ASSERT_EQ(Told(client_.Acknowledge("li@quality-bureau", kCenter)), "OK");
  const std::int64_t version = client_.Get(kCenter)->parts(0).version();
  v1::BatchReportTasksRequest request;
  for (const int percent : {10, 20}) {
    v1::TaskReport& report = Add(request);
    report.mutable_progress()->set_percent(percent);
    report.set_etag(version);
  }
  const auto response = Send(request);
  EXPECT_EQ(response->accepted(), 2) << response->DebugString();
}

TEST_F(Imports, WhatTheStateForbidsIsRefused) {
  ASSERT_EQ(Told(client_.Acknowledge("li@quality-bureau", kCenter)), "OK");
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  EXPECT_THAT(ErrorsOf(*Send(request)), ElementsAre("2 WRONG_STATE "));
}

TEST_F(Imports, AnothersPartIsNotTheCallersToReport) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  EXPECT_EQ(Told(Send(request, "sun@east")), "PERMISSION_DENIED ACCESS_DENIED");
  request.mutable_reports(0)->set_lead("east");
  EXPECT_THAT(ErrorsOf(*Send(request)), testing::SizeIs(1));
  request.mutable_reports(0)->set_lead("market-bureau");
  EXPECT_EQ(Send(request, "wang@office")->accepted(), 1);
}

TEST_F(Imports, TheFrameIsChecked) {
  v1::BatchReportTasksRequest request;
  Add(request).mutable_acknowledgement();
  request.set_parent("campaigns/other");
  EXPECT_EQ(Told(Send(request)).substr(0, 9), "NOT_FOUND");
  request.set_parent("campaigns/small-city");
  request.clear_request_id();
  EXPECT_EQ(Told(Send(request)), "INVALID_ARGUMENT request_id");
  for (int i = 0; i < 1000; ++i) Add(request).mutable_acknowledgement();
  EXPECT_EQ(Told(Send(request)), "INVALID_ARGUMENT reports");
  request.clear_reports();
  EXPECT_EQ(Told(Send(request, "wang@office")), "INVALID_ARGUMENT reports");
}

}  // namespace
}  // namespace qcity::tasks
