// The monthly supervision report (督查通报) as a function of what was known on its last day. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SUPERVISION_MONTH_H_
#define QCITY_SERVICES_AGGREGATION_SUPERVISION_MONTH_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/supervision.pb.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation::supervision {

// "campaigns/C/supervision/2018-09" -> that month. INVALID_ARGUMENT at "name" for another shape, and for a month before the plan's publication or after today.
absl::StatusOr<domain::Period> MonthOf(const domain::Plan& plan, absl::string_view name, absl::CivilDay today);

// The report as of a day of the month: what was recorded later does not count.
v1::Supervision ReportOn(const domain::Plan& plan, const Entities& entities, const domain::Period& month,
                         absl::CivilDay as_of);

}  // namespace qcity::aggregation::supervision

#endif  // QCITY_SERVICES_AGGREGATION_SUPERVISION_MONTH_H_
