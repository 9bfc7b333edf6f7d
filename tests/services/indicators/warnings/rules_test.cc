#include "services/indicators/warnings/rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/support/plans.h"

namespace qcity::indicators::warnings {
namespace {

using ::qcity::testing_support::SmallCity;
using ::testing::HasSubstr;

const plan::v1::Indicator& Measure(absl::string_view number) { return *SmallCity()->FindIndicator(number); }

std::vector<Earlier> Values(const std::vector<double>& newest_first) {
  std::vector<Earlier> earlier;
  int year = 2019;
  for (const double value : newest_first) earlier.push_back({std::to_string(year--), value});
  return earlier;
}

double NumberIn(const v1::Warning& warning, const std::string& name) {
  for (const v1::WarningNumber& number : warning.numbers()) {
    if (number.name() == name) return number.value();
  }
  ADD_FAILURE() << "no number " << name;
  return 0;
}

TEST(Outlier, StandsBeyondThreeAndAHalfModifiedZ) {
  // Median 3, distances 2 1 0 1 2, MAD 1: the limit is 3 + 3.5 / 0.6745 = 8.189.
  const std::vector<Earlier> earlier = Values({1, 2, 3, 4, 5});
  EXPECT_FALSE(OutlierOf(Measure("6"), 8.18, earlier).has_value());
  const auto high = OutlierOf(Measure("6"), 8.2, earlier);
  ASSERT_TRUE(high.has_value());
  EXPECT_EQ(high->reason(), "OUTLIER");
  EXPECT_DOUBLE_EQ(NumberIn(*high, "median"), 3);
  EXPECT_DOUBLE_EQ(NumberIn(*high, "mad"), 1);
  EXPECT_NEAR(NumberIn(*high, "z"), 0.6745 * 5.2, 1e-12);
  EXPECT_THAT(high->text_zh(), HasSubstr("中位数 3"));
  EXPECT_FALSE(OutlierOf(Measure("6"), -2.18, earlier).has_value());
  EXPECT_TRUE(OutlierOf(Measure("6"), -2.2, earlier).has_value());
}

TEST(Outlier, NeedsFiveEarlierValues) {
  EXPECT_FALSE(OutlierOf(Measure("6"), 1000, Values({1, 2, 3, 4})).has_value());
  EXPECT_TRUE(OutlierOf(Measure("6"), 1000, Values({1, 2, 3, 4, 5})).has_value());
}

TEST(Outlier, OfAnEvenNumberTheMiddleTwoMakeTheMedian) {
  const auto outlier = OutlierOf(Measure("6"), 100, Values({1, 2, 3, 10, 11, 12}));
  ASSERT_TRUE(outlier.has_value());
  EXPECT_DOUBLE_EQ(NumberIn(*outlier, "median"), 6.5);
  EXPECT_DOUBLE_EQ(NumberIn(*outlier, "mad"), 4.5);  // Of 5.5 4.5 3.5 3.5 4.5 5.5.
}

TEST(Outlier, AStepOfAConstantSeriesIsNone) {
  // Published in steps of 0.1: MAD counts as 0.05, the limit is 0.2595.
  const std::vector<Earlier> earlier = Values({100, 100, 100, 100, 100});
  EXPECT_FALSE(OutlierOf(Measure("6"), 100.2, earlier).has_value());
  EXPECT_TRUE(OutlierOf(Measure("6"), 100.3, earlier).has_value());
}

TEST(Jump, IsOverTheFactorInEitherDirection) {
  EXPECT_FALSE(JumpOf(2, 200, Values({100, 1})).has_value());
  EXPECT_FALSE(JumpOf(2, 50, Values({100, 1})).has_value());
  const auto up = JumpOf(2, 201, Values({100, 1}));
  ASSERT_TRUE(up.has_value());
  EXPECT_EQ(up->reason(), "JUMP");
  EXPECT_DOUBLE_EQ(NumberIn(*up, "times"), 2.01);
  EXPECT_THAT(up->text_en(), HasSubstr("2019"));
  EXPECT_TRUE(JumpOf(2, 49, Values({100, 1})).has_value());
}

TEST(Jump, NeedsAFactorAndTwoValuesAboveZero) {
  EXPECT_FALSE(JumpOf(0, 1000, Values({1})).has_value());
  EXPECT_FALSE(JumpOf(2, 1000, {}).has_value());
  EXPECT_FALSE(JumpOf(2, 1000, Values({0})).has_value());
  EXPECT_FALSE(JumpOf(2, 0, Values({1000})).has_value());
}

TEST(Jump, TheMeasuresOwnFactorGoesBeforeThePolicys) {
  EXPECT_EQ(JumpFactorOf(SmallCity()->document(), Measure("1-1")), 1.5);
  EXPECT_EQ(JumpFactorOf(SmallCity()->document(), Measure("6")), 5);
}

TEST(Rule, AllowsHalfAPublishedStep) {
  const auto plan = SmallCity();
  plan::v1::ValidationRule rule = plan->document().validation_rules(0);
  const auto breaks = [&](plan::v1::ValidationRule::Operator comparison, double left, double right) {
    rule.set_comparison(comparison);
    return BreachOf(*plan, rule, left, right).has_value();
  };
  using Rule = plan::v1::ValidationRule;
  EXPECT_FALSE(breaks(Rule::LESS_OR_EQUAL, 10, 10));
  EXPECT_FALSE(breaks(Rule::LESS_OR_EQUAL, 10.05, 10));
  EXPECT_TRUE(breaks(Rule::LESS_OR_EQUAL, 10.06, 10));
  EXPECT_FALSE(breaks(Rule::LESS_OR_EQUAL, 1, 10));
  EXPECT_FALSE(breaks(Rule::GREATER_OR_EQUAL, 9.95, 10));
  EXPECT_TRUE(breaks(Rule::GREATER_OR_EQUAL, 9.94, 10));
  EXPECT_FALSE(breaks(Rule::EQUAL, 9.95, 10));
  EXPECT_TRUE(breaks(Rule::EQUAL, 9.9, 10));
  EXPECT_TRUE(breaks(Rule::EQUAL, 10.1, 10));
}

}  // namespace
}  // namespace qcity::indicators::warnings
