// Requests for cooperation (配合) and their answers, as events of the part that they are for. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_COOPERATION_RULES_H_
#define QCITY_SERVICES_TASKS_COOPERATION_RULES_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/cooperation.pb.h"
#include "services/tasks/agenda.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::cooperation {

// The cooperator of the duty that `organization` is or answers for today. INVALID_ARGUMENT at "cooperator", naming those
// that there are.
absl::StatusOr<std::string> CheckCooperator(const domain::Plan& plan, const Place& place,
                                            absl::string_view organization, absl::CivilDay today);

// From today to the campaign's last evaluation date.
absl::Status CheckWantedBy(absl::CivilDay wanted_by, absl::CivilDay today, absl::CivilDay last);

absl::Status CheckAnswer(v1::CooperationState answer, absl::string_view text);

// The lead's step, while it has to act on the part.
absl::StatusOr<v1::TaskPart> Ask(v1::TaskPart part, absl::string_view cooperator, absl::CivilDay wanted_by,
                                 absl::string_view text, const Actor& actor);

// The step of the one asked, which `may` says of an organisation whether the caller answers for.
absl::StatusOr<v1::TaskPart> Answer(v1::TaskPart part, int number, v1::CooperationState answer, absl::string_view text,
                                    absl::FunctionRef<bool(const std::string& cooperator)> may, const Actor& actor);

// What cooperators were asked for, oldest first, with the last answer of each; without their names.
std::vector<v1::Cooperation> CooperationOf(const v1::TaskPart& part);

}  // namespace qcity::tasks::cooperation

#endif  // QCITY_SERVICES_TASKS_COOPERATION_RULES_H_
