// What a row of measurements may say, and what the days make of a measure.
#include "services/indicators/measurements/rules.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::indicators::measurements {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::CivilDay kToday(2018, 3, 5);

const domain::Plan& Plan() { return *testing_support::Ezhou(); }

v1::ImportMeasurementsRequest Rows(const std::vector<std::vector<std::string>>& rows) {
  v1::ImportMeasurementsRequest request;
  request.set_source("环境空气自动监测日报");
  for (const std::vector<std::string>& cells : rows) {
    v1::MeasurementRow& row = *request.add_rows();
    row.set_station(cells[0]);
    row.set_day(cells[1]);
    row.set_aqi(cells[2]);
    row.set_pm25(cells[3]);
  }
  return request;
}

// Paths of the bad cells.
std::vector<std::string> Faults(const v1::ImportMeasurementsRequest& request) {
  const auto rows = CheckRows(Plan(), request, kToday);
  std::vector<std::string> paths;
  if (rows.ok()) return paths;
  const std::optional<ErrorDetail> detail = DetailOf(rows.status());
  for (const FieldViolation& field : detail->fields) paths.push_back(field.path);
  return paths;
}

// What stands of a station's day.
v1::Measurement Measured(const std::string& station, const std::string& day, int aqi, double pm25, bool valid = true) {
  v1::Measurement measurement;
  measurement.set_station(station);
  measurement.set_day(day);
  v1::MeasurementRecord& record = *measurement.add_records();
  if (aqi >= 0) record.set_aqi(aqi);
  if (pm25 >= 0) record.set_pm25(pm25);
  record.set_valid(valid);
  return measurement;
}

plan::v1::DerivedVersion Derived(const char* number, const std::vector<v1::Measurement>& days) {
  return Derive(*Plan().FindIndicator(number), domain::Period(2017, plan::v1::YEARLY), days);
}

std::string Input(const plan::v1::DerivedVersion& version, const std::string& key) {
  for (const plan::v1::DerivedInput& input : version.inputs()) {
    if (input.key() == key) return input.value();
  }
  return "none";
}

TEST(CheckRows, WhatStandsForNothingIsMissingAndNotZero) {
  const auto rows = CheckRows(
      Plan(),
      Rows({{"凤凰", "2017-01-01", "-", "—"}, {"凤凰", "2017-01-02", "", "——"}, {"凤凰", "2017-01-03", "缺测", "N/A"}}),
      kToday);
  ASSERT_TRUE(rows.ok()) << rows.status();
  for (const CheckedRow& row : *rows) {
    EXPECT_FALSE(row.record.has_aqi()) << row.day;
    EXPECT_FALSE(row.record.has_pm25()) << row.day;
    EXPECT_TRUE(row.record.valid());
  }
  const auto zero = CheckRows(Plan(), Rows({{"凤凰", "2017-01-01", "0", " ５５．５ "}}), kToday);
  ASSERT_TRUE(zero.ok()) << zero.status();
  EXPECT_TRUE(zero->front().record.has_aqi());
  EXPECT_EQ(zero->front().record.pm25(), 55.5);
}

TEST(CheckRows, NonsenseIsRefusedCellByCell) {
  EXPECT_THAT(Faults(Rows({{"凤凰", "2017-01-01", "80", "40"},
                           {"", "2017-01-01", "80", "40"},
                           {"凤凰", "2017-02-30", "80", "40"},
                           {"凤凰", "2018-03-05", "80", "40"},
                           {"凤凰", "2013-12-31", "80", "40"},
                           {"凤凰", "2017-01-06", "良", "-3"},
                           {"凤凰", "2017-01-07", "80.5", "nan"},
                           {"凤凰", "2017-01-08", "501", "1000.5"},
                           {"凤凰", "2017-01-09", "80%", "4-0"},
                           {"凤凰", "2017-01-01", "81", "40"}})),
              ElementsAre("rows[1].station", "rows[2].day", "rows[3].day", "rows[4].day", "rows[5].aqi", "rows[5].pm25",
                          "rows[6].aqi", "rows[6].pm25", "rows[7].aqi", "rows[7].pm25", "rows[8].aqi", "rows[8].pm25",
                          "rows[9].day"));
  EXPECT_THAT(Faults(Rows({{"凤凰", "2018-03-04", "500", "1000"}})), IsEmpty());
  EXPECT_THAT(Faults(Rows({})), ElementsAre("rows"));
  v1::ImportMeasurementsRequest nameless = Rows({{"凤凰", "2017-01-01", "80", "40"}});
  nameless.clear_source();
  EXPECT_THAT(Faults(nameless), ElementsAre("source"));
}

TEST(Derive, GoodDaysAmongValidDaysOfTheCityMean) {
  const plan::v1::DerivedVersion version = Derived(
      "26", {Measured("凤凰", "2017-01-01", 90, 10),                                                    // 100: good.
             Measured("花湖", "2017-01-01", 110, 10), Measured("凤凰", "2017-01-02", 90, 10),           // 100.5: not.
             Measured("花湖", "2017-01-02", 111, 10), Measured("凤凰", "2017-01-03", 50, 10),           // One is valid.
             Measured("花湖", "2017-01-03", 400, 10, false), Measured("凤凰", "2017-01-04", -1, 10)});  // Missing.
  EXPECT_EQ(version.figure().fraction().numerator(), 2);
  EXPECT_EQ(version.figure().fraction().denominator(), 3);
  EXPECT_EQ(Input(version, "good_days"), "2");
  EXPECT_EQ(Input(version, "valid_days"), "3");
  EXPECT_EQ(Input(version, "stations"), "2");
  EXPECT_EQ(Input(version, "first_day"), "2017-01-01");
  EXPECT_EQ(Input(version, "last_day"), "2017-01-03");
}

TEST(Derive, MeanOfValidDaysWeighsEveryDayAlike) {
  const plan::v1::DerivedVersion version =
      Derived("29", {Measured("凤凰", "2017-01-01", 90, 30), Measured("花湖", "2017-01-01", 90, 50),
                     Measured("凤凰", "2017-01-02", 90, 60), Measured("花湖", "2017-01-02", 90, -1)});
  EXPECT_EQ(version.figure().value(), 50);  // Of 40 and 60; the mean of the three values is 46.7.
  EXPECT_EQ(Input(version, "good_days"), "none");
}

TEST(Derive, AYearIsPreliminaryUntil324DaysAreValid) {
  std::vector<v1::Measurement> days;
  for (absl::CivilDay day(2017, 1, 1); days.size() < 323; ++day) {
    days.push_back(Measured("凤凰", domain::FormatDay(day), 80, 40));
  }
  EXPECT_TRUE(Derived("26", days).preliminary());
  days.push_back(Measured("凤凰", "2017-12-31", 80, 40));
  EXPECT_FALSE(Derived("26", days).preliminary());
}

TEST(Derive, NoFigureWithoutAValidDay) {
  EXPECT_FALSE(Derived("26", {}).has_figure());
  EXPECT_FALSE(Derived("29", {Measured("凤凰", "2017-01-01", 90, 30, false)}).has_figure());
}

}  // namespace
}  // namespace qcity::indicators::measurements
