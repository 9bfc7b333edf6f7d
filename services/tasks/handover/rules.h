// Moving open work to another unit (变更责任单位). Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_HANDOVER_RULES_H_
#define QCITY_SERVICES_TASKS_HANDOVER_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/handovers.pb.h"
#include "services/tasks/agenda.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::handover {

// Whether `to` may have a part of the place beside those who have one: INVALID_ARGUMENT at "to" for what is no unit of
// the city today, or has one already.
absl::Status CheckReceiver(const domain::Plan& plan, const Place& place, const Holders& holders, absl::string_view to,
                           absl::CivilDay today);

// The office's step. What is back with the plan's lead has no holder.
absl::StatusOr<v1::TaskPart> HandOver(v1::TaskPart part, const v1::HandOverTaskRequest& request, const Actor& actor);

}  // namespace qcity::tasks::handover

#endif  // QCITY_SERVICES_TASKS_HANDOVER_RULES_H_
