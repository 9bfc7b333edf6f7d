// What unfinished duties will probably be worth, from how punctual their organisations have been (scoring.md 7). Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_DUTY_FORECAST_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_DUTY_FORECAST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/draws.h"
#include "services/aggregation/score/performance.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::score {

// How reports and ratings turned out so far, by organisation and in the whole campaign.
class TrackRecord {
 public:
  TrackRecord(const Catalogue& catalogue, const Inputs& inputs, absl::CivilDay as_of);

  // P(the next report of `organization` is in time): its own share drawn towards the campaign's, which weighs as many reports as the policy's prior.
  double OnTime(const std::string& organization) const;
  // P(a report that is not in time comes late instead of staying open): the campaign's share.
  double LateAfterAll() const;
  // The ratings that years of continuous duties were given, best first, with their probabilities for `organization`; empty before any.
  std::vector<std::pair<double, double>> Ratings(const std::string& organization) const;

 private:
  struct Counts {
    double on_time = 0, late = 0, open = 0;
    double all() const { return on_time + late + open; }
  };

  double prior_;
  Counts campaign_;
  std::map<std::string, Counts> organizations_;
  std::map<double, double, std::greater<>> ratings_;
  std::map<std::string, std::map<double, double>> ratings_of_;
};

struct DutyForecast {
  bool decided = false;  // Nothing that comes will change it, or it was done and waits for approval.
  std::string lead;      // Who has it.
  absl::CivilDay due;    // With extensions.
  double on_time = 0;    // P(done in time); of a continuous duty's year P(full credit).
  double expected = 0;   // Credit, 0..1.
  Chance chance;
  Text rule;
};

// Of a lead's part as it was scored at `as_of`; nullopt where it is not due by `evaluation`, does not apply, or nothing can be said.
std::optional<DutyForecast> ForecastDuty(const domain::Plan& plan, const PartTable& parts, const TrackRecord& record,
                                         const TaskLeaf& task, const Leaf& scored, absl::CivilDay as_of,
                                         absl::CivilDay evaluation);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_DUTY_FORECAST_H_
