// The chapter of the domains: every section of the table with its measures, the year beside the year before, judged by the rules of readiness.
#include <string>
#include <vector>

#include "services/aggregation/situation/year_figures.h"

namespace qcity::aggregation::situation {
namespace {

using plan::v1::Indicator;

v1::SituationRow RowOf(const YearFigures& figures, int position, const std::string& part, const std::string& title) {
  const int year = figures.question().year;
  v1::SituationRow row;
  row.set_key(part);
  row.set_title(title);
  SetYears(figures.plan().document().indicators(position), figures.At(position, part, year),
           figures.At(position, part, year - 1), row);
  return row;
}

std::vector<std::string> LeadsOf(const YearFigures& figures, const Indicator& indicator) {
  std::vector<std::string> titles;
  for (const std::string& spelling : indicator.leads()) {
    for (const std::string& id : figures.plan().Resolve(spelling, absl::CivilDay(figures.question().year, 12, 31)))
      titles.push_back(figures.plan().NameOf(id));
  }
  return titles;
}

v1::SituationMeasure MeasureOf(const YearFigures& figures, int position) {
  const Indicator& indicator = figures.plan().document().indicators(position);
  v1::SituationMeasure measure;
  measure.set_number(indicator.number());
  measure.set_title(indicator.name());
  measure.set_unit(std::string(domain::FigureUnit(indicator)));
  measure.set_gate(indicator.gate());
  *measure.mutable_city() = RowOf(figures, position, "", indicator.name());
  for (const plan::v1::Part& part : indicator.parts())
    *measure.add_parts() = RowOf(figures, position, part.key(), part.name());
  *measure.mutable_judged() = figures.Judged(position);
  const std::vector<std::string> leads = LeadsOf(figures, indicator);
  measure.mutable_lead_titles()->Assign(leads.begin(), leads.end());
  return measure;
}

// Whether anything of the year is verified: of the whole or of any part.
bool HasFigure(const v1::SituationMeasure& measure) {
  bool has = measure.city().has_figure();
  for (const v1::SituationRow& part : measure.parts()) has = has || part.has_figure();
  return has;
}

void CountTrend(v1::YearTrend trend, v1::SituationCounts& counts) {
  if (trend == v1::YEAR_BETTER) counts.set_better(counts.better() + 1);
  if (trend == v1::YEAR_WORSE) counts.set_worse(counts.worse() + 1);
  if (trend == v1::YEAR_SAME) counts.set_same(counts.same() + 1);
}

void Count(const v1::SituationMeasure& measure, v1::SituationCounts& counts) {
  counts.set_measures(counts.measures() + 1);
  if (!HasFigure(measure)) {
    counts.add_missing(measure.number());
    return;
  }
  counts.set_with_figure(counts.with_figure() + 1);
  CountTrend(measure.city().trend(), counts);
  // A year that is not all there may still meet what it has not met so far.
  const bool open = measure.city().figure().partial() && !measure.judged().met();
  if (!measure.judged().has_achievement() || open) return counts.set_unjudged(counts.unjudged() + 1);
  if (measure.judged().met()) return counts.set_met(counts.met() + 1);
  counts.set_unmet(counts.unmet() + 1);
}

}  // namespace

v1::SituationDomains DomainsOf(const YearFigures& figures) {
  v1::SituationDomains domains;
  for (int i = 0; i < figures.plan().document().indicators_size(); ++i) {
    if (!figures.Applies(i)) continue;
    const std::string& section = figures.plan().document().indicators(i).section();
    v1::SituationDomain* domain = nullptr;
    for (v1::SituationDomain& known : *domains.mutable_domains())
      if (known.title() == section) domain = &known;
    if (domain == nullptr) {
      domain = domains.add_domains();
      domain->set_title(section);
    }
    const v1::SituationMeasure measure = MeasureOf(figures, i);
    Count(measure, *domain->mutable_counts());
    Count(measure, *domains.mutable_total());
    *domain->add_measures() = measure;
  }
  return domains;
}

}  // namespace qcity::aggregation::situation
