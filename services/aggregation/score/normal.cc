#include "services/aggregation/score/normal.h"

#include <cmath>
#include <limits>

namespace qcity::aggregation::score {
namespace {

// Coefficients of Acklam's rational approximation of the normal quantile; relative error below 1.2e-9.
constexpr double kA[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                         1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
constexpr double kB[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                         -1.328068155288572e+01};
constexpr double kC[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                         -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
constexpr double kD[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
constexpr double kTail = 0.02425;

double TailQuantile(double q) {
  const double r = std::sqrt(-2 * std::log(q));
  return (((((kC[0] * r + kC[1]) * r + kC[2]) * r + kC[3]) * r + kC[4]) * r + kC[5]) /
         ((((kD[0] * r + kD[1]) * r + kD[2]) * r + kD[3]) * r + 1);
}

}  // namespace

double NormalCdf(double x) { return 0.5 * std::erfc(-x * 0.7071067811865475244); }

double NormalQuantile(double q) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (q <= 0) return -kInfinity;
  if (q >= 1) return kInfinity;
  if (q < kTail) return TailQuantile(q);
  if (q > 1 - kTail) return -TailQuantile(1 - q);
  const double d = q - 0.5, r = d * d;
  return (((((kA[0] * r + kA[1]) * r + kA[2]) * r + kA[3]) * r + kA[4]) * r + kA[5]) * d /
         (((((kB[0] * r + kB[1]) * r + kB[2]) * r + kB[3]) * r + kB[4]) * r + 1);
}

}  // namespace qcity::aggregation::score
