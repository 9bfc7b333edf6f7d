// An occurrence as users see it: the plan's duty with every lead's part. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_VIEW_H_
#define QCITY_SERVICES_TASKS_VIEW_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/tasks/agenda.h"

namespace qcity::tasks {

enum class Detail { kStates, kHistory };

// Sets what is derived for `today` and never stored: the light, names, the staged result, cooperation.
void Derive(const domain::Plan& plan, absl::CivilDay today, v1::TaskPart& part);

// `recorded`: the stored parts of the occurrence. kStates leaves their events out.
v1::Occurrence ViewOf(const domain::Plan& plan, const Place& place, const std::vector<v1::TaskPart>& recorded,
                      absl::CivilDay today, Detail detail);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_VIEW_H_
