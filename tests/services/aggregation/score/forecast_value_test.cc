// The distribution of a number that is still to come: vectors by hand, and what holds of every one.
#include "services/aggregation/score/forecast_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "services/aggregation/score/normal.h"

namespace qcity::aggregation::score {
namespace {

const Nature kPercent{.lower = 0, .upper = 100, .percent = true, .unit = 0.1};
const Nature kCount{.lower = 0, .unit = 1};

// Three years, in steps of 2 and 1: y = 93, mean step 1.5.
const std::vector<DatedValue>& ThreeYears() {
  static const auto& years = *new std::vector<DatedValue>{{2015, 90}, {2016, 92}, {2017, 93}};
  return years;
}

TEST(ValueForecast, ThreeYearsOneAheadByHand) {
  const ValueForecast forecast = ValueForecast::After(ThreeYears(), 1, kPercent);
  EXPECT_DOUBLE_EQ(forecast.middle(), 93 + 0.5 * 1.5);
  // s^2 = (0.5 p0 ref^2 + 4 + 1)/(0.5 + 2), ref = 93 (1 - 0.93) = 6.51.
  const double variance = (0.5 * 0.005036453688384109 * 6.51 * 6.51 + 5) / 2.5;
  EXPECT_NEAR(forecast.deviation(), std::sqrt(variance), 1e-12);
  // z of a target on a knot is that knot's share, halfway between two knots the middle of theirs.
  const double on_knot = forecast.middle() + forecast.deviation() * 0.7532885523648055;
  EXPECT_NEAR(forecast.AtLeast(on_knot), 0.25, 1e-12);
  const double between = forecast.middle() + forecast.deviation() * (0.7532885523648055 + 1.0013545384068236) / 2;
  EXPECT_NEAR(forecast.AtMost(between), 0.775, 1e-12);
  EXPECT_NEAR(forecast.Quantile(0.75), on_knot, 1e-12);
}

TEST(ValueForecast, TwoYearsAheadUsesTheSecondRowAndThreeQuartersOfTheStep) {
  const ValueForecast forecast = ValueForecast::After(ThreeYears(), 2, kPercent);
  EXPECT_DOUBLE_EQ(forecast.middle(), 93 + 0.75 * 1.5);
  const double variance = (0.5 * 0.005043144431555954 * 6.51 * 6.51 + 5) / 2.5 * 2;
  EXPECT_NEAR(forecast.deviation(), std::sqrt(variance), 1e-12);
  EXPECT_NEAR(forecast.Quantile(0.1), forecast.middle() - 1.3208756948118157 * forecast.deviation(), 1e-12);
}

TEST(ValueForecast, OneValueHasNoDriftAndMovesByItsReference) {
  const std::vector<DatedValue> one = {{2017, 50}};
  const ValueForecast forecast = ValueForecast::After(one, 1, kPercent);
  EXPECT_EQ(forecast.middle(), 50);
  EXPECT_NEAR(forecast.deviation(), std::sqrt(0.005036453688384109) * 25, 1e-12);
  // A share of 100 near its end moves little, a count of 0 by its unit.
  EXPECT_NEAR(ValueForecast::After({{DatedValue{2017, 100}}}, 1, kPercent).deviation(),
              std::sqrt(0.005036453688384109) * 0.5, 1e-12);
  EXPECT_NEAR(ValueForecast::After({{DatedValue{2017, 0}}}, 1, kCount).deviation(), std::sqrt(0.005036453688384109),
              1e-12);
}

TEST(ValueForecast, TwoValuesAreLookedUpLikeThree) {
  const std::vector<DatedValue> two = {{2016, 10}, {2017, 12}};
  const ValueForecast forecast = ValueForecast::After(two, 1, {.unit = 1});
  EXPECT_EQ(forecast.middle(), 13);
  EXPECT_NEAR(forecast.deviation(), std::sqrt((0.5 * 0.005036453688384109 * 144 + 4) / 1.5), 1e-12);
  EXPECT_NEAR(forecast.Quantile(0.9), 13 + 1.9376903741001557 * forecast.deviation(), 1e-12);
}

TEST(ValueForecast, OnlyTheLastFiveYearsCount) {
  const std::vector<DatedValue> seven = {{2011, 1000}, {2012, 0},  {2013, 10}, {2014, 12},
                                         {2015, 13},   {2016, 15}, {2017, 16}};
  const auto five = absl::MakeConstSpan(seven).last(5);
  EXPECT_EQ(ValueForecast::After(seven, 1, kCount).middle(), ValueForecast::After(five, 1, kCount).middle());
  EXPECT_EQ(ValueForecast::After(seven, 1, kCount).deviation(), ValueForecast::After(five, 1, kCount).deviation());
  EXPECT_EQ(ValueForecast::After(seven, 1, kCount).observed(), 5);
}

TEST(ValueForecast, AMissingYearSpreadsItsStep) {
  const std::vector<DatedValue> gap = {{2014, 10}, {2016, 14}, {2017, 16}};
  // Steps of 2 a year each: s^2 = (0.5 p0 256 + 4 + 4)/2.5.
  EXPECT_EQ(ValueForecast::After(gap, 1, kCount).middle(), 17);
  EXPECT_NEAR(ValueForecast::After(gap, 1, kCount).deviation(), std::sqrt((0.5 * 0.005036453688384109 * 256 + 8) / 2.5),
              1e-12);
}

TEST(ValueForecast, ASurveysVarianceIsAdded) {
  const ValueForecast plain = ValueForecast::After(ThreeYears(), 2, kPercent);
  const ValueForecast survey = ValueForecast::After(ThreeYears(), 2, kPercent, 9);
  EXPECT_NEAR(survey.deviation() * survey.deviation(), plain.deviation() * plain.deviation() + 9, 1e-9);
}

TEST(ValueForecast, NaturalBoundsDecideAndTheCapHoldsOtherwise) {
  const ValueForecast forecast = ValueForecast::After(ThreeYears(), 1, kPercent);
  EXPECT_EQ(forecast.AtLeast(0), 1);
  EXPECT_EQ(forecast.Above(100), 0);
  EXPECT_EQ(forecast.AtMost(100), 1);
  EXPECT_EQ(forecast.Below(0), 0);
  EXPECT_EQ(forecast.AtLeast(5), 0.995);
  EXPECT_GT(forecast.AtLeast(100), 0) << "censored: what would exceed the bound lies on it";
  EXPECT_EQ(forecast.Quantile(1), 100);
  EXPECT_NEAR(ValueForecast::After(ThreeYears(), 1, kCount).AtLeast(2000), 0.005, 1e-12);
}

TEST(ValueForecast, WhoHoldsTheTargetIsExpectedToMeetIt) {
  const std::vector<DatedValue> full = {{2015, 100}, {2016, 100}, {2017, 100}};
  EXPECT_GT(ValueForecast::After(full, 1, kPercent).AtLeast(100), 0.95);
  const std::vector<DatedValue> ones = {{2015, 1}, {2016, 1}, {2017, 1}};
  EXPECT_EQ(ValueForecast::After(ones, 1, kCount).AtLeast(1), 0.995);
  EXPECT_EQ(ValueForecast::After(ones, 1, kCount).Above(1), 1 - 0.995);
  EXPECT_EQ(ValueForecast::After(ones, 1, kCount).AtMost(1), 0.995);
}

TEST(ValueForecast, AKnownValueIsWhatItIsAndASurveysErrorIsNormal) {
  const ValueForecast known = ValueForecast::Known(94, 0, kPercent);
  EXPECT_EQ(known.AtLeast(94), 1);
  EXPECT_EQ(known.Above(94), 0);
  EXPECT_EQ(known.AtMost(94), 1);
  EXPECT_EQ(known.Spread().low, 94);
  const ValueForecast survey = ValueForecast::Known(80, 2, kPercent);
  EXPECT_NEAR(survey.AtLeast(80), 0.5, 1e-12);
  EXPECT_NEAR(survey.Spread().low, 80 - 2 * 1.6448536, 1e-6);
}

TEST(ValueForecast, ScalesWithWhatIsAdded) {
  const ValueForecast year = ValueForecast::After(ThreeYears(), 1, {.lower = 0});
  const ValueForecast sum = year.Scaled(200, 2);
  EXPECT_NEAR(sum.AtLeast(200 + 2 * 94), year.AtLeast(94), 1e-12);
  EXPECT_EQ(sum.AtLeast(200), 1);
}

// A random short history and what is known of it.
struct Any {
  std::vector<DatedValue> history;
  Nature nature;
  double horizon = 0;
};

Any AnyOf(std::mt19937_64& random) {
  const auto share = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  Any any;
  any.nature = random() % 2 == 0 ? kPercent : kCount;
  const int n = 1 + static_cast<int>(random() % 6);
  for (int i = 0; i < n; ++i)
    any.history.push_back({2010.0 + i + static_cast<double>(random() % 2) / 4, 100 * share()});
  any.horizon = 0.1 + 3 * share();
  return any;
}

TEST(ValueForecast, ProbabilitiesAreMonotoneAndAgreeWithTheQuantiles) {
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const Any any = AnyOf(random);
    const ValueForecast forecast = ValueForecast::After(any.history, any.horizon, any.nature);
    double at_least = 1, at_most = 0, quantile = forecast.Quantile(0);
    for (double target = -5; target <= 120; target += 0.25) {
      EXPECT_LE(forecast.AtLeast(target), at_least) << seed << " " << target;
      EXPECT_GE(forecast.AtMost(target), at_most) << seed << " " << target;
      EXPECT_LE(forecast.Above(target), forecast.AtLeast(target));
      at_least = forecast.AtLeast(target);
      at_most = forecast.AtMost(target);
      EXPECT_GE(at_least, 0);
      EXPECT_LE(at_most, 1);
    }
    for (double q = 0; q <= 1; q += 1.0 / 64) {
      EXPECT_GE(forecast.Quantile(q), quantile);
      quantile = forecast.Quantile(q);
    }
    const Range range = forecast.Spread();
    EXPECT_LE(range.low, range.high);
    EXPECT_GE(range.mean, forecast.Quantile(0));
    EXPECT_LE(range.mean, forecast.Quantile(1));
  }
}

TEST(ValueForecast, AChangeOfUnitLeavesTheProbability) {
  for (int seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    Any any = AnyOf(random);
    any.nature = kCount;
    Any scaled = any;
    const double factor = 8;
    for (DatedValue& value : scaled.history) value.value *= factor;
    scaled.nature = {.lower = 0, .unit = factor};
    const double target = 100 * static_cast<double>(random() >> 11) * 0x1p-53;
    EXPECT_NEAR(ValueForecast::After(any.history, any.horizon, any.nature).AtLeast(target),
                ValueForecast::After(scaled.history, any.horizon, scaled.nature).AtLeast(factor * target), 1e-12);
  }
}

TEST(ValueForecast, TheMeanIsTheMeanOfTheQuantiles) {
  for (int seed = 0; seed < 50; ++seed) {
    std::mt19937_64 random(seed);
    const Any any = AnyOf(random);
    const ValueForecast forecast = ValueForecast::After(any.history, any.horizon, any.nature);
    double sum = 0;
    constexpr int kSteps = 20000;
    for (int i = 0; i < kSteps; ++i) sum += forecast.Quantile((i + 0.5) / kSteps) / kSteps;
    EXPECT_NEAR(forecast.Spread().mean, sum, 0.02 * std::max(1.0, std::abs(sum))) << seed;
  }
}

TEST(ChanceOfStep, LooksUpTheStepsOwnDistribution) {
  // The mean step of 1.5, half of it kept; eps = 0.05.
  const double deviation = std::sqrt((0.5 * 0.005036453688384109 * 6.51 * 6.51 + 5) / 2.5);
  const ValueForecast forecast = ValueForecast::After(ThreeYears(), 1, {.percent = true});
  EXPECT_NEAR(forecast.deviation(), deviation, 1e-12);
  EXPECT_NEAR(ChanceOfStep(ThreeYears(), 0, /*up=*/true, kPercent), forecast.AtLeast(93.05), 1e-12);
  EXPECT_NEAR(ChanceOfStep(ThreeYears(), 0, /*up=*/false, kPercent), forecast.AtMost(92.95), 1e-12);
  EXPECT_LT(ChanceOfStep(ThreeYears(), 1, /*up=*/true, kPercent), ChanceOfStep(ThreeYears(), 0, true, kPercent))
      << "the trend fades";
  const std::vector<DatedValue> full = {{2015, 100}, {2016, 100}, {2017, 100}};
  EXPECT_GT(ChanceOfStep(full, 0, /*up=*/true, kPercent), 0.95) << "holding the bound counts";
}

TEST(ChanceOfNone, ByHand) {
  EXPECT_DOUBLE_EQ(ChanceOfNone(0, 3, 1, 1), std::sqrt(0.8));
  EXPECT_DOUBLE_EQ(ChanceOfNone(2, 3, 1, 1), std::pow(0.8, 2.5));
  EXPECT_EQ(ChanceOfNone(2, 3, 0, 1), 1);
}

TEST(Normal, QuantileAndDistributionAreInverse) {
  for (double q = 0.001; q < 1; q += 0.001) EXPECT_NEAR(NormalCdf(NormalQuantile(q)), q, 1e-9);
  EXPECT_NEAR(NormalQuantile(0.975), 1.959963985, 1e-8);
  EXPECT_NEAR(NormalQuantile(1e-10), -6.361340902, 1e-7);
}

}  // namespace
}  // namespace qcity::aggregation::score
