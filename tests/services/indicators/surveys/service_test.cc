// The service of surveys as callers see it: whose they are, four eyes, and the figures that verified ones become.
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/indicators/v1/surveys.grpc.pb.h"
#include "services/indicators/module.h"
#include "tests/services/indicators/surveys/surveys_testing.h"
#include "tests/support/feed_history.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::indicators::surveys {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::SizeIs;
using testing_support::Call;
using testing_support::Told;
using Stub = v1::SurveysService::Stub;

constexpr char kAgent[] = "li@diaocha-jigou";
constexpr char kOfficer[] = "wang@zhiqiangban";
constexpr char kSurvey[] = "campaigns/ezhou-2017/surveys/2017-services";

// The folder of a copy of Ezhou's plan with a second agency.
std::string PlanWithTwoAgencies() {
  std::string folder = testing_support::NewDataDirectory();
  std::filesystem::create_directories(folder);
  std::ifstream from(QCITY_SOURCE_DIR "/common/plans/ezhou-2017/plan-1.textproto");
  std::stringstream text;
  text << from.rdbuf();
  std::ofstream(folder + "/plan-1.textproto")
      << text.str()
      << "\norganizations { id: \"other-agency\" name: \"另一调查机构\" kind: THIRD_PARTY roles: [AGENCY] }\n";
  return folder;
}

class Surveys : public testing::Test {
 protected:
  absl::StatusOr<v1::Survey> Put(const char* caller, const v1::SurveyDescription& description,
                                 const char* name = kSurvey) {
    v1::PutSurveyRequest request;
    request.set_request_id(NewId());
    request.set_survey(name);
    *request.mutable_description() = description;
    return Call(*stub_, &Stub::PutSurvey, caller, request);
  }
  absl::StatusOr<v1::Survey> Import(const char* caller, const std::vector<v1::SurveyResult>& lines) {
    v1::ImportSurveyResultsRequest request;
    request.set_request_id(NewId());
    request.set_name(kSurvey);
    for (const v1::SurveyResult& line : lines) *request.add_results() = line;
    return Call(*stub_, &Stub::ImportSurveyResults, caller, request);
  }
  absl::StatusOr<v1::Survey> Verify(const char* caller, std::int64_t etag = 0) {
    v1::VerifySurveyRequest request;
    request.set_request_id(NewId());
    request.set_name(kSurvey);
    request.set_etag(etag);
    return Call(*stub_, &Stub::VerifySurvey, caller, request);
  }
  absl::StatusOr<v1::Survey> Return(const char* caller, const char* reason) {
    v1::ReturnSurveyRequest request;
    request.set_request_id(NewId());
    request.set_name(kSurvey);
    request.set_reason(reason);
    return Call(*stub_, &Stub::ReturnSurvey, caller, request);
  }
  absl::StatusOr<v1::Survey> Get(const char* caller) {
    v1::GetSurveyRequest request;
    request.set_name(kSurvey);
    return Call(*stub_, &Stub::GetSurvey, caller, request);
  }
  int Listed(const char* caller) {
    v1::ListSurveysRequest request;
    request.set_parent("campaigns/ezhou-2017");
    return Call(*stub_, &Stub::ListSurveys, caller, request)->surveys_size();
  }
  std::vector<v1::Observation> Observations() {
    v1::ListObservationsRequest request;
    request.set_parent("campaigns/ezhou-2017");
    const auto stub = v1::IndicatorsService::NewStub(server_.channel());
    const auto listed = Call(*stub, &v1::IndicatorsService::Stub::ListObservations, kOfficer, request);
    return {listed->observations().begin(), listed->observations().end()};
  }
  // A figure of 24 by the office.
  absl::StatusOr<v1::Observation> ReportServices(const char* period, double value) {
    v1::ReportObservationRequest report;
    report.set_request_id(NewId());
    v1::Observation& observation = *report.mutable_observation();
    observation.set_indicator("campaigns/ezhou-2017/indicators/24");
    observation.set_period(period);
    observation.mutable_figure()->set_value(value);
    observation.set_source("年报");
    const auto stub = v1::IndicatorsService::NewStub(server_.channel());
    return Call(*stub, &v1::IndicatorsService::Stub::ReportObservation, "chen@zhiqiangban", report);
  }
  std::string NewId() { return absl::StrCat("r", ++requests_); }

