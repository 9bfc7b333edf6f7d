// Inputs as they would be if something more were known: a figure, a completed part of a duty. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_SUPPOSE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_SUPPOSE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/figure.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation::score {

// The period that a figure is supposed for unless another is named: the judged one; of a measure whose unfinished periods count, the running one.
domain::Period SupposedPeriod(const plan::v1::Indicator& indicator, absl::CivilDay judged_at);

// The city's figure of a measure (position) or of its part, verified and final, in the place of all that is known of that period.
void SupposeFigure(int indicator, const std::string& part, const domain::Period& period, const domain::Figure& figure,
                   std::vector<FigureInput>& figures);

struct Completion {
  std::optional<absl::CivilDay>
      day;  // Of the submission; nullopt: of the one that waits or was approved, else the as-of day.
  std::optional<double> rating;  // Of a continuous duty's year; nullopt: the one given, else 1.
};

// A leaf of a duty completed and approved; of a milestone with a staged result of the completion's day, else of the as-of day, where it has none; of a
// continuous duty's year with all its reports. `parts` need hold no other duty's.
void SupposeCompletion(const domain::Plan& plan, const TaskLeaf& leaf, const Completion& completion,
                       absl::CivilDay as_of, std::vector<PartInput>& parts);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_SUPPOSE_H_
