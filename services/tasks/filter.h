// Which occurrences a list asks for. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_FILTER_H_
#define QCITY_SERVICES_TASKS_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/tasks/agenda.h"

namespace qcity::tasks {

class TaskFilter {
 public:
  // INVALID_ARGUMENT at the field that names what the plan does not have, or no day. Keeps references to both
  // arguments.
  static absl::StatusOr<TaskFilter> Make(const domain::Plan& plan, const v1::ListTasksRequest& request,
                                         absl::CivilDay today);

  // By what the plan says of the place, and the office of who holds its parts: organisation, group, due day, phase.
  bool Admits(const Place& place, const Holders& holders) const;
  // By what its parts make of it: light and state.
  bool Admits(const v1::Occurrence& occurrence) const;

 private:
  TaskFilter(const domain::Plan& plan, const v1::ListTasksRequest& request, absl::CivilDay today)
      : plan_(plan), request_(request), today_(today) {}
  bool TakesPart(const Place& place, const Holders& holders) const;
  // Narrows the due days to those from `first` to `last`.
  void Narrow(absl::CivilDay first, absl::CivilDay last);

  const domain::Plan& plan_;
  const v1::ListTasksRequest& request_;
  absl::CivilDay today_;
  absl::CivilDay first_ = absl::CivilDay::min();
  absl::CivilDay last_ = absl::CivilDay::max();
};

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_FILTER_H_
