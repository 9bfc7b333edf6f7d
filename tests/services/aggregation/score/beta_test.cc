#include "services/aggregation/score/beta.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace qcity::aggregation::score {
namespace {

TEST(BetaCdf, AgreesWithClosedForms) {
  for (double x = 0.01; x < 1; x += 0.07) {
    EXPECT_NEAR(BetaCdf(x, 1, 1), x, 1e-14);
    EXPECT_NEAR(BetaCdf(x, 3, 1), x * x * x, 1e-14);
    EXPECT_NEAR(BetaCdf(x, 1, 4), 1 - std::pow(1 - x, 4), 1e-14);
    EXPECT_NEAR(BetaCdf(x, 0.5, 0.5), 2 / std::acos(-1.0) * std::asin(std::sqrt(x)), 1e-13);
  }
}

// I_x(a, b) for whole a, b is the upper tail of a binomial distribution with a + b - 1 draws.
TEST(BetaCdf, AgreesWithBinomialTails) {
  for (const double x : {0.05, 0.3, 0.5, 0.9}) {
    double tail = 0;
    for (int k = 7; k <= 20; ++k) {
      tail += std::exp(std::lgamma(21) - std::lgamma(k + 1) - std::lgamma(21 - k) + k * std::log(x) +
                       (20 - k) * std::log(1 - x));
    }
    EXPECT_NEAR(BetaCdf(x, 7, 14), tail, 1e-13);
  }
}

TEST(BetaCdf, IsSymmetricMonotoneAndBounded) {
  EXPECT_EQ(BetaCdf(-1, 2, 3), 0);
  EXPECT_EQ(BetaCdf(0, 2, 3), 0);
  EXPECT_EQ(BetaCdf(1, 2, 3), 1);
  for (const double size : {0.5, 3.0, 400.0, 1e6}) {
    double before = 0;
    for (double x = 0.02; x < 1; x += 0.02) {
      const double p = BetaCdf(x, size, 2 * size);
      EXPECT_NEAR(p, 1 - BetaCdf(1 - x, 2 * size, size), 1e-10);
      EXPECT_GE(p, before - 1e-12);
      EXPECT_LE(p, 1);
      before = p;
    }
  }
}

TEST(BeliefOf, ThreeHundredTwentyOfFourHundredIsAnEvenBetAtEightyPercent) {
  EXPECT_NEAR(BeliefOf({320, 400, 0, 1})->Above(0.8), 0.495, 5e-4);
}

TEST(BeliefOf, TheProbabilityFallsWithTheLimit) {
  const ShareBelief belief = *BeliefOf({320, 400, 5000, 1.4});
  double before = 1;
  for (double limit = 0; limit <= 1; limit += 0.01) {
    EXPECT_LE(belief.Above(limit), before);
    EXPECT_NEAR(belief.Above(limit) + belief.Below(limit), 1, 1e-12);
    before = belief.Above(limit);
  }
}

TEST(BeliefOf, DesignWeighsAnswersDownASmallPopulationUp) {
  const ShareBelief plain = *BeliefOf({80, 100, 0, 0}), clustered = *BeliefOf({80, 100, 0, 2}),
                    small = *BeliefOf({80, 100, 199, 1});
  EXPECT_NEAR(plain.a + plain.b, 101, 1e-12);
  EXPECT_NEAR(clustered.a + clustered.b, 51, 1e-12);
  EXPECT_NEAR(small.a + small.b, 1 + 100 * 198 / 99.0, 1e-9);
  EXPECT_FALSE(BeliefOf({80, 100, 100, 1}).has_value());
}

TEST(ChanceOfRising, IsEvenForEqualSurveysAndOneInSixForThree) {
  const ShareBelief share{40.5, 60.5};
  EXPECT_NEAR(ChanceOfRising({share, share}), 0.5, 1e-3);
  EXPECT_NEAR(ChanceOfRising({share, share, share}), 1 / 6.0, 1e-3);
}

TEST(ChanceOfRising, IsNearlyCertainOrImpossibleForSurveysFarApart) {
  const ShareBelief low{20.5, 380.5}, middle{200.5, 200.5}, high{380.5, 20.5};
  EXPECT_NEAR(ChanceOfRising({low, middle, high}), 1, 1e-6);
  EXPECT_NEAR(ChanceOfRising({high, middle, low}), 0, 1e-6);
}

TEST(ChanceOfRising, AFirstYearFarBelowLeavesTheNextStepsAsTheyAre) {
  const auto share = [](double x, double n) { return ShareBelief{x + 0.5, n - x + 0.5}; };
  const ShareBelief second = share(8000, 10000), third = share(8090, 10000);
  EXPECT_NEAR(ChanceOfRising({share(2000, 10000), second, third}), ChanceOfRising({second, third}), 2e-3);
}

TEST(ChanceOfRising, AgreesWithDraws) {
  std::mt19937_64 random(7);
  const std::vector<ShareBelief> shares = {{70.5, 30.5}, {75.5, 25.5}, {160.5, 40.5}};
  const auto draw = [&](const ShareBelief& share) {
    std::gamma_distribution<> a(share.a), b(share.b);
    const double x = a(random);
    return x / (x + b(random));
  };
  constexpr int kDraws = 100000;
  int rising = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double first = draw(shares[0]), second = draw(shares[1]), third = draw(shares[2]);
    rising += first < second && second < third ? 1 : 0;
  }
  EXPECT_NEAR(ChanceOfRising(shares), static_cast<double>(rising) / kDraws, 0.006);
}

}  // namespace
}  // namespace qcity::aggregation::score
