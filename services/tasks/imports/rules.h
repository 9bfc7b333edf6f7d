// What a row of a unit's file asks for, and how a refusal is told to its sender. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_IMPORTS_RULES_H_
#define QCITY_SERVICES_TASKS_IMPORTS_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "qcity/tasks/v1/task_import.pb.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::imports {

// Whether the row says all that its step needs, of a duty like `task`.
absl::Status CheckReport(const plan::v1::Task& task, const v1::TaskReport& report);

// The part after the row's step; the row has gone through CheckReport.
absl::StatusOr<v1::TaskPart> Apply(v1::TaskPart part, const v1::TaskReport& report, const Actor& actor);

// Whether `status` refuses one row (and is not the database's failure, which ends the whole call).
bool IsRefusal(const absl::Status& status);

v1::TaskReportError ErrorOf(const v1::TaskReport& report, const absl::Status& status);

}  // namespace qcity::tasks::imports

#endif  // QCITY_SERVICES_TASKS_IMPORTS_RULES_H_
