// Staged results of milestones (阶段性成果): proposed by the lead, approved by the office, both in time. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_STAGED_RULES_H_
#define QCITY_SERVICES_TASKS_STAGED_RULES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "qcity/plan/v1/task.pb.h"
#include "qcity/tasks/v1/staged_results.pb.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::staged {

// INVALID_ARGUMENT at "name" for a duty that is no milestone.
absl::Status CheckMilestone(const plan::v1::Task& task);

// Text and criteria of a proposal, whose keys must not be those of the plan's criteria.
absl::Status CheckProposal(const plan::v1::Task& task, const v1::ProposeStagedResultRequest& request);

// The lead's step: before the due day in force, while none waits or stands.
absl::StatusOr<v1::TaskPart> Propose(v1::TaskPart part, v1::StagedProposal proposal, absl::string_view text,
                                     const Actor& actor);

// The office's step, by another person; approval not after the due day in force.
absl::StatusOr<v1::TaskPart> Decide(v1::TaskPart part, bool approve, absl::string_view reason, const Actor& actor);

// The result last proposed, and where it stands; nullopt if there was none.
std::optional<v1::StagedResult> ResultOf(const v1::TaskPart& part);

// The duty with what its completion must answer: of a milestone the approved staged criteria too. FAILED_PRECONDITION
// (reason NO_STAGED_RESULT) for a milestone without.
absl::StatusOr<plan::v1::Task> ToAnswer(const plan::v1::Task& task, const v1::TaskPart& part);

}  // namespace qcity::tasks::staged

#endif  // QCITY_SERVICES_TASKS_STAGED_RULES_H_
