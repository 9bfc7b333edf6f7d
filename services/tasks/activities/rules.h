// Rules of activities: what one must say, into which criteria it counts and for how much, whether claims are borne out. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_ACTIVITIES_RULES_H_
#define QCITY_SERVICES_TASKS_ACTIVITIES_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/activities.pb.h"
#include "services/tasks/agenda.h"

namespace qcity::tasks::activities {

// Who acts, and when.
struct Actor {
  std::string person;
  std::string organization;
  absl::Time now;
};

// The duty that an activity names ("campaigns/C/tasks/16"), at "activity.task"; NOT_FOUND if the plan has none.
absl::StatusOr<const plan::v1::Task*> TaskOf(const domain::Plan& plan, absl::string_view name);

// INVALID_ARGUMENT at the first bad field of a request's activity.
absl::Status CheckActivity(const plan::v1::Task& task, const v1::Activity& activity, absl::CivilDay today);

// The activity as it is kept: what the service sets is set, whatever the caller said.
v1::Activity Recorded(v1::Activity activity, std::string name, const Actor& actor);

// FAILED_PRECONDITION (WRONG_STATE) if it was withdrawn already.
absl::StatusOr<v1::Activity> Withdraw(v1::Activity activity, const std::string& reason, const Actor& actor);

// The days whose activities count for an occurrence.
struct Window {
  absl::CivilDay first;
  absl::CivilDay last;
};
Window WindowOf(const domain::Plan& plan, const Place& place);

// How much an activity adds to a criterion that it counts into: enterprises, days, or 1, by the criterion's unit.
double AmountOf(const plan::v1::Criterion& criterion, const v1::Activity& activity);

// The counts of an occurrence from the activities of its duty, beside what the parts claim in their last submissions.
v1::ActivityCounts CountsOf(const domain::Plan& plan, const Place& place, const std::vector<v1::Activity>& activities,
                            const std::vector<v1::TaskPart>& parts);

}  // namespace qcity::tasks::activities

#endif  // QCITY_SERVICES_TASKS_ACTIVITIES_RULES_H_
