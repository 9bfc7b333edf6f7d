#include "services/aggregation/reviews/rules.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/domain/evidence.h"
#include "common/domain/period.h"
#include "services/aggregation/names.h"

namespace qcity::aggregation::reviews {
namespace {

using v1::Finding;
using v1::FindingState;

constexpr int kTitleLength = 200;
constexpr std::size_t kIdLength = 64;

Text NameOf(FindingState state) {
  switch (state) {
    case v1::FINDING_RECORDED: return {"待交办", "FINDING_RECORDED"};
    case v1::FINDING_ASSIGNED: return {"整改中", "FINDING_ASSIGNED"};
    case v1::FINDING_REPORTED: return {"待核销", "FINDING_REPORTED"};
    case v1::FINDING_RETURNED: return {"退回整改", "FINDING_RETURNED"};
    case v1::FINDING_RECTIFIED: return {"已销号", "FINDING_RECTIFIED"};
    default: return {};
  }
}

absl::Status Refused(absl::string_view reason, Text text) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, std::move(text));
}

absl::Status RequireState(FindingState state, const std::vector<FindingState>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) return absl::OkStatus();
  Text wanted;
  for (const FindingState one : allowed) {
    const Text name = NameOf(one);
    absl::StrAppend(&wanted.zh, wanted.zh.empty() ? "" : "”或“", name.zh);
    absl::StrAppend(&wanted.en, wanted.en.empty() ? "" : " or ", name.en);
  }
  const Text actual = NameOf(state);
  return Refused("WRONG_STATE", {absl::StrCat("该问题为“", actual.zh, "”，此操作要求“", wanted.zh, "”"),
                                 absl::StrCat("the finding is ", actual.en, "; this step wants ", wanted.en)});
}

v1::FindingEvent& Enter(Finding& finding, FindingState state, absl::string_view text, const Actor& actor) {
  finding.set_state(state);
  v1::FindingEvent& event = *finding.add_events();
  event.set_state(state);
  *event.mutable_recorded() = TimestampOf(actor.now);
  event.set_person(actor.person);
  event.set_organization(actor.organization);
  event.set_text(std::string(text));
  return event;
}

absl::Status CheckPerson(absl::string_view person) {
  const bool sound =
      !person.empty() && person.size() <= kIdLength && std::all_of(person.begin(), person.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
      });
  if (sound) return absl::OkStatus();
  return InvalidField("person", {"应为 1 至 64 个字母、数字、-、_、. 组成的标识",
                                 "want an id of 1 to 64 letters, digits, '-', '_' and '.'"});
}

// The organisation that holds what `organization` was given: itself, or who took its place.
std::string HolderOf(const domain::Plan& plan, const std::string& organization, absl::CivilDay today) {
  const plan::v1::Organization* body = plan.FindOrganization(organization);
  return body == nullptr ? "" : plan.Resolve(body->name(), today).front();
}

absl::Status CheckOwner(const domain::Plan& plan, const std::string& owner, absl::CivilDay today) {
  const plan::v1::Organization* body = plan.FindOrganization(owner);
  const bool member = body != nullptr && body->kind() != plan::v1::THIRD_PARTY;
  if (member && HolderOf(plan, owner, today) == owner) return absl::OkStatus();
  return InvalidField("owner", {absl::StrCat("方案中今天没有成员单位“", owner, "”"),
                                absl::StrCat("the plan has no member organisation '", owner, "' today")});
}

// Who reported last; a review that was closed meanwhile leaves an event of the same state.
std::string ReporterOf(const Finding& finding) {
  const auto found = std::find_if(
      finding.events().rbegin(), finding.events().rend(),
      [&](const v1::FindingEvent& event) { return event.state() == v1::FINDING_REPORTED && !event.carried_over(); });
  return found == finding.events().rend() ? "" : found->person();
}

absl::Status CheckCarriedOver(const std::vector<Finding>& findings, const v1::CarriedOver& one,
                              const std::string& path) {
  RETURN_IF_ERROR(CheckRequiredText(path + ".reason", one.reason(), kFreeTextLength, Newlines::kAllow));
  const auto finding = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& each) { return LastSegment(each.name()) == one.finding(); });
  const bool open = finding != findings.end() && finding->state() != v1::FINDING_RECTIFIED;
  if (open && !finding->owner().empty()) return absl::OkStatus();
  if (open) {
    return InvalidField(path + ".finding",
                        {absl::StrCat("问题 ", one.finding(), " 尚未交办，不能结转"),
                         absl::StrCat("finding ", one.finding(), " has no owner yet and cannot be carried over")});
  }
  return InvalidField(path + ".finding", {absl::StrCat("没有未销号的问题“", one.finding(), "”"),
                                          absl::StrCat("there is no open finding '", one.finding(), "'")});
}

}  // namespace

