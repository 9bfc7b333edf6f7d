#include "services/aggregation/score/sobol.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace qcity::aggregation::score {
namespace {

// sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3, whose indices are known.
constexpr double kPi = std::numbers::pi, kA = 7, kB = 0.1;

void Ishigami(absl::Span<const double> point, absl::Span<double> outputs) {
  double x[3];
  for (int i = 0; i < 3; ++i) x[i] = kPi * (2 * point[i] - 1);
  outputs[0] = std::sin(x[0]) + kA * std::pow(std::sin(x[1]), 2) + kB * std::pow(x[2], 4) * std::sin(x[0]);
}

struct Known {
  const double one = std::pow(1 + kB * std::pow(kPi, 4) / 5, 2) / 2;
  const double two = kA * kA / 8;
  const double one_with_three = 8 * kB * kB * std::pow(kPi, 8) / 225;
  const double variance = one + two + one_with_three;
};

bool Ever(double) { return true; }
void Unseen(absl::Span<const double>) {}

SobolDesign Design(std::vector<int> factor_of, int factors, int samples, std::uint64_t seed = 7) {
  return {.samples = samples, .seed = seed, .factors = factors, .factor_of = std::move(factor_of), .outputs = 1};
}

TEST(Sobol, GivesTheIndicesOfIshigamisFunction) {
  const Known known;
  // Some four standard errors of the estimates.
  for (const std::uint64_t seed : {1, 2, 3}) {
    const SobolDesign design = Design({0, 1, 2}, 3, 65536, seed);
    const SobolResult result = Sobol(design, Ishigami, Unseen, Ever)->front();
    EXPECT_NEAR(result.mean, kA / 2, 0.1);
    EXPECT_NEAR(result.variance / known.variance, 1, 0.03);
    ASSERT_EQ(result.factors.size(), 3);
    EXPECT_NEAR(result.factors[0].first, known.one / known.variance, 0.03);
    EXPECT_NEAR(result.factors[1].first, known.two / known.variance, 0.03);
    EXPECT_NEAR(result.factors[2].first, 0, 0.03);
    EXPECT_NEAR(result.factors[0].total, (known.one + known.one_with_three) / known.variance, 0.03);
    EXPECT_NEAR(result.factors[1].total, known.two / known.variance, 0.03);
    EXPECT_NEAR(result.factors[2].total, known.one_with_three / known.variance, 0.03);
  }
}

TEST(Sobol, CoordinatesOfOneFactorMoveTogether) {
  const Known known;
  const SobolDesign design = Design({0, 1, 0}, 2, 65536);
  const SobolResult result = Sobol(design, Ishigami, Unseen, Ever)->front();
  const double together = (known.one + known.one_with_three) / known.variance;
  EXPECT_NEAR(result.factors[0].first, together, 0.03);
  EXPECT_NEAR(result.factors[0].total, together, 0.03);
}

TEST(Sobol, WhatHasNoEffectHasNoneExactlyAndWhatAloneHasOneHasAll) {
  const SobolDesign design = Design({0, 1}, 2, 256);
  const auto model = [](absl::Span<const double> point, absl::Span<double> outputs) { outputs[0] = 3 * point[0]; };
  const SobolResult result = Sobol(design, model, Unseen, Ever)->front();
  EXPECT_EQ(result.factors[1].first, 0);
  EXPECT_EQ(result.factors[1].total, 0);
  EXPECT_EQ(result.factors[0].first, 1);
  EXPECT_EQ(result.factors[0].total, 1);
}

TEST(Sobol, WhatNeverVariesHasNoIndices) {
  const SobolDesign design = Design({0}, 1, 64);
  const auto model = [](absl::Span<const double>, absl::Span<double> outputs) { outputs[0] = 0.1; };
  const SobolResult result = Sobol(design, model, Unseen, Ever)->front();
  EXPECT_TRUE(result.factors.empty());
  EXPECT_EQ(result.mean, 0.1);
  EXPECT_EQ(result.variance, 0);
}

TEST(Sobol, TheSeedFixesEveryBit) {
  const auto indices = [](std::uint64_t seed) {
    const SobolDesign design = Design({0, 1, 2}, 3, 500, seed);
    const SobolResult result = Sobol(design, Ishigami, Unseen, Ever)->front();
    return std::vector<double>{result.mean, result.variance, result.factors[0].first, result.factors[2].total};
  };
  EXPECT_EQ(indices(5), indices(5));
  EXPECT_NE(indices(5), indices(6));
}

TEST(Sobol, StopsWhenItIsToldTo) {
  int calls = 0;
  const SobolDesign design = Design({0, 1, 2}, 3, 100);
  EXPECT_EQ(Sobol(design, Ishigami, Unseen, [&](double) { return ++calls < 7; }), std::nullopt);
  EXPECT_EQ(calls, 7);
}

TEST(Sobol, ShowsTheIndependentPointsAndHowFarItIs) {
  int seen = 0;
  double last = 0;
  const SobolDesign design = Design({0, 1, 2}, 3, 100);
  const auto results = Sobol(
      design, Ishigami, [&](absl::Span<const double>) { ++seen; },
      [&](double share) {
        EXPECT_GT(share, last);
        last = share;
        return true;
      });
  ASSERT_TRUE(results.has_value());
  EXPECT_EQ(seen, 200);
  EXPECT_EQ(last, 1);
  EXPECT_EQ(design.evaluations(), 500);
}

TEST(UniformAt, FillsTheUnitIntervalEvenlyInEveryDirection) {
  constexpr int kDraws = 40000;
  double sum = 0, squares = 0, along_rows = 0, along_columns = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double u = UniformAt(1, i, 3);
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
    along_rows += u * UniformAt(1, i + 1, 3);
    along_columns += u * UniformAt(1, i, 4);
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.006);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.006);
  EXPECT_NEAR(along_rows / kDraws, 0.25, 0.006);
  EXPECT_NEAR(along_columns / kDraws, 0.25, 0.006);
}

}  // namespace
}  // namespace qcity::aggregation::score
