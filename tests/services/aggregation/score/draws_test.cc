// Drawn courses: their own distributions, what they share, and what one more leaf leaves alone.
#include "services/aggregation/score/draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/joint.h"

namespace qcity::aggregation::score {
namespace {

constexpr int kDraws = 20000;

WeightedChance Coin(const std::string& id, double probability) { return {id, 1, Ladder{{{probability, 1.0}}, 0}}; }

std::vector<double> Draw(const WeightedChance& chance, int draws = kDraws, std::uint64_t seed = 7) {
  std::vector<double> achievements(draws, 0);
  DrawInto(chance, DrawCommon(draws, seed), seed, absl::MakeSpan(achievements));
  return achievements;
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(Draws, AnOutcomeComesAsOftenAsItsProbabilitySays) {
  for (const double p : {0.0, 0.005, 0.2, 0.5, 0.9, 1.0}) EXPECT_NEAR(Mean(Draw(Coin("a", p))), p, 0.015) << p;
  const std::vector<double> duty = Draw({"duty", 1, Ladder{{{0.6, 1.0}, {0.3, 0.9}}, 0}});
  EXPECT_NEAR(std::count(duty.begin(), duty.end(), 0.9) / double{kDraws}, 0.3, 0.015);
  EXPECT_NEAR(std::count(duty.begin(), duty.end(), 0) / double{kDraws}, 0.1, 0.015);
}

TEST(Draws, AValueMeetsAsOftenAsItsProbabilitySays) {
  const std::vector<DatedValue> history = {{2015, 90}, {2016, 92}, {2017, 93}};
  const Nature nature{.lower = 0, .upper = 100, .percent = true, .unit = 0.1};
  const ValueForecast value = ValueForecast::After(history, 1, nature);
  for (const double target : {92.0, 93.0, 94.5, 96.0}) {
    const std::vector<double> up =
        Draw({"m", 1, ValueChance{ValueChance::Kind::kAtLeast, value, target, target - 20, 0}});
    EXPECT_NEAR(std::count(up.begin(), up.end(), 1.0) / double{kDraws}, value.AtLeast(target), 0.015) << target;
    const std::vector<double> down =
        Draw({"m", 1, ValueChance{ValueChance::Kind::kAtMost, value, target, 1.5 * target, 0}});
    EXPECT_NEAR(std::count(down.begin(), down.end(), 1.0) / double{kDraws}, value.AtMost(target), 0.015) << target;
  }
}

TEST(Draws, APlaceMeetsAsOftenAsItsProbabilitySays) {
  const std::vector<DatedValue> history = {{2015, 14}, {2016, 12}, {2017, 11}};
  const ValueForecast value = ValueForecast::After(history, 1, {.lower = 1, .upper = 17});
  const std::vector<double> rank = Draw({"r", 1, ValueChance{ValueChance::Kind::kRankWithin, value, 10, 17, 17}});
  EXPECT_NEAR(std::count(rank.begin(), rank.end(), 1.0) / double{kDraws}, value.AtMost(10.5), 0.015);
  const std::vector<double> leading = Draw({"r", 1, ValueChance{ValueChance::Kind::kLeading, value, 0.75, 0.9, 17}});
  EXPECT_NEAR(std::count(leading.begin(), leading.end(), 1.0) / double{kDraws}, value.AtMost(13.5), 0.015);
}

TEST(Draws, LeavesHoldTogetherAsOftenAsTheHeadlineSays) {
  const std::vector<double> probabilities = {0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.95, 0.99};
  std::vector<double> all(kDraws, 1);
  std::vector<std::optional<double>> asked;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const std::vector<double> drawn = Draw(Coin(absl::StrCat("leaf ", i), probabilities[i]));
    for (int d = 0; d < kDraws; ++d) all[d] *= drawn[d];
    asked.push_back(probabilities[i]);
  }
  const Joint joint = JointOf(asked);
  EXPECT_NEAR(Mean(all), joint.one_factor, 0.012);
  EXPECT_GT(joint.one_factor - joint.independent, 0.05);
}

TEST(Draws, TheSameSeedGivesTheSameBytesAndAnotherOneOthers) {
  EXPECT_EQ(Draw(Coin("a", 0.4)), Draw(Coin("a", 0.4)));
  EXPECT_NE(Draw(Coin("a", 0.4), kDraws, 7), Draw(Coin("a", 0.4), kDraws, 8));
  EXPECT_NE(Draw(Coin("a", 0.4)), Draw(Coin("b", 0.4)));
  const std::vector<double> more = Draw(Coin("a", 0.4), kDraws + 100);
  EXPECT_EQ(Draw(Coin("a", 0.4)), std::vector<double>(more.begin(), more.begin() + kDraws)) << "draws are counted";
}

TEST(Draws, OneMoreLeafLeavesTheOthersDraws) {
  std::vector<DrawnLeaf> leaves;
  for (int i = 0; i < 5; ++i) leaves.push_back({.points = 1, .chances = {Coin(absl::StrCat("leaf ", i), 0.5)}});
  const ScoreDraws before = *DrawScores(leaves, 1000, 3, 80);
  leaves.push_back({.points = 1, .chances = {{"leaf 9", 1, Fixed{0}}}});
  const ScoreDraws after = *DrawScores(leaves, 1000, 3, 80);
  // A leaf that never earns takes its share of the weight from every course alike.
  EXPECT_NEAR(after.score.mean, before.score.mean * 5 / 6, 1e-9);
  EXPECT_NEAR(after.score.low, before.score.low * 5 / 6, 1e-9);
}

TEST(Draws, WhatIsDecidedHasNoInterval) {
  const std::vector<DrawnLeaf> leaves = {{.points = 3, .chances = {{"a", 1, Fixed{1}}}},
                                         {.points = 1, .chances = {{"b", 0.5, Fixed{1}}, {"b2", 0.5, Fixed{0}}}}};
  const ScoreDraws drawn = *DrawScores(leaves, 500, 1, 80);
  EXPECT_DOUBLE_EQ(drawn.score.mean, 87.5);
  EXPECT_DOUBLE_EQ(drawn.score.low, 87.5);
  EXPECT_DOUBLE_EQ(drawn.score.high, 87.5);
  EXPECT_EQ(drawn.pass, 1);
  EXPECT_EQ(DrawScores({}, 500, 1, 80), std::nullopt);
}

TEST(Draws, TheIntervalHoldsNineTenthsOfTheCourses) {
  std::vector<DrawnLeaf> leaves;
  for (int i = 0; i < 40; ++i) leaves.push_back({.points = 1, .chances = {Coin(absl::StrCat(i), 0.7)}});
  const ScoreDraws few = *DrawScores(leaves, 4000, 1, 70), many = *DrawScores(leaves, 40000, 2, 70);
  EXPECT_NEAR(few.score.mean, 70, 1.2);
  EXPECT_NEAR(few.score.low, many.score.low, 3);
  EXPECT_NEAR(few.score.high, many.score.high, 3);
  EXPECT_NEAR(few.pass, many.pass, 0.03);
}

}  // namespace
}  // namespace qcity::aggregation::score
