#include "services/tasks/filter.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"

namespace qcity::tasks {
namespace {

absl::Status Unknown(absl::string_view path, const Text& what, absl::string_view value) {
  return InvalidField(path, {absl::StrCat("方案中没有", what.zh, "“", value, "”"),
                             absl::StrCat("the plan has no ", what.en, " '", value, "'")});
}

absl::StatusOr<absl::CivilDay> DayOr(absl::string_view text, absl::string_view path, absl::CivilDay otherwise) {
  if (text.empty()) return otherwise;
  return domain::ParseDay(text, path);
}

}  // namespace

absl::StatusOr<TaskFilter> TaskFilter::Make(const domain::Plan& plan, const v1::ListTasksRequest& request,
                                            absl::CivilDay today) {
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  if (request.participation() != v1::ListTasksRequest::PARTICIPATION_UNSPECIFIED && request.organization().empty()) {
    return InvalidField("participation", {"须同时写明 organization", "wants an organization beside it"});
  }
  const auto& tasks = plan.document().tasks();
  const bool known_group = std::any_of(tasks.begin(), tasks.end(),
                                       [&](const plan::v1::Task& task) { return task.group() == request.group(); });
  if (!request.group().empty() && !known_group) return Unknown("group", {"任务组", "group of tasks"}, request.group());
  TaskFilter filter(plan, request, today);
  ASSIGN_OR_RETURN(const absl::CivilDay from, DayOr(request.due_from(), "due_from", absl::CivilDay::min()));
  ASSIGN_OR_RETURN(const absl::CivilDay to, DayOr(request.due_to(), "due_to", absl::CivilDay::max()));
  filter.Narrow(from, to);
  if (request.phase().empty()) return filter;
  for (const plan::v1::Phase& phase : plan.document().phases()) {
    if (phase.name() != request.phase()) continue;
    ASSIGN_OR_RETURN(const absl::CivilDay start, domain::ParseDay(phase.start(), "phase"));
    ASSIGN_OR_RETURN(const absl::CivilDay end, domain::ParseDay(phase.end(), "phase"));
    filter.Narrow(start, end);
    return filter;
  }
  return Unknown("phase", {"阶段", "phase"}, request.phase());
}

void TaskFilter::Narrow(absl::CivilDay first, absl::CivilDay last) {
  first_ = std::max(first_, first);
  last_ = std::min(last_, last);
}

bool TaskFilter::TakesPart(const Place& place, const Holders& holders) const {
  using Request = v1::ListTasksRequest;
  const absl::CivilDay due = place.occurrence.due;
  const auto cooperates = [&] {
    const std::vector<std::string> bodies = BodiesOf(plan_, place.task->cooperators(), due);
    return std::any_of(bodies.begin(), bodies.end(), [&](const std::string& body) {
      return AnswersFor(plan_, request_.organization(), body, due, today_);
    });
  };
  const bool leads = request_.participation() != Request::COOPERATES &&
                     LeadOf(plan_, place, holders, request_.organization(), today_).has_value();
  return leads || (request_.participation() != Request::LEADS && cooperates());
}

bool TaskFilter::Admits(const Place& place, const Holders& holders) const {
  if (place.occurrence.due < first_ || place.occurrence.due > last_) return false;
  if (!request_.group().empty() && place.task->group() != request_.group()) return false;
  return request_.organization().empty() || TakesPart(place, holders);
}

bool TaskFilter::Admits(const v1::Occurrence& occurrence) const {
  const bool light = request_.light() == v1::LIGHT_UNSPECIFIED || request_.light() == occurrence.light();
  return light && (request_.state() == v1::PART_STATE_UNSPECIFIED || request_.state() == occurrence.state());
}

}  // namespace qcity::tasks
