// Lights (红绿灯) and the state that an occurrence shows: derived from its parts for one day, never stored. Pure; any
// thread.
#ifndef QCITY_SERVICES_TASKS_LIGHTS_H_
#define QCITY_SERVICES_TASKS_LIGHTS_H_

#include "absl/time/civil_time.h"
#include "qcity/plan/v1/plan.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"

namespace qcity::tasks {

// The part's light on `today`: GREEN done, or handed in by the due day in force; RED past that day; YELLOW within the
// policy's days of it and under its percent; OFF suspended or cancelled.
v1::Light LightOf(const plan::v1::TaskPolicy& policy, const v1::TaskPart& part, absl::CivilDay today);

// The worst light of parts that have theirs; OFF for none.
v1::Light WorstLight(const google::protobuf::RepeatedPtrField<v1::TaskPart>& parts);

// The state of the least advanced part. What is suspended or cancelled shows only when nothing is open beside it.
// UNSPECIFIED for no parts.
v1::PartState LeastAdvanced(const google::protobuf::RepeatedPtrField<v1::TaskPart>& parts);

// Whether the lead still has to act on the part.
bool IsOpen(v1::PartState state);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_LIGHTS_H_
