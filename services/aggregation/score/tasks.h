// The leaf of a lead's part of a duty, and the parts' punctuality. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_TASKS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_TASKS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// The parts that somebody touched. The inputs must outlive it.
class PartTable {
 public:
  PartTable(const domain::Plan& plan, absl::Span<const PartInput* const> parts);

  // Of the report's lead, or of the body that became it by the due day; nullptr if nobody touched it.
  const PartInput* Find(int task, const Report& report) const;

 private:
  const PartInput* FindPredecessor(int task, const Report& report) const;

  const domain::Plan& plan_;
  std::vector<const PartInput*> parts_;  // By task, occurrence, lead.
};

// The extended due day, else the plan's; `part` may be null. That day still counts as on time.
absl::CivilDay DueDay(const Report& report, const PartInput* part);

// Out of every average: suspended or cancelled.
bool IsOut(const PartInput* part);

// Whether the quarterly report of a continuous duty is there.
bool IsReported(const PartInput* part);

// Whether the duty, if it is a milestone, had a staged result approved by the due day in force: without one nothing that
// was done counts.
bool IsStaged(const plan::v1::Task& task, const Report& report, const PartInput& part);

// Who is responsible for what the report owes: who holds it, as that body is on the due day, or else its lead.
std::string ResponsibleFor(const domain::Plan& plan, const Report& report, const PartInput* part);

// Days from the due day to `done`, at least 0.
int DaysLate(const Report& report, const PartInput& part, absl::CivilDay done);

// Quarterly reports that are due and missing.
int MissingReports(int task, const PartTable& parts, const std::vector<Report>& reports, absl::CivilDay as_of);

// Fills in what the parts decide; the leaf must be applicable.
void ScoreTask(const domain::Plan& plan, const PartTable& parts, const Question& question,
               const std::vector<Report>& reports, Leaf& leaf);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_TASKS_H_
