// Bad input through a real connection: the answer names the field, and nothing is written.
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::system_test {
namespace {

using indicators::v1::IndicatorsService;
using indicators::v1::Observation;
using indicators::v1::ReportObservationRequest;
using tasks::v1::SubmitCompletionRequest;
using tasks::v1::TasksService;
using testing_support::Call;
using testing_support::CallAs;
using testing_support::TestServer;
using testing_support::Told;

constexpr char kLead[] = "li@zhijianju";
constexpr char kOffice[] = "wang@zhiqiangban";
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string Repeated(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text);
  return all;
}

// What is wrong with a request that is good but for this, and what must be told.
template <typename Request>
struct Defect {
  std::string told;
  std::function<void(Request&)> spoil;
  std::string caller = kLead;
};

class BadInput : public testing::Test {
 protected:
  BadInput()
      : server_({indicators::MakeModule, tasks::MakeModule, aggregation::MakeModule},
                {.plans = "common/plans/ezhou-2017", .now = testing_support::NoonOf(2018, 10, 15)}),
        connection_(server_.NewConnection()),
        indicators_(IndicatorsService::NewStub(connection_)),
        tasks_(TasksService::NewStub(connection_)) {}

  // Position of the feed's newest change.
  std::int64_t HeadOf(const std::string& feed) {
    CallAs context(kOffice);
    feed::v1::WatchRequest request;
    request.set_feed(feed);
    const auto reader = feed::v1::FeedService::NewStub(connection_)->Watch(&context, request);
    feed::v1::WatchResponse hello;
    EXPECT_TRUE(reader->Read(&hello));
    context.TryCancel();
    feed::v1::WatchResponse rest;
    while (reader->Read(&rest)) continue;
    reader->Finish();
    return hello.hello().head();
  }

  template <typename Stub, typename Request, typename Response>
  void ExpectTold(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& good, const std::vector<Defect<Request>>& defects) {
    for (const Defect<Request>& defect : defects) {
      Request request = good;
      defect.spoil(request);
      EXPECT_EQ(Told(Call(stub, method, defect.caller, request)), defect.told);
    }
  }

  TestServer server_;
  const std::shared_ptr<grpc::Channel> connection_;
  const std::unique_ptr<IndicatorsService::Stub> indicators_;
  const std::unique_ptr<TasksService::Stub> tasks_;
};

ReportObservationRequest GoodReport() {
  ReportObservationRequest request;
  request.set_request_id("report");
  Observation& observation = *request.mutable_observation();
  observation.set_indicator("campaigns/ezhou-2017/indicators/1-1");
  observation.set_period("2017");
  observation.mutable_figure()->mutable_fraction()->set_numerator(376);
  observation.mutable_figure()->mutable_fraction()->set_denominator(400);
  observation.set_source("2017年产品质量监督抽查年报");
  return request;
}

const std::vector<Defect<ReportObservationRequest>>& ReportDefects() {
  using R = ReportObservationRequest;
  using indicators::v1::Finality;
  static const auto& defects = *new std::vector<Defect<R>>{
      {"INVALID_ARGUMENT observation.finality",
       [](R& r) { r.mutable_observation()->set_finality(static_cast<Finality>(99)); }},
      {"INVALID_ARGUMENT observation.figure.fraction.numerator",
       [](R& r) { r.mutable_observation()->mutable_figure()->mutable_fraction()->set_numerator(kNan); }},
      {"INVALID_ARGUMENT observation.figure.fraction.denominator",
       [](R& r) { r.mutable_observation()->mutable_figure()->mutable_fraction()->set_denominator(kInfinity); }},
      {"INVALID_ARGUMENT observation.figure.value",
       [](R& r) { r.mutable_observation()->mutable_figure()->set_value(-kInfinity); }},
      {"INVALID_ARGUMENT observation.figure.value",
       [](R& r) { r.mutable_observation()->mutable_figure()->set_value(100.5); }},
      {"INVALID_ARGUMENT observation.figure.fraction.denominator",
       [](R& r) { r.mutable_observation()->mutable_figure()->mutable_fraction()->set_denominator(0); }},
      {"INVALID_ARGUMENT observation.figure", [](R& r) { r.mutable_observation()->clear_figure(); }},
      {"INVALID_ARGUMENT observation.figure.rank",
       [](R& r) { r.mutable_observation()->mutable_figure()->mutable_rank()->set_rank(1); }},
      {"INVALID_ARGUMENT observation.unit", [](R& r) { r.mutable_observation()->set_unit("吨"); }},
      {"INVALID_ARGUMENT observation.source", [](R& r) { r.mutable_observation()->clear_source(); }},
      {"INVALID_ARGUMENT observation.source", [](R& r) { r.mutable_observation()->set_source(Repeated("报", 501)); }},
      {"INVALID_ARGUMENT observation.source",
       [](R& r) { r.mutable_observation()->set_source(std::string("a\0b", 3)); }},
      {"INVALID_ARGUMENT observation.source", [](R& r) { r.mutable_observation()->set_source("a\x1b[2Jb"); }},
      {"INVALID_ARGUMENT observation.period", [](R& r) { r.mutable_observation()->set_period("2013"); }},
      {"INVALID_ARGUMENT observation.period", [](R& r) { r.mutable_observation()->set_period("2020-01"); }},
      {"INVALID_ARGUMENT observation.period", [](R& r) { r.mutable_observation()->set_period("2018-11"); }},
      {"INVALID_ARGUMENT observation.period", [](R& r) { r.mutable_observation()->set_period("2017Q5"); }},
      {"INVALID_ARGUMENT observation.period", [](R& r) { r.mutable_observation()->clear_period(); }},
      {"INVALID_ARGUMENT observation.part", [](R& r) { r.mutable_observation()->set_part("licence"); }},
      {"INVALID_ARGUMENT observation.subject", [](R& r) { r.mutable_observation()->set_subject("NATIONAL"); }},
      {"INVALID_ARGUMENT observation.published", [](R& r) { r.mutable_observation()->set_published("2018-10-16"); }},
      {"INVALID_ARGUMENT observation.published", [](R& r) { r.mutable_observation()->set_published("2018-02-30"); }},
      {"INVALID_ARGUMENT observation.evidence[0].name",
       [](R& r) { r.mutable_observation()->add_evidence()->set_uri("https://archive.example/1"); }},
      {"INVALID_ARGUMENT observation.evidence",
       [](R& r) {
         for (int i = 0; i < 101; ++i) r.mutable_observation()->add_evidence()->set_name("附件");
       }},
      {"INVALID_ARGUMENT observation.evidence",
       [](R& r) {
         for (int i = 0; i < 1'001; ++i) r.mutable_observation()->add_evidence()->set_name("附件");
       }},
      {"INVALID_ARGUMENT observation.supersedes", [](R& r) { r.mutable_observation()->set_supersedes("1-1"); }},
      {"INVALID_ARGUMENT request_id", [](R& r) { r.clear_request_id(); }},
      {"INVALID_ARGUMENT request_id", [](R& r) { r.set_request_id(std::string(65, 'r')); }},
      {"INVALID_ARGUMENT request_id", [](R& r) { r.set_request_id("编号"); }},
      {"INVALID_ARGUMENT observation.indicator", [](R& r) { r.clear_observation(); }, kOffice},
      {"INVALID_ARGUMENT observation.indicator", [](R& r) { r.mutable_observation()->set_indicator("1-1"); }, kOffice},
      {"NOT_FOUND INDICATOR_NOT_FOUND",
       [](R& r) { r.mutable_observation()->set_indicator("campaigns/ezhou-2017/indicators/61"); }, kOffice},
      {"PERMISSION_DENIED ACCESS_DENIED",
       [](R& r) { r.mutable_observation()->set_indicator("campaigns/ezhou-2017/indicators/61"); }},
      {"PERMISSION_DENIED ACCESS_DENIED", [](R& r) {}, "li@huanbaoju"},
      {"UNAUTHENTICATED CALLER_UNKNOWN", [](R& r) {}, "li@other-city"},
  };
  return defects;
}

TEST_F(BadInput, OfAReportNamesTheFieldAndWritesNothing) {
  using Stub = IndicatorsService::Stub;
  ExpectTold(*indicators_, &Stub::ReportObservation, GoodReport(), ReportDefects());
  EXPECT_EQ(HeadOf("indicators"), 0);
  // The report that all of these were made of is good, and none of them has used up its id.
  const auto reply = Call(*indicators_, &Stub::ReportObservation, kLead, GoodReport());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->version(), 1);
  EXPECT_EQ(HeadOf("indicators"), 1);
}

TEST_F(BadInput, OfABatchThatIsTooLargeWritesNothing) {
  indicators::v1::BatchReportObservationsRequest request;
  for (int i = 0; i < 1'001; ++i) {
    *request.add_requests() = GoodReport();
    request.mutable_requests(i)->set_request_id(absl::StrCat("report-", i));
  }
  const auto reply = Call(*indicators_, &IndicatorsService::Stub::BatchReportObservations, kLead, request);
  EXPECT_EQ(Told(reply), "INVALID_ARGUMENT requests");
  EXPECT_EQ(HeadOf("indicators"), 0);
}

// Duty 11 asks for the number of enterprises whose people were trained.
SubmitCompletionRequest GoodSubmission() {
  SubmitCompletionRequest request;
  request.set_request_id("submit");
  request.set_name("campaigns/ezhou-2017/tasks/11/occurrences/2018");
  request.set_text("完成全年培训");
  request.add_answers()->set_key("enterprises");
  request.mutable_answers(0)->set_value(104);
  request.add_evidence()->set_name("培训名册");
  return request;
}

const std::vector<Defect<SubmitCompletionRequest>>& SubmissionDefects() {
  using S = SubmitCompletionRequest;
  static const auto& defects = *new std::vector<Defect<S>>{
      {"INVALID_ARGUMENT answers[0].value", [](S& s) { s.mutable_answers(0)->set_value(kNan); }},
      {"INVALID_ARGUMENT answers[0].value", [](S& s) { s.mutable_answers(0)->set_value(kInfinity); }},
      {"INVALID_ARGUMENT answers[0].key", [](S& s) { s.mutable_answers(0)->set_key("none"); }},
      {"INVALID_ARGUMENT answers[1].key", [](S& s) { *s.add_answers() = s.answers(0); }},
      {"INVALID_ARGUMENT answers", [](S& s) { s.clear_answers(); }},
      {"INVALID_ARGUMENT answers",
       [](S& s) {
         for (int i = 0; i < 1'001; ++i) *s.add_answers() = s.answers(0);
       }},
      {"INVALID_ARGUMENT answers[0].text", [](S& s) { s.mutable_answers(0)->set_text(Repeated("字", 20'001)); }},
      {"INVALID_ARGUMENT answers[0].text", [](S& s) { s.mutable_answers(0)->set_text(std::string("\0", 1)); }},
      {"INVALID_ARGUMENT text", [](S& s) { s.set_text(Repeated("字", 20'001)); }},
      {"INVALID_ARGUMENT text", [](S& s) { s.set_text("响铃\a"); }},
      {"INVALID_ARGUMENT evidence", [](S& s) { s.clear_evidence(); }},
      {"INVALID_ARGUMENT evidence[0].name", [](S& s) { s.mutable_evidence(0)->clear_name(); }},
      {"INVALID_ARGUMENT evidence[0].name", [](S& s) { s.mutable_evidence(0)->set_name(Repeated("名", 201)); }},
      {"INVALID_ARGUMENT evidence[0].sha256", [](S& s) { s.mutable_evidence(0)->set_sha256("abc"); }},
      {"INVALID_ARGUMENT request_id", [](S& s) { s.clear_request_id(); }},
      {"INVALID_ARGUMENT request_id", [](S& s) { s.set_request_id("a b"); }},
      {"INVALID_ARGUMENT name", [](S& s) { s.clear_name(); }},
      {"INVALID_ARGUMENT name", [](S& s) { s.set_name("campaigns/ezhou-2017/tasks/11"); }, kOffice},
      {"NOT_FOUND TASK_NOT_FOUND", [](S& s) { s.set_name("campaigns/ezhou-2017/tasks/73/occurrences/2018"); }, kOffice},
      {"NOT_FOUND OCCURRENCE_NOT_FOUND", [](S& s) { s.set_name("campaigns/ezhou-2017/tasks/11/occurrences/2016"); }},
      {"ABORTED STALE_ETAG", [](S& s) { s.set_etag(7); }},
      {"PERMISSION_DENIED NOT_YOUR_PART", [](S& s) { s.set_lead("jingxinwei"); }},
      {"PERMISSION_DENIED ACCESS_DENIED", [](S& s) {}, "li@huanbaoju"},
  };
  return defects;
}

TEST_F(BadInput, OfASubmissionNamesTheFieldAndWritesNothing) {
  using Stub = TasksService::Stub;
  const std::int64_t reminders = HeadOf("tasks");  // Announced at the start.
  ExpectTold(*tasks_, &Stub::SubmitCompletion, GoodSubmission(), SubmissionDefects());
  EXPECT_EQ(HeadOf("tasks"), reminders);
  const auto reply = Call(*tasks_, &Stub::SubmitCompletion, kLead, GoodSubmission());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->version(), reminders + 1);
}

}  // namespace
}  // namespace qcity::system_test
