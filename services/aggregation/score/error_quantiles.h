// How far yearly figures land from their forecast: quantiles of the standardised error, by length of history and horizon, pooled over short histories of public
// indicators (World Bank, World Development Indicators). Data of the method; immutable, any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_ERROR_QUANTILES_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_ERROR_QUANTILES_H_

#include <array>

namespace qcity::aggregation::score {

inline constexpr int kKnots = 25;

// The probabilities q of the knots.
inline constexpr std::array<double, kKnots> kKnotShares = {0.005, 0.01, 0.025, 0.05, 0.1,   0.15, 0.2,  0.25, 0.3,
                                                           0.35,  0.4,  0.45,  0.5,  0.55,  0.6,  0.65, 0.7,  0.75,
                                                           0.8,   0.85, 0.9,   0.95, 0.975, 0.99, 0.995};

struct ErrorQuantiles {
  double prior;                  // p0: the variance of a step before any was seen, as a share of the reference squared.
  std::array<double, kKnots> z;  // Quantile of (value - mean)/(s sqrt h) at each knot; rising.
};

// Of a history of `observed` values (five and more are alike, two and one are like three), `horizon` years ahead (up to a year; more).
const ErrorQuantiles& ErrorQuantilesOf(int observed, double horizon);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_ERROR_QUANTILES_H_
