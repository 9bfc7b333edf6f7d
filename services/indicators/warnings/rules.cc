#include "services/indicators/warnings/rules.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/domain/figure.h"
#include "common/domain/figure_proto.h"

namespace qcity::indicators::warnings {
namespace {

using plan::v1::Indicator;
using plan::v1::ValidationRule;

constexpr double kNormalQuartile = 0.6745;  // Of the standard normal: makes MAD comparable with a standard deviation.
constexpr double kMostZ = 3.5;

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void AddNumber(const char* name, double value, v1::Warning& warning) {
  v1::WarningNumber& number = *warning.add_numbers();
  number.set_name(name);
  number.set_value(value);
}

std::optional<double> NumberOf(const Indicator& indicator, const v1::Observation& observation) {
  const absl::StatusOr<domain::Figure> figure = domain::FigureOf(observation.figure());
  if (!figure.ok()) return std::nullopt;
  return domain::NumberOf(indicator, *figure);
}

bool StandsAsReported(v1::State state) {
  return state == v1::REPORTED || state == v1::VERIFIED || state == v1::CONFIRMED;
}

const char* SignOf(ValidationRule::Operator comparison) {
  switch (comparison) {
    case ValidationRule::LESS_OR_EQUAL: return "≤";
    case ValidationRule::GREATER_OR_EQUAL: return "≥";
    default: return "=";
  }
}

bool Holds(ValidationRule::Operator comparison, double left, double right, double tolerance) {
  switch (comparison) {
    case ValidationRule::LESS_OR_EQUAL: return left <= right + tolerance;
    case ValidationRule::GREATER_OR_EQUAL: return left >= right - tolerance;
    default: return std::abs(left - right) <= tolerance;
  }
}

std::string NameOf(const plan::v1::RuleSide& side) {
  return side.part().empty() ? side.indicator() : absl::StrCat(side.indicator(), "/", side.part());
}

}  // namespace

std::optional<v1::Warning> OutlierOf(const Indicator& indicator, double value, absl::Span<const Earlier> earlier) {
  if (earlier.size() < kLeastEarlier) return std::nullopt;
  std::vector<double> values, distances;
  for (const Earlier& one : earlier) values.push_back(one.value);
  const double median = MedianOf(values);
  for (const double one : values) distances.push_back(std::abs(one - median));
  const double mad = std::max(MedianOf(distances), indicator.resolution() / 2);
  const double z = kNormalQuartile * (value - median) / mad;
  if (!(std::abs(z) > kMostZ)) return std::nullopt;
  v1::Warning warning;
  warning.set_reason("OUTLIER");
  const std::string score = absl::StrFormat("%.2f", z);
  warning.set_text_zh(absl::StrCat("与此前 ", values.size(), " 期相差过大：本期 ", value, "，中位数 ", median,
                                   "，修正 Z 值 ", score, "（界限 ±3.5）"));
  warning.set_text_en(absl::StrCat("far from the ", values.size(), " periods before: ", value, " against a median of ",
                                   median, ", modified Z ", score, " (limit ±3.5)"));
  AddNumber("value", value, warning);
  AddNumber("median", median, warning);
  AddNumber("mad", mad, warning);
  AddNumber("z", z, warning);
  return warning;
}

std::optional<v1::Warning> JumpOf(double factor, double value, absl::Span<const Earlier> newest_first) {
  if (factor == 0 || newest_first.empty()) return std::nullopt;
  const Earlier& before = newest_first.front();
  if (!(value > 0) || !(before.value > 0)) return std::nullopt;
  const double times = value / before.value;
  if (times <= factor && times >= 1 / factor) return std::nullopt;
  v1::Warning warning;
  warning.set_reason("JUMP");
  const std::string shown = absl::StrFormat("%.2f", times);
  warning.set_text_zh(absl::StrCat("比 ", before.period, " 变化过大：由 ", before.value, " 变为 ", value, "，是其 ",
                                   shown, " 倍（界限 ", factor, " 倍）"));
  warning.set_text_en(absl::StrCat("changes much against ", before.period, ": from ", before.value, " to ", value, ", ",
                                   shown, " times (limit ", factor, ")"));
  AddNumber("value", value, warning);
  AddNumber("before", before.value, warning);
  AddNumber("times", times, warning);
  AddNumber("limit", factor, warning);
  return warning;
}

double JumpFactorOf(const plan::v1::Plan& plan, const Indicator& indicator) {
  return indicator.jump_factor() != 0 ? indicator.jump_factor() : plan.policy().jump_factor();
}

std::optional<v1::Warning> BreachOf(const domain::Plan& plan, const ValidationRule& rule, double left, double right) {
  const double step = std::max(plan.FindIndicator(rule.left().indicator())->resolution(),
                               plan.FindIndicator(rule.right().indicator())->resolution());
  // A hair more than half a step: what is equal as published must be equal here.
  if (Holds(rule.comparison(), left, right, step * 0.5000001)) return std::nullopt;
  v1::Warning warning;
  warning.set_reason("RULE");
  warning.set_rule(rule.key());
  const std::string sides =
      absl::StrCat(NameOf(rule.left()), " ", SignOf(rule.comparison()), " ", NameOf(rule.right()));
  warning.set_text_zh(
      absl::StrCat("不合校验规则 ", rule.key(), "（", sides, "，", rule.text(), "）：左边 ", left, "，右边 ", right));
  warning.set_text_en(absl::StrCat("breaks the rule ", rule.key(), " (", sides, "): left ", left, ", right ", right));
  AddNumber("left", left, warning);
  AddNumber("right", right, warning);
  return warning;
}

bool IsSide(const plan::v1::RuleSide& side, absl::string_view indicator, absl::string_view part) {
  return side.indicator() == indicator && side.part() == part;
}

std::optional<double> StandingNumber(const Indicator& indicator, const v1::MeasurePeriod& period) {
  for (int i = period.observations_size() - 1; i >= 0; --i) {
    if (StandsAsReported(period.observations(i).state())) return NumberOf(indicator, period.observations(i));
  }
  return std::nullopt;
}

std::vector<Earlier> EarlierOf(const Indicator& indicator, const std::vector<v1::Observation>& newest_first) {
  std::vector<Earlier> earlier;
  for (const v1::Observation& observation : newest_first) {
    if (!earlier.empty() && earlier.back().period == observation.period()) continue;
    const std::optional<double> number = NumberOf(indicator, observation);
    if (number.has_value()) earlier.push_back({observation.period(), *number});
  }
  return earlier;
}

}  // namespace qcity::indicators::warnings
