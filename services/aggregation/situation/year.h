// The yearly report on the city's quality (质量状况分析报告) as a function of what was known on a day. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_H_
#define QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/situation.pb.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation::situation {

struct Question {
  int year = 0;
  absl::CivilDay as_of;
};

// From a request. INVALID_ARGUMENT at "name" for no year of the data window begun by today, at "as_of" for no day from the year's first to today.
absl::StatusOr<Question> QuestionOf(const domain::Plan& plan, absl::string_view name, absl::string_view as_of,
                                    absl::CivilDay today);

// What was recorded or published after the as-of day does not count.
v1::Situation ReportOn(const domain::PlanVersions& plans, const Entities& entities, const Question& question);

}  // namespace qcity::aggregation::situation

#endif  // QCITY_SERVICES_AGGREGATION_SITUATION_YEAR_H_
