#include "services/tasks/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/tasks/moves.h"

namespace qcity::tasks {
namespace {

using v1::PartState;
using v1::TaskEvent;
using v1::TaskPart;

// The submission that waits; the part is SUBMITTED.
const TaskEvent& LastSubmission(const TaskPart& part) {
  return *std::find_if(part.events().rbegin(), part.events().rend(),
                       [](const TaskEvent& event) { return event.has_submission(); });
}

// The request for an extension that waits for its decision; nullptr if there is none.
const TaskEvent* PendingExtension(const TaskPart& part) {
  for (int i = part.events_size() - 1; i >= 0; --i) {
    const TaskEvent& event = part.events(i);
    if (event.has_extension_decision()) return nullptr;
    if (event.has_extension_request()) return &event;
  }
  return nullptr;
}

absl::Status CheckProposedDue(const TaskPart& part, absl::CivilDay proposed, absl::CivilDay last) {
  if (proposed > DueOf(part) && proposed <= last) return absl::OkStatus();
  return InvalidField("proposed_due",
                      {absl::StrCat("应晚于现期限 ", part.due(), "，且不晚于考核验收日 ", domain::FormatDay(last)),
                       absl::StrCat("want a day after ", part.due(), " and not after ", domain::FormatDay(last))});
}

// The state before the last suspension.
PartState FormerState(const TaskPart& part) {
  for (int i = part.events_size() - 1; i > 0; --i) {
    if (part.events(i).kind_case() == TaskEvent::kSuspension) return part.events(i - 1).state();
  }
  return v1::NOT_STARTED;
}

}  // namespace

TaskPart NewPart(absl::string_view occurrence, absl::string_view lead) {
  TaskPart part;
  part.set_occurrence(std::string(occurrence));
  part.set_lead(std::string(lead));
  part.set_state(v1::NOT_STARTED);
  return part;
}

const std::string& ResponsibleFor(const TaskPart& part) { return part.holder().empty() ? part.lead() : part.holder(); }

void SetDue(TaskPart& part, absl::CivilDay due) {
  part.set_original_due(domain::FormatDay(due));
  part.set_due(part.original_due());
  for (const TaskEvent& event : part.events()) {
    if (!event.extension_decision().granted()) continue;
    part.set_due(std::max(part.due(), event.extension_decision().due()));  // YYYY-MM-DD sorts as text.
  }
}

absl::Status CheckEtag(const TaskPart& part, std::int64_t etag) {
  if (etag == 0 || etag == part.version()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "STALE_ETAG",
               {absl::StrCat("任务已变更：etag 为 ", etag, "，现为 ", part.version(), "，请重新读取"),
                absl::StrCat("the part changed: etag ", etag, ", now ", part.version(), "; read it again")});
}

absl::StatusOr<TaskPart> Acknowledge(TaskPart part, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED}));
  Enter(part, v1::ACKNOWLEDGED, "", actor).mutable_acknowledgement();
  return part;
}

absl::StatusOr<TaskPart> ReportProgress(TaskPart part, int percent, absl::string_view text, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  Enter(part, v1::IN_PROGRESS, text, actor).mutable_progress()->set_percent(percent);
  part.set_percent(percent);
  return part;
}

absl::StatusOr<TaskPart> ReportAfterwards(TaskPart part, int percent, absl::string_view text, const Actor& actor) {
  const bool goes_on = part.state() == v1::COMPLETED && ShanghaiDay(actor.now) > DueOf(part);
  if (!goes_on) return ReportProgress(std::move(part), percent, text, actor);
  Enter(part, v1::COMPLETED, text, actor).mutable_progress()->set_percent(percent);
  part.set_percent(percent);
  return part;
}

absl::StatusOr<TaskPart> Submit(TaskPart part, v1::Submission submission, absl::string_view text, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  *Enter(part, v1::SUBMITTED, text, actor).mutable_submission() = std::move(submission);
  part.set_submitted(domain::FormatDay(ShanghaiDay(actor.now)));
  return part;
}

absl::StatusOr<TaskPart> RequestExtension(TaskPart part, absl::CivilDay proposed, absl::CivilDay last,
                                          absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  if (ShanghaiDay(actor.now) > DueOf(part)) {
    return Error(absl::StatusCode::kFailedPrecondition, "DUE_PASSED",
                 {absl::StrCat("期限 ", part.due(), " 已过，不能再申请延期"),
                  absl::StrCat("the due day ", part.due(), " has passed: too late to extend it")});
  }
  if (PendingExtension(part) != nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "EXTENSION_PENDING",
                 {"已有延期申请待审批", "a request for an extension is pending already"});
  }
  RETURN_IF_ERROR(CheckProposedDue(part, proposed, last));
  Enter(part, part.state(), reason, actor).mutable_extension_request()->set_proposed_due(domain::FormatDay(proposed));
  return part;
}

absl::StatusOr<TaskPart> Review(TaskPart part, bool approve, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::SUBMITTED}));
  RETURN_IF_ERROR(RequireAnother(LastSubmission(part), actor, {"提交", "submitted it"}));
  Enter(part, approve ? v1::COMPLETED : v1::RETURNED, reason, actor).mutable_review()->set_approved(approve);
  if (!approve) part.clear_submitted();
  return part;
}

absl::StatusOr<TaskPart> DecideExtension(TaskPart part, bool grant, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED}));
  const TaskEvent* pending = PendingExtension(part);
  if (pending == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "NO_EXTENSION_PENDING",
                 {"没有待审批的延期申请", "no request for an extension is pending"});
  }
  RETURN_IF_ERROR(RequireAnother(*pending, actor, {"申请延期", "asked for it"}));
  if (grant) part.set_due(std::max(part.due(), pending->extension_request().proposed_due()));
  v1::ExtensionDecision& decision = *Enter(part, part.state(), reason, actor).mutable_extension_decision();
  decision.set_granted(grant);
  decision.set_due(part.due());
  return part;
}

absl::StatusOr<TaskPart> Urge(TaskPart part, absl::string_view text, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(
      part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED, v1::SUSPENDED}));
  Enter(part, part.state(), text, actor).mutable_urge();
  return part;
}

absl::StatusOr<TaskPart> Suspend(TaskPart part, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED}));
  Enter(part, v1::SUSPENDED, reason, actor).mutable_suspension();
  return part;
}

absl::StatusOr<TaskPart> Resume(TaskPart part, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::SUSPENDED}));
  Enter(part, FormerState(part), reason, actor).mutable_resumption();
  return part;
}

absl::StatusOr<TaskPart> Cancel(TaskPart part, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(
      part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED, v1::SUSPENDED}));
  Enter(part, v1::CANCELLED, reason, actor).mutable_cancellation();
  return part;
}

absl::StatusOr<TaskPart> Rate(TaskPart part, v1::Rating rating, int year, absl::string_view reason,
                              const Actor& actor) {
  RETURN_IF_ERROR(CheckState(
      part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::SUBMITTED, v1::RETURNED, v1::COMPLETED}));
  v1::YearRating& rated = *Enter(part, part.state(), reason, actor).mutable_rating();
  rated.set_rating(rating);
  rated.set_year(year);
  return part;
}

}  // namespace qcity::tasks
