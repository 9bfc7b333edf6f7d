// The analysis as callers see it: progress, the result, and who stops it.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/sensitivity.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"

namespace qcity::aggregation {
namespace {

using indicators::v1::IndicatorsService;
using testing::SizeIs;
using testing_support::Call;
using testing_support::CallAs;
using testing_support::NoonOf;

constexpr char kOffice[] = "li@office";
constexpr char kName[] = "campaigns/small-city/readiness";

class SensitivityTest : public testing::Test {
 protected:
  SensitivityTest()
      : server_({indicators::MakeModule, tasks::MakeModule, MakeModule},
                {.data = testing_support::NewDataDirectory(), .now = NoonOf(2018, 11, 5)}) {}

  // A verified figure, read by the aggregation.
  void Report(const std::string& indicator, const std::string& period, double value) {
    const auto stub = IndicatorsService::NewStub(server_.channel());
    indicators::v1::ReportObservationRequest report;
    report.set_request_id("report-" + indicator + "-" + period);
    report.mutable_observation()->set_indicator("campaigns/small-city/indicators/" + indicator);
    report.mutable_observation()->set_period(period);
    report.mutable_observation()->mutable_figure()->set_value(value);
    report.mutable_observation()->set_source("通报");
    const auto reported = Call(*stub, &IndicatorsService::Stub::ReportObservation, kOffice, report);
    ASSERT_TRUE(reported.ok()) << reported.status();
    indicators::v1::VerifyObservationRequest verify;
    verify.set_request_id("verify-" + indicator + "-" + period);
    verify.set_name(reported->name());
    const auto verified = Call(*stub, &IndicatorsService::Stub::VerifyObservation, "wang@office", verify);
    ASSERT_TRUE(verified.ok()) << verified.status();
  }

  // Waits until the aggregation has read everything.
  v1::Readiness Readiness(std::int64_t position) {
    v1::GetReadinessRequest request;
    request.set_name(kName);
    v1::Source& wanted = *request.add_min_versions();
    wanted.set_feed("indicators");
    wanted.set_position(position);
    const auto stub = v1::AggregationService::NewStub(server_.channel());
    const auto readiness = Call(*stub, &v1::AggregationService::Stub::GetReadiness, kOffice, request);
    EXPECT_TRUE(readiness.ok()) << readiness.status();
    return readiness.value_or(v1::Readiness());
  }

  static v1::AnalyzeSensitivityRequest Request(int samples = 64, std::uint64_t seed = 1) {
    v1::AnalyzeSensitivityRequest request;
    request.set_name(kName);
    request.set_samples(samples);
    request.set_seed(seed);
    return request;
  }

  // Every message of an analysis, or why it failed.
  absl::StatusOr<std::vector<v1::AnalyzeSensitivityResponse>> Analyze(const v1::AnalyzeSensitivityRequest& request) {
    const auto stub = v1::SensitivityService::NewStub(server_.channel());
    CallAs context(kOffice);
    const auto reader = stub->AnalyzeSensitivity(&context, request);
    std::vector<v1::AnalyzeSensitivityResponse> responses;
    for (v1::AnalyzeSensitivityResponse response; reader->Read(&response);) responses.push_back(response);
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return responses;
  }

  v1::Sensitivity ResultOf(const v1::AnalyzeSensitivityRequest& request) {
    const auto responses = Analyze(request);
    EXPECT_TRUE(responses.ok()) << responses.status();
    return responses.ok() ? responses->back().result() : v1::Sensitivity();
  }

