#include "services/aggregation/score/performance.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "services/aggregation/score/beta.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/score.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::score {
namespace {

constexpr int kALittleLate = 30, kVeryLate = 90;  // Days, as the policy's fields are named.

constexpr double kTail = 0.025;

double CreditOf(const plan::v1::PerformancePolicy& policy, int days_late) {
  if (days_late == 0) return policy.on_time();
  if (days_late <= kALittleLate) return policy.late_30();
  return days_late <= kVeryLate ? policy.late_90() : policy.late_more();
}

// Quarterly reports of continuous duties are owed in time as well, though they score nothing in readiness.
bool IsDone(const plan::v1::Task& task, const Report& report, const PartInput* part) {
  if (part == nullptr) return false;
  if (task.deadline().kind() == plan::v1::CONTINUOUS) return IsReported(part);
  return part->state == PartInput::State::kCompleted && IsStaged(task, report, *part);
}

// The day on which it was done: of the first report where reports are owed, else of the submission. What has no day is
// only known to be done by now.
absl::CivilDay DoneOn(const plan::v1::Task& task, const PartInput& part, absl::CivilDay as_of) {
  const bool report = task.deadline().kind() == plan::v1::CONTINUOUS && part.reported_on.has_value();
  return report ? *part.reported_on : part.submitted.value_or(as_of);
}

void Add(const plan::v1::PerformancePolicy& policy, const plan::v1::Task& task, const Report& report,
         const PartInput* part, absl::CivilDay as_of, std::vector<CountedReport>& reports) {
  const bool done = IsDone(task, report, part);
  const absl::CivilDay due = DueDay(report, part);
  if (!done && as_of <= due) return;  // Still open.
  CountedReport counted{.task = task.number(), .occurrence = report.occurrence, .due = due, .closed = due + 1};
  if (done) {
    const absl::CivilDay done_on = DoneOn(task, *part, as_of);
    counted.closed = std::min(counted.closed, done_on);
    counted.days_late = DaysLate(report, *part, done_on);
    counted.state = counted.days_late == 0 ? CountedReport::State::kOnTime : CountedReport::State::kLate;
    counted.credit = CreditOf(policy, counted.days_late);
  } else {
    counted.days_late = static_cast<int>(as_of - due);
    counted.credit = policy.open();
  }
  reports.push_back(std::move(counted));
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

std::vector<double> CreditsOf(const OrganizationScore& organization) {
  std::vector<double> credits;
  credits.reserve(organization.reports.size());
  for (const CountedReport& report : organization.reports) credits.push_back(report.credit);
  return credits;
}

void CountStates(OrganizationScore& organization) {
  organization.n = static_cast<int>(organization.reports.size());
  const auto count = [&](CountedReport::State state) {
    return static_cast<int>(std::count_if(organization.reports.begin(), organization.reports.end(),
                                          [&](const CountedReport& report) { return report.state == state; }));
  };
  organization.on_time = count(CountedReport::State::kOnTime);
  organization.late = count(CountedReport::State::kLate);
  organization.open = count(CountedReport::State::kOpen);
}

// The least x with BetaCdf(x, a, b) >= p, by bisection to the last bit that counts.
double BetaQuantile(double p, double a, double b) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (BetaCdf(middle, a, b) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Interval CreditInterval(double sum, double weight) {
  const double a = sum + 0.5, b = weight - sum + 0.5, mean = sum / weight;
  return {100 * std::min(mean, BetaQuantile(kTail, a, b)), 100 * std::max(mean, BetaQuantile(1 - kTail, a, b))};
}

std::vector<OrganizationScore> CountReports(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of) {
  const PartTable parts(plan, PointersTo(inputs.parts));
  std::map<std::string, std::vector<CountedReport>> reports;  // By organisation: the order of all sums.
  const Catalogue catalogue(plan);
  for (const TaskLeaf& leaf : catalogue.tasks()) {
    if (!leaf.leaf.applicable) continue;
    const int position = leaf.leaf.position;
    for (const Report& report : leaf.reports) {
      const PartInput* part = parts.Find(position, report);
      if (IsOut(part)) continue;
      Add(plan.document().policy().tasks().performance(), plan.document().tasks(position), report, part, as_of,
          reports[ResponsibleFor(plan, report, part)]);
    }
  }
  std::vector<OrganizationScore> organizations;
  for (auto& [id, counted] : reports) {
    if (counted.empty()) continue;
    OrganizationScore& organization = organizations.emplace_back();
    organization.organization = id;
    organization.district_or_zone = IsDistrictOrZone(plan, id);
    organization.reports = std::move(counted);
  }
  return organizations;
}

// Shrunk towards the campaign's mean, so that a single report on time does not outrank a long good record.
std::vector<OrganizationScore> RankByReports(std::vector<OrganizationScore> organizations, double prior) {
  if (organizations.empty()) return organizations;
  std::vector<double> all;
  for (const OrganizationScore& organization : organizations) {
    const std::vector<double> credits = CreditsOf(organization);
    all.insert(all.end(), credits.begin(), credits.end());
  }
  const double mean = CompensatedSum(all) / static_cast<double>(all.size());
  for (OrganizationScore& organization : organizations) {
    CountStates(organization);
    const double weight = organization.n + prior;
    const double sum = CompensatedSum(CreditsOf(organization)) + prior * mean;
    organization.score = 100 * sum / weight;
    organization.interval = CreditInterval(sum, weight);
    organization.points_to_mean = 100 * prior * (1 - mean) / weight;
    for (CountedReport& report : organization.reports) report.points_lost = 100 * (1 - report.credit) / weight;
  }
  std::sort(organizations.begin(), organizations.end(), [](const OrganizationScore& a, const OrganizationScore& b) {
    return std::make_tuple(a.district_or_zone, -a.score, absl::string_view(a.organization)) <
           std::make_tuple(b.district_or_zone, -b.score, absl::string_view(b.organization));
  });
  Rank(organizations);
  return organizations;
}

std::vector<OrganizationScore> RankOrganizations(const domain::Plan& plan, const Inputs& inputs, absl::CivilDay as_of) {
  return RankByReports(CountReports(plan, inputs, as_of), plan.document().policy().tasks().performance().prior());
}

}  // namespace qcity::aggregation::score
