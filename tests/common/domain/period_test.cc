#include "common/domain/period.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace qcity::domain {
namespace {

const plan::v1::Frequency kFrequencies[] = {plan::v1::YEARLY, plan::v1::HALF_YEARLY, plan::v1::QUARTERLY,
                                            plan::v1::MONTHLY};

// A leap year and its neighbours.
std::vector<Period> Samples() {
  std::vector<Period> periods;
  for (int year = 2015; year <= 2017; ++year) {
    for (const plan::v1::Frequency frequency : kFrequencies) {
      for (int i = 1; i <= PeriodsPerYear(frequency); ++i) periods.emplace_back(year, frequency, i);
    }
  }
  return periods;
}

TEST(Period, WhatItWritesItReads) {
  for (const Period& period : Samples()) {
    const absl::StatusOr<Period> read = Period::Parse(period.ToString());
    ASSERT_TRUE(read.ok()) << period.ToString();
    EXPECT_EQ(*read, period);
  }
}

TEST(Period, EveryDayOfItIsContainedInItAndNoOther) {
  for (const Period& period : Samples()) {
    for (absl::CivilDay day = period.FirstDay(); day <= period.LastDay(); ++day) {
      ASSERT_EQ(Period::Containing(day, period.frequency()), period) << period.ToString() << " " << FormatDay(day);
    }
  }
}

TEST(Period, TheNextBeginsWhereItEndsAndPlusIsUndoneByMinus) {
  for (const Period& period : Samples()) {
    EXPECT_EQ(period.Plus(1).FirstDay(), period.LastDay() + 1);
    for (const int n : {-25, -1, 0, 1, 7, 48}) EXPECT_EQ(period.Plus(n).Plus(-n), period);
    EXPECT_EQ(period.Plus(PeriodsPerYear(period.frequency())).year(), period.year() + 1);
  }
}

TEST(Period, OrderIsByFirstDayThenLongerFirst) {
  for (const Period& a : Samples()) {
    for (const Period& b : Samples()) {
      const auto key = [](const Period& p) { return std::pair(p.FirstDay(), PeriodsPerYear(p.frequency())); };
      EXPECT_EQ(a < b, key(a) < key(b)) << a.ToString() << " " << b.ToString();
      EXPECT_EQ(a == b, key(a) == key(b));
    }
  }
}

TEST(Period, ContainsTheShorterOnesInIt) {
  EXPECT_TRUE(Period(2017, plan::v1::YEARLY).Contains(Period(2017, plan::v1::MONTHLY, 12)));
  EXPECT_TRUE(Period(2017, plan::v1::QUARTERLY, 3).Contains(Period(2017, plan::v1::MONTHLY, 9)));
  EXPECT_FALSE(Period(2017, plan::v1::QUARTERLY, 3).Contains(Period(2017, plan::v1::MONTHLY, 10)));
  EXPECT_FALSE(Period(2017, plan::v1::MONTHLY, 9).Contains(Period(2017, plan::v1::QUARTERLY, 3)));
}

TEST(Period, RefusesEverythingElse) {
  for (const char* text :
       {"", "201", "20170", "2017H0", "2017H3", "2017Q5", "2017Q", "2017q3", "2017-13", "2017-00", "2017-5", "2017-005",
        "0000", "-017", "2017-05-01", " 2017", "\uFF12\uFF10\uFF11\uFF17", "2017Q3 "}) {
    EXPECT_EQ(Period::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseDay, ReadsExactlyTheDaysThatExist) {
  for (int month = 1; month <= 12; ++month) {
    const int last = (absl::CivilDay(absl::CivilMonth(2018, month) + 1) - 1).day();
    for (int day = 0; day <= 32; ++day) {
      char text[16];
      snprintf(text, sizeof text, "2018-%02d-%02d", month, day);
      EXPECT_EQ(ParseDay(text, "date").ok(), day >= 1 && day <= last) << text;
    }
  }
  EXPECT_EQ(FormatDay(*ParseDay("2016-02-29", "date")), "2016-02-29");
}

TEST(ParseDay, RefusesOtherShapes) {
  for (const char* text :
       {"", "2018-1-1", "2018/01/01", "20180101", "2018-01-01 ", "2018-13-01", "2018-00-10", "0000-01-01"}) {
    EXPECT_EQ(ParseDay(text, "date").status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace qcity::domain
