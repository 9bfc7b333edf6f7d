// The normal distribution. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_NORMAL_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_NORMAL_H_

namespace qcity::aggregation::score {

// P(X <= x).
double NormalCdf(double x);

// The x with P(X <= x) = q, to 1e-9; -infinity at 0, infinity at 1.
double NormalQuantile(double q);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_NORMAL_H_
