// What a survey says about the true share behind it: the Beta distribution. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_BETA_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_BETA_H_

#include <optional>

#include "absl/types/span.h"
#include "common/domain/figure.h"

namespace qcity::aggregation::score {

// Regularised incomplete beta function I_x(a, b): P(share <= x) under Beta(a, b); a, b > 0.
double BetaCdf(double x, double a, double b);

// The true share, 0..1, after a survey: Beta(x' + 1/2, n' - x' + 1/2), where n' = (n/deff)(N - 1)/(N - n) answers are worth as much as
// the survey's and x' = n' x/n of them are successes.
struct ShareBelief {
  double a = 0;
  double b = 0;

  double Below(double share) const { return BetaCdf(share, a, b); }
  double Above(double share) const { return BetaCdf(1 - share, b, a); }
};

// nullopt where everybody was asked: then nothing is uncertain.
std::optional<ShareBelief> BeliefOf(const domain::SampleFigure& sample);

// P(share 1 < share 2 < ...) for independent surveys, at least two; good to 0.003.
double ChanceOfRising(absl::Span<const ShareBelief> shares);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_BETA_H_
