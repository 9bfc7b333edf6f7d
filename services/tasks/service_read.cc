// Answers: occurrences with their parts, reminders.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/rpc/page.h"
#include "services/tasks/check.h"
#include "services/tasks/filter.h"
#include "services/tasks/lights.h"
#include "services/tasks/names.h"
#include "services/tasks/reminders/rules.h"
#include "services/tasks/service.h"

namespace qcity::tasks {
namespace {

// Where a page begins: after the occurrence due on `due` of the task at `index` in the plan.
struct Cursor {
  absl::CivilDay due = absl::CivilDay::min();
  int index = -1;
};

absl::StatusOr<Cursor> CursorOf(const domain::Plan& plan, const v1::ListTasksRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<std::string> columns, rpc::DecodePageToken(request, 2));
  if (columns.empty()) return Cursor{};
  ASSIGN_OR_RETURN(const absl::CivilDay due, domain::ParseDay(columns[0], "page_token"));
  return Cursor{due, plan.TaskIndex(columns[1])};
}

bool IsAfter(const domain::Plan& plan, const Place& place, const Cursor& cursor) {
  if (place.occurrence.due != cursor.due) return place.occurrence.due > cursor.due;
  return plan.TaskIndex(place.task->number()) > cursor.index;
}

}  // namespace

absl::StatusOr<v1::Occurrence> TasksService::LoadView(sql::Transaction& transaction, const domain::Plan& plan,
                                                      const Place& place, absl::CivilDay today, Detail detail) const {
  ASSIGN_OR_RETURN(const std::vector<v1::TaskPart> recorded,
                   steps_.store().LoadOccurrence(transaction, {place.task->number(), place.occurrence.id}));
  return ViewOf(plan, place, recorded, today, detail);
}

absl::StatusOr<v1::Occurrence> TasksService::GetTask(const CallContext& call, const v1::GetTaskRequest& request) {
  ASSIGN_OR_RETURN(const Place place, CheckOccurrence(PlanOf(call), request.name()));
  return database_.Read([&](sql::Transaction& transaction) {
    return LoadView(transaction, PlanOf(call), place, ShanghaiDay(call.now), Detail::kHistory);
  });
}

absl::StatusOr<v1::ListTasksResponse> TasksService::ListTasks(const CallContext& call,
                                                              const v1::ListTasksRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  const absl::CivilDay today = ShanghaiDay(call.now);
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const Cursor cursor, CursorOf(plan, request));
  ASSIGN_OR_RETURN(const TaskFilter filter, TaskFilter::Make(plan, request, today));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListTasksResponse> {
    ASSIGN_OR_RETURN(handover::HoldersByOccurrence holders, steps_.holders().LoadAll(transaction));
    v1::ListTasksResponse response;
    for (const Place& place : AgendaOf(plan)) {
      const Holders& of_place = holders[{place.task->number(), place.occurrence.id}];
      if (!IsAfter(plan, place, cursor) || !filter.Admits(place, of_place)) continue;
      ASSIGN_OR_RETURN(v1::Occurrence occurrence, LoadView(transaction, plan, place, today, Detail::kStates));
      if (!filter.Admits(occurrence)) continue;
      if (response.occurrences_size() == size) {
        const v1::Occurrence& last = response.occurrences(size - 1);
        response.set_next_page_token(rpc::EncodePageToken(request, {last.due(), last.task().number()}));
        break;
      }
      *response.add_occurrences() = std::move(occurrence);
    }
    return response;
  });
}

absl::StatusOr<v1::ListRemindersResponse> TasksService::ListReminders(const CallContext& call,
                                                                      const v1::ListRemindersRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  const absl::CivilDay today = ShanghaiDay(call.now);
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  absl::CivilDay date = today;
  if (!request.date().empty()) {
    ASSIGN_OR_RETURN(date, domain::ParseDay(request.date(), "date"));
  }
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListRemindersResponse> {
    ASSIGN_OR_RETURN(const reminders::Announced announced, reminders_.Load(transaction));
    v1::ListRemindersResponse response;
    for (const Place& place : AgendaOf(plan)) {
      ASSIGN_OR_RETURN(const v1::Occurrence occurrence, LoadView(transaction, plan, place, today, Detail::kStates));
      const auto wanted = [&](const std::string& unit) {
        return request.organization().empty() ||
               AnswersFor(plan, request.organization(), unit, place.occurrence.due, today);
      };
      reminders::AddReminders(plan.document().policy().tasks(), occurrence, date, announced, wanted, response);
    }
    std::stable_sort(response.mutable_reminders()->begin(), response.mutable_reminders()->end(),
                     [](const v1::Reminder& a, const v1::Reminder& b) { return a.due() < b.due(); });
    return response;
  });
}

}  // namespace qcity::tasks
