#include "common/domain/figure.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::domain {
namespace {

using plan::v1::FigureForm;
using plan::v1::Indicator;

// Calls one overload per form.
template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

double ScaleOf(const Indicator& indicator) { return indicator.scale() == 0 ? 1 : indicator.scale(); }

absl::Status Below(double value, absl::string_view path, double least) {
  return InvalidField(path, {absl::StrCat("不得小于 ", least, "，收到 ", value),
                             absl::StrCat("must be at least ", least, ", got ", value)});
}

absl::Status Above(double value, absl::string_view path, double most) {
  return InvalidField(path, {absl::StrCat("不得大于 ", most, "，收到 ", value),
                             absl::StrCat("must be at most ", most, ", got ", value)});
}

absl::Status CheckFinite(double value, absl::string_view path) {
  if (std::isfinite(value)) return absl::OkStatus();
  return InvalidField(path, {"必须是有限的数", "must be a finite number"});
}

// Finite and not negative; above zero too if it is divided by.
absl::Status CheckCount(double value, absl::string_view path) {
  RETURN_IF_ERROR(CheckFinite(value, path));
  return value < 0 ? Below(value, path, 0) : absl::OkStatus();
}

absl::Status CheckDivisor(double value, absl::string_view path) {
  RETURN_IF_ERROR(CheckFinite(value, path));
  if (value > 0) return absl::OkStatus();
  return InvalidField(path, {absl::StrCat("必须大于 0，收到 ", value), absl::StrCat("must be above 0, got ", value)});
}

// A share of a hundred cannot be more than the whole.
bool IsShare(const Indicator& indicator) {
  return indicator.scale() == 100 && indicator.has_upper_bound() && indicator.upper_bound() == 100;
}

absl::Status CheckForm(const Indicator& indicator, const ValueFigure& figure) {
  return CheckFinite(figure.value, "figure.value");
}

absl::Status CheckForm(const Indicator& indicator, const FractionFigure& figure) {
  RETURN_IF_ERROR(CheckCount(figure.numerator, "figure.fraction.numerator"));
  RETURN_IF_ERROR(CheckDivisor(figure.denominator, "figure.fraction.denominator"));
  if (!IsShare(indicator) || figure.numerator <= figure.denominator) return absl::OkStatus();
  return Above(figure.numerator, "figure.fraction.numerator", figure.denominator);
}

absl::Status CheckForm(const Indicator& indicator, const EventsFigure& figure) {
  RETURN_IF_ERROR(CheckCount(figure.events, "figure.events.events"));
  return CheckDivisor(figure.exposure, "figure.events.exposure");
}

absl::Status CheckForm(const Indicator& indicator, const SampleFigure& figure) {
  RETURN_IF_ERROR(CheckCount(figure.successes, "figure.sample.successes"));
  RETURN_IF_ERROR(CheckDivisor(figure.n, "figure.sample.n"));
  RETURN_IF_ERROR(CheckCount(figure.population, "figure.sample.population"));
  RETURN_IF_ERROR(CheckCount(figure.design_effect, "figure.sample.design_effect"));
  if (figure.successes > figure.n) return Above(figure.successes, "figure.sample.successes", figure.n);
  if (figure.population != 0 && figure.population < figure.n) {
    return Below(figure.population, "figure.sample.population", figure.n);
  }
  if (figure.design_effect != 0 && figure.design_effect < 1) {
    return Below(figure.design_effect, "figure.sample.design_effect", 1);
  }
  return absl::OkStatus();
}

absl::Status CheckForm(const Indicator& indicator, const RankFigure& figure) {
  const auto rank = static_cast<double>(figure.rank), rank_last = static_cast<double>(figure.rank_last);
  if (figure.rank < 1) return Below(rank, "figure.rank.rank", 1);
  if (figure.rank_last < figure.rank) return Below(rank_last, "figure.rank.rank_last", rank);
  if (figure.ranked < figure.rank_last) {
    return Below(static_cast<double>(figure.ranked), "figure.rank.ranked", rank_last);
  }
  return absl::OkStatus();
}

absl::Status CheckForm(const Indicator& indicator, const AttestationFigure& figure) { return absl::OkStatus(); }

absl::string_view PathOf(FigureForm form) {
  switch (form) {
    case plan::v1::FRACTION: return "figure.fraction";
    case plan::v1::EVENTS: return "figure.events";
    case plan::v1::SAMPLE: return "figure.sample";
    case plan::v1::RANK: return "figure.rank";
    case plan::v1::ATTESTATION: return "figure.attestation";
    default: return "figure.value";
  }
}

std::string FormNames(const Indicator& indicator) {
  std::string names;
  for (const int form : indicator.forms()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", plan::v1::FigureForm_Name(static_cast<FigureForm>(form)));
  }
  return names;
}

bool Accepts(const Indicator& indicator, FigureForm form) {
  for (const int accepted : indicator.forms()) {
    if (accepted == form) return true;
  }
  return false;
}

// Keyboards write micro as U+00B5 or as the Greek letter; nobody sees the difference, and normal form C keeps both.
std::string WithGreekMu(absl::string_view unit) { return absl::StrReplaceAll(unit, {{"\u00B5", "\u03BC"}}); }

absl::Status CheckUnit(const Indicator& indicator, absl::string_view unit) {
  const absl::string_view wanted = FigureUnit(indicator);
  if (unit.empty() || WithGreekMu(unit) == WithGreekMu(wanted)) return absl::OkStatus();
  return InvalidField("unit", {absl::StrCat("计量单位应为“", wanted, "”，收到“", unit, "”"),
                               absl::StrCat("want the unit \"", wanted, "\", got \"", unit, "\"")});
}

absl::Status CheckBounds(const Indicator& indicator, double number, absl::string_view path) {
  RETURN_IF_ERROR(CheckFinite(number, path));
  if (indicator.has_lower_bound() && number < indicator.lower_bound())
    return Below(number, path, indicator.lower_bound());
  if (indicator.has_upper_bound() && number > indicator.upper_bound())
    return Above(number, path, indicator.upper_bound());
  return absl::OkStatus();
}

absl::Status CannotCombine(const Indicator& indicator, absl::string_view zh, absl::string_view en) {
  return Error(absl::StatusCode::kFailedPrecondition, "CANNOT_COMBINE",
               {absl::StrCat("指标 ", indicator.number(), " 的短期数据无法合成：", zh),
                absl::StrCat("figures of indicator ", indicator.number(), " cannot be combined: ", en)});
}

Figure Added(const Figure& a, const Figure& b) {
  return std::visit(
      Overloaded{
          [&](const ValueFigure& x) -> Figure { return ValueFigure{x.value + std::get<ValueFigure>(b).value}; },
          [&](const FractionFigure& x) -> Figure {
            const auto& y = std::get<FractionFigure>(b);
            return FractionFigure{x.numerator + y.numerator, x.denominator + y.denominator};
          },
          [&](const EventsFigure& x) -> Figure {
            const auto& y = std::get<EventsFigure>(b);
            return EventsFigure{x.events + y.events, x.exposure + y.exposure};
          },
          [&](const SampleFigure& x) -> Figure {
            // One unknown population makes the whole unknown; the design effect is that of the average interview.
            const auto& y = std::get<SampleFigure>(b);
            const double population = x.population > 0 && y.population > 0 ? x.population + y.population : 0;
            const double n = x.n + y.n;
            const double effect = (x.n * std::max(x.design_effect, 1.0) + y.n * std::max(y.design_effect, 1.0)) / n;
            return SampleFigure{x.successes + y.successes, n, population, effect};
          },
          [&](const auto& x) -> Figure { return x; },
      },
      a);
}

}  // namespace

