#include "services/aggregation/acceptance/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/domain/evidence.h"
#include "common/domain/period.h"

namespace qcity::aggregation::acceptance {
namespace {

using v1::ApplicationState;

Text NameOf(ApplicationState state) {
  switch (state) {
    case v1::DRAFTED: return {"已起草", "DRAFTED"};
    case v1::APPLIED: return {"已申请", "APPLIED"};
    case v1::PROVINCE_REVIEWED: return {"省已审核", "PROVINCE_REVIEWED"};
    case v1::SUBMITTED: return {"已上报", "SUBMITTED"};
    case v1::PASSED: return {"通过验收", "PASSED"};
    case v1::FAILED: return {"未通过验收", "FAILED"};
    default: return {"未起草", "not begun"};
  }
}

// The states that `to` may be entered from.
std::vector<ApplicationState> Before(ApplicationState to) {
  switch (to) {
    case v1::DRAFTED: return {v1::APPLICATION_STATE_UNSPECIFIED, v1::DRAFTED, v1::FAILED};
    case v1::APPLIED: return {v1::DRAFTED};
    case v1::PROVINCE_REVIEWED: return {v1::APPLIED};
    case v1::SUBMITTED: return {v1::PROVINCE_REVIEWED};
    case v1::PASSED:
    case v1::FAILED: return {v1::SUBMITTED};
    default: return {};
  }
}

absl::Status Refused(absl::string_view reason, Text text) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, std::move(text));
}

absl::Status CheckState(ApplicationState state, ApplicationState to) {
  const std::vector<ApplicationState> allowed = Before(to);
  if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) return absl::OkStatus();
  Text wanted;
  for (const ApplicationState one : allowed) {
    const Text name = NameOf(one);
    absl::StrAppend(&wanted.zh, wanted.zh.empty() ? "" : "”或“", name.zh);
    absl::StrAppend(&wanted.en, wanted.en.empty() ? "" : " or ", name.en);
  }
  const Text actual = NameOf(state);
  return Refused("WRONG_STATE", {absl::StrCat("申请为“", actual.zh, "”，此操作要求“", wanted.zh, "”"),
                                 absl::StrCat("the application is ", actual.en, "; this step wants ", wanted.en)});
}

absl::Status CheckReviewed(const ExpertReviews& reviews) {
  if (!reviews.open.empty() || reviews.closed.empty()) {
    const std::string open = absl::StrJoin(reviews.open, " ");
    return Refused("NO_EXPERT_REVIEW", open.empty() ? Text{"申请前须有已结束的专家预验收",
                                                           "an expert review must be closed before applying"}
                                                    : Text{absl::StrCat("专家预验收尚未结束：", open),
                                                           absl::StrCat("an expert review is still open: ", open)});
  }
  if (reviews.findings_open.empty()) return absl::OkStatus();
  const std::string findings = absl::StrJoin(reviews.findings_open, " ");
  return Refused("RECTIFICATION_OPEN", {absl::StrCat("预验收发现的问题尚未销号：", findings),
                                        absl::StrCat("findings of the expert review are not rectified: ", findings)});
}

absl::StatusOr<std::string> DateOf(const v1::Application& application, const std::string& asked, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, asked.empty() ? today : domain::ParseDay(asked, "date"));
  if (day > today) return InvalidField("date", {"不得晚于今天", "must not be after today"});
  const std::string text = domain::FormatDay(day);
  if (application.steps().empty() || text >= application.steps().rbegin()->date()) return text;
  const std::string& last = application.steps().rbegin()->date();
  return InvalidField(
      "date", {absl::StrCat("不得早于上一步的 ", last), absl::StrCat("must not be before the last step's ", last)});
}

}  // namespace

absl::Status CheckAdvance(const v1::AdvanceApplicationRequest& request) {
  if (Before(request.to()).empty()) {
    return InvalidField("to", {"应为 DRAFTED、APPLIED、PROVINCE_REVIEWED、SUBMITTED、PASSED 或 FAILED",
                               "want DRAFTED, APPLIED, PROVINCE_REVIEWED, SUBMITTED, PASSED or FAILED"});
  }
  const v1::ApplicationDocument& document = request.document();
  RETURN_IF_ERROR(domain::CheckDocument({document.name(), document.uri(), document.sha256()}, "document"));
  if (document.sha256().empty())
    return InvalidField("document.sha256", {"请给出文件的 SHA-256", "the file's SHA-256 is required"});
  return CheckText("text", request.text(), kFreeTextLength, Newlines::kAllow);
}

absl::StatusOr<v1::Application> Advance(v1::Application before, const v1::AdvanceApplicationRequest& request,
                                        const ExpertReviews& reviews, const Actor& actor) {
  RETURN_IF_ERROR(CheckAdvance(request));
  RETURN_IF_ERROR(CheckState(before.state(), request.to()));
  ASSIGN_OR_RETURN(const std::string date, DateOf(before, request.date(), ShanghaiDay(actor.now)));
  v1::ApplicationStep step;
  if (request.to() == v1::APPLIED) {
    RETURN_IF_ERROR(CheckReviewed(reviews));
    for (const std::string& review : reviews.closed) step.add_reviews(review);
  }
  step.set_state(request.to());
  *step.mutable_document() = request.document();
  step.set_date(date);
  step.set_text(request.text());
  *step.mutable_recorded() = TimestampOf(actor.now);
  step.set_person(actor.person);
  step.set_organization(actor.organization);
  before.set_state(request.to());
  *before.add_steps() = std::move(step);
  return before;
}

}  // namespace qcity::aggregation::acceptance
