// Briefings (工作信息).
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "common/rpc/command.h"
#include "common/rpc/page.h"
#include "services/tasks/activities/pages.h"
#include "services/tasks/activities/service.h"
#include "services/tasks/names.h"

namespace qcity::tasks::activities {
namespace {

constexpr int kTitleLength = 500;

// "2018-09", not after the month of `today`.
absl::Status CheckMonth(const std::string& text, absl::CivilDay today) {
  const absl::StatusOr<domain::Period> month = domain::Period::Parse(text);
  if (month.ok() && month->frequency() == plan::v1::MONTHLY && month->FirstDay() <= today) return absl::OkStatus();
  return InvalidField("month", {absl::StrCat("应为不晚于本月的月份，如 2018-09，收到“", text, "”"),
                                absl::StrCat("want a month such as 2018-09, not a future one, got '", text, "'")});
}

absl::Status CheckBriefing(const domain::Plan& plan, const v1::SubmitBriefingRequest& request, absl::CivilDay today) {
  if (request.organization().empty()) return InvalidField("organization", {"请写明单位", "name the organisation"});
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  RETURN_IF_ERROR(CheckMonth(request.month(), today));
  RETURN_IF_ERROR(CheckRequiredText("title", request.title(), kTitleLength));
  return CheckRequiredText("text", request.text(), kFreeTextLength, Newlines::kAllow);
}

}  // namespace

absl::StatusOr<v1::Briefing> ActivitiesService::SubmitBriefing(const CallContext& call,
                                                               const v1::SubmitBriefingRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(CheckBriefing(PlanOf(call), request, ShanghaiDay(call.now)));
  return rpc::Command<v1::Briefing>(database_, call, request,
                                    [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Briefing> {
                                      ASSIGN_OR_RETURN(const std::int64_t id, store_.NextBriefingId(transaction));
                                      v1::Briefing briefing;
                                      briefing.set_name(absl::StrCat("campaigns/", campaign_, "/briefings/", id));
                                      briefing.set_organization(request.organization());
                                      briefing.set_month(request.month());
                                      briefing.set_title(request.title());
                                      briefing.set_text(request.text());
                                      *briefing.mutable_recorded() = TimestampOf(call.now);
                                      briefing.set_person(call.principal.person);
                                      RETURN_IF_ERROR(store_.SaveBriefing(transaction, id, briefing));
                                      return briefing;
                                    });
}

absl::StatusOr<v1::ListBriefingsResponse> ActivitiesService::ListBriefings(const CallContext& call,
                                                                           const v1::ListBriefingsRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(PlanOf(call).CheckOrganization("organization", request.organization()));
  if (!request.month().empty()) RETURN_IF_ERROR(CheckMonth(request.month(), ShanghaiDay(call.now)));
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const std::vector<std::string> columns, rpc::DecodePageToken(request, 1));
  ASSIGN_OR_RETURN(const std::int64_t after, AfterOf(columns));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListBriefingsResponse> {
    const auto wanted = [&](const v1::Briefing& briefing) {
      return (request.organization().empty() || request.organization() == briefing.organization()) &&
             (request.month().empty() || request.month() == briefing.month());
    };
    ASSIGN_OR_RETURN(Page<v1::Briefing> page, PageOf<v1::Briefing>(
                                                  after, size,
                                                  [&](std::int64_t id, std::int64_t limit) {
                                                    return store_.LoadBriefingsAfter(transaction, id, limit);
                                                  },
                                                  wanted));
    v1::ListBriefingsResponse response;
    for (v1::Briefing& briefing : page.messages) *response.add_briefings() = std::move(briefing);
    if (page.more) {
      const std::string& last = response.briefings(size - 1).name();
      response.set_next_page_token(rpc::EncodePageToken(request, {absl::StrCat(IdOf(last))}));
    }
    return response;
  });
}

}  // namespace qcity::tasks::activities
