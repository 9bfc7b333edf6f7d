#include "services/aggregation/score/forecast_value.h"

#include <algorithm>
#include <cmath>

#include "services/aggregation/score/normal.h"

namespace qcity::aggregation::score {
namespace {

constexpr std::size_t kLongest = 5;
constexpr double kLeastShare = 0.005, kMostShare = 0.995;
constexpr double kPriorSteps = 0.5;  // What the prior weighs, in steps.
constexpr double kLow = 0.05, kHigh = 0.95;

// How much of the mean step's worth is reached after `horizon` years: the trend halves every year.
double Damped(double horizon) { return 1 - std::exp2(-horizon); }

// The scale of a number's usual steps before any was seen.
double ReferenceOf(double value, const Nature& nature) {
  if (nature.percent) return std::max(value * (1 - value / 100), 0.5);
  if (value != 0) return std::abs(value);
  return nature.unit > 0 ? nature.unit : 1;
}

// The steps of the history, each as of one year.
struct StepSize {
  double mean = 0;
  double deviation = 0;  // s: of one year's step, none of it taken for trend.
};
StepSize StepsOf(absl::Span<const DatedValue> history, double prior, const Nature& nature) {
  double sum = 0, squares = 0;
  for (std::size_t i = 1; i < history.size(); ++i) {
    const double step = (history[i].value - history[i - 1].value) / (history[i].year - history[i - 1].year);
    sum += step;
    squares += step * step;
  }
  const double steps = static_cast<double>(history.size()) - 1;
  const double reference = ReferenceOf(history.back().value, nature);
  return {steps > 0 ? sum / steps : 0,
          std::sqrt((kPriorSteps * prior * reference * reference + squares) / (kPriorSteps + steps))};
}

absl::Span<const DatedValue> Recent(absl::Span<const DatedValue> history) {
  return history.size() > kLongest ? history.last(kLongest) : history;
}

// The share of the errors below z: the inverse of the quantiles, linear between the knots.
double ShareBelowError(const ErrorQuantiles& errors, double z) {
  if (z <= errors.z.front()) return kLeastShare;
  if (z >= errors.z.back()) return kMostShare;
  const auto above = std::upper_bound(errors.z.begin(), errors.z.end(), z) - errors.z.begin();
  const double from = errors.z[above - 1], to = errors.z[above];
  return kKnotShares[above - 1] + (kKnotShares[above] - kKnotShares[above - 1]) * (z - from) / (to - from);
}

// The error that a share q lies below: linear between the knots and beyond them.
double ErrorAt(const ErrorQuantiles& errors, double q) {
  const auto above = std::clamp<std::ptrdiff_t>(
      std::upper_bound(kKnotShares.begin(), kKnotShares.end(), q) - kKnotShares.begin(), 1, kKnots - 1);
  const double slope = (errors.z[above] - errors.z[above - 1]) / (kKnotShares[above] - kKnotShares[above - 1]);
  return errors.z[above - 1] + slope * (q - kKnotShares[above - 1]);
}

}  // namespace

ValueForecast ValueForecast::Known(double value, double deviation, const Nature& nature) {
  ValueForecast forecast;
  forecast.nature_ = nature;
  forecast.middle_ = value;
  forecast.spread_ = deviation;
  forecast.observed_ = 1;
  return forecast;
}

ValueForecast ValueForecast::After(absl::Span<const DatedValue> history, double horizon, const Nature& nature,
                                   double variance) {
  history = Recent(history);
  ValueForecast forecast;
  forecast.observed_ = static_cast<int>(history.size());
  forecast.errors_ = &ErrorQuantilesOf(forecast.observed_, horizon);
  forecast.nature_ = nature;
  forecast.horizon_ = horizon;
  forecast.last_ = history.back().value;
  const StepSize steps = StepsOf(history, forecast.errors_->prior, nature);
  forecast.middle_ = history.back().value + Damped(horizon) * steps.mean;
  forecast.spread_ = std::sqrt(steps.deviation * steps.deviation * horizon + variance);
  return forecast;
}

double ValueForecast::Censored(double value) const {
  if (nature_.lower.has_value()) value = std::max(value, *nature_.lower);
  if (nature_.upper.has_value()) value = std::min(value, *nature_.upper);
  return value;
}

double ValueForecast::ShareBelow(double limit) const {
  const double z = (limit - middle_) / spread_;
  return errors_ == nullptr ? NormalCdf(z) : ShareBelowError(*errors_, z);
}

// Whoever publishes the same number again has met a target that this number meets: between the edges of what rounds to it there is one limit, not many.
double ValueForecast::Edge(double target, bool above) const {
  const double half = errors_ == nullptr ? 0 : nature_.unit / 2;
  if (std::abs(target - last_) >= half) return target;
  return above ? last_ + half : last_ - half;
}

double ValueForecast::AtLeast(double target) const {
  if (IsPublished()) return middle_ >= target ? 1 : 0;
  if (nature_.lower.has_value() && target <= *nature_.lower) return 1;
  if (nature_.upper.has_value() && target > *nature_.upper) return 0;
  return 1 - ShareBelow(Edge(target, /*above=*/false));
}

double ValueForecast::Above(double target) const {
  if (IsPublished()) return middle_ > target ? 1 : 0;
  if (nature_.upper.has_value() && target >= *nature_.upper) return 0;
  if (nature_.lower.has_value() && target < *nature_.lower) return 1;
  return 1 - ShareBelow(Edge(target, /*above=*/true));
}

double ValueForecast::Quantile(double q) const {
  if (IsPublished()) return middle_;
  return Censored(middle_ + spread_ * (errors_ == nullptr ? NormalQuantile(q) : ErrorAt(*errors_, q)));
}

// The quantiles are straight between the knots: the mean is a sum over them, but for what the bounds cut inside a piece, which the halves make small.
Range ValueForecast::Spread() const {
  if (errors_ == nullptr) return {middle_, Quantile(kLow), Quantile(kHigh)};
  double sum = 0, from = Quantile(0), last = 0;
  const auto add = [&](double q) {
    const double middle = Quantile((last + q) / 2), to = Quantile(q);
    sum += (q - last) * (from + 2 * middle + to) / 4;
    from = to;
    last = q;
  };
  for (const double q : kKnotShares) add(q);
  add(1);
  return {sum, Quantile(kLow), Quantile(kHigh)};
}

ValueForecast ValueForecast::Scaled(double offset, double factor) const {
  ValueForecast scaled = *this;
  scaled.middle_ = offset + factor * middle_;
  scaled.spread_ = factor * spread_;
  scaled.last_ = offset + factor * last_;
  if (nature_.lower.has_value()) scaled.nature_.lower = offset + factor * *nature_.lower;
  if (nature_.upper.has_value()) scaled.nature_.upper = offset + factor * *nature_.upper;
  return scaled;
}

double ChanceOfStep(absl::Span<const DatedValue> history, int steps_ahead, bool up, const Nature& nature,
                    double variance) {
  history = Recent(history);
  const ErrorQuantiles& errors = ErrorQuantilesOf(static_cast<int>(history.size()), 1);
  const StepSize steps = StepsOf(history, errors.prior, nature);
  const double last = history.back().value, eps = nature.unit / 2;
  const std::optional<double> bound = up ? nature.upper : nature.lower;
  const bool holds = bound.has_value() && (up ? last >= *bound - eps : last <= *bound + eps);
  const double wanted = holds ? -eps : eps;
  const double mean = (up ? 1 : -1) * (Damped(steps_ahead + 1) - Damped(steps_ahead)) * steps.mean;
  const double deviation = std::sqrt(steps.deviation * steps.deviation + variance);
  if (deviation == 0) return mean > wanted ? 1 : 0;
  // Errors are not symmetric: a fall is looked up as a fall.
  const double z = (wanted - mean) / deviation;
  return up ? 1 - ShareBelowError(errors, z) : ShareBelowError(errors, -z);
}

double ChanceOfNone(double events, double exposure, double remaining, double prior) {
  if (remaining <= 0) return 1;
  return std::pow((prior + exposure) / (prior + exposure + remaining), events + 0.5);
}

}  // namespace qcity::aggregation::score
