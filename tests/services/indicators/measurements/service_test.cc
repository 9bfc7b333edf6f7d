// The service of measurements as callers see it: who imports, what a repeated row does, corrections on record.
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/indicators/v1/measurements.grpc.pb.h"
#include "services/indicators/module.h"
#include "tests/support/feed_history.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::indicators::measurements {
namespace {

using testing::SizeIs;
using testing_support::Told;
using Stub = v1::MeasurementsService::Stub;

constexpr char kClerk[] = "qian@huanbaoju";

class Measurements : public testing::Test {
 protected:
  static testing_support::TestServerOptions Options() {
    return {.plans = "common/plans/ezhou-2017", .now = testing_support::NoonOf(2018, 3, 5)};
  }

  v1::ImportMeasurementsRequest Request() {
    v1::ImportMeasurementsRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_parent("campaigns/ezhou-2017");
    request.set_source("环境空气自动监测日报");
    return request;
  }
  static void Add(v1::ImportMeasurementsRequest& request, const char* day, const char* aqi, const char* pm25) {
    v1::MeasurementRow& row = *request.add_rows();
    row.set_station("凤凰");
    row.set_day(day);
    row.set_aqi(aqi);
    row.set_pm25(pm25);
  }
  v1::ImportMeasurementsRequest TwoDays(const char* second_aqi = "150") {
    v1::ImportMeasurementsRequest request = Request();
    Add(request, "2017-01-01", "80", "40");
    Add(request, "2017-01-02", second_aqi, "80");
    return request;
  }
  absl::StatusOr<v1::ImportMeasurementsResponse> Import(const v1::ImportMeasurementsRequest& request,
                                                        const char* caller = kClerk) {
    return testing_support::Call(*stub_, &Stub::ImportMeasurements, caller, request);
  }
  v1::ListMeasurementsResponse List(const char* from = "", int page_size = 0, const std::string& token = "") {
    v1::ListMeasurementsRequest request;
    request.set_parent("campaigns/ezhou-2017");
    request.set_from(from);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return testing_support::Call(*stub_, &Stub::ListMeasurements, kClerk, request)
        .value_or(v1::ListMeasurementsResponse());
  }
  v1::GetDerivedFiguresResponse Derived(const char* parent = "campaigns/ezhou-2017") {
    v1::GetDerivedFiguresRequest request;
    request.set_parent(parent);
    return testing_support::Call(*stub_, &Stub::GetDerivedFigures, kClerk, request)
        .value_or(v1::GetDerivedFiguresResponse());
  }

  testing_support::TestServer server_{{MakeModule}, Options()};
  std::unique_ptr<Stub> stub_ = v1::MeasurementsService::NewStub(server_.channel());
  int requests_ = 0;
};

TEST_F(Measurements, AnImportDerivesWhatThePlanSaysIsDerived) {
  const auto imported = Import(TwoDays());
  ASSERT_EQ(Told(imported), "OK");
  EXPECT_EQ(imported->imported(), 2);
  ASSERT_EQ(imported->derived_size(), 2);
  EXPECT_EQ(imported->derived(0).name(), "campaigns/ezhou-2017/indicators/26/derivedFigures/2017");
  EXPECT_EQ(imported->derived(0).versions(0).figure().fraction().numerator(), 1);
  EXPECT_EQ(imported->derived(0).versions(0).version(), 1);
  EXPECT_EQ(imported->derived(1).versions(0).figure().value(), 60);
  EXPECT_EQ(imported->version(), 2);
  EXPECT_EQ(Derived().derived_size(), 2);
  EXPECT_EQ(Derived("campaigns/ezhou-2017/indicators/29").derived_size(), 1);
  const auto changes = testing_support::ReadHistory(server_.channel(), "indicators");
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].subject(), "derived/26/2017");
  EXPECT_EQ(changes[0].type(), "qcity.plan.v1.DerivedFigure");
}

