// The table of handlers, and activities.
#include "services/tasks/activities/service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "common/rpc/command.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/tasks/activities/pages.h"
#include "services/tasks/activities/rules.h"
#include "services/tasks/check.h"
#include "services/tasks/names.h"

namespace qcity::tasks::activities {
namespace {

Actor ActorOf(const rpc::CallContext& call) { return {call.principal.person, call.principal.organization, call.now}; }

// "campaigns/C/tasks/16" -> "16".
std::string NumberOf(const v1::Activity& activity) { return activity.task().substr(activity.task().rfind('/') + 1); }

absl::Status CheckDayOrEmpty(const std::string& text, absl::string_view path) {
  return text.empty() ? absl::OkStatus() : domain::ParseDay(text, path).status();
}

bool IsWanted(const v1::ListActivitiesRequest& request, const v1::Activity& activity) {
  return (request.task().empty() || request.task() == NumberOf(activity)) &&
         (request.organization().empty() || request.organization() == activity.organization()) &&
         (request.from().empty() || request.from() <= activity.date()) &&
         (request.to().empty() || activity.date() <= request.to()) &&
         (request.withdrawn() || activity.withdrawn_by().empty());
}

absl::Status NoSuchActivity(absl::string_view name) {
  return Error(absl::StatusCode::kNotFound, "ACTIVITY_NOT_FOUND",
               {absl::StrCat("没有活动 ", name), absl::StrCat("no activity ", name)});
}

absl::Status CheckOwn(const rpc::CallContext& call, const v1::Activity& activity) {
  if (call.office || call.principal.organization == activity.organization()) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_ACTIVITY",
               {absl::StrCat("该活动由 ", activity.organization(), " 记录，只能由该单位或办公室撤回"),
                absl::StrCat(activity.organization(), " recorded it: that unit or the office may withdraw it")});
}

}  // namespace

ActivitiesService::ActivitiesService(rpc::Edge& edge, sql::Database& database, feed::Outbox&, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  using S = ActivitiesService;
  Handle("RecordActivity", &S::RecordActivity);
  Handle("WithdrawActivity", &S::WithdrawActivity);
  Handle("ListActivities", &S::ListActivities);
  Handle("GetActivityCounts", &S::GetActivityCounts);
  Handle("SubmitBriefing", &S::SubmitBriefing);
  Handle("ListBriefings", &S::ListBriefings);
}

const domain::Plan& ActivitiesService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::StatusOr<v1::Activity> ActivitiesService::RecordActivity(const CallContext& call,
                                                               const v1::RecordActivityRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  ASSIGN_OR_RETURN(const plan::v1::Task* task, TaskOf(PlanOf(call), request.activity().task()));
  RETURN_IF_ERROR(CheckActivity(*task, request.activity(), ShanghaiDay(call.now)));
  return rpc::Command<v1::Activity>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Activity> {
        ASSIGN_OR_RETURN(const std::int64_t id, store_.NextActivityId(transaction));
        v1::Activity activity =
            Recorded(request.activity(), absl::StrCat("campaigns/", campaign_, "/activities/", id), ActorOf(call));
        RETURN_IF_ERROR(store_.Save(transaction, id, task->number(), activity));
        return activity;
      });
}

absl::StatusOr<v1::Activity> ActivitiesService::WithdrawActivity(const CallContext& call,
                                                                 const v1::WithdrawActivityRequest& request) {
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(rpc::ParseName("campaigns/{campaign}/activities/{id}", campaign_, request.name(), "name").status());
  const std::int64_t id = IdOf(request.name());
  return rpc::Command<v1::Activity>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Activity> {
        ASSIGN_OR_RETURN(std::optional<v1::Activity> stored, store_.Load(transaction, id));
        if (!stored.has_value()) return NoSuchActivity(request.name());
        RETURN_IF_ERROR(CheckOwn(call, *stored));
        ASSIGN_OR_RETURN(v1::Activity activity, Withdraw(*std::move(stored), request.reason(), ActorOf(call)));
        RETURN_IF_ERROR(store_.Save(transaction, id, NumberOf(activity), activity));
        return activity;
      });
}

absl::StatusOr<v1::ListActivitiesResponse> ActivitiesService::ListActivities(const CallContext& call,
                                                                             const v1::ListActivitiesRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(PlanOf(call).CheckOrganization("organization", request.organization()));
  RETURN_IF_ERROR(CheckDayOrEmpty(request.from(), "from"));
  RETURN_IF_ERROR(CheckDayOrEmpty(request.to(), "to"));
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const std::vector<std::string> columns, rpc::DecodePageToken(request, 1));
  ASSIGN_OR_RETURN(const std::int64_t after, AfterOf(columns));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListActivitiesResponse> {
    ASSIGN_OR_RETURN(
        Page<v1::Activity> page,
        PageOf<v1::Activity>(
            after, size, [&](std::int64_t id, std::int64_t limit) { return store_.LoadAfter(transaction, id, limit); },
            [&](const v1::Activity& activity) { return IsWanted(request, activity); }));
    v1::ListActivitiesResponse response;
    for (v1::Activity& activity : page.messages) *response.add_activities() = std::move(activity);
    if (page.more) {
      const std::string& last = response.activities(size - 1).name();
      response.set_next_page_token(rpc::EncodePageToken(request, {absl::StrCat(IdOf(last))}));
    }
    return response;
  });
}

absl::StatusOr<v1::ActivityCounts> ActivitiesService::GetActivityCounts(const CallContext& call,
                                                                        const v1::GetActivityCountsRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  ASSIGN_OR_RETURN(const Place place, CheckOccurrence(plan, request.name()));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ActivityCounts> {
    const std::string& number = place.task->number();
    ASSIGN_OR_RETURN(const std::vector<v1::Activity> activities, store_.LoadOfTask(transaction, number));
    ASSIGN_OR_RETURN(const std::vector<v1::TaskPart> parts,
                     parts_.LoadOccurrence(transaction, {number, place.occurrence.id}));
    return CountsOf(plan, place, activities, parts);
  });
}

}  // namespace qcity::tasks::activities
