#include "services/aggregation/score/joint.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/aggregation/score/normal.h"

namespace qcity::aggregation::score {
namespace {

// The trapezoid rule converges exponentially for an integrand that dies off this smoothly.
constexpr double kReach = 9, kStep = 0.05;
constexpr double kDensityAtZero = 0.39894228040143267794;

double OneFactor(const std::vector<double>& probabilities) {
  std::vector<double> thresholds;
  for (const double p : probabilities) {
    if (p <= 0) return 0;
    if (p < 1) thresholds.push_back(NormalQuantile(p) / std::sqrt(1 - kCommonShare));
  }
  if (thresholds.empty()) return 1;
  const double slope = std::sqrt(kCommonShare / (1 - kCommonShare));
  double sum = 0;
  const int steps = static_cast<int>(kReach / kStep);
  for (int i = -steps; i <= steps; ++i) {
    const double factor = i * kStep;
    double all = kDensityAtZero * std::exp(-factor * factor / 2);
    for (const double threshold : thresholds) all *= NormalCdf(threshold + slope * factor);
    sum += all;
  }
  return sum * kStep;
}

}  // namespace

Joint JointOf(absl::Span<const std::optional<double>> probabilities) {
  std::vector<double> known;
  for (const std::optional<double>& p : probabilities) {
    if (p.has_value()) known.push_back(*p);
  }
  Joint joint;
  double missing = 0;  // What the complements take away at most.
  for (const double p : known) {
    joint.independent *= p;
    joint.upper = std::min(joint.upper, p);
    missing += 1 - p;
  }
  const double lower = std::max(0.0, 1 - missing);
  joint.independent = std::clamp(joint.independent, std::min(lower, joint.upper), joint.upper);
  joint.one_factor = std::clamp(OneFactor(known), std::min(lower, joint.upper), joint.upper);
  joint.lower = known.size() == probabilities.size() ? std::min(lower, joint.upper) : 0;
  return joint;
}

}  // namespace qcity::aggregation::score
