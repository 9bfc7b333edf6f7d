// The plan's occurrences (履职节点) and who answers for them: which there are, in which order, whose parts they have.
// Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_AGENDA_H_
#define QCITY_SERVICES_TASKS_AGENDA_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/occurrence.h"
#include "common/domain/plan.h"

namespace qcity::tasks {

// One occurrence where it stands in the plan.
struct Place {
  const plan::v1::Task* task;  // Of the plan it was asked of.
  domain::Occurrence occurrence;
};

// Every occurrence of the plan, by due day, then in the plan's order.
std::vector<Place> AgendaOf(const domain::Plan& plan);

// nullopt if the plan does not have it.
std::optional<Place> FindPlace(const domain::Plan& plan, absl::string_view task, absl::string_view occurrence);

// The bodies behind `spellings` (a duty's leads or cooperators) on `due`, in the text's order, each once; members of
// groups each by themselves. Empty if only groups without members are named: they oblige nobody.
std::vector<std::string> BodiesOf(const domain::Plan& plan,
                                  const google::protobuf::RepeatedPtrField<std::string>& spellings, absl::CivilDay due);

// Whether `organization` answers today for `body`, which was found for `due`: it is that body, has taken over from it
// since, or is there until it takes over.
bool AnswersFor(const domain::Plan& plan, absl::string_view organization, absl::string_view body, absl::CivilDay due,
                absl::CivilDay today);

// Who holds the parts of an occurrence that the office moved away from the plan's leads: organisation ids by lead.
using Holders = absl::btree_map<std::string, std::string>;

// Who is responsible for the part of `lead`: its holder, or the lead itself.
const std::string& ResponsibleFor(const std::string& lead, const Holders& holders);

// The lead of the place for whose part `organization` answers today; nullopt if there is none.
std::optional<std::string> LeadOf(const domain::Plan& plan, const Place& place, const Holders& holders,
                                  absl::string_view organization, absl::CivilDay today);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_AGENDA_H_
