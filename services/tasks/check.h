// Checks at entry: whether a request names what the plan has and says all that the step needs. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_CHECK_H_
#define QCITY_SERVICES_TASKS_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/tasks/agenda.h"

namespace qcity::tasks {

// The occurrence that `name` names; NOT_FOUND if the plan does not have it.
absl::StatusOr<Place> CheckOccurrence(const domain::Plan& plan, absl::string_view name);

// The plan's lead of the part that the office means by `lead`; INVALID_ARGUMENT if it is empty, NOT_FOUND if it has no
// part.
absl::StatusOr<std::string> CheckLead(const domain::Plan& plan, const Place& place, const Holders& holders,
                                      absl::string_view lead, absl::CivilDay today);

// Whose part a caller of `organization` acts on: `lead`, or its own if that is empty. PERMISSION_DENIED for another's
// part unless `office`.
absl::StatusOr<std::string> CheckOwnLead(const domain::Plan& plan, const Place& place, const Holders& holders,
                                         absl::string_view lead, absl::string_view organization, bool office,
                                         absl::CivilDay today);

// Reasons and progress texts.
absl::Status CheckWords(absl::string_view text, absl::string_view path);

absl::Status CheckPercent(int percent);

// One answer for each criterion of the duty and at least one document. That values are finite the edge has seen to.
absl::Status CheckSubmission(const plan::v1::Task& task, const v1::SubmitCompletionRequest& request);

// The year that a rating at `place` is about: a continuous duty's last quarter of it. INVALID_ARGUMENT at "name"
// elsewhere.
absl::StatusOr<int> CheckRatedYear(const domain::Plan& plan, const Place& place);

// A rating, with a reason unless it is EXCELLENT.
absl::Status CheckRating(v1::Rating rating, absl::string_view reason);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_CHECK_H_
