// The probability that several things hold together, three ways (scoring.md 7): nobody knows how they depend on each other. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_JOINT_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_JOINT_H_

#include <optional>

#include "absl/types/span.h"

namespace qcity::aggregation::score {

// How much of what moves each of a campaign's measures and duties moves all of them.
inline constexpr double kCommonShare = 0.3;

struct Joint {
  double independent = 1;
  double one_factor = 1;  // Gaussian copula with one factor, rho = kCommonShare: the headline.
  double lower = 1;       // Fréchet's bounds.
  double upper = 1;
};

// Of things with these probabilities; what has none is left out of the first two and counts as 0 in `lower` and as 1 in `upper`. Of nothing at all: 1.
// Both estimates lie inside the bounds of what has a probability.
Joint JointOf(absl::Span<const std::optional<double>> probabilities);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_JOINT_H_