  testing_support::TestServer server_{{MakeModule},
                                      {.plans = PlanWithTwoAgencies(), .now = testing_support::NoonOf(2018, 1, 15)}};
  std::unique_ptr<Stub> stub_ = v1::SurveysService::NewStub(server_.channel());
  int requests_ = 0;
};

TEST_F(Surveys, VerifiedResultsAreFiguresOfTheirMeasures) {
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  v1::SurveyResult government = Line("government-quality", "", "", 300, 240);
  government.set_design_effect(1.5);
  government.set_population_size(5000);
  const auto imported =
      Import(kAgent, {Line("consumer-services", "", "", 400, 320), Line("consumer-services", "echeng", "", 100, 90),
                      Line("main-industries", "", "finance", 40, 30), government});
  ASSERT_EQ(Told(imported), "OK");
  EXPECT_EQ(imported->state(), v1::SUBMITTED);
  EXPECT_THAT(Observations(), SizeIs(0));
  const auto verified = Verify(kOfficer);
  ASSERT_EQ(Told(verified), "OK");
  EXPECT_EQ(verified->state(), v1::ACCEPTED);
  EXPECT_THAT(verified->observations(), SizeIs(3));
  const std::vector<v1::Observation> figures = Observations();
  ASSERT_THAT(figures, SizeIs(3));
  for (const v1::Observation& figure : figures) {
    EXPECT_EQ(figure.state(), v1::VERIFIED);
    EXPECT_EQ(figure.period(), "2017");
    EXPECT_THAT(figure.source(), EndsWith(kSurvey));
    EXPECT_EQ(figure.history(0).person(), "li");
    EXPECT_EQ(figure.history(0).organization(), "diaocha-jigou");
    EXPECT_EQ(figure.history(1).person(), "wang");
  }
  EXPECT_THAT(figures[0].indicator(), EndsWith("/21-2"));
  EXPECT_EQ(figures[0].figure().sample().successes(), 320);
  EXPECT_EQ(figures[0].figure().sample().population(), 800'000);
  EXPECT_EQ(figures[1].part(), "finance");
  EXPECT_THAT(figures[2].indicator(), EndsWith("/35"));
  EXPECT_EQ(figures[2].figure().sample().design_effect(), 1.5);
  EXPECT_EQ(figures[2].figure().sample().population(), 5000);
}

TEST_F(Surveys, DistrictsMakeTheCityWhereItIsNotStated) {
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  v1::SurveyResult clustered = Line("services", "echeng", "", 300, 270);
  clustered.set_design_effect(3);
  ASSERT_EQ(Told(Import(kAgent, {clustered, Line("services", "huarong", "", 100, 60)})), "OK");
  ASSERT_EQ(Told(Verify(kOfficer)), "OK");
  const v1::Observation figure = Observations().at(0);
  EXPECT_EQ(figure.figure().sample().n(), 400);
  EXPECT_EQ(figure.figure().sample().successes(), 330);
  EXPECT_EQ(figure.figure().sample().design_effect(), 2);  // 400 answers are worth 300/3 + 100.
}

TEST_F(Surveys, AnAgencyWritesAndReadsItsOwnOnly) {
  constexpr char kForeign[] = "zhao@other-agency";
  EXPECT_EQ(Told(Put(kForeign, Described())), "PERMISSION_DENIED NOT_YOUR_SURVEY");
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  v1::SurveyDescription seized = Described();
  seized.set_agency("other-agency");
  EXPECT_EQ(Told(Put(kForeign, seized)), "PERMISSION_DENIED NOT_YOUR_SURVEY");
  EXPECT_EQ(Told(Import(kForeign, {Line("services", "", "", 400, 320)})), "PERMISSION_DENIED NOT_YOUR_SURVEY");
  EXPECT_EQ(Told(Get(kForeign)), "PERMISSION_DENIED NOT_YOUR_SURVEY");
  EXPECT_EQ(Listed(kForeign), 0);
  EXPECT_EQ(Listed(kAgent), 1);
  EXPECT_EQ(Told(Get(kAgent)), "OK");
  EXPECT_EQ(Told(Get("li@zhijianju")), "OK");
  EXPECT_EQ(Told(Put("li@zhijianju", Described())), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Get(kOfficer)->version(), 1);  // What was denied left nothing.
}

TEST_F(Surveys, TheOfficeVerifiesWithOtherEyes) {
  ASSERT_EQ(Told(Put(kOfficer, Described())), "OK");
  EXPECT_EQ(Told(Verify(kOfficer)), "FAILED_PRECONDITION WRONG_STATE");
  ASSERT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320)})), "OK");
  EXPECT_EQ(Told(Verify(kAgent)), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(Verify(kOfficer)), "FAILED_PRECONDITION FOUR_EYES");          // Wrote the description.
  EXPECT_EQ(Told(Verify("li@zhiqiangban")), "FAILED_PRECONDITION FOUR_EYES");  // Brought the results.
  EXPECT_EQ(Told(Verify("chen@zhiqiangban", 1)), "ABORTED STALE_ETAG");
  EXPECT_EQ(Told(Verify("chen@zhiqiangban", 2)), "OK");
  EXPECT_EQ(Told(Put(kAgent, Described())), "FAILED_PRECONDITION SURVEY_LOCKED");
  EXPECT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320)})), "FAILED_PRECONDITION SURVEY_LOCKED");
}

