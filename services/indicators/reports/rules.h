// What is owed and not there (缺报), and whether it may be urged. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_REPORTS_RULES_H_
#define QCITY_SERVICES_INDICATORS_REPORTS_RULES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/reports.pb.h"
#include "services/indicators/rules.h"

namespace qcity::indicators::reports {

// All that was recorded of one indicator.
struct Recorded {
  std::vector<v1::MeasurePeriod> history;
  v1::Applicability applicability;
  std::vector<v1::UrgedReport> urged;
};

// As known at `instant`, the end of the day `as_of` or now; of what is due from..to.
struct Question {
  absl::CivilDay as_of;
  absl::Time instant;
  absl::CivilDay from = absl::CivilDay::min();
  absl::CivilDay to = absl::CivilDay::max();
};

// What the indicator owed and lacked, by due day. Reported is a figure of the very period that was REPORTED, VERIFIED or CONFIRMED.
std::vector<v1::MissingReport> MissingOf(const domain::Plan& plan, const plan::v1::Indicator& indicator,
                                         const Recorded& recorded, const Question& question);

// The urged figure with one more urging. INVALID_ARGUMENT for a part or period that is none; FAILED_PRECONDITION with the reason NOT_APPLICABLE,
// NOT_OWED, PERIOD_NOT_ENDED or REPORT_IS_THERE.
absl::StatusOr<v1::UrgedReport> Urge(const domain::Plan& plan, const plan::v1::Indicator& indicator,
                                     const Recorded& recorded, const v1::UrgeReportRequest& request,
                                     const Actor& actor);

}  // namespace qcity::indicators::reports

#endif  // QCITY_SERVICES_INDICATORS_REPORTS_RULES_H_