absl::StatusOr<v1::Review> Open(const v1::OpenReviewRequest& request, const v1::FrozenReadiness& frozen,
                                absl::string_view sha256, const Actor& actor) {
  if (request.kind() == v1::REVIEW_KIND_UNSPECIFIED || !v1::ReviewKind_IsValid(request.kind()))
    return InvalidField("kind", {"应为 SELF、EXPERT、PROVINCE 或 NATIONAL", "want SELF, EXPERT, PROVINCE or NATIONAL"});
  RETURN_IF_ERROR(CheckRequiredText("title", request.title(), kTitleLength));
  v1::Review review;
  review.set_kind(request.kind());
  review.set_title(request.title());
  review.set_as_of(frozen.as_of());
  review.set_state(v1::REVIEW_OPEN);
  *review.mutable_opened() = TimestampOf(actor.now);
  review.set_opened_by(actor.person);
  review.set_plan_version(frozen.plan_version());
  review.set_policy_version(frozen.policy_version());
  review.set_snapshot_sha256(std::string(sha256));
  review.set_illustrative(frozen.readiness().illustrative());
  *review.mutable_updated() = review.opened();
  return review;
}

absl::Status RequireOpen(const v1::Review& review) {
  if (review.state() == v1::REVIEW_OPEN) return absl::OkStatus();
  return Refused("WRONG_STATE",
                 {"该评审为“已结束”，此操作要求“进行中”", "the review is REVIEW_CLOSED; this step wants REVIEW_OPEN"});
}

absl::Status RequireInvited(const v1::Review& review, const Actor& actor) {
  const auto last =
      std::find_if(review.invitations().rbegin(), review.invitations().rend(), [&](const v1::Invitation& one) {
        return one.person() == actor.person && one.organization() == actor.organization;
      });
  const std::string today = domain::FormatDay(ShanghaiDay(actor.now));
  const bool holds = last != review.invitations().rend() && last->from() <= today && today <= last->to();
  if (holds) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_INVITED",
               {absl::StrCat("今天没有邀请 ", actor.person, " 参加该评审"),
                absl::StrCat(actor.person, " is not invited to this review today")});
}

absl::StatusOr<v1::Review> Invite(v1::Review review, const v1::InviteExpertRequest& request, const domain::Plan& plan,
                                  const Actor& actor) {
  RETURN_IF_ERROR(CheckPerson(request.person()));
  if (!plan.HasRole(request.organization(), plan::v1::EXPERT)) {
    return InvalidField("organization", {absl::StrCat("“", request.organization(), "”不是方案中的专家单位"),
                                         absl::StrCat("'", request.organization(),
                                                      "' is no organisation of the plan with the role of experts")});
  }
  ASSIGN_OR_RETURN(const absl::CivilDay from, domain::ParseDay(request.from(), "from"));
  ASSIGN_OR_RETURN(const absl::CivilDay to, domain::ParseDay(request.to(), "to"));
  if (to < from) return InvalidField("to", {"不得早于 from", "must not be before `from`"});
  RETURN_IF_ERROR(RequireOpen(review));
  v1::Invitation& invitation = *review.add_invitations();
  invitation.set_person(request.person());
  invitation.set_organization(request.organization());
  invitation.set_from(request.from());
  invitation.set_to(request.to());
  invitation.set_invited_by(actor.person);
  *invitation.mutable_recorded() = TimestampOf(actor.now);
  return review;
}

