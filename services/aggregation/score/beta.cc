#include "services/aggregation/score/beta.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
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
  // Cells where the shares can be: of each its mean and five standard deviations to both sides, beyond which nothing is left to see. Within
  // a cell every share is taken as spread evenly.
  constexpr int kCellsOfShare = 32;
  constexpr double kReach = 5;
  std::vector<double> edges;
  for (const ShareBelief& share : shares) {
    const double n = share.a + share.b, mean = share.a / n;
    const double reach = kReach * std::sqrt(mean * (1 - mean) / (n + 1));
    const double low = std::max(0.0, mean - reach), high = std::min(1.0, mean + reach);
    for (int i = 0; i <= kCellsOfShare; ++i) edges.push_back(low + (high - low) * i / kCellsOfShare);
  }
  std::sort(edges.begin(), edges.end());
  // Up to the cell: P(share j lies there), and P(share 1 < ... < share j, all there).
  std::vector<double> below(shares.size(), 0), rising(shares.size(), 0);
  for (std::size_t i = 1; i < edges.size(); ++i) {
    std::vector<double> before = {1};  // rising[j - 1] on the way through the cell, as a polynomial.
    for (std::size_t j = 0; j < shares.size(); ++j) {
      const double next = i + 1 == edges.size() ? 1 : shares[j].Below(edges[i]);
      std::vector<double> now = {rising[j]};
      for (std::size_t k = 0; k < before.size(); ++k) {
        now.push_back((next - below[j]) * before[k] / static_cast<double>(k + 1));
      }
      below[j] = next;
      rising[j] = std::accumulate(now.begin(), now.end(), 0.0);
      before = std::move(now);
    }
  }
  return rising.back();
}

}  // namespace qcity::aggregation::score
