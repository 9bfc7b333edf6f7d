// P(all), three ways.
#include "services/aggregation/score/joint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace qcity::aggregation::score {
namespace {

using Probabilities = std::vector<std::optional<double>>;

TEST(Joint, TwoHalvesOfOneFactorByHand) {
  const Joint joint = JointOf(Probabilities{0.5, 0.5});
  EXPECT_DOUBLE_EQ(joint.independent, 0.25);
  // The orthant of a bivariate normal: 1/4 + asin(rho)/(2 pi).
  EXPECT_NEAR(joint.one_factor, 0.25 + std::asin(0.3) / (2 * M_PI), 1e-9);
  EXPECT_EQ(joint.lower, 0);
  EXPECT_EQ(joint.upper, 0.5);
}

TEST(Joint, ThreeHalvesByHand) {
  // 1/8 + 3 asin(rho)/(4 pi).
  EXPECT_NEAR(JointOf(Probabilities{0.5, 0.5, 0.5}).one_factor, 0.125 + 3 * std::asin(0.3) / (4 * M_PI), 1e-9);
}

TEST(Joint, OfOneThingIsItsProbabilityAndOfNothingCertain) {
  for (const double p : {0.0, 0.005, 0.3, 0.9, 0.995, 1.0}) {
    const Joint joint = JointOf(Probabilities{p});
    EXPECT_NEAR(joint.one_factor, p, 1e-9);
    EXPECT_DOUBLE_EQ(joint.independent, p);
    EXPECT_DOUBLE_EQ(joint.lower, p);
    EXPECT_DOUBLE_EQ(joint.upper, p);
  }
  EXPECT_EQ(JointOf(Probabilities{}).one_factor, 1);
}

TEST(Joint, WhatHasNoProbabilityLeavesTheEstimatesAndTheLowerBound) {
  const Joint with = JointOf(Probabilities{0.9, std::nullopt, 0.8}), without = JointOf(Probabilities{0.9, 0.8});
  EXPECT_EQ(with.one_factor, without.one_factor);
  EXPECT_EQ(with.independent, without.independent);
  EXPECT_EQ(with.upper, 0.8);
  EXPECT_EQ(with.lower, 0);
}

TEST(Joint, LiesInsideTheBoundsAndRisesWithEachProbability) {
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const auto share = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    Probabilities probabilities;
    const int n = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < n; ++i) probabilities.push_back(random() % 4 == 0 ? share() : 0.9 + 0.1 * share());
    const Joint joint = JointOf(probabilities);
    EXPECT_LE(0, joint.lower);
    EXPECT_LE(joint.upper, 1);
    for (const double estimate : {joint.independent, joint.one_factor}) {
      EXPECT_LE(joint.lower, estimate) << seed;
      EXPECT_LE(estimate, joint.upper) << seed;
    }
    EXPECT_GE(joint.one_factor, joint.independent - 1e-12) << "what moves together holds together more often";
    const std::size_t raised = random() % probabilities.size();
    probabilities[raised] = *probabilities[raised] + (1 - *probabilities[raised]) / 2;
    EXPECT_GE(JointOf(probabilities).one_factor, joint.one_factor) << seed;
  }
}

}  // namespace
}  // namespace qcity::aggregation::score
