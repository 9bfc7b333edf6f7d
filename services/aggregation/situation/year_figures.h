// The verified figures of a year and of the year before, as they stood on a day. Not thread-safe; private to the report.
#ifndef QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_FIGURES_H_
#define QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_FIGURES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/situation.pb.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/figures.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/outcome.h"
#include "services/aggregation/situation/year.h"

namespace qcity::aggregation::situation {

// In the order of qcity.indicators.v1.BreakdownRow.Dimension, with its numbers.
enum class Dimension { kDistrict = 1, kIndustry };

class YearFigures {
 public:
  // Figures of later years are left out: they say nothing about this one. `plan` and `entities` must outlive it.
  YearFigures(const domain::Plan& plan, const Entities& entities, const Question& question);
  YearFigures(const YearFigures&) = delete;
  YearFigures& operator=(const YearFigures&) = delete;

  const domain::Plan& plan() const { return plan_; }
  const Question& question() const { return question_; }
  bool illustrative() const { return table_.illustrative(); }
  // Whether the measure at `position` applies.
  bool Applies(int position) const;

  // The city's figure of a year; nullopt if nothing is verified.
  std::optional<score::Observed> At(int position, absl::string_view part, int year) const;
  // The measure judged as if this year's figures had just come out.
  v1::Leaf Judged(int position) const;
  // The breakdown of what was observed, by district or industry: shorter periods combined as the whole is. Those that lack in any of them are left out.
  absl::btree_map<std::string, domain::Figure> Breakdown(int position, absl::string_view part,
                                                         const score::Observed& observed, Dimension dimension) const;

 private:
  score::Measure MeasureAt(int position) const;

  const domain::Plan& plan_;
  const Question question_;
  const score::Inputs inputs_;
  const std::vector<const score::FigureInput*> pointers_;
  const score::FigureTable table_;
  absl::btree_map<std::string, const indicators::v1::Observation*> observations_;  // By name.
};

// The figure in words and as a number; `before` likewise, and what became of it.
void SetYears(const plan::v1::Indicator& indicator, const std::optional<score::Observed>& figure,
              const std::optional<score::Observed>& before, v1::SituationRow& row);

// The chapters.
v1::SituationDomains DomainsOf(const YearFigures& figures);
v1::SituationBreakdowns BreakdownsOf(const YearFigures& figures, Dimension dimension);

}  // namespace qcity::aggregation::situation

#endif  // QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_FIGURES_H_
