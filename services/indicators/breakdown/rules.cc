#include "services/indicators/breakdown/rules.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/figure.h"
#include "common/domain/figure_proto.h"
#include "common/domain/period.h"

namespace qcity::indicators::breakdown {
namespace {

using domain::Figure;
using plan::v1::Indicator;
using v1::BreakdownRow;

// Counts and amounts that people add up by hand are equal to the last digit; a billionth allows for the binary sum.
constexpr double kEqual = 1e-9;

// The two numbers that a quotient is made of; nullopt for other figures.
std::optional<std::pair<double, double>> QuotientOf(const Figure& figure) {
  if (const auto* fraction = std::get_if<domain::FractionFigure>(&figure))
    return std::pair(fraction->numerator, fraction->denominator);
  if (const auto* events = std::get_if<domain::EventsFigure>(&figure))
    return std::pair(events->events, events->exposure);
  if (const auto* sample = std::get_if<domain::SampleFigure>(&figure)) return std::pair(sample->successes, sample->n);
  return std::nullopt;
}

bool IsDistrict(const domain::Plan& plan, const std::string& key, const domain::Period& period) {
  const plan::v1::Organization* body = plan.FindOrganization(key);
  if (body == nullptr || (body->kind() != plan::v1::DISTRICT && body->kind() != plan::v1::ZONE)) return false;
  // ISO days compare as texts.
  return (body->from().empty() || body->from() <= domain::FormatDay(period.LastDay())) &&
         (body->to().empty() || body->to() >= domain::FormatDay(period.FirstDay()));
}

bool IsIndustry(const domain::Plan& plan, const std::string& key) {
  const auto& industries = plan.document().industries();
  return std::any_of(industries.begin(), industries.end(),
                     [&](const plan::v1::Industry& industry) { return industry.key() == key; });
}

absl::Status CheckKey(const domain::Plan& plan, const BreakdownRow& row, const domain::Period& period) {
  switch (row.dimension()) {
    case BreakdownRow::DISTRICT:
      if (IsDistrict(plan, row.key(), period)) return absl::OkStatus();
      return InvalidField("key", {absl::StrCat("方案在 ", period.ToString(), " 没有区或开发区“", row.key(), "”"),
                                  absl::StrCat("no district or zone '", row.key(), "' in ", period.ToString())});
    case BreakdownRow::INDUSTRY:
      if (IsIndustry(plan, row.key())) return absl::OkStatus();
      return InvalidField("key", {absl::StrCat("方案没有行业“", row.key(), "”"),
                                  absl::StrCat("the plan has no industry '", row.key(), "'")});
    default: return InvalidField("dimension", {"应为 DISTRICT 或 INDUSTRY", "want DISTRICT or INDUSTRY"});
  }
}

// The figures of one dimension's rows.
struct Side {
  BreakdownRow::Dimension dimension;
  std::vector<Figure> figures;
};

absl::StatusOr<Figure> CheckRow(const domain::Plan& plan, const Indicator& indicator, const BreakdownRow& row,
                                const domain::Period& period, const Figure& whole) {
  RETURN_IF_ERROR(CheckKey(plan, row, period));
  ASSIGN_OR_RETURN(Figure figure, domain::FigureOf(row.figure()));
  RETURN_IF_ERROR(domain::CheckFigure(indicator, figure, ""));
  if (figure.index() == whole.index()) return figure;
  return InvalidField("figure", {"应与全市数据同一形式", "want the form of the city's figure"});
}

// One total that must come out: what it is called, the sum of the rows, the city's, and how far they may be apart.
struct Total {
  Text name;
  double sum = 0;
  double whole = 0;
  double tolerance = 0;
};

std::vector<Total> TotalsOf(const Indicator& indicator, const std::vector<Figure>& figures, const Figure& whole) {
  const double half_step = indicator.resolution() * 0.5000001;
  const auto quotient = QuotientOf(whole);
  if (!quotient.has_value()) {
    const auto* value = std::get_if<domain::ValueFigure>(&whole);
    if (value == nullptr || indicator.combination() != plan::v1::SUM) return {};
    Total total{{"合计", "sum"}, 0, value->value, half_step};
    for (const Figure& figure : figures) total.sum += std::get<domain::ValueFigure>(figure).value;
    return {total};
  }
  Total above{{"分子合计", "sum of numerators"}, 0, quotient->first, kEqual * std::abs(quotient->first)};
  Total below{{"分母合计", "sum of denominators"}, 0, quotient->second, kEqual * std::abs(quotient->second)};
  for (const Figure& figure : figures) {
    above.sum += QuotientOf(figure)->first;
    below.sum += QuotientOf(figure)->second;
  }
  if (indicator.combination() != plan::v1::WEIGHTED_MEAN) return {above, below};
  const double scale = indicator.scale() == 0 ? 1 : indicator.scale();
  if (above.sum == above.whole && below.sum == below.whole) return {above, below};
  if (!(below.sum > 0) || !(below.whole > 0)) return {above, below};
  return {{{"加权平均", "weighted mean"}, scale * above.sum / below.sum, scale * above.whole / below.whole, half_step}};
}

absl::Status CheckTotal(BreakdownRow::Dimension dimension, const Total& total) {
  const double difference = total.sum - total.whole;
  if (std::abs(difference) <= total.tolerance) return absl::OkStatus();
  const Text by = dimension == BreakdownRow::DISTRICT ? Text{"按区", "by district"} : Text{"按行业", "by industry"};
  return InvalidField("breakdown", {absl::StrCat(by.zh, "分解的", total.name.zh, "为 ", total.sum, "，全市为 ",
                                                 total.whole, "，相差 ", difference),
                                    absl::StrCat(by.en, " the ", total.name.en, " is ", total.sum, ", the city's is ",
                                                 total.whole, ": a difference of ", difference)});
}

}  // namespace

absl::StatusOr<v1::Observation> Reconcile(const domain::Plan& plan, const Indicator& indicator,
                                          v1::Observation observation) {
  observation.clear_reconciled();
  if (observation.breakdown().empty()) return observation;
  if (observation.breakdown_size() > kMostRows) {
    return InvalidField("breakdown",
                        {absl::StrCat("至多 ", kMostRows, " 行"), absl::StrCat("at most ", kMostRows, " rows")});
  }
  ASSIGN_OR_RETURN(const domain::Period period, domain::Period::Parse(observation.period()));
  ASSIGN_OR_RETURN(const Figure whole, domain::FigureOf(observation.figure()));
  std::vector<Side> sides = {{BreakdownRow::DISTRICT, {}}, {BreakdownRow::INDUSTRY, {}}};
  std::set<std::pair<int, std::string>> seen;
  for (int i = 0; i < observation.breakdown_size(); ++i) {
    const BreakdownRow& row = observation.breakdown(i);
    const std::string path = absl::StrCat("breakdown[", i, "]");
    absl::StatusOr<Figure> figure = CheckRow(plan, indicator, row, period, whole);
    if (!figure.ok()) return Under(path, figure.status());
    if (!seen.insert({row.dimension(), row.key()}).second) {
      return InvalidField(absl::StrCat(path, ".key"),
                          {absl::StrCat("“", row.key(), "”重复"), absl::StrCat("'", row.key(), "' stands twice")});
    }
    sides[row.dimension() == BreakdownRow::DISTRICT ? 0 : 1].figures.push_back(*std::move(figure));
  }
  for (const Side& side : sides) {
    if (side.figures.empty()) continue;
    const std::vector<Total> totals = TotalsOf(indicator, side.figures, whole);
    for (const Total& total : totals) RETURN_IF_ERROR(CheckTotal(side.dimension, total));
    if (!totals.empty()) observation.add_reconciled(side.dimension);
  }
  return observation;
}

}  // namespace qcity::indicators::breakdown
