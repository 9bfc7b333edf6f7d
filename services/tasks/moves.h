// What the rules of every topic share: from which states a step starts, who may not take it, what it leaves behind. Pure;
// any thread.
#ifndef QCITY_SERVICES_TASKS_MOVES_H_
#define QCITY_SERVICES_TASKS_MOVES_H_

#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "qcity/tasks/v1/task.pb.h"
#include "services/tasks/rules.h"

namespace qcity::tasks {

// FAILED_PRECONDITION (reason WRONG_STATE) unless the part is in one of these states.
absl::Status CheckState(const v1::TaskPart& part, std::initializer_list<v1::PartState> from);

// FAILED_PRECONDITION (reason FOUR_EYES) if the actor did `deed`; `did`: what that was, "submitted it".
absl::Status RequireAnother(const v1::TaskEvent& deed, const Actor& actor, const Text& did);

// Enters `state` by an event whose kind the caller fills in.
v1::TaskEvent& Enter(v1::TaskPart& part, v1::PartState state, absl::string_view text, const Actor& actor);

// The due day in force.
absl::CivilDay DueOf(const v1::TaskPart& part);

// The day on which something was recorded, in Shanghai.
absl::CivilDay DayOf(const v1::TaskEvent& event);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_MOVES_H_
