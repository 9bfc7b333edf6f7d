// Forecasts, served: what is asked, what is answered, what is kept of it and held against what came.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/forecast.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::aggregation {
namespace {

using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::ForecastService::Stub;

constexpr char kLi[] = "li@office";
constexpr char kWang[] = "wang@office";
constexpr char kZhang[] = "zhang@environment-bureau";
constexpr char kName[] = "campaigns/small-city/readiness";
constexpr absl::CivilDay kFirstDay(2019, 3, 18);

class ForecastTest : public testing::Test {
 protected:
  ForecastTest() {
    Report("2016", 46);
    Report("2017", 44);
    Report("2018", 43);
  }

  // Indicator 2, fine dust, at most 40: reported and verified.
  void Report(const char* period, double value) {
    using Indicators = indicators::v1::IndicatorsService::Stub;
    const auto stub = indicators::v1::IndicatorsService::NewStub(server_.channel());
    indicators::v1::ReportObservationRequest report;
    report.set_request_id(absl::StrCat("r", ++requests_));
    report.mutable_observation()->set_indicator("campaigns/small-city/indicators/2");
    report.mutable_observation()->set_period(period);
    report.mutable_observation()->mutable_figure()->set_value(value);
    report.mutable_observation()->set_source("年报");
    const auto reported = Call(*stub, &Indicators::ReportObservation, kZhang, report);
    ASSERT_EQ(Told(reported), "OK") << reported.status();
    indicators::v1::VerifyObservationRequest verify;
    verify.set_request_id(absl::StrCat("r", ++requests_));
    verify.set_name(reported->name());
    const auto verified = Call(*stub, &Indicators::VerifyObservation, kWang, verify);
    ASSERT_EQ(Told(verified), "OK") << verified.status();
    WaitFor(verified->version());
  }

  // Until the aggregation has read the indicators' feed so far.
  void WaitFor(std::int64_t position) {
    v1::GetReadinessRequest request;
    request.set_name(kName);
    v1::Source& source = *request.add_min_versions();
    source.set_feed("indicators");
    source.set_position(position);
    const auto readiness = v1::AggregationService::NewStub(server_.channel());
    ASSERT_EQ(Told(Call(*readiness, &v1::AggregationService::Stub::GetReadiness, kLi, request)), "OK");
  }

  void MoveTo(absl::CivilDay day) {
    ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(static_cast<int>(day.year()), day.month(), day.day())).ok());
  }

  static v1::GetForecastRequest NewRequest() {
    v1::GetForecastRequest request;
    request.set_name(kName);
    request.set_draws(100);
    return request;
  }
  absl::StatusOr<v1::GetForecastResponse> Get(const v1::GetForecastRequest& request = NewRequest()) {
    return Call(*stub_, &Stub::GetForecast, "expert@experts", request);
  }
  v1::ForecastQuality Quality() {
    v1::GetForecastQualityRequest request;
    request.set_name(kName);
    const auto quality = Call(*stub_, &Stub::GetForecastQuality, kLi, request);
    EXPECT_EQ(Told(quality), "OK");
    return quality.value_or(v1::ForecastQuality());
  }

  testing_support::TestServer server_{{indicators::MakeModule, tasks::MakeModule, MakeModule},
                                      {.now = NoonOf(2019, 3, 18)}};
  std::unique_ptr<Stub> stub_ = v1::ForecastService::NewStub(server_.channel());
  int requests_ = 0;
};

const v1::MeasureForecast& Dust(const v1::Forecast& forecast) {
  for (const v1::MeasureForecast& measure : forecast.measures()) {
    if (measure.number() == "2") return measure;
  }
  return v1::MeasureForecast::default_instance();
}

