// The life of a lead's part (签收 -> 推进 -> 提交 -> 办结): which step may follow which, and what it leaves behind.
// Every rule takes the part with its whole history and returns it changed; inputs have gone through check.h. Pure; any
// thread.
//
// A step from a state that does not allow it is FAILED_PRECONDITION (reason WRONG_STATE), naming the state and those
// that would; FOUR_EYES if the same person may not do both.
#ifndef QCITY_SERVICES_TASKS_RULES_H_
#define QCITY_SERVICES_TASKS_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "qcity/tasks/v1/tasks.pb.h"

namespace qcity::tasks {

// Who does it, and when.
struct Actor {
  std::string person;
  std::string organization;
  absl::Time now;
};

// A part of which nothing was recorded.
v1::TaskPart NewPart(absl::string_view occurrence, absl::string_view lead);

// Who is responsible for the part now: its holder, or else the lead.
const std::string& ResponsibleFor(const v1::TaskPart& part);

// Puts the due days: `due` as the plan in force says, and the later one of an extension granted.
void SetDue(v1::TaskPart& part, absl::CivilDay due);

// ABORTED (reason STALE_ETAG) if `etag` is set and not the part's version.
absl::Status CheckEtag(const v1::TaskPart& part, std::int64_t etag);

// The unit's steps. Reporting and submitting imply that the unit has taken note: they may follow NOT_STARTED.
absl::StatusOr<v1::TaskPart> Acknowledge(v1::TaskPart part, const Actor& actor);
absl::StatusOr<v1::TaskPart> ReportProgress(v1::TaskPart part, int percent, absl::string_view text, const Actor& actor);
// Of a completed milestone, once its due day has passed: it stays completed.
absl::StatusOr<v1::TaskPart> ReportAfterwards(v1::TaskPart part, int percent, absl::string_view text,
                                              const Actor& actor);
absl::StatusOr<v1::TaskPart> Submit(v1::TaskPart part, v1::Submission submission, absl::string_view text,
                                    const Actor& actor);
// Before the due day in force has passed; one request at a time; a day after the due day, not after `last`.
absl::StatusOr<v1::TaskPart> RequestExtension(v1::TaskPart part, absl::CivilDay proposed, absl::CivilDay last,
                                              absl::string_view reason, const Actor& actor);

// The office's steps.
absl::StatusOr<v1::TaskPart> Review(v1::TaskPart part, bool approve, absl::string_view reason, const Actor& actor);
absl::StatusOr<v1::TaskPart> DecideExtension(v1::TaskPart part, bool grant, absl::string_view reason,
                                             const Actor& actor);
absl::StatusOr<v1::TaskPart> Urge(v1::TaskPart part, absl::string_view text, const Actor& actor);
absl::StatusOr<v1::TaskPart> Suspend(v1::TaskPart part, absl::string_view reason, const Actor& actor);
absl::StatusOr<v1::TaskPart> Resume(v1::TaskPart part, absl::string_view reason, const Actor& actor);
absl::StatusOr<v1::TaskPart> Cancel(v1::TaskPart part, absl::string_view reason, const Actor& actor);
// A year may be rated again: the last word counts.
absl::StatusOr<v1::TaskPart> Rate(v1::TaskPart part, v1::Rating rating, int year, absl::string_view reason,
                                  const Actor& actor);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_RULES_H_