absl::string_view FigureUnit(const Indicator& indicator) {
  return indicator.figure_unit().empty() ? indicator.unit() : indicator.figure_unit();
}

FigureForm FormOf(const Figure& figure) {
  return std::visit(
      Overloaded{[](const ValueFigure&) { return plan::v1::VALUE; },
                 [](const FractionFigure&) { return plan::v1::FRACTION; },
                 [](const EventsFigure&) { return plan::v1::EVENTS; },
                 [](const SampleFigure&) { return plan::v1::SAMPLE; }, [](const RankFigure&) { return plan::v1::RANK; },
                 [](const AttestationFigure&) { return plan::v1::ATTESTATION; }},
      figure);
}

absl::Status CheckFigure(const Indicator& indicator, const Figure& figure, absl::string_view unit) {
  const FigureForm form = FormOf(figure);
  if (!Accepts(indicator, form)) {
    const std::string& name = plan::v1::FigureForm_Name(form);
    return InvalidField(
        PathOf(form),
        {absl::StrCat("指标 ", indicator.number(), " 不接受 ", name, "，可用：", FormNames(indicator)),
         absl::StrCat("indicator ", indicator.number(), " does not take ", name, "; it takes ", FormNames(indicator))});
  }
  RETURN_IF_ERROR(CheckUnit(indicator, unit));
  RETURN_IF_ERROR(std::visit([&](const auto& x) { return CheckForm(indicator, x); }, figure));
  const std::optional<double> number = NumberOf(indicator, figure);
  return number.has_value() ? CheckBounds(indicator, *number, PathOf(form)) : absl::OkStatus();
}

