#include "services/aggregation/score/sobol.h"

#include <cstddef>

#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/random_bits.h"

namespace qcity::aggregation::score {
namespace {

std::uint64_t Mixed(std::uint64_t bits) { return MixedBits(bits + kGoldenBits); }

// Mean and variance over the independent points, about the first output so that nothing cancels.
class Moments {
 public:
  void Add(double value) {
    if (count_ == 0) origin_ = value;
    ++count_;
    sum_.Add(value - origin_);
    squares_.Add((value - origin_) * (value - origin_));
  }
  double mean() const { return origin_ + sum_.sum() / static_cast<double>(count_); }
  double variance() const {
    const double n = static_cast<double>(count_), shift = sum_.sum() / n;
    return squares_.sum() / n - shift * shift;
  }

 private:
  std::int64_t count_ = 0;
  double origin_ = 0;
  Compensated sum_, squares_;
};

// Sums of squared differences, of one output and one factor.
struct Differences {
  Compensated from_b;  // f(B) - f(A with the factor of B): what the others cause.
  Compensated from_a;  // f(A) - f(A with the factor of B): what the factor causes in all.
};

class Estimator {
 public:
  explicit Estimator(const SobolDesign& design)
      : design_(design),
        moments_(design.outputs),
        independent_(design.outputs),
        differences_(static_cast<std::size_t>(design.outputs) * design.factors),
        a_(design.factor_of.size()),
        b_(design.factor_of.size()),
        mixed_(design.factor_of.size()),
        of_a_(design.outputs),
        of_b_(design.outputs),
        of_mixed_(design.outputs) {}

  void AddSample(int row, SobolModel model, absl::FunctionRef<void(absl::Span<const double>)> observe) {
    const std::size_t coordinates = a_.size();
    for (std::size_t i = 0; i < coordinates; ++i) {
      a_[i] = UniformAt(design_.seed, row, 2 * i);
      b_[i] = UniformAt(design_.seed, row, 2 * i + 1);
    }
    model(a_, absl::MakeSpan(of_a_));
    model(b_, absl::MakeSpan(of_b_));
    observe(of_a_);
    observe(of_b_);
    for (int output = 0; output < design_.outputs; ++output) {
      moments_[output].Add(of_a_[output]);
      moments_[output].Add(of_b_[output]);
      const double apart = of_a_[output] - of_b_[output];
      independent_[output].Add(apart * apart);
    }
    for (int factor = 0; factor < design_.factors; ++factor) AddFactor(factor, model);
  }

  SobolResult ResultOf(int output) const {
    SobolResult result{.mean = moments_[output].mean(), .variance = moments_[output].variance(), .factors = {}};
    if (!(result.variance > 0)) return result;
    // Twice the variance, from the same points: what has no effect then causes nothing at all, and what alone has one causes everything.
    const double all = independent_[output].sum();
    for (int factor = 0; factor < design_.factors && all > 0; ++factor) {
      const Differences& differences = differences_[output * design_.factors + factor];
      result.factors.push_back({.first = 1 - differences.from_b.sum() / all, .total = differences.from_a.sum() / all});
    }
    return result;
  }

 private:
  void AddFactor(int factor, SobolModel model) {
    for (std::size_t i = 0; i < a_.size(); ++i) mixed_[i] = design_.factor_of[i] == factor ? b_[i] : a_[i];
    model(mixed_, absl::MakeSpan(of_mixed_));
    for (int output = 0; output < design_.outputs; ++output) {
      Differences& differences = differences_[output * design_.factors + factor];
      const double from_b = of_b_[output] - of_mixed_[output], from_a = of_a_[output] - of_mixed_[output];
      differences.from_b.Add(from_b * from_b);
      differences.from_a.Add(from_a * from_a);
    }
  }

  const SobolDesign& design_;
  std::vector<Moments> moments_;
  std::vector<Compensated> independent_;  // Squared differences of f(A) and f(B).
  std::vector<Differences> differences_;  // By output, then factor.
  std::vector<double> a_, b_, mixed_;
  std::vector<double> of_a_, of_b_, of_mixed_;
};

}  // namespace

double UniformAt(std::uint64_t seed, std::uint64_t row, std::uint64_t column) {
  return UnitOf(Mixed(Mixed(Mixed(seed) ^ row) ^ column));
}

std::optional<std::vector<SobolResult>> Sobol(const SobolDesign& design, SobolModel model,
                                              absl::FunctionRef<void(absl::Span<const double> outputs)> observe,
                                              absl::FunctionRef<bool(double share)> go_on) {
  Estimator estimator(design);
  for (int row = 0; row < design.samples; ++row) {
    estimator.AddSample(row, model, observe);
    if (!go_on((row + 1.0) / design.samples)) return std::nullopt;
  }
  std::vector<SobolResult> results;
  for (int output = 0; output < design.outputs; ++output) results.push_back(estimator.ResultOf(output));
  return results;
}

}  // namespace qcity::aggregation::score
