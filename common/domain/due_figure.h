// Figures that measures owe (应报数据): of which periods, by which day, and from whom, from the plan alone. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_DUE_FIGURE_H_
#define QCITY_COMMON_DOMAIN_DUE_FIGURE_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"

namespace qcity::domain {

// One period of a measure whose figure must be reported.
struct DueFigure {
  Period period;
  absl::CivilDay due;  // Last day on which it is in time.
  friend bool operator==(const DueFigure&, const DueFigure&) = default;
};

// Every period of the measure's declared frequency whose figure is due in the campaign, by due day: `due_days` after the period's end, not before the plan
// was published, not after its last evaluation date, inside its data window. Earlier periods are history: welcome, not owed.
std::vector<DueFigure> DueFiguresOf(const plan::v1::Plan& plan, const plan::v1::Indicator& indicator);

// The ids of the organisations that lead the measure on `day`, in the text's order, each once; members of groups each by themselves. Empty if only groups
// without members are named.
std::vector<std::string> LeadsOf(const Plan& plan, const plan::v1::Indicator& indicator, absl::CivilDay day);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_DUE_FIGURE_H_
