#include "common/domain/period.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

constexpr int kYear = 366;  // Longest lead time that makes sense, in days.

void Positive(PlanChecker& checker, double value, const std::string& path) {
  if (!(value > 0)) checker.Add(path, "必须大于 0", "must be above 0");
}

// `value` stays at or below (strictly: below) what precedes it.
void AtMost(PlanChecker& checker, double value, double before, bool strict, const std::string& path) {
  if (strict ? value < before : value <= before) return;
  checker.Add(path, absl::StrCat(strict ? "应小于 " : "不得大于 ", before),
              absl::StrCat(strict ? "must be below " : "must be at most ", before));
}

void CheckScores(PlanChecker& checker, const plan::v1::Policy& policy) {
  Positive(checker, policy.points().indicators(), "policy.points.indicators");
  Positive(checker, policy.points().tasks(), "policy.points.tasks");
  Positive(checker, policy.points().complaints(), "policy.points.complaints");
  Positive(checker, policy.points().credit(), "policy.points.credit");
  checker.Within(policy.pass_mark(), 0, 100, "policy.pass_mark");
  checker.Within(policy.least_coverage(), 0, 1, "policy.least_coverage");
  Positive(checker, policy.leading_share(), "policy.leading_share");
  AtMost(checker, policy.leading_share(), policy.trailing_share(), /*strict=*/true, "policy.leading_share");
  AtMost(checker, policy.trailing_share(), 1, /*strict=*/false, "policy.trailing_share");
  if (policy.least_peers() < 2) checker.Add("policy.least_peers", "至少为 2", "want at least 2");
  std::set<std::string> peers;
  for (int i = 0; i < policy.peers_size(); ++i) {
    checker.Required(policy.peers(i), At("policy.peers", i));
    checker.Unique(policy.peers(i), At("policy.peers", i), &peers);
  }
  AtMost(checker, policy.grade_a(), 100, /*strict=*/false, "policy.grade_a");
  AtMost(checker, policy.grade_b(), policy.grade_a(), /*strict=*/true, "policy.grade_b");
  AtMost(checker, policy.grade_c(), policy.grade_b(), /*strict=*/true, "policy.grade_c");
  Positive(checker, policy.grade_c(), "policy.grade_c");
  checker.JumpFactor(policy.jump_factor(), "policy.jump_factor");
  Positive(checker, policy.stale_periods(), "policy.stale_periods");
  AtMost(checker, policy.stale_periods(), policy.expired_periods(), /*strict=*/true, "policy.stale_periods");
}

void CheckQuarters(PlanChecker& checker, const plan::v1::TaskPolicy& tasks) {
  const auto quarter = [&](const std::string& text, const std::string& path) -> std::optional<Period> {
    const absl::StatusOr<Period> period = Period::Parse(text);
    if (period.ok() && period->frequency() == plan::v1::QUARTERLY) return *period;
    checker.Add(path, absl::StrCat("应为季度，例如 2017Q3，收到“", text, "”"),
                absl::StrCat("want a quarter such as 2017Q3, got \"", text, "\""));
    return std::nullopt;
  };
  const std::optional<Period> first = quarter(tasks.first_quarter(), "policy.tasks.first_quarter");
  const std::optional<Period> last = quarter(tasks.last_quarter(), "policy.tasks.last_quarter");
  if (first.has_value() && last.has_value() && *last < *first) {
    checker.Add("policy.tasks.last_quarter", "早于首个季度", "is before the first quarter");
  }
}

void CheckLastDue(PlanChecker& checker, const plan::v1::TaskPolicy& tasks) {
  const std::optional<absl::CivilDay> last = checker.Date(tasks.last_due(), "policy.tasks.last_due");
  const absl::StatusOr<absl::CivilDay> published = ParseDay(checker.document().published(), "published");
  if (last.has_value() && published.ok() && *last < *published) {
    checker.Add("policy.tasks.last_due", "早于方案发布日期", "is before the plan's publication");
  }
}

void CheckTaskPolicy(PlanChecker& checker, const plan::v1::TaskPolicy& tasks) {
  checker.Within(tasks.late_credit(), 0, 1, "policy.tasks.late_credit");
  checker.Within(tasks.unreported_cap(), 0, 1, "policy.tasks.unreported_cap");
  checker.Within(tasks.unscored_days_after_issue(), 0, kYear, "policy.tasks.unscored_days_after_issue");
  checker.Within(tasks.acknowledge_working_days(), 1, kYear, "policy.tasks.acknowledge_working_days");
  checker.Within(tasks.yellow_days(), 0, kYear, "policy.tasks.yellow_days");
  checker.Within(tasks.yellow_percent(), 0, 100, "policy.tasks.yellow_percent");
  std::set<std::string> days;
  for (int i = 0; i < tasks.reminder_days_size(); ++i) {
    const std::string path = At("policy.tasks.reminder_days", i);
    checker.Within(tasks.reminder_days(i), 0, kYear, path);
    checker.Unique(absl::StrCat(tasks.reminder_days(i)), path, &days);
  }
  CheckLastDue(checker, tasks);
  CheckQuarters(checker, tasks);
}

// Credits fall with lateness.
void CheckPerformance(PlanChecker& checker, const plan::v1::PerformancePolicy& performance) {
  const std::string path = "policy.tasks.performance";
  checker.Within(performance.on_time(), 0, 1, Dot(path, "on_time"));
  AtMost(checker, performance.late_30(), performance.on_time(), /*strict=*/false, Dot(path, "late_30"));
  AtMost(checker, performance.late_90(), performance.late_30(), /*strict=*/false, Dot(path, "late_90"));
  AtMost(checker, performance.late_more(), performance.late_90(), /*strict=*/false, Dot(path, "late_more"));
  AtMost(checker, performance.open(), performance.late_more(), /*strict=*/false, Dot(path, "open"));
  checker.Within(performance.open(), 0, 1, Dot(path, "open"));
  if (performance.prior() < 0) checker.Add(Dot(path, "prior"), "不得为负", "must not be negative");
}

}  // namespace

void CheckPolicy(PlanChecker& checker) {
  const plan::v1::Policy& policy = checker.document().policy();
  checker.Values(policy, "policy");
  checker.Required(policy.version(), "policy.version");
  CheckScores(checker, policy);
  CheckTaskPolicy(checker, policy.tasks());
  CheckPerformance(checker, policy.tasks().performance());
  for (int i = 0; i < policy.interpretations_size(); ++i) {
    checker.Interpretation(policy.interpretations(i), At("policy.interpretations", i));
  }
}

}  // namespace qcity::domain
