#include "common/domain/occurrence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/domain/period.h"

namespace qcity::domain {
namespace {

// A date of a checked plan.
absl::CivilDay Day(const std::string& text) { return *ParseDay(text, ""); }

// The stated day in `year`; 29 February and the like fall on the month's last day.
absl::CivilDay StatedDay(int year, const plan::v1::Deadline& deadline) {
  const absl::CivilDay month_end = absl::CivilDay(absl::CivilMonth(year, deadline.month()) + 1) - 1;
  return std::min(absl::CivilDay(year, deadline.month(), 1) + (deadline.day() - 1), month_end);
}

bool ScoresByIssue(const plan::v1::Plan& plan, absl::CivilDay due) {
  return due - Day(plan.issued()) > plan.policy().tasks().unscored_days_after_issue();
}

Occurrence Single(const plan::v1::Plan& plan, absl::CivilDay due) {
  return {absl::StrCat(due.year()), due, ScoresByIssue(plan, due)};
}

// A yearly day that fell before the plan was issued obliged nobody; one between issue and publication is due on publication; one after the
// policy's last day is moved forward to it, and then scores only if the policy says so.
std::vector<Occurrence> Yearly(const plan::v1::Plan& plan, const plan::v1::Deadline& deadline) {
  const absl::CivilDay issued = Day(plan.issued());
  const absl::CivilDay published = Day(plan.published());
  const absl::CivilDay last = Day(plan.policy().tasks().last_due());
  std::vector<Occurrence> occurrences;
  for (auto year = static_cast<int>(issued.year()); year <= last.year(); ++year) {
    const absl::CivilDay stated = StatedDay(year, deadline);
    if (stated < issued) continue;
    const absl::CivilDay due = std::min(std::max(stated, published), last);
    const bool moved_forward = stated > last;
    const bool scored = ScoresByIssue(plan, due) && (!moved_forward || plan.policy().tasks().scores_last_bare_year());
    occurrences.push_back({absl::StrCat(year), due, scored});
  }
  return occurrences;
}

std::vector<Occurrence> Quarterly(const plan::v1::Plan& plan) {
  const Period last = *Period::Parse(plan.policy().tasks().last_quarter());
  std::vector<Occurrence> occurrences;
  for (Period q = *Period::Parse(plan.policy().tasks().first_quarter()); q <= last; q = q.Plus(1)) {
    occurrences.push_back({q.ToString(), q.LastDay(), ScoresByIssue(plan, q.LastDay())});
  }
  return occurrences;
}

}  // namespace

std::vector<Occurrence> OccurrencesOf(const plan::v1::Plan& plan, const plan::v1::Task& task) {
  switch (task.deadline().kind()) {
    case plan::v1::BY_DATE:
    case plan::v1::MILESTONE_BY_DATE: return {Single(plan, Day(task.deadline().date()))};
    case plan::v1::EVERY_YEAR: return Yearly(plan, task.deadline());
    case plan::v1::CONTINUOUS: return Quarterly(plan);
    default: return {};
  }
}

}  // namespace qcity::domain
