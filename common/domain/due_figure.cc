#include "common/domain/due_figure.h"

#include <algorithm>
#include <utility>

namespace qcity::domain {

std::vector<DueFigure> DueFiguresOf(const plan::v1::Plan& plan, const plan::v1::Indicator& indicator) {
  // Dates and months of a checked plan.
  const absl::CivilDay published = *ParseDay(plan.published(), "");
  const absl::CivilDay last_due = *ParseDay(plan.evaluation_dates(plan.evaluation_dates_size() - 1).date(), "");
  const absl::CivilDay first_day = Period::Parse(plan.data_window().first())->FirstDay();
  const absl::CivilDay last_day = Period::Parse(plan.data_window().last())->LastDay();
  std::vector<DueFigure> figures;
  for (Period period = Period::Containing(first_day, indicator.frequency());; period = period.Plus(1)) {
    const absl::CivilDay due = period.LastDay() + indicator.due_days();
    if (period.LastDay() > last_day || due > last_due) return figures;
    if (period.FirstDay() >= first_day && due >= published) figures.push_back({period, due});
  }
}

std::vector<std::string> LeadsOf(const Plan& plan, const plan::v1::Indicator& indicator, absl::CivilDay day) {
  std::vector<std::string> leads;
  for (const std::string& spelling : indicator.leads()) {
    for (std::string& id : plan.Resolve(spelling, day)) {
      if (std::find(leads.begin(), leads.end(), id) == leads.end()) leads.push_back(std::move(id));
    }
  }
  return leads;
}

}  // namespace qcity::domain
