#include "services/aggregation/score/sensitivity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "services/aggregation/score/aggregate.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;

bool Ever(double) { return true; }

// The small city in the spring of 2019, with figures of most kinds and some duties done.
struct Spring {
  PlanPointer plan = testing_support::SmallCity();
  Inputs inputs;
  Question question = On("2019-06-10");

  Spring() {
    const auto add = [&](const char* number, const char* period, domain::Figure figure) {
      inputs.figures.push_back(Row(*plan, number, period, figure));
    };
    for (const char* quarter : {"2018Q2", "2018Q3", "2018Q4", "2019Q1"})
      add("1-1", quarter, domain::FractionFigure{90, 100});
    add("1-2", "2018", domain::SampleFigure{83, 100, 0, 1});
    add("2", "2018", domain::ValueFigure{45});
    add("3", "2019-04", domain::ValueFigure{1});
    add("4", "2018", domain::RankFigure{5, 5, 12});
    for (const char* year : {"2016", "2017", "2018"}) add("6", year, domain::ValueFigure{100});
    add("7", "2018", domain::RankFigure{5, 5, 11});
    inputs.parts = {Part(*plan, "3", "2018", "office", State::kCompleted)};
    inputs.parts[0].submitted = Day("2018-03-15");
  }
  Result score() const { return Score(*plan, inputs, question); }
};

// Measures of these achievements, and one duty.
Result Made(const std::vector<double>& achievements, double duty_points = 0, double duty = 0) {
  Result result;
  for (std::size_t i = 0; i < achievements.size(); ++i) {
    Leaf& leaf = result.leaves.emplace_back();
    leaf.position = static_cast<int>(i);
    leaf.points = 1;
    leaf.achievement = achievements[i];
  }
  if (duty_points > 0) {
    Leaf& leaf = result.leaves.emplace_back();
    leaf.pillar = Pillar::kTasks;
    leaf.points = duty_points;
    leaf.achievement = duty;
  }
  return result;
}

// With weights of the policy as it is: 0.5 is the middle of every spread.
std::vector<double> PolicyAsItIs(const PolicyDraw& draw) {
  std::vector<double> point(draw.factor_of().size(), 0.5);
  for (std::size_t i = 0; i < point.size(); ++i) {
    const std::string& key = draw.factors()[draw.factor_of()[i]].key;
    if (key == "leading_share") point[i] = (0.25 - 0.10) / (0.33 - 0.10);
    if (key == "zero_limit" || key == "no_data" || key == "aggregator") point[i] = 1e-12;
    if (key == "gates") point[i] = 0.9;
  }
  return point;
}

TEST(PolicyDraw, ThePolicyAsItIsGivesTheScoreAsItIs) {
  const Spring city;
  const Result result = city.score();
  ASSERT_TRUE(result.raw_score.has_value());
  PolicyDraw draw(*city.plan, result, /*vetoed=*/false);
  const PolicyDraw::Outcome outcome = draw.At(PolicyAsItIs(draw));
  EXPECT_NEAR(outcome.score, *result.raw_score, 1e-9);
  EXPECT_NEAR(outcome.low, result.low, 1e-9);
  EXPECT_NEAR(outcome.high, result.high, 1e-9);
  EXPECT_EQ(outcome.verdict, result.verdict);
}

TEST(PolicyDraw, EveryFactorMovesWhatItIsAbout) {
  const Spring city;
  const Result result = city.score();
  PolicyDraw draw(*city.plan, result, false);
  const std::vector<double> as_it_is = PolicyAsItIs(draw);
  const double score = draw.At(as_it_is).score;
  for (std::size_t factor = 0; factor < draw.factors().size(); ++factor) {
    const std::string& key = draw.factors()[factor].key;
    if (key == "gates") continue;  // They are about the verdict.
    std::vector<double> moved = as_it_is;
    const auto coordinate = std::find(draw.factor_of().begin(), draw.factor_of().end(), static_cast<int>(factor));
    moved[coordinate - draw.factor_of().begin()] = 0.99;
    EXPECT_NE(draw.At(moved).score, score) << key;
  }
  EXPECT_EQ(draw.At(as_it_is).score, score);  // Nothing stays behind.
}

TEST(PolicyDraw, RulesForMissingDataOrderTheScore) {
  const Spring city;
  PolicyDraw draw(*city.plan, city.score(), false);
  std::vector<double> point = PolicyAsItIs(draw);
  const std::size_t no_data = point.size() - 2, aggregator = point.size() - 1;
  for (const double rule : {0.1, 0.5, 0.9}) {
    point[aggregator] = rule;
    point[no_data] = 0.5;
    const PolicyDraw::Outcome zero = draw.At(point);
    point[no_data] = 0.9;
    const PolicyDraw::Outcome full = draw.At(point);
    EXPECT_LT(zero.score, full.score);
    EXPECT_LE(zero.low, zero.high);
    EXPECT_LT(zero.high, full.high + 1e-9);
    EXPECT_LE(full.low, full.high);
  }
}

