// Performance of organisations (绩效, domain.md 3) from the same inputs as readiness: which reports count, what each credits, and the ranking that follows. Pure;
// any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_PERFORMANCE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_PERFORMANCE_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation::score {

// A report that counts: approved, or due.
struct CountedReport {
  std::string task;        // Number.
  std::string occurrence;  // "2018", "2018Q3".
  absl::CivilDay due;      // With extensions.
  absl::CivilDay closed;   // When it began to count: done in time on that day, else the day after it was due.
  // In the order of qcity.aggregation.v1.Punctuality, with its numbers.
  enum class State { kOnTime = 1, kLate, kOpen } state = State::kOpen;
  int days_late = 0;       // Of an open one: up to the as-of day.
  double credit = 0;       // 0..1.
  double points_lost = 0;  // Filled in by RankByReports.
};

struct OrganizationScore {
  std::string organization;
  bool district_or_zone = false;
  double score = 0;
  int rank = 0, ranked_among = 0;
  int n = 0, on_time = 0, late = 0, open = 0;
  Interval interval;          // Of the score, 95 %.
  double points_to_mean = 0;  // What being drawn towards the mean costs beside the reports' own losses.
  std::vector<CountedReport> reports;
};

// Every organisation of which a report counts, by id, with its reports by plan and occurrence; nothing else is filled in.
std::vector<OrganizationScore> CountReports(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of);

// Fills in from the reports all that follows from them, and sorts: departments before districts and zones, each by rank. `organizations` must be by id, each with
// a report. The score is 100 (sum c + prior mean)/(n + prior) with the mean of all reports; 100 - score is the sum of the points lost and points_to_mean.
std::vector<OrganizationScore> RankByReports(std::vector<OrganizationScore> organizations, double prior);

// Both.
std::vector<OrganizationScore> RankOrganizations(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of);

// The equal-tailed 95 % interval of a mean credit m = sum/weight, in points of 100: Beta(sum + 1/2, weight - sum + 1/2), widened to hold 100 m. A credit between 0
// and 1 varies no more than a yes-or-no of the same mean, so the interval errs on the wide side. 0 <= sum <= weight, weight > 0.
Interval CreditInterval(double sum, double weight);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_PERFORMANCE_H_
