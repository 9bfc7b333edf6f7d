// Occurrences (履职节点) of duties: which reports a duty owes and when, from the plan alone. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_OCCURRENCE_H_
#define QCITY_COMMON_DOMAIN_OCCURRENCE_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

// One due period of a leaf duty.
struct Occurrence {
  // "2018" (BY_DATE, MILESTONE_BY_DATE, EVERY_YEAR) or "2018Q3" (CONTINUOUS).
  std::string id;
  absl::CivilDay due;
  // False for those that are shown but do not score: due too soon after issue, or the last year's bare 每年 by policy.
  bool scored = true;
  friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

// All occurrences of `task`, by due day. BY_DATE and MILESTONE_BY_DATE have one, its id the due year; EVERY_YEAR one for each year of the campaign,
// never due after the policy's last day nor before publication; CONTINUOUS one for each quarter of the policy's range, due on its last day.
std::vector<Occurrence> OccurrencesOf(const plan::v1::Plan& plan, const plan::v1::Task& task);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_OCCURRENCE_H_
