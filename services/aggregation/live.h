// The readiness that follows from what is known on a day, and the one of today kept up with every change. Pure values and functions; a kept one belongs to
// one thread at a time.
#ifndef QCITY_SERVICES_AGGREGATION_LIVE_H_
#define QCITY_SERVICES_AGGREGATION_LIVE_H_

#include <memory>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/scorecard.h"

namespace qcity::aggregation {

// The readiness of `as_of` from all that was recorded by the end of that day, without version and sources.
v1::Readiness ReadinessAsOf(const domain::Plan& plan, const Entities& entities, absl::CivilDay as_of);

// The same for one day, again and again as knowledge grows: only measures and duties whose entities are others than the last time are scored anew. What it
// answers depends on the entities alone, not on what it was asked before.
class LiveReadiness {
 public:
  // `plan` must outlive it.
  LiveReadiness(const domain::Plan& plan, absl::CivilDay as_of);

  const domain::Plan& plan() const { return catalogue_.plan(); }
  absl::CivilDay as_of() const { return as_of_; }

  v1::Readiness Of(const Entities& entities);

 private:
  using FigureGroup = EntityGroups<indicators::v1::MeasurePeriod>::Group;
  using DerivedGroup = EntityGroups<plan::v1::DerivedFigure>::Group;
  using PartGroup = EntityGroups<tasks::v1::TaskPart>::Group;

  // A measure as it was scored last; `figures` are kept by entity, since one of many changes at a time.
  struct Measure {
    struct Entry {
      std::shared_ptr<const indicators::v1::MeasurePeriod> entity;
      std::vector<score::FigureInput> figures;
    };
    std::shared_ptr<const FigureGroup> group;
    std::shared_ptr<const DerivedGroup> derived;
    bool applicable = true;
    bool scored = false;
    absl::btree_map<std::string, Entry> entries;
  };
  struct Task {
    std::shared_ptr<const PartGroup> group;
    bool scored = false;
  };

  void UpdateMeasure(int position, const std::shared_ptr<const FigureGroup>& group,
                     const std::shared_ptr<const DerivedGroup>& derived, bool applicable);
  void UpdateTask(int position, const std::shared_ptr<const PartGroup>& group);

  const absl::CivilDay as_of_;
  const absl::Time instant_;  // The end of that day.
  const score::Catalogue catalogue_;
  std::vector<score::Scorecard> cards_;  // By place in QuestionsOf.
  std::vector<Measure> measures_;
  std::vector<Task> tasks_;
};

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_LIVE_H_