std::optional<double> NumberOf(const Indicator& indicator, const Figure& figure) {
  const auto ratio = [&](double part, double whole) -> std::optional<double> {
    if (whole == 0) return std::nullopt;
    return part * ScaleOf(indicator) / whole;
  };
  return std::visit(Overloaded{[](const ValueFigure& x) -> std::optional<double> { return x.value; },
                               [&](const FractionFigure& x) { return ratio(x.numerator, x.denominator); },
                               [&](const EventsFigure& x) { return ratio(x.events, x.exposure); },
                               [&](const SampleFigure& x) { return ratio(x.successes, x.n); },
                               [](const auto&) -> std::optional<double> { return std::nullopt; }},
                    figure);
}

absl::StatusOr<Figure> Combine(const Indicator& indicator, absl::Span<const Figure> figures) {
  if (figures.empty()) return CannotCombine(indicator, "没有数据", "there are none");
  const FigureForm form = FormOf(figures.front());
  for (const Figure& figure : figures) {
    if (FormOf(figure) != form) return CannotCombine(indicator, "数据形式不一致", "they have different forms");
  }
  // The mean of ratios weighted by what they were divided by is the ratio of the sums: RATIO and WEIGHTED_MEAN pool alike.
  const bool pools = form == plan::v1::FRACTION || form == plan::v1::EVENTS || form == plan::v1::SAMPLE;
  switch (indicator.combination()) {
    case plan::v1::LAST: return figures.back();
    case plan::v1::SUM:
      if (form != plan::v1::VALUE) return CannotCombine(indicator, "只有数值可以相加", "only plain values add up");
      break;
    case plan::v1::RATIO:
    case plan::v1::WEIGHTED_MEAN:
      if (!pools) return CannotCombine(indicator, "缺少分母或基数", "they carry no denominator or exposure");
      break;
    default: return CannotCombine(indicator, "方案未规定合成方法", "the plan states no combination");
  }
  Figure combined = figures.front();
  for (const Figure& figure : figures.subspan(1)) combined = Added(combined, figure);
  return combined;
}

std::optional<double> PaceOf(PacePoint start, PacePoint now, PacePoint target, bool higher_is_better) {
  const double sign = higher_is_better ? 1 : -1;
  const double whole = sign * (target.value - start.value);
  if (!(whole > 0) || !(now.day > start.day) || !(target.day > start.day)) return std::nullopt;
  const double done = sign * (now.value - start.value);
  return (done / (now.day - start.day)) / (whole / (target.day - start.day));
}

}  // namespace qcity::domain
