// From other services' changes to the score's inputs: one change in, the entity replaced; an instant in, the inputs as they stood then. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_PROJECTOR_H_
#define QCITY_SERVICES_AGGREGATION_PROJECTOR_H_

#include <memory>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/feed/v1/feed.pb.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation {

// Entities of one kind by feed key. They are shared, not copied, between one state of knowledge and the next.
template <typename Entity>
using EntityMap = absl::btree_map<std::string, std::shared_ptr<const Entity>>;

// Everything known, each entity with its whole dated history: the order of arrival leaves no trace.
struct Entities {
  EntityMap<indicators::v1::MeasurePeriod> figures;
  EntityMap<indicators::v1::Applicability> applicability;
  EntityMap<tasks::v1::TaskPart> parts;
  EntityMap<v1::Veto> vetoes;  // By resource name.
};

// Replaces the one entity that `change` carries (or removes it). DATA_LOSS for a payload that does not parse; a type that this version does not know is left alone.
absl::Status Project(const feed::v1::Change& change, Entities& entities);

// Forgets everything that came from `feed`.
void Forget(absl::string_view feed, Entities& entities);

// Whether the veto was declared and not lifted by then.
bool InForceAt(const v1::Veto& veto, absl::Time instant);

// The inputs as recorded up to `instant`, under `plan`. What the plan does not know (another version's indicators) is left out.
score::Inputs InputsAsOf(const domain::Plan& plan, const Entities& entities, absl::Time instant);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_PROJECTOR_H_
