#include "services/tasks/agenda.h"

#include <algorithm>
#include <utility>

namespace qcity::tasks {
namespace {

// Who stands in for an organisation of the plan on `day`; empty for a name that the plan does not have.
std::string StandIn(const domain::Plan& plan, absl::string_view organization, absl::CivilDay day) {
  const plan::v1::Organization* found = plan.FindOrganization(organization);
  return found == nullptr ? "" : plan.Resolve(found->name(), day).front();
}

}  // namespace

std::vector<Place> AgendaOf(const domain::Plan& plan) {
  std::vector<Place> agenda;
  for (const plan::v1::Task& task : plan.document().tasks()) {
    for (domain::Occurrence& occurrence : domain::OccurrencesOf(plan.document(), task)) {
      agenda.push_back({&task, std::move(occurrence)});
    }
  }
  std::stable_sort(agenda.begin(), agenda.end(),
                   [](const Place& a, const Place& b) { return a.occurrence.due < b.occurrence.due; });
  return agenda;
}

std::optional<Place> FindPlace(const domain::Plan& plan, absl::string_view task, absl::string_view occurrence) {
  const plan::v1::Task* found = plan.FindTask(task);
  if (found == nullptr) return std::nullopt;
  for (domain::Occurrence& candidate : domain::OccurrencesOf(plan.document(), *found)) {
    if (candidate.id == occurrence) return Place{found, std::move(candidate)};
  }
  return std::nullopt;
}

std::vector<std::string> BodiesOf(const domain::Plan& plan,
                                  const google::protobuf::RepeatedPtrField<std::string>& spellings,
                                  absl::CivilDay due) {
  std::vector<std::string> bodies;
  for (const std::string& spelling : spellings) {
    for (std::string& body : plan.Resolve(spelling, due)) {
      if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) bodies.push_back(std::move(body));
    }
  }
  return bodies;
}

bool AnswersFor(const domain::Plan& plan, absl::string_view organization, absl::string_view body, absl::CivilDay due,
                absl::CivilDay today) {
  return organization == body || StandIn(plan, body, today) == organization || StandIn(plan, organization, due) == body;
}

const std::string& ResponsibleFor(const std::string& lead, const Holders& holders) {
  const auto holder = holders.find(lead);
  return holder == holders.end() ? lead : holder->second;
}

std::optional<std::string> LeadOf(const domain::Plan& plan, const Place& place, const Holders& holders,
                                  absl::string_view organization, absl::CivilDay today) {
  for (std::string& lead : BodiesOf(plan, place.task->leads(), place.occurrence.due)) {
    const std::string& responsible = ResponsibleFor(lead, holders);
    if (AnswersFor(plan, organization, responsible, place.occurrence.due, today)) return std::move(lead);
  }
  return std::nullopt;
}

}  // namespace qcity::tasks
