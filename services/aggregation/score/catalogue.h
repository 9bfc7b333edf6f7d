// The leaves of a plan and their weights, which plan and policy fix before any input is read. Immutable; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_CATALOGUE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_CATALOGUE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// A report that a lead owes: the occurrence itself, or one quarter of a continuous duty's year.
struct Report {
  std::string occurrence;
  absl::CivilDay due;  // By the plan, before any extension.
  std::string lead;    // Who owed it that day: bodies merge and group members change within a year.

  friend bool operator==(const Report&, const Report&) = default;
};

// One lead's part of an occurrence, or of a year of a continuous duty.
struct TaskLeaf {
  Leaf leaf;
  // By due day; the last one closes the leaf and carries the rating.
  std::vector<Report> reports;
};

class Catalogue {
 public:
  // `plan` must outlive it.
  explicit Catalogue(const domain::Plan& plan);

  const domain::Plan& plan() const { return *plan_; }
  // In the plan's order. Ids, points and targets are set; a measure is applicable until an input says otherwise.
  const std::vector<Leaf>& measures() const { return measures_; }
  // By plan, occurrence and lead. Duties scored by indicator are there, not applicable; occurrences that do not score are not.
  const std::vector<TaskLeaf>& tasks() const { return tasks_; }
  // Where the leaves of the duty at `position` of the plan stand in tasks(): first, and one past the last.
  std::pair<int, int> LeavesOfTask(int position) const { return {task_begins_[position], task_begins_[position + 1]}; }
  // Positions in measures() followed by tasks(), in the order of the leaves' ids: the order of all sums.
  const std::vector<int>& by_id() const { return by_id_; }

 private:
  void SortById();

  const domain::Plan* plan_;
  std::vector<Leaf> measures_;
  std::vector<TaskLeaf> tasks_;
  std::vector<int> task_begins_;  // One for each duty, and the end.
  std::vector<int> by_id_;
};

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_CATALOGUE_H_