TEST(PolicyDraw, HarmonicIsBelowGeometricIsBelowArithmeticWithNothingLeftOut) {
  const Spring city;
  PolicyDraw draw(*city.plan, city.score(), false);
  std::vector<double> point = PolicyAsItIs(draw);
  point[point.size() - 2] = 0.9;
  double above = 101;
  for (const double rule : {0.1, 0.5, 0.9}) {
    point[point.size() - 1] = rule;
    const double score = draw.At(point).score;
    EXPECT_LT(score, above);
    above = score;
  }
}

TEST(Acceptability, IsTheShareOfTheSimplexThatPasses) {
  // Of two measures the fulfilled one must weigh at least 0.8: a fifth of the line. Of three the failed one at most 0.2: 1 - 0.8^2 of the triangle.
  EXPECT_NEAR(AcceptabilityOf(Made({1, 0}), 80, 100000, 1).share, 0.2, 0.006);
  EXPECT_NEAR(AcceptabilityOf(Made({1, 1, 0}), 80, 100000, 2).share, 0.36, 0.006);
  // A duty of the same weight as the measure keeps half of the score out of the draw: (w + 1)/2 >= 0.8.
  EXPECT_NEAR(AcceptabilityOf(Made({1, 0}, 2, 1), 80, 100000, 3).share, 0.4, 0.006);
  EXPECT_EQ(AcceptabilityOf(Made({1, 1}), 80, 1000, 4).share, 1);
  EXPECT_EQ(AcceptabilityOf(Made({0.5, 0.7}), 80, 1000, 5).share, 0);
  EXPECT_EQ(AcceptabilityOf(Made({}), 80, 1000, 6).share, 0);
}

TEST(Acceptability, RanksMeasuresByTheWeightThatPassingWants) {
  const WeightAcceptability acceptability = AcceptabilityOf(Made({0, 1, 0.9}), 80, 100000, 1);
  ASSERT_EQ(acceptability.measures.size(), 3);
  EXPECT_EQ(acceptability.measures[0].leaf, 1);
  EXPECT_EQ(acceptability.measures[2].leaf, 0);
  EXPECT_EQ(acceptability.measures[2].rank, 3);
  EXPECT_LT(*acceptability.measures[2].central, 1);
  double sum = 0;
  for (const MeasureWeight& measure : acceptability.measures) sum += *measure.central;
  EXPECT_NEAR(sum, 3, 1e-9);
}

TEST(Acceptability, WithoutPassingWeightsNoMeasureIsBeforeAnother) {
  for (const MeasureWeight& measure : AcceptabilityOf(Made({0.2, 0.3}), 80, 100, 1).measures) {
    EXPECT_EQ(measure.central, std::nullopt);
    EXPECT_EQ(measure.rank, 1);
  }
}

TEST(LeaveOutEach, IsTheScoreWithThatMeasureNotApplicable) {
  const Spring city;
  const Result result = city.score();
  int measures = 0;
  double last = 1e9;
  for (const LeafOut& out : LeaveOutEach(*city.plan, result)) {
    EXPECT_LE(std::abs(out.change), last);
    last = std::abs(out.change);
    const Leaf& leaf = result.leaves[out.leaf];
    ASSERT_TRUE(leaf.achievement.has_value()) << leaf.id;
    if (leaf.pillar != Pillar::kIndicators) continue;
    ++measures;
    Spring without = city;
    without.inputs.not_applicable = {leaf.position};
    EXPECT_NEAR(*out.score, *without.score().raw_score, 1e-10) << leaf.id;
    EXPECT_NEAR(out.change, *out.score - *result.raw_score, 1e-12) << leaf.id;
  }
  EXPECT_EQ(measures, 7);
}

TEST(LeaveOutEach, TheOnlyLeafWithDataLeavesNothing) {
  const PlanPointer plan = testing_support::SmallCity();
  const std::vector<LeafOut> out = LeaveOutEach(*plan, Made({0.5}));
  ASSERT_EQ(out.size(), 1);
  EXPECT_EQ(out[0].score, std::nullopt);
}