TEST_F(Measurements, ARepeatedRowIsUnchangedAndAnotherValueIsACorrectionOnRecord) {
  ASSERT_EQ(Told(Import(TwoDays())), "OK");
  const auto again = Import(TwoDays());
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(again->version(), 0);
  const auto corrected = Import(TwoDays("90"));
  EXPECT_EQ(corrected->corrected(), 1);
  EXPECT_EQ(corrected->unchanged(), 1);
  ASSERT_EQ(corrected->derived_size(), 1);  // The PM2.5 stays as it was.
  EXPECT_EQ(corrected->derived(0).versions_size(), 2);
  EXPECT_EQ(corrected->derived(0).versions(0).figure().fraction().numerator(), 1);
  EXPECT_EQ(corrected->derived(0).versions(1).figure().fraction().numerator(), 2);
  const v1::ListMeasurementsResponse listed = List("2017-01-02");
  ASSERT_EQ(listed.measurements_size(), 1);
  ASSERT_EQ(listed.measurements(0).records_size(), 2);
  EXPECT_EQ(listed.measurements(0).records(0).aqi(), 150);
  EXPECT_EQ(listed.measurements(0).records(1).person(), "qian");
}

TEST_F(Measurements, ARepeatedRequestReturnsTheFirstAnswer) {
  const v1::ImportMeasurementsRequest request = TwoDays();
  const auto first = Import(request);
  EXPECT_EQ(Import(request)->SerializeAsString(), first->SerializeAsString());
  v1::ImportMeasurementsRequest other = TwoDays("90");
  other.set_request_id(request.request_id());
  EXPECT_EQ(Told(Import(other)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(Measurements, OnlyALeadOrTheOfficeImports) {
  EXPECT_EQ(Told(Import(TwoDays(), "li@zhijianju")), "PERMISSION_DENIED NOT_A_LEAD");
  EXPECT_EQ(Told(Import(TwoDays(), "li@diaocha-jigou")), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(Import(TwoDays(), "wang@zhiqiangban")), "OK");
}

TEST_F(Measurements, ABadRowWritesNothing) {
  v1::ImportMeasurementsRequest request = TwoDays();
  Add(request, "2017-01-03", "优", "40");
  EXPECT_EQ(Told(Import(request)), "INVALID_ARGUMENT rows[2].aqi");
  EXPECT_EQ(List().measurements_size(), 0);
  EXPECT_EQ(Derived().derived_size(), 0);
}

TEST_F(Measurements, OnlyCheckingWritesNothing) {
  v1::ImportMeasurementsRequest request = TwoDays();
  request.set_validate_only(true);
  EXPECT_EQ(Import(request)->imported(), 2);
  EXPECT_EQ(List().measurements_size(), 0);
}

TEST_F(Measurements, AFigureWhoseDaysBecomeInvalidIsWithdrawn) {
  ASSERT_EQ(Told(Import(TwoDays())), "OK");
  v1::ImportMeasurementsRequest invalid = TwoDays();
  for (v1::MeasurementRow& row : *invalid.mutable_rows()) row.set_valid(false);
  const auto imported = Import(invalid);
  ASSERT_EQ(imported->derived_size(), 2);
  EXPECT_FALSE(imported->derived(0).versions(1).has_figure());
}

TEST_F(Measurements, PagesGoOnByDayAndStation) {
  v1::ImportMeasurementsRequest request = TwoDays();
  Add(request, "2017-01-02", "70", "30");
  request.mutable_rows(2)->set_station("花湖");
  ASSERT_EQ(Told(Import(request)), "OK");
  const v1::ListMeasurementsResponse first = List("", 2);
  EXPECT_EQ(first.measurements_size(), 2);
  const v1::ListMeasurementsResponse second = List("", 2, first.next_page_token());
  ASSERT_EQ(second.measurements_size(), 1);
  EXPECT_EQ(second.measurements(0).station(), "花湖");
  EXPECT_EQ(second.next_page_token(), "");
}

}  // namespace
}  // namespace qcity::indicators::measurements