absl::StatusOr<v1::ItemMark> MarkOf(const v1::Review& review, const v1::MarkItemRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(RequireInvited(review, actor));
  if (request.mark() != v1::CHECKED && request.mark() != v1::QUESTIONED)
    return InvalidField("mark", {"应为 CHECKED 或 QUESTIONED", "want CHECKED or QUESTIONED"});
  RETURN_IF_ERROR(request.mark() == v1::QUESTIONED
                      ? CheckRequiredText("remark", request.remark(), kFreeTextLength, Newlines::kAllow)
                      : CheckText("remark", request.remark(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(RequireOpen(review));
  v1::ItemMark mark;
  mark.set_item(request.item());
  mark.set_mark(request.mark());
  mark.set_remark(request.remark());
  mark.set_person(actor.person);
  mark.set_organization(actor.organization);
  *mark.mutable_recorded() = TimestampOf(actor.now);
  return mark;
}

absl::StatusOr<Finding> FindingOf(const v1::Review& review, const v1::RecordFindingRequest& request,
                                  const Actor& actor) {
  RETURN_IF_ERROR(CheckRequiredText("text", request.text(), kFreeTextLength, Newlines::kAllow));
  if (request.severity() == v1::SEVERITY_UNSPECIFIED || !v1::Severity_IsValid(request.severity()))
    return InvalidField("severity", {"应为 MINOR、MAJOR 或 CRITICAL", "want MINOR, MAJOR or CRITICAL"});
  RETURN_IF_ERROR(domain::CheckDocuments(request.evidence(), "evidence"));
  RETURN_IF_ERROR(RequireOpen(review));
  Finding finding;
  finding.set_item(request.item());
  finding.set_text(request.text());
  finding.set_severity(request.severity());
  *finding.mutable_evidence() = request.evidence();
  Enter(finding, v1::FINDING_RECORDED, "", actor);
  return finding;
}

absl::StatusOr<Finding> Assign(Finding finding, const v1::AssignRectificationRequest& request, const domain::Plan& plan,
                               const Actor& actor) {
  const absl::CivilDay today = ShanghaiDay(actor.now);
  RETURN_IF_ERROR(CheckOwner(plan, request.owner(), today));
  ASSIGN_OR_RETURN(const absl::CivilDay due, domain::ParseDay(request.due(), "due"));
  if (due < today) return InvalidField("due", {"不得早于今天", "must not be before today"});
  RETURN_IF_ERROR(CheckText("text", request.text(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(RequireState(finding.state(), {v1::FINDING_RECORDED, v1::FINDING_ASSIGNED, v1::FINDING_RETURNED}));
  finding.set_owner(request.owner());
  finding.set_owner_title(plan.NameOf(request.owner()));
  finding.set_due(request.due());
  v1::FindingEvent& event = Enter(finding, v1::FINDING_ASSIGNED, request.text(), actor);
  event.set_owner(request.owner());
  event.set_due(request.due());
  return finding;
}

absl::StatusOr<Finding> Report(Finding finding, const v1::ReportRectificationRequest& request, const domain::Plan& plan,
                               const Actor& actor) {
  RETURN_IF_ERROR(CheckRequiredText("text", request.text(), kFreeTextLength, Newlines::kAllow));
  if (request.evidence().empty()) return InvalidField("evidence", {"至少一件佐证材料", "at least one document"});
  RETURN_IF_ERROR(domain::CheckDocuments(request.evidence(), "evidence"));
  RETURN_IF_ERROR(RequireState(finding.state(), {v1::FINDING_ASSIGNED, v1::FINDING_RETURNED}));
  if (HolderOf(plan, finding.owner(), ShanghaiDay(actor.now)) != actor.organization) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_THE_OWNER",
                 {absl::StrCat("该问题由 ", finding.owner(), " 整改"),
                  absl::StrCat("the finding is ", finding.owner(), "'s to mend")});
  }
  *Enter(finding, v1::FINDING_REPORTED, request.text(), actor).mutable_evidence() = request.evidence();
  return finding;
}

absl::StatusOr<Finding> Rectify(Finding finding, const v1::CloseRectificationRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(CheckText("text", request.text(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(RequireState(finding.state(), {v1::FINDING_REPORTED}));
  if (ReporterOf(finding) == actor.person) {
    return Refused("FOUR_EYES", {absl::StrCat("须由另一人销号：", actor.person, " 已报送整改"),
                                 absl::StrCat("another person must close it: ", actor.person, " reported it")});
  }
  Enter(finding, v1::FINDING_RECTIFIED, request.text(), actor);
  return finding;
}

absl::StatusOr<Finding> Return(Finding finding, const v1::ReturnRectificationRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(RequireState(finding.state(), {v1::FINDING_REPORTED}));
  Enter(finding, v1::FINDING_RETURNED, request.reason(), actor);
  return finding;
}

absl::StatusOr<Closed> Close(Closed before, const v1::CloseReviewRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(CheckRequiredText("conclusion", request.conclusion(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(RequireOpen(before.review));
  std::map<std::string, std::string> reasons;
  for (int i = 0; i < request.carried_over_size(); ++i) {
    const v1::CarriedOver& one = request.carried_over(i);
    const std::string path = absl::StrCat("carried_over[", i, "]");
    RETURN_IF_ERROR(CheckCarriedOver(before.findings, one, path));
    if (!reasons.emplace(one.finding(), one.reason()).second) {
      return InvalidField(path + ".finding", {absl::StrCat("问题 ", one.finding(), " 重复"),
                                              absl::StrCat("finding ", one.finding(), " stands twice")});
    }
  }
  for (Finding& finding : before.findings) {
    const auto reason = reasons.find(LastSegment(finding.name()));
    if (finding.state() != v1::FINDING_RECTIFIED && reason == reasons.end()) {
      return Refused("FINDINGS_OPEN",
                     {absl::StrCat("问题 ", LastSegment(finding.name()), " 既未销号，也未说明结转原因"),
                      absl::StrCat("finding ", LastSegment(finding.name()), " is neither rectified nor carried over")});
    }
    if (reason == reasons.end()) continue;
    finding.set_carried_over(reason->second);
    Enter(finding, finding.state(), reason->second, actor).set_carried_over(true);
  }
  before.review.set_state(v1::REVIEW_CLOSED);
  before.review.set_conclusion(request.conclusion());
  before.review.set_closed_by(actor.person);
  *before.review.mutable_closed() = TimestampOf(actor.now);
  return before;
}

}  // namespace qcity::aggregation::reviews