TEST_F(Surveys, AReturnedSurveyComesAgainWithItsWholeHistory) {
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  ASSERT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320)})), "OK");
  EXPECT_EQ(Told(Return(kOfficer, "")), "INVALID_ARGUMENT reason");
  EXPECT_EQ(Return(kOfficer, "缺少样本权重")->state(), v1::SENT_BACK);
  EXPECT_EQ(Told(Verify(kOfficer)), "FAILED_PRECONDITION WRONG_STATE");
  const auto again = Import(kAgent, {Line("services", "", "", 400, 316)});
  ASSERT_EQ(again->history_size(), 4);
  EXPECT_EQ(again->history(1).results(0).successes(), 320);
  EXPECT_EQ(again->history(2).reason(), "缺少样本权重");
  EXPECT_EQ(again->results(0).successes(), 316);
}

TEST_F(Surveys, BadResultsAndEarlyOnesWriteNothing) {
  v1::SurveyDescription running = Described();
  running.set_fieldwork_end("2018-01-16");
  ASSERT_EQ(Told(Put(kAgent, running)), "OK");
  EXPECT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320)})), "FAILED_PRECONDITION FIELDWORK_NOT_OVER");
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  EXPECT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320), Line("services", "echeng", "", 10, 11)})),
            "INVALID_ARGUMENT results[1].successes");
  EXPECT_EQ(Get(kAgent)->results_size(), 0);
  EXPECT_EQ(Told(Put(kAgent, Described(), "campaigns/ezhou-2017/surveys/2017年")), "INVALID_ARGUMENT survey");
}

TEST_F(Surveys, AFigureOfASurveyIsDoubtedLikeAnyOther) {
  ASSERT_EQ(Told(ReportServices("2016", 30)), "OK");
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  ASSERT_EQ(Told(Import(kAgent, {Line("services", "", "", 400, 320)})), "OK");
  ASSERT_EQ(Told(Verify(kOfficer)), "OK");
  const v1::Observation figure = Observations().at(1);
  ASSERT_EQ(figure.period(), "2017");
  ASSERT_EQ(figure.warnings_size(), 1);
  EXPECT_EQ(figure.warnings(0).reason(), "JUMP");
}

TEST_F(Surveys, AFigureInTheWayKeepsAllOfThemOut) {
  ASSERT_EQ(Told(ReportServices("2017", 79)), "OK");
  ASSERT_EQ(Told(Put(kAgent, Described())), "OK");
  ASSERT_EQ(Told(Import(kAgent, {Line("consumer-services", "", "", 400, 320), Line("services", "", "", 400, 320)})),
            "OK");
  EXPECT_EQ(Told(Verify(kOfficer)), "FAILED_PRECONDITION ALREADY_REPORTED");
  EXPECT_THAT(Observations(), SizeIs(1));
  EXPECT_EQ(Get(kOfficer)->state(), v1::SUBMITTED);
  const auto changes = testing_support::ReadHistory(server_.channel(), "indicators");
  EXPECT_EQ(changes.back().sequence(), 3);  // The report, the description, the results.
}

}  // namespace
}  // namespace qcity::indicators::surveys
