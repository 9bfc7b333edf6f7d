#include <algorithm>
#include <map>
#include <tuple>

#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/score.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::score {
namespace {

constexpr int kALittleLate = 30, kVeryLate = 90;  // Days, as the policy's fields are named.

// One organisation's closed reports.
struct Record {
  OrganizationScore score;
  std::vector<double> credits;
};

double CreditOf(const plan::v1::PerformancePolicy& policy, int days_late) {
  if (days_late == 0) return policy.on_time();
  if (days_late <= kALittleLate) return policy.late_30();
  return days_late <= kVeryLate ? policy.late_90() : policy.late_more();
}

// Quarterly reports of continuous duties are owed in time as well, though they score nothing in readiness.
bool IsDone(const plan::v1::Task& task, const PartInput* part) {
  if (part == nullptr) return false;
  return task.deadline().kind() == plan::v1::CONTINUOUS ? IsReported(part)
                                                        : part->state == PartInput::State::kCompleted;
}

// The day on which it was done: of the first report where reports are owed, else of the submission. What has no day is
// only known to be done by now.
absl::CivilDay DoneOn(const plan::v1::Task& task, const PartInput& part, absl::CivilDay as_of) {
  const bool report = task.deadline().kind() == plan::v1::CONTINUOUS && part.reported_on.has_value();
  return report ? *part.reported_on : part.submitted.value_or(as_of);
}

void Add(const plan::v1::PerformancePolicy& policy, const plan::v1::Task& task, const Report& report,
         const PartInput* part, absl::CivilDay as_of, Record& record) {
  const bool done = IsDone(task, part);
  if (!done && as_of <= DueDay(report, part)) return;  // Still open.
  ++record.score.n;
  if (!done) {
    ++record.score.open;
    record.credits.push_back(policy.open());
    return;
  }
  const int late = DaysLate(report, *part, DoneOn(task, *part, as_of));
  ++(late == 0 ? record.score.on_time : record.score.late);
  record.credits.push_back(CreditOf(policy, late));
}

using Records = std::map<std::string, Record>;  // By organisation: the order of all sums.

Records RecordsOf(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of) {
  const PartTable parts(plan, PointersTo(inputs.parts));
  Records records;
  const Catalogue catalogue(plan);
  for (const TaskLeaf& leaf : catalogue.tasks()) {
    if (!leaf.leaf.applicable) continue;
    const int position = leaf.leaf.position;
    for (const Report& report : leaf.reports) {
      const PartInput* part = parts.Find(position, report);
      if (IsOut(part)) continue;
      Add(plan.document().policy().tasks().performance(), plan.document().tasks(position), report, part, as_of,
          records[report.lead]);
    }
  }
  std::erase_if(records, [](const auto& entry) { return entry.second.score.n == 0; });
  return records;
}

bool IsDistrictOrZone(const domain::Plan& plan, const std::string& id) {
  const plan::v1::OrganizationKind kind = plan.FindOrganization(id)->kind();
  return kind == plan::v1::DISTRICT || kind == plan::v1::ZONE;
}

// Ranks within each class: 1, 2, 2, 4. `scores` by class, then by score.
void Rank(std::vector<OrganizationScore>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    OrganizationScore& own = scores[i];
    const auto same_class = [&](const OrganizationScore& other) {
      return other.district_or_zone == own.district_or_zone;
    };
    const auto better = [&](const OrganizationScore& other) { return same_class(other) && other.score > own.score; };
    own.rank = 1 + static_cast<int>(std::count_if(scores.begin(), scores.end(), better));
    own.ranked_among = static_cast<int>(std::count_if(scores.begin(), scores.end(), same_class));
  }
}

}  // namespace

// Shrunk towards the campaign's mean, so that a single report on time does not outrank a long good record.
std::vector<OrganizationScore> RankOrganizations(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of) {
  const Records records = RecordsOf(plan, inputs, as_of);
  std::vector<double> all;
  for (const auto& [id, record] : records) all.insert(all.end(), record.credits.begin(), record.credits.end());
  if (all.empty()) return {};
  const double mean = CompensatedSum(all) / static_cast<double>(all.size());
  const double prior = plan.document().policy().tasks().performance().prior();
  std::vector<OrganizationScore> scores;
  for (const auto& [id, record] : records) {
    OrganizationScore score = record.score;
    score.organization = id;
    score.district_or_zone = IsDistrictOrZone(plan, id);
    score.score = 100 * (CompensatedSum(record.credits) + prior * mean) / (score.n + prior);
    scores.push_back(std::move(score));
  }
  std::sort(scores.begin(), scores.end(), [](const OrganizationScore& a, const OrganizationScore& b) {
    return std::make_tuple(a.district_or_zone, -a.score, absl::string_view(a.organization)) <
           std::make_tuple(b.district_or_zone, -b.score, absl::string_view(b.organization));
  });
  Rank(scores);
  return scores;
}

}  // namespace qcity::aggregation::score
