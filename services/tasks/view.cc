#include "services/tasks/view.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "common/domain/period.h"
#include "services/tasks/cooperation/rules.h"
#include "services/tasks/lights.h"
#include "services/tasks/names.h"
#include "services/tasks/rules.h"
#include "services/tasks/staged/rules.h"

namespace qcity::tasks {

void Derive(const domain::Plan& plan, absl::CivilDay today, v1::TaskPart& part) {
  part.set_light(LightOf(plan.document().policy().tasks(), part, today));
  part.set_lead_title(plan.NameOf(ResponsibleFor(part)));
  std::optional<v1::StagedResult> staged = staged::ResultOf(part);
  if (staged.has_value()) *part.mutable_staged_result() = *std::move(staged);
  for (v1::Cooperation& cooperation : cooperation::CooperationOf(part)) {
    cooperation.set_cooperator_title(plan.NameOf(cooperation.cooperator()));
    *part.add_cooperation() = std::move(cooperation);
  }
}

v1::Occurrence ViewOf(const domain::Plan& plan, const Place& place, const std::vector<v1::TaskPart>& recorded,
                      absl::CivilDay today, Detail detail) {
  v1::Occurrence view;
  view.set_name(OccurrenceName(plan.id(), {place.task->number(), place.occurrence.id}));
  *view.mutable_task() = *place.task;
  view.set_due(domain::FormatDay(place.occurrence.due));
  view.set_unscored(!place.occurrence.scored);
  for (const std::string& lead : BodiesOf(plan, place.task->leads(), place.occurrence.due)) {
    const auto found =
        std::find_if(recorded.begin(), recorded.end(), [&](const v1::TaskPart& part) { return part.lead() == lead; });
    v1::TaskPart& part = *view.add_parts();
    part = found != recorded.end() ? *found : NewPart(view.name(), lead);
    SetDue(part, place.occurrence.due);
    Derive(plan, today, part);
    if (detail == Detail::kStates) part.clear_events();
  }
  view.set_state(LeastAdvanced(view.parts()));
  view.set_light(WorstLight(view.parts()));
  return view;
}

}  // namespace qcity::tasks