TEST_F(ForecastTest, SaysWhereEachMeasureWillProbablyStand) {
  const absl::StatusOr<v1::GetForecastResponse> response = Get();
  ASSERT_EQ(Told(response), "OK");
  EXPECT_EQ(response->as_of(), "2019-03-18");
  ASSERT_EQ(response->forecasts_size(), 2);
  EXPECT_EQ(response->forecasts(0).evaluation_date(), "2020-03-31");
  EXPECT_EQ(response->forecasts(1).evaluation_date(), "2020-06-30");
  const v1::MeasureForecast& dust = Dust(response->forecasts(1));
  EXPECT_EQ(dust.period(), "2019");
  EXPECT_EQ(dust.horizon(), 1);
  EXPECT_EQ(dust.observed(), 3);
  EXPECT_EQ(dust.unit(), "μg/m3");
  EXPECT_EQ(dust.verdict(), v1::UNLIKELY);
  EXPECT_GT(dust.probability(), 0);
  EXPECT_LT(dust.probability(), 0.4);
  EXPECT_LT(dust.value().low(), dust.value().mean());
  EXPECT_THAT(dust.rule_zh(), testing::HasSubstr("3 个值"));
  EXPECT_GT(response->forecasts(1).duties_size(), 0);
  EXPECT_EQ(response->forecasts(1).binding().without_probability_size(), 4) << "nothing is known of the binding gates";
  EXPECT_EQ(response->forecasts(1).binding().lower(), 0);
  EXPECT_EQ(response->forecasts(1).draws(), 100);
}

TEST_F(ForecastTest, TheSameQuestionGivesTheSameBytes) {
  v1::GetForecastRequest request = NewRequest();
  request.set_seed(7);
  EXPECT_EQ(Get(request)->SerializeAsString(), Get(request)->SerializeAsString());
  v1::GetForecastRequest other = request;
  other.set_seed(8);
  EXPECT_NE(Get(request)->forecasts(0).score().mean(), Get(other)->forecasts(0).score().mean());
}

TEST_F(ForecastTest, RefusesWhatCannotBeAsked) {
  v1::GetForecastRequest request = NewRequest();
  request.set_evaluation_date("2020-05-01");
  EXPECT_EQ(Told(Get(request)), "INVALID_ARGUMENT evaluation_date");
  request = NewRequest();
  request.set_draws(99);
  EXPECT_EQ(Told(Get(request)), "INVALID_ARGUMENT draws");
  request.set_draws(100'001);
  EXPECT_EQ(Told(Get(request)), "INVALID_ARGUMENT draws");
  request = NewRequest();
  request.set_as_of("2019-03-19");
  EXPECT_EQ(Told(Get(request)), "INVALID_ARGUMENT as_of");
  request = NewRequest();
  request.set_name("campaigns/other/readiness");
  EXPECT_EQ(Told(Get(request)), "NOT_FOUND CAMPAIGN_NOT_FOUND");
}

TEST_F(ForecastTest, KeepsEachStatementOfADayOnce) {
  ASSERT_EQ(Told(Get()), "OK");
  const std::int64_t issued = Quality().issued();
  EXPECT_GT(issued, 0);
  ASSERT_EQ(Told(Get()), "OK");
  EXPECT_EQ(Quality().issued(), issued) << "the same state says the same";
  v1::GetForecastRequest past = NewRequest();
  past.set_as_of("2019-03-17");
  ASSERT_EQ(Told(Get(past)), "OK");
  EXPECT_EQ(Quality().issued(), issued) << "a past day is no forecast any more";
  Report("2015", 60);
  ASSERT_EQ(Told(Get()), "OK");
  EXPECT_EQ(Quality().issued(), issued + 2) << "another state of the same day says something else of one measure";
}

TEST_F(ForecastTest, HoldsWhatWasIssuedAgainstWhatCame) {
  constexpr int kDays = 30;
  double said = 0;
  for (int i = 0; i < kDays; ++i) {
    MoveTo(kFirstDay + i);
    const absl::StatusOr<v1::GetForecastResponse> response = Get();
    ASSERT_EQ(Told(response), "OK");
    for (const v1::Forecast& forecast : response->forecasts()) said += Dust(forecast).probability();
  }
  EXPECT_EQ(Quality().outcomes(), 0);
  EXPECT_FALSE(Quality().has_brier());
  MoveTo(absl::CivilDay(2020, 2, 5));
  Report("2019", 39);
  const v1::ForecastQuality quality = Quality();
  EXPECT_EQ(quality.outcomes(), 2 * kDays);
  ASSERT_TRUE(quality.has_brier());
  const double mean = said / (2 * kDays);
  EXPECT_NEAR(quality.brier(), (1 - mean) * (1 - mean), 1e-9) << "it was met each time";
  EXPECT_NEAR(quality.calibration_error(), 1 - mean, 1e-9);
  ASSERT_EQ(quality.bins_size(), 1);
  EXPECT_EQ(quality.bins(0).frequency(), 1);
  ASSERT_EQ(Told(Get()), "OK");
  EXPECT_EQ(Quality().outcomes(), 2 * kDays) << "what is known is no forecast";
}

}  // namespace
}  // namespace qcity::aggregation
