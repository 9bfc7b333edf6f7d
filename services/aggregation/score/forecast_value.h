// Where a number that is published year by year will probably stand: a short history in, a distribution out (scoring.md 7). Plain numbers; pure, any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_VALUE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_VALUE_H_

#include <optional>

#include "absl/types/span.h"
#include "services/aggregation/score/error_quantiles.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// A value of the history. Times are years, from anywhere.
struct DatedValue {
  double year = 0;
  double value = 0;
};

// What is known of a number besides its history.
struct Nature {
  std::optional<double> lower;  // Natural bounds: nothing lies beyond them.
  std::optional<double> upper;
  bool percent = false;  // A share of 100, which moves less near both ends.
  // The declared unit: what it is published in. A target within half of it of the last published value is met where that value is published again.
  double unit = 0;
};

// The distribution of the value at a horizon.
class ValueForecast {
 public:
  ValueForecast() = default;

  // It will be this one: reported already. `deviation`: of a survey's error, the only one that is left.
  static ValueForecast Known(double value, double deviation, const Nature& nature);
  // `history` in order of time, one value at least, the last five count; `horizon` > 0, in years after the last one. `variance`: of a survey's error, in the
  // square of the value's unit.
  static ValueForecast After(absl::Span<const DatedValue> history, double horizon, const Nature& nature,
                             double variance = 0);

  // P(published value >= target), > target, <= target, < target. 0.005 to 0.995 wherever a natural bound does not decide.
  double AtLeast(double target) const;
  double Above(double target) const;
  double AtMost(double target) const { return 1 - Above(target); }
  double Below(double target) const { return 1 - AtLeast(target); }

  // Where a target lies among true values: at itself, or at the lower (upper) edge of what is published as the last value, if it is that value.
  double Edge(double target, bool above) const;

  // The value below which a share `q` of the courses lies, inside the bounds; 0 <= q <= 1, rising.
  double Quantile(double q) const;
  // Mean, and the quantiles of 5 % and 95 %.
  Range Spread() const;

  // The distribution of offset + factor x value, factor > 0.
  ValueForecast Scaled(double offset, double factor) const;

  double middle() const { return middle_; }     // m: the last value and the damped trend.
  double deviation() const { return spread_; }  // s sqrt h.
  double horizon() const { return horizon_; }
  int observed() const { return observed_; }  // Values that it rests on, at most 5.
  const Nature& nature() const { return nature_; }

 private:
  bool IsPublished() const { return errors_ == nullptr && spread_ == 0; }
  double Censored(double value) const;
  // P(true value < limit), within the cap.
  double ShareBelow(double limit) const;

  const ErrorQuantiles* errors_ = nullptr;  // nullptr: known, the survey's error is normal.
  Nature nature_;
  double middle_ = 0;
  double spread_ = 0;
  double last_ = 0;  // The last value that was observed.
  double horizon_ = 0;
  int observed_ = 0;
};

// The step to the next year's value: P(it rises by more than half a unit, or falls where `up` is false), `steps_ahead` years after the last value of the history
// (0: the next one). At a natural bound holding it is enough.
double ChanceOfStep(absl::Span<const DatedValue> history, int steps_ahead, bool up, const Nature& nature,
                    double variance = 0);

// P(no event in the `remaining` years | `events` in `exposure` years), `prior` years without any being known before: ((b + e)/(b + e + r))^(x + 1/2).
double ChanceOfNone(double events, double exposure, double remaining, double prior);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_VALUE_H_
