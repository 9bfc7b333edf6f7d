#include "services/aggregation/score/achieve.h"

#include <algorithm>
#include <cmath>

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;

double Clamped(double share) { return std::clamp(share, 0.0, 1.0); }

// The value holds the natural bound beyond which it cannot improve.
bool AtLimit(const Indicator& indicator, plan::v1::Direction direction, double value) {
  const double eps = indicator.resolution() / 2;
  if (direction == plan::v1::UP) return indicator.has_upper_bound() && value >= indicator.upper_bound() - eps;
  return indicator.has_lower_bound() && value <= indicator.lower_bound() + eps;
}

}  // namespace

double ZeroCredit(const Indicator& indicator, const plan::v1::Target& target) {
  if (target.has_zero_credit()) return target.zero_credit();
  switch (target.kind()) {
    case plan::v1::AT_MOST: return 1.5 * target.value();
    case plan::v1::EXACTLY_ZERO: return 1;
    default: return domain::FigureUnit(indicator) == "%" ? std::max(0.0, target.value() - 20) : 0;
  }
}

Achieved AtLeast(double value, double target, double zero) {
  if (value >= target) return {1, true};
  return {Clamped((value - zero) / (target - zero)), false};
}

Achieved Above(double value, double target, double zero) {
  Achieved achieved = AtLeast(value, target, zero);
  achieved.equal = value == target;
  achieved.met = value > target;
  return achieved;
}

Achieved AtMost(double value, double target, double zero) {
  if (value <= target) return {1, true};
  return {Clamped((zero - value) / (zero - target)), false};
}

Achieved ExactlyZero(double value, double zero, bool whole) { return {Clamped(1 - value / zero), value == 0 && whole}; }

Achieved BelowNational(double value, double national) {
  if (national == 0) return {value == 0 ? 1.0 : 0.0, value == 0, value == 0};
  return {Clamped(2 - value / national), value < national, value == national};
}

double ZeroCreditRank(const domain::RankFigure& rank, double target, std::optional<double> zero) {
  return zero.value_or(std::min(static_cast<double>(rank.ranked), 3 * target));
}

Achieved RankWithin(const domain::RankFigure& rank, double target, std::optional<double> zero) {
  const auto worst = static_cast<double>(rank.rank_last);
  if (worst <= target) return {1, true};
  const double last = ZeroCreditRank(rank, target, zero);
  if (last <= target) return {0, false};
  return {Clamped((last - worst) / (last - target)), false};
}

bool TieSpans(const domain::RankFigure& rank, double target) {
  return static_cast<double>(rank.rank) <= target && target < static_cast<double>(rank.rank_last);
}

double PeerShare(const domain::RankFigure& rank) {
  return static_cast<double>(rank.rank_last - 1) / static_cast<double>(rank.ranked - 1);
}

Achieved Leading(double share, double leading, double trailing) {
  if (share <= leading) return {1, true};
  return {Clamped((trailing - share) / (trailing - leading)), false};
}

Steps StepsOf(const Indicator& indicator, plan::v1::Direction direction,
              absl::Span<const std::optional<YearValue>> values) {
  const double sign = direction == plan::v1::UP ? 1 : -1;
  Steps steps;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const std::optional<YearValue>&before = values[i - 1], &after = values[i];
    if (!before.has_value() || !after.has_value() || after->after_break) {
      ++steps.missing;
      steps.broken = steps.broken || (after.has_value() && after->after_break);
      continue;
    }
    // Published values move by whole steps of the resolution; less than half of one is no move.
    const bool moved = sign * (after->value - before->value) > indicator.resolution() / 2;
    const bool holds = AtLimit(indicator, direction, before->value) && AtLimit(indicator, direction, after->value);
    ++(moved || holds ? steps.improving : steps.failing);
    steps.ceiling = steps.ceiling || (holds && !moved);
  }
  return steps;
}

}  // namespace qcity::aggregation::score