std::vector<double> NumbersOf(const Sensitivity& sensitivity) {
  std::vector<double> numbers(sensitivity.verdicts.begin(), sensitivity.verdicts.end());
  const Spread& spread = sensitivity.spread;
  numbers.insert(numbers.end(), {spread.mean, spread.deviation, spread.p05, spread.p50, spread.p95, spread.passes});
  for (const FactorSensitivity& factor : sensitivity.factors) {
    for (const std::optional<SobolIndices>& indices : {factor.score, factor.verdict}) {
      if (indices.has_value()) numbers.insert(numbers.end(), {indices->first, indices->total});
    }
  }
  numbers.push_back(sensitivity.weights.share);
  for (const MeasureWeight& measure : sensitivity.weights.measures) numbers.push_back(measure.central.value_or(-1));
  return numbers;
}

TEST(AnalyzeSensitivity, TheSeedFixesEveryBit) {
  const Spring city;
  const Result result = city.score();
  const auto numbers = [&](std::uint64_t seed) {
    return NumbersOf(*AnalyzeSensitivity(*city.plan, result, false, {.samples = 128, .seed = seed}, Ever));
  };
  EXPECT_EQ(numbers(3), numbers(3));
  EXPECT_NE(numbers(3), numbers(4));
}

TEST(AnalyzeSensitivity, SharesOutTheVarianceOfTheScore) {
  const Spring city;
  const auto sensitivity = AnalyzeSensitivity(*city.plan, city.score(), false, {.samples = 4096, .seed = 1}, Ever);
  ASSERT_TRUE(sensitivity.has_value());
  double first = 0, last = 2;
  for (const FactorSensitivity& factor : sensitivity->factors) {
    ASSERT_TRUE(factor.score.has_value());
    EXPECT_LE(factor.score->first, factor.score->total + 0.06) << factor.factor.key;
    EXPECT_GE(factor.score->total, 0);
    EXPECT_LE(factor.score->total, last);
    last = factor.score->total;
    first += factor.score->first;
    if (factor.factor.key == "gates") {
      EXPECT_EQ(factor.score->total, 0);
    }
  }
  EXPECT_LT(first, 1.15);
  EXPECT_GT(sensitivity->factors.front().score->total, 0.2);
  EXPECT_NEAR(std::accumulate(sensitivity->verdicts.begin(), sensitivity->verdicts.end(), 0.0), 1, 1e-12);
  const Spread& spread = sensitivity->spread;
  EXPECT_LE(spread.p05, spread.p50);
  EXPECT_LE(spread.p50, spread.p95);
  EXPECT_GT(spread.deviation, 0);
  EXPECT_EQ(sensitivity->evaluations, 4096 * (static_cast<std::int64_t>(sensitivity->factors.size()) + 2));
}

TEST(AnalyzeSensitivity, AVetoDecidesUnderEveryPolicy) {
  Spring city;
  city.inputs.vetoes = {{"vetoes/1", "事故"}};
  const auto sensitivity = AnalyzeSensitivity(*city.plan, city.score(), true, {.samples = 64, .seed = 1}, Ever);
  EXPECT_EQ(sensitivity->verdicts[static_cast<std::size_t>(ReadinessVerdict::kNotReady) - 1], 1);
  for (const FactorSensitivity& factor : sensitivity->factors) EXPECT_EQ(factor.verdict, std::nullopt);
}

TEST(AnalyzeSensitivity, WithOnePillarItsPointsAreNoFactor) {
  Spring city;
  city.inputs.has_tasks = false;
  const auto sensitivity = AnalyzeSensitivity(*city.plan, city.score(), false, {.samples = 64, .seed = 1}, Ever);
  for (const FactorSensitivity& factor : sensitivity->factors) {
    EXPECT_NE(factor.factor.key.substr(0, 7), "points/");
  }
}

TEST(AnalyzeSensitivity, EndsEarlyWhenNobodyWaits) {
  const Spring city;
  int steps = 0;
  EXPECT_FALSE(AnalyzeSensitivity(*city.plan, city.score(), false, {.samples = 100'000, .seed = 1}, [&](double) {
                 return ++steps < 3;
               }).has_value());
  EXPECT_EQ(steps, 3);
}

TEST(AnalyzeSensitivity, ACityWithoutAnyFigureIsAnsweredToo) {
  const PlanPointer plan = testing_support::SmallCity();
  const Result result = Score(*plan, {}, On("2018-03-02"));
  const auto sensitivity = AnalyzeSensitivity(*plan, result, false, {.samples = 64, .seed = 1}, Ever);
  ASSERT_TRUE(sensitivity.has_value());
  for (const double number : NumbersOf(*sensitivity)) EXPECT_TRUE(std::isfinite(number));
}

}  // namespace
}  // namespace qcity::aggregation::score
