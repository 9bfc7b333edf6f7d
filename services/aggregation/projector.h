// From other services' changes to the score's inputs: one change in, the entity replaced; an instant in, the inputs as they stood then. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_PROJECTOR_H_
#define QCITY_SERVICES_AGGREGATION_PROJECTOR_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/feed/v1/feed.pb.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "qcity/plan/v1/derived.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation {

// Entities of one kind by feed key. They are shared, not copied, between one state of knowledge and the next.
template <typename Entity>
using EntityMap = absl::btree_map<std::string, std::shared_ptr<const Entity>>;

// Entities by the number of the measure or duty that they are of, and within it by feed key. A copy shares every group; a change makes a new one of its
// own group alone. So what is held by the same pointer is the same, which is how kept scores know what changed.
template <typename Entity>
class EntityGroups {
 public:
  using Group = EntityMap<Entity>;
  using Groups = absl::btree_map<std::string, std::shared_ptr<const Group>>;

  const Groups& all() const { return groups_; }
  std::size_t size() const {
    std::size_t entities = 0;
    for (const auto& [number, group] : groups_) entities += group->size();
    return entities;
  }

  void Put(const std::string& number, const std::string& key, std::shared_ptr<const Entity> entity) {
    std::shared_ptr<const Group>& group = groups_[number];
    auto changed = group == nullptr ? std::make_shared<Group>() : std::make_shared<Group>(*group);
    (*changed)[key] = std::move(entity);
    group = std::move(changed);
  }

  void Erase(const std::string& key) {
    for (auto& [number, group] : groups_) {
      if (!group->contains(key)) continue;
      auto changed = std::make_shared<Group>(*group);
      changed->erase(key);
      group = std::move(changed);
    }
  }

  void Clear() { groups_.clear(); }

 private:
  Groups groups_;
};

// Everything known, each entity with its whole dated history: the order of arrival leaves no trace.
struct Entities {
  EntityGroups<indicators::v1::MeasurePeriod> figures;
  EntityGroups<plan::v1::DerivedFigure> derived;
  EntityMap<indicators::v1::Applicability> applicability;
  EntityGroups<tasks::v1::TaskPart> parts;
  EntityMap<v1::Veto> vetoes;  // By resource name.
};

// Replaces the one entity that `change` carries (or removes it). DATA_LOSS for a payload that does not parse; a type that this version does not know is left alone.
absl::Status Project(const feed::v1::Change& change, Entities& entities);

// Whether Project does anything with the change: one that it leaves alone makes no new version of the readiness.
bool Concerns(const feed::v1::Change& change);

// Forgets everything that came from `feed`.
void Forget(absl::string_view feed, Entities& entities);

// The inputs as recorded up to `instant`, under `plan`. What the plan does not know (another version's indicators) is left out.
score::Inputs InputsAsOf(const domain::Plan& plan, const Entities& entities, absl::Time instant);

// The same of single entities, by the position of their measure or duty in the plan.
std::vector<score::FigureInput> FiguresAt(int indicator, const indicators::v1::MeasurePeriod& measured,
                                          absl::Time instant);
// nullopt if nothing was derived by then, or what was no longer is.
std::optional<score::FigureInput> DerivedAt(int indicator, const plan::v1::DerivedFigure& derived, absl::Time instant);
// nullopt if nothing had been recorded of the part by then.
std::optional<score::PartInput> PartAt(int task, const tasks::v1::TaskPart& part, absl::Time instant);
// Positions of the measures that an approved decision leaves out.
std::vector<int> NotApplicableAt(const domain::Plan& plan, const Entities& entities, absl::Time instant);
// Vetoes declared and not lifted by then, as they stood: a later lift leaves no trace.
std::vector<v1::Veto> VetoesAt(const Entities& entities, absl::Time instant);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_PROJECTOR_H_
