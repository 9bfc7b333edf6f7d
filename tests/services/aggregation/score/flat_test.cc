// The flat arrays against the score that users see, on random cities.
#include "services/aggregation/score/flat.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/levels.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct City {
  PlanPointer plan;
  Inputs inputs;
  Question question;

  Result score() const { return Score(*plan, inputs, question); }
};

void AddFigures(Dice& dice, City& city, int position) {
  const plan::v1::Indicator& indicator = city.plan->document().indicators(position);
  std::vector<std::string> subjects = {"", "NATIONAL"};
  for (const std::string& peer : city.plan->document().policy().peers()) subjects.push_back(peer);
  std::vector<std::string> parts = {""};
  for (const plan::v1::Part& part : indicator.parts()) parts.push_back(part.key());
  for (const std::string& subject : subjects) {
    for (const std::string& part : parts) {
      for (const char* year : {"2016", "2017", "2018"}) {
        if (dice.Chance(0.2)) continue;
        FigureInput row = RowOf(*city.plan, subject, indicator.number(), year, AnyFigure(dice, indicator, 70, 0.3));
        row.part = part;
        row.name = absl::StrCat("row ", city.inputs.figures.size());
        row.source = "document";
        city.inputs.figures.push_back(std::move(row));
      }
    }
  }
}

City AnyCity(std::uint64_t seed) {
  Dice dice(seed);
  City city{
      .plan = seed % 2 == 0 ? testing_support::Ezhou() : testing_support::SmallCity(), .inputs = {}, .question = {}};
  for (int i = 0; i < city.plan->document().indicators_size(); ++i) {
    if (!dice.Chance(0.15)) AddFigures(dice, city, i);
    if (dice.Chance(0.05)) city.inputs.not_applicable.push_back(i);
  }
  city.inputs.has_tasks = dice.Chance(0.7);
  city.question = On("2019-04-10");
  return city;
}

class Flat : public testing::TestWithParam<int> {
 protected:
  const City city_ = AnyCity(static_cast<std::uint64_t>(GetParam()));
  const Result result_ = city_.score();
  const FlatCampaign campaign_{*city_.plan, result_};
  Dice dice_{static_cast<std::uint64_t>(GetParam()) + 1000000};
};

INSTANTIATE_TEST_SUITE_P(Seeds, Flat, testing::Range(0, 40));

void ExpectTotals(const FlatTotals& totals, const Result& result) {
  ASSERT_EQ(totals.score.has_value(), result.raw_score.has_value());
  if (totals.score.has_value()) {
    EXPECT_NEAR(*totals.score, *result.raw_score, 1e-10);
  }
  EXPECT_NEAR(totals.low, result.low, 1e-10);
  EXPECT_NEAR(totals.high, result.high, 1e-10);
  EXPECT_NEAR(totals.coverage, result.coverage, 1e-12);
}

TEST_P(Flat, AchievementsAndSumsAreThoseOfTheScore) {
  FlatScore score(campaign_);
  score.Evaluate(campaign_.value);
  for (std::size_t i = 0; i < campaign_.leaves(); ++i) {
    const Leaf& leaf = result_.leaves[campaign_.position[i]];
    ASSERT_EQ(std::isnan(score.achieved()[i]), !leaf.achievement.has_value()) << leaf.id;
    if (leaf.achievement.has_value()) {
      EXPECT_NEAR(score.achieved()[i], *leaf.achievement, 1e-12) << leaf.id;
    }
  }
  ExpectTotals(score.totals(), result_);
}

TEST_P(Flat, ThePartsOfALeafShareItsAchievement) {
  for (const Leaf& leaf : result_.leaves) {
    if (leaf.judged.empty()) continue;
    double share = 0;
    for (const Judged& judged : leaf.judged) {
      share += judged.share;
      EXPECT_NE(judged.target, judged.zero) << leaf.id;
    }
    EXPECT_NEAR(share, 1, 1e-12) << leaf.id;
  }
}

TEST_P(Flat, AChangedLeafGivesTheBytesOfSummingAnew) {
  FlatCampaign changed(campaign_);
  for (std::size_t i = 0; i < changed.elements(); ++i) {  // Values that are achievements.
    changed.target[i] = 1;
    changed.zero[i] = 0;
    changed.share[i] = i < changed.leaves() ? 1 : 0;
    changed.value[i] = dice_.Share();
  }
  FlatScore kept(changed);
  kept.Evaluate(changed.value);
  for (int change = 0; change < 50; ++change) {
    const int leaf = dice_.Below(static_cast<int>(changed.leaves()));
    const double achieved = dice_.Chance(0.2) ? kMissing : dice_.Share();
    kept.Set(leaf, achieved);
    changed.value[leaf] = achieved;
    FlatScore anew(changed);
    anew.Evaluate(changed.value);
    ASSERT_EQ(kept.totals().score, anew.totals().score);
    ASSERT_EQ(kept.totals().low, anew.totals().low);
    ASSERT_EQ(kept.totals().high, anew.totals().high);
    ASSERT_EQ(kept.totals().coverage, anew.totals().coverage);
  }
}

