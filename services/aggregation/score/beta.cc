#include "services/aggregation/score/beta.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace qcity::aggregation::score {
namespace {

// std::lgamma writes a global sign; this one does not.
double LogGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

// The continued fraction of I_x(a, b), by Lentz's method. Converges fast for x below (a + 1)/(a + b + 2).
double Fraction(double x, double a, double b) {
  constexpr double kTiny = 1e-300, kPrecision = 1e-15;
  constexpr int kMostTerms = 10000;  // About sqrt(max(a, b)) terms are needed.
  const auto nonzero = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1;
  double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m < kMostTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonzero(1 + even * d);
    c = nonzero(1 + even / c);
    result *= c * d;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + odd * d);
    c = nonzero(1 + odd / c);
    result *= c * d;
    if (std::abs(c * d - 1) < kPrecision) break;
  }
  return result;
}

}  // namespace

double BetaCdf(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * Fraction(x, a, b) / a;
  return 1 - front * Fraction(1 - x, b, a) / b;
}

std::optional<ShareBelief> BeliefOf(const domain::SampleFigure& sample) {
  const double population = sample.population;
  if (population > 0 && population <= sample.n) return std::nullopt;
  const double correction = population > 0 ? (population - 1) / (population - sample.n) : 1;
  const double n = sample.n / std::max(sample.design_effect, 1.0) * correction;
  const double x = n * sample.successes / sample.n;
  return ShareBelief{x + 0.5, n - x + 0.5};
}

double ChanceOfRising(absl::Span<const ShareBelief> shares) {
  // Cells over the stretch where any of the shares can be; beyond six standard deviations nothing is left to see.
  constexpr int kCells = 64;
  double low = 1, high = 0;
  for (const ShareBelief& share : shares) {
    const double n = share.a + share.b, mean = share.a / n;
    const double reach = 6 * std::sqrt(mean * (1 - mean) / (n + 1));
    low = std::min(low, std::max(0.0, mean - reach));
    high = std::max(high, std::min(1.0, mean + reach));
  }
  // rising[i]: P(share 1 < ... < share j <= the i-th cell's end), share by share.
  std::vector<double> rising(kCells + 1, 1);
  for (const ShareBelief& share : shares) {
    double below = 0, total = 0, before = rising[0];
    for (int i = 1; i <= kCells; ++i) {
      const double next = i == kCells ? 1 : share.Below(low + (high - low) * i / kCells);
      const double average = (before + rising[i]) / 2;
      total += (next - below) * average;
      below = next;
      before = rising[i];
      rising[i] = total;
    }
    rising[0] = 0;
  }
  return rising[kCells];
}

}  // namespace qcity::aggregation::score
