// Rules of a year's performance list: which step may follow which, by whom, when. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_PERFORMANCE_RULES_H_
#define QCITY_SERVICES_AGGREGATION_PERFORMANCE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/performance.pb.h"

namespace qcity::aggregation::performance {

// Working days that organisations have to object (异议期).
inline constexpr int kObjectionWorkingDays = 5;

// Who acts, and when.
struct Actor {
  std::string person;
  std::string organization;
  absl::Time now;
};

// The day that a draft of `year` is of: `asked`, or, if empty, the year's last day, which must have passed.
absl::StatusOr<absl::CivilDay> DayOfDraft(const domain::Plan& plan, int year, absl::string_view asked,
                                          absl::CivilDay today);

// What a step does with the list; each answers WRONG_STATE where it may not follow. A record in no state was never drafted.
absl::StatusOr<v1::PerformanceRecord> Draft(const v1::PerformanceRecord& before, v1::PerformanceRecord list,
                                            const Actor& actor);
absl::Status CheckMayPublish(const v1::PerformanceRecord& record);
// `until`: the window's last day.
absl::StatusOr<v1::PerformanceRecord> Publish(v1::PerformanceRecord record, absl::CivilDay until, const Actor& actor);
// The objection holds what was asked: organisation, items, reason, evidence.
absl::StatusOr<v1::PerformanceRecord> Object(v1::PerformanceRecord record, v1::Objection objection, const Actor& actor);
absl::StatusOr<v1::PerformanceRecord> Decide(v1::PerformanceRecord record, const v1::DecideObjectionRequest& decision,
                                             const Actor& actor);
absl::StatusOr<v1::PerformanceRecord> Confirm(v1::PerformanceRecord record, const Actor& actor);
absl::Status CheckMayExport(const v1::PerformanceRecord& record);
absl::StatusOr<v1::PerformanceRecord> Export(v1::PerformanceRecord record, v1::PerformanceExport handed_out,
                                             const Actor& actor);

}  // namespace qcity::aggregation::performance

#endif  // QCITY_SERVICES_AGGREGATION_PERFORMANCE_RULES_H_
