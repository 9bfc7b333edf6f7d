// What a row of a unit's file does to its part. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_IMPORTS_RULES_H_
#define QCITY_SERVICES_TASKS_IMPORTS_RULES_H_

#include "absl/status/statusor.h"
#include "qcity/tasks/v1/task_import.pb.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::imports {

// The part after the row's step. INVALID_ARGUMENT with the field below the row if the step lacks what a duty like `task` wants.
absl::StatusOr<v1::TaskPart> Apply(v1::TaskPart part, const plan::v1::Task& task, const v1::TaskReport& report,
                                   const Actor& actor);

}  // namespace qcity::tasks::imports

#endif  // QCITY_SERVICES_TASKS_IMPORTS_RULES_H_
