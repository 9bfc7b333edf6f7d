// How good issued probabilities were, by hand.
#include "services/aggregation/forecast/quality.h"

#include <gtest/gtest.h>

namespace qcity::aggregation::forecast {
namespace {

// 40 times 0.9, of which 36 came; 10 times 0.2, of which 3 came; 0.2 and 0.9 are bin 2 and bin 9.
std::vector<Outcome> Fifty() {
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 40; ++i) outcomes.push_back({0.9, i < 36});
  for (int i = 0; i < 10; ++i) outcomes.push_back({0.2, i < 3});
  return outcomes;
}

TEST(ForecastQuality, IsSilentUnderFiftyOutcomes) {
  std::vector<Outcome> outcomes = Fifty();
  outcomes.pop_back();
  const v1::ForecastQuality quality = QualityOf(120, outcomes);
  EXPECT_EQ(quality.issued(), 120);
  EXPECT_EQ(quality.outcomes(), 49);
  EXPECT_EQ(quality.least_outcomes(), 50);
  EXPECT_FALSE(quality.has_brier());
  EXPECT_FALSE(quality.has_calibration_error());
  EXPECT_EQ(quality.bins_size(), 0);
}

TEST(ForecastQuality, FiftyOutcomesByHand) {
  const v1::ForecastQuality quality = QualityOf(50, Fifty());
  EXPECT_NEAR(quality.brier(), (36 * 0.01 + 4 * 0.81 + 3 * 0.64 + 7 * 0.04) / 50, 1e-12);
  EXPECT_NEAR(quality.brier_of_share(), 39.0 / 50 * 11 / 50, 1e-12);
  ASSERT_EQ(quality.bins_size(), 2);
  EXPECT_EQ(quality.bins(0).count(), 10);
  EXPECT_NEAR(quality.bins(0).from(), 0.2, 1e-12);
  EXPECT_NEAR(quality.bins(0).to(), 0.3, 1e-12);
  EXPECT_NEAR(quality.bins(0).mean_probability(), 0.2, 1e-12);
  EXPECT_NEAR(quality.bins(0).frequency(), 0.3, 1e-12);
  EXPECT_NEAR(quality.bins(1).frequency(), 0.9, 1e-12);
  EXPECT_NEAR(quality.calibration_error(), 10.0 / 50 * 0.1, 1e-12);
}

TEST(ForecastQuality, CertaintyFallsIntoTheLastTenth) {
  const std::vector<Outcome> outcomes(50, {1, true});
  const v1::ForecastQuality quality = QualityOf(50, outcomes);
  ASSERT_EQ(quality.bins_size(), 1);
  EXPECT_EQ(quality.bins(0).to(), 1);
  EXPECT_EQ(quality.brier(), 0);
}

TEST(NewAmong, TheFirstStaysAndOnlyWhatDiffersIsAdded) {
  const Issued first{.as_of = "2019-03-18",
                     .evaluation_date = "2020-03-31",
                     .number = "2",
                     .state_version = 4,
                     .probability = 0.25,
                     .period = "2019",
                     .plan_version = "1",
                     .policy_version = "p"};
  Issued again = first, other = first;
  again.state_version = 5;
  other.state_version = 6;
  other.probability = 0.26;
  EXPECT_EQ(NewAmong({first}, {}).size(), 1);
  EXPECT_TRUE(NewAmong({again}, {first}).empty());
  ASSERT_EQ(NewAmong({again, other}, {first}).size(), 1);
  EXPECT_EQ(NewAmong({again, other}, {first})[0].probability, 0.26);
  EXPECT_TRUE(NewAmong({first}, {first, other}).empty());
}

}  // namespace
}  // namespace qcity::aggregation::forecast