TEST_P(Flat, ALeafThatIsLeftOutLeavesEverySum) {
  FlatScore score(campaign_);
  score.Evaluate(campaign_.value);
  const std::size_t leaf = dice_.Below(static_cast<int>(campaign_.leaves()));
  const Leaf& out = result_.leaves[campaign_.position[leaf]];
  if (out.pillar != Pillar::kIndicators) return;
  score.LeaveOut(leaf);
  City without = city_;
  without.inputs.not_applicable.push_back(out.position);
  ExpectTotals(score.totals(), without.score());
}

TEST_P(Flat, MeansByLevelAreThoseOfTheTree) {
  FlatScore score(campaign_);
  score.Evaluate(campaign_.value);
  FlatLevels levels(campaign_);
  for (const Rule rule : {Rule::kArithmetic, Rule::kGeometric, Rule::kHarmonic}) {
    const auto tree = LevelsOf(*city_.plan, result_, rule, 0.01);
    ASSERT_TRUE(tree.ok()) << tree.status();
    const std::optional<double> mean = levels.Mean(rule, 0.01, score.achieved());
    ASSERT_EQ(mean.has_value(), tree->front().score.has_value());
    if (mean.has_value()) {
      EXPECT_NEAR(100 * *mean, *tree->front().score, 1e-12 * *tree->front().score);
    }
  }
}

TEST(FlatCampaign, ACopyIsItsOwn) {
  const City city = AnyCity(1);
  const FlatCampaign campaign(*city.plan, city.score());
  FlatCampaign copy(campaign);
  ASSERT_EQ(copy.elements(), campaign.elements());
  copy.weight[0] = 17;
  EXPECT_NE(campaign.weight[0], 17);
  EXPECT_EQ(copy.due[copy.leaves() - 1], campaign.due[campaign.leaves() - 1]);
}

// A result of three measures in two sections and a duty, which need not be that of any figures.
Result Made(const domain::Plan& plan, const std::vector<std::optional<double>>& achievements) {
  Result result;
  for (std::size_t i = 0; i < achievements.size(); ++i) {
    Leaf& leaf = result.leaves.emplace_back();
    leaf.position = static_cast<int>(i);
    leaf.number = plan.document().indicators(static_cast<int>(i)).number();
    leaf.points = 1;
    leaf.achievement = achievements[i];
  }
  return result;
}

TEST(LevelsOf, AMissingMeasureHandsItsWeightToItsSection) {
  const PlanPointer plan = testing_support::SmallCity();  // 1-1 and 1-2 are of one section, 2 of another.
  const auto levels = LevelsOf(*plan, Made(*plan, {0.4, std::nullopt, 1.0}), Rule::kArithmetic, 0);
  ASSERT_TRUE(levels.ok()) << levels.status();
  EXPECT_NEAR(*levels->front().score, 100 * (2 * 0.4 + 1) / 3, 1e-12);
  ASSERT_EQ(levels->size(), 4);
  EXPECT_EQ((*levels)[2].id, "indicators/一、产品");
  EXPECT_EQ((*levels)[2].depth, 2);
  EXPECT_EQ((*levels)[2].points, 2);
}

TEST(LevelsOf, HarmonicIsBelowGeometricIsBelowArithmeticWhichIsTheScoreWhereNothingIsMissing) {
  const PlanPointer plan = testing_support::SmallCity();
  const Result result = Made(*plan, {0.4, 0.9, 1.0});
  const auto of = [&](Rule rule) { return *LevelsOf(*plan, result, rule, 0)->front().score; };
  EXPECT_NEAR(of(Rule::kArithmetic), 100 * 2.3 / 3, 1e-12);
  EXPECT_NEAR(of(Rule::kGeometric), 100 * std::cbrt(0.36), 1e-12);
  EXPECT_NEAR(of(Rule::kHarmonic), 300 / (1 / 0.4 + 1 / 0.9 + 1), 1e-12);
}

TEST(LevelsOf, AZeroWantsAFloorUnlessTheMeanIsArithmetic) {
  const PlanPointer plan = testing_support::SmallCity();
  const Result result = Made(*plan, {0.0, 1.0});
  EXPECT_TRUE(LevelsOf(*plan, result, Rule::kArithmetic, 0).ok());
  EXPECT_FALSE(LevelsOf(*plan, result, Rule::kGeometric, 0).ok());
  EXPECT_FALSE(LevelsOf(*plan, result, Rule::kHarmonic, 0).ok());
  EXPECT_FALSE(LevelsOf(*plan, result, Rule::kHarmonic, kMissing).ok());
  EXPECT_FALSE(LevelsOf(*plan, result, Rule::kHarmonic, 1.5).ok());
  EXPECT_NEAR(*LevelsOf(*plan, result, Rule::kGeometric, 0.01)->front().score, 10, 1e-12);
}

TEST(LevelsOf, WhatIsNotYetDueIsOut) {
  const PlanPointer plan = testing_support::SmallCity();
  Result result = Made(*plan, {0.5, std::nullopt});
  result.leaves[1].due = false;
  EXPECT_EQ(LevelsOf(*plan, result, Rule::kArithmetic, 0)->front().points, 1);
}

}  // namespace
}  // namespace qcity::aggregation::score