  std::string FaultOf(const v1::AnalyzeSensitivityRequest& request) {
    const absl::Status status = Analyze(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    const std::optional<ErrorDetail> detail = DetailOf(status);
    return detail.has_value() && !detail->fields.empty() ? detail->fields[0].path : "";
  }

  testing_support::TestServer server_;
};

TEST_F(SensitivityTest, TellsItsProgressAndThenTheResult) {
  const auto responses = Analyze(Request(2000));
  ASSERT_TRUE(responses.ok()) << responses.status();
  double last = 0;
  for (std::size_t i = 0; i + 1 < responses->size(); ++i) {
    ASSERT_FALSE((*responses)[i].has_result());
    EXPECT_GT((*responses)[i].progress(), last);
    last = (*responses)[i].progress();
  }
  EXPECT_LE(last, 1);
  ASSERT_TRUE(responses->back().has_result());
  const v1::Sensitivity& result = responses->back().result();
  EXPECT_EQ(result.samples(), 2000);
  EXPECT_EQ(result.as_of(), "2018-11-05");
  EXPECT_EQ(result.judged_at(), "2018-11-05");
  EXPECT_THAT(result.verdicts(), SizeIs(4));
  EXPECT_EQ(result.evaluations(), 2000 * (result.factors_size() + 2));
}

TEST_F(SensitivityTest, IsOfTheScoreThatReadinessGives) {
  Report("1-1", "2018Q3", 85);
  Report("2", "2017", 38);
  const v1::Readiness readiness = Readiness(4);
  const v1::Sensitivity result = ResultOf(Request());
  EXPECT_EQ(result.version(), readiness.version());
  EXPECT_EQ(result.score_low(), readiness.now().score_low());
  EXPECT_EQ(result.score_high(), readiness.now().score_high());
  EXPECT_EQ(result.verdict(), readiness.now().verdict());
  ASSERT_TRUE(result.has_score());
  EXPECT_THAT(result.weights().measures(), SizeIs(2));
  ASSERT_GE(result.leaves_out_size(), 2);
  EXPECT_TRUE(result.factors(0).has_score());
}

TEST_F(SensitivityTest, TheSameQuestionHasTheSameBytes) {
  Report("1-1", "2018Q3", 85);
  Readiness(2);
  const std::string first = ResultOf(Request(200, 7)).SerializeAsString();
  EXPECT_EQ(ResultOf(Request(200, 7)).SerializeAsString(), first);
  EXPECT_NE(ResultOf(Request(200, 8)).SerializeAsString(), first);
}

TEST_F(SensitivityTest, JudgesAtAnEvaluationDateOfThePlan) {
  v1::AnalyzeSensitivityRequest request = Request();
  request.set_evaluation_date("2020-06-30");
  EXPECT_EQ(ResultOf(request).judged_at(), "2020-06-30");
  request.set_evaluation_date("2020-06-29");
  EXPECT_EQ(FaultOf(request), "evaluation_date");
  request.set_evaluation_date("soon");
  EXPECT_EQ(FaultOf(request), "evaluation_date");
}

TEST_F(SensitivityTest, RefusesWhatItCannotAnswer) {
  EXPECT_EQ(FaultOf(Request(63)), "samples");
  EXPECT_EQ(FaultOf(Request(16'385)), "samples");
  EXPECT_EQ(FaultOf(Request(-1)), "samples");
  v1::AnalyzeSensitivityRequest request = Request();
  request.set_as_of("2018-11-06");
  EXPECT_EQ(FaultOf(request), "as_of");
  request = Request();
  request.set_name("campaigns/elsewhere/readiness");
  EXPECT_EQ(Analyze(request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SensitivityTest, WithoutANumberItTakesTheUsualSamples) { EXPECT_EQ(ResultOf(Request(0)).samples(), 2048); }

// Two analyses run at a time. A caller who goes away frees the place, and does so long before the work would be done.
TEST_F(SensitivityTest, ACallerWhoGoesAwayStopsTheWork) {
  const auto stub = v1::SensitivityService::NewStub(server_.NewConnection());
  v1::AnalyzeSensitivityResponse response;
  for (int round = 0; round < 20; ++round) {
    CallAs context(kOffice);
    const auto reader = stub->AnalyzeSensitivity(&context, Request(16'384));
    if (reader->Read(&response)) {
      context.TryCancel();
    } else {  // Both places are still taken by those who just left.
      ASSERT_EQ(reader->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    }
  }
  // The last of them end on their own threads; then there is room again.
  absl::Status status;
  do {
    status = Analyze(Request()).status();
  } while (status.code() == absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(status.ok()) << status;
}

}  // namespace
}  // namespace qcity::aggregation
