// The chapters of the districts and of the industries: what the year's verified observations say of each.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregation/situation/year_figures.h"

namespace qcity::aggregation::situation {
namespace {

using plan::v1::Indicator;
using Figures = absl::btree_map<std::string, domain::Figure>;

struct Named {
  std::string key;
  std::string title;
};

// In the plan's order.
std::vector<Named> KeysOf(const plan::v1::Plan& plan, Dimension dimension) {
  std::vector<Named> keys;
  if (dimension == Dimension::kIndustry) {
    for (const plan::v1::Industry& industry : plan.industries()) keys.push_back({industry.key(), industry.name()});
    return keys;
  }
  for (const plan::v1::Organization& organization : plan.organizations()) {
    if (organization.kind() == plan::v1::DISTRICT || organization.kind() == plan::v1::ZONE)
      keys.push_back({organization.id(), organization.name()});
  }
  return keys;
}

// The share as something observed in the same period, so that it is compared like the whole.
std::optional<score::Observed> ShareOf(const std::optional<score::Observed>& whole, const Figures& shares,
                                       const std::string& key) {
  const auto share = shares.find(key);
  if (!whole.has_value() || share == shares.end()) return std::nullopt;
  score::Observed observed = *whole;
  observed.figure = share->second;
  return observed;
}

// nullopt without a breakdown of the year.
std::optional<v1::SituationBreakdown> BreakdownOf(const YearFigures& figures, int position, const std::string& part,
                                                  const std::string& title, Dimension dimension) {
  const Indicator& indicator = figures.plan().document().indicators(position);
  const int year = figures.question().year;
  const std::optional<score::Observed> now = figures.At(position, part, year),
                                       before = figures.At(position, part, year - 1);
  const Figures shares = now.has_value() ? figures.Breakdown(position, part, *now, dimension) : Figures();
  if (shares.empty()) return std::nullopt;
  const Figures earlier = before.has_value() ? figures.Breakdown(position, part, *before, dimension) : Figures();
  v1::SituationBreakdown breakdown;
  breakdown.set_number(indicator.number());
  breakdown.set_title(title);
  breakdown.set_unit(std::string(domain::FigureUnit(indicator)));
  const v1::Leaf judged = figures.Judged(position);
  breakdown.set_target_zh(judged.target_zh());
  breakdown.set_target_en(judged.target_en());
  SetYears(indicator, now, before, *breakdown.mutable_city());
  for (const Named& named : KeysOf(figures.plan().document(), dimension)) {
    v1::SituationRow row;
    row.set_key(named.key);
    row.set_title(named.title);
    SetYears(indicator, ShareOf(now, shares, named.key), ShareOf(before, earlier, named.key), row);
    if (row.has_figure() || row.has_before()) *breakdown.add_rows() = row;
  }
  return breakdown;
}

}  // namespace

v1::SituationBreakdowns BreakdownsOf(const YearFigures& figures, Dimension dimension) {
  v1::SituationBreakdowns breakdowns;
  for (int i = 0; i < figures.plan().document().indicators_size(); ++i) {
    if (!figures.Applies(i)) continue;
    const Indicator& indicator = figures.plan().document().indicators(i);
    std::vector<Named> series = {{"", indicator.name()}};
    for (const plan::v1::Part& part : indicator.parts())
      series.push_back({part.key(), absl::StrCat(indicator.name(), "：", part.name())});
    bool observed = false, broken_down = false;
    for (const Named& one : series) {
      observed = observed || figures.At(i, one.key, figures.question().year).has_value();
      std::optional<v1::SituationBreakdown> breakdown = BreakdownOf(figures, i, one.key, one.title, dimension);
      broken_down = broken_down || breakdown.has_value();
      if (breakdown.has_value()) *breakdowns.add_measures() = *std::move(breakdown);
    }
    if (observed && !broken_down) breakdowns.add_without(indicator.number());
  }
  return breakdowns;
}

}  // namespace qcity::aggregation::situation
