// A line kept between changes: each measure and each duty is scored when its inputs change, sums and verdict when they are asked for. The result is the
// same, to the byte, as if everything had been set anew. Any thread, one at a time.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_SCORECARD_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_SCORECARD_H_

#include <vector>

#include "absl/types/span.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

class Scorecard {
 public:
  // `catalogue` must outlive it. `has_tasks` false: nothing feeds the pillar "tasks". Before the first Conclude every measure, and every duty if there are
  // duties, must be set.
  Scorecard(const Catalogue& catalogue, const Question& question, bool has_tasks);

  // Scores the measure or duty at `position` of the plan from all that is known of it. Other measures' and duties' inputs must not be among them; the
  // inputs need not outlive the call.
  void SetMeasure(int position, absl::Span<const FigureInput* const> figures, bool applicable);
  void SetTask(int position, absl::Span<const PartInput* const> parts);

  // Sums, gates, verdict and grade of the leaves as they stand. Valid until the next call.
  const Result& Conclude(absl::Span<const VetoInput> vetoes);

  // The last conclusion, without a copy; the card is then done for.
  Result Release() && { return std::move(result_); }

 private:
  const Catalogue& catalogue_;
  std::vector<int> by_id_;          // The order of all sums.
  std::vector<bool> illustrative_;  // By measure.
  Result result_;
};

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_SCORECARD_H_
