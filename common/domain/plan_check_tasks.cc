#include <algorithm>

#include "common/domain/period.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

using plan::v1::Deadline;
using plan::v1::Task;

void CheckDueDate(PlanChecker& checker, const Deadline& deadline, const std::string& path) {
  const std::optional<absl::CivilDay> date = checker.Date(deadline.date(), path);
  const absl::StatusOr<absl::CivilDay> published = ParseDay(checker.document().published(), path);
  if (date.has_value() && published.ok() && *date < *published) {
    checker.Add(path, "早于方案发布日期", "is before the plan's publication");
  }
}

void CheckMonthAndDay(PlanChecker& checker, const Deadline& deadline, const std::string& path) {
  if (deadline.month() < 1 || deadline.month() > 12) {
    return checker.Add(Dot(path, "month"), "应在 1 与 12 之间", "want 1 to 12");
  }
  // A leap year: 29 February is a day that some years have.
  const int last = (absl::CivilDay(absl::CivilMonth(2020, deadline.month()) + 1) - 1).day();
  if (deadline.day() < 1 || deadline.day() > last) {
    checker.Add(Dot(path, "day"), absl::StrCat("应在 1 与 ", last, " 之间"), absl::StrCat("want 1 to ", last));
  }
}

// Exactly the fields that the kind uses.
void CheckDeadline(PlanChecker& checker, const Deadline& deadline, const std::string& path) {
  const bool by_date = deadline.kind() == plan::v1::BY_DATE || deadline.kind() == plan::v1::MILESTONE_BY_DATE;
  if (by_date) CheckDueDate(checker, deadline, Dot(path, "date"));
  if (!by_date && !deadline.date().empty()) {
    checker.Add(Dot(path, "date"), "只有限期类任务写日期", "stands only for BY_DATE and MILESTONE_BY_DATE");
  }
  if (deadline.kind() == plan::v1::EVERY_YEAR) {
    CheckMonthAndDay(checker, deadline, path);
  } else {
    if (deadline.month() != 0) checker.Add(Dot(path, "month"), "只有每年类任务写月份", "stands only for EVERY_YEAR");
    if (deadline.day() != 0) checker.Add(Dot(path, "day"), "只有每年类任务写日", "stands only for EVERY_YEAR");
  }
  checker.Required(deadline.text(), Dot(path, "text"));
}

bool IsCriterionKind(plan::v1::TargetKind kind) {
  return kind == plan::v1::AT_LEAST || kind == plan::v1::ABOVE || kind == plan::v1::AT_MOST ||
         kind == plan::v1::EXACTLY_ZERO;
}

void CheckCriteria(PlanChecker& checker, const Task& task, const std::string& path) {
  std::set<std::string> keys;
  for (int i = 0; i < task.criteria_size(); ++i) {
    const plan::v1::Criterion& criterion = task.criteria(i);
    const std::string here = At(path, i);
    checker.Id(criterion.key(), Dot(here, "key"));
    checker.Unique(criterion.key(), Dot(here, "key"), &keys);
    checker.Required(criterion.name(), Dot(here, "name"));
    checker.Required(criterion.unit(), Dot(here, "unit"));
    if (!criterion.has_target()) {
      checker.Add(Dot(here, "target"), "必须写明目标", "must be stated");
    } else if (!IsCriterionKind(criterion.target().kind())) {
      checker.Add(Dot(here, "target.kind"), "完成标准只用 AT_LEAST、ABOVE、AT_MOST、EXACTLY_ZERO",
                  "a criterion is AT_LEAST, ABOVE, AT_MOST or EXACTLY_ZERO");
    } else {
      CheckTarget(checker, criterion.target(), Dot(here, "target"));
    }
    if (criterion.has_interpretation()) {
      checker.Interpretation(criterion.interpretation(), Dot(here, "interpretation"));
    }
  }
}

void CheckIndicatorsOf(PlanChecker& checker, const Task& task, const std::string& path) {
  std::set<std::string> seen;
  for (int i = 0; i < task.indicators_size(); ++i) {
    const std::string& number = task.indicators(i);
    checker.Unique(number, At(path, i), &seen);
    const plan::v1::Indicator* indicator = checker.Indicator(number);
    if (indicator == nullptr) {
      checker.Add(At(path, i), absl::StrCat("没有指标 ", number), absl::StrCat("there is no indicator ", number));
    } else if (std::count(indicator->tasks().begin(), indicator->tasks().end(), task.number()) == 0) {
      checker.Add(At(path, i), absl::StrCat("指标 ", number, " 没有对应列出本任务"),
                  absl::StrCat("indicator ", number, " does not name this task"));
    }
  }
}

void CheckTask(PlanChecker& checker, const Task& task, const std::string& path) {
  checker.Values(task, path);
  checker.Required(task.part(), Dot(path, "part"));
  checker.Required(task.group(), Dot(path, "group"));
  checker.Required(task.title(), Dot(path, "title"));
  checker.Required(task.clause(), Dot(path, "clause"));
  if (task.leads().empty()) checker.Add(Dot(path, "leads"), "必须写明责任单位", "must name a responsible unit");
  checker.Spellings(task.leads(), Dot(path, "leads"));
  checker.Spellings(task.cooperators(), Dot(path, "cooperators"));
  if (!task.has_deadline()) checker.Add(Dot(path, "deadline"), "必须写明完成时限", "must be stated");
  if (task.has_deadline()) CheckDeadline(checker, task.deadline(), Dot(path, "deadline"));
  CheckCriteria(checker, task, Dot(path, "criteria"));
  CheckIndicatorsOf(checker, task, Dot(path, "indicators"));
  if (task.scored_by_indicator() && task.indicators().empty()) {
    checker.Add(Dot(path, "scored_by_indicator"), "没有指标可以代为计分", "there is no indicator to score it");
  }
  for (int i = 0; i < task.interpretations_size(); ++i) {
    checker.Interpretation(task.interpretations(i), At(Dot(path, "interpretations"), i));
  }
}

}  // namespace

void CheckTasks(PlanChecker& checker) {
  LeafNumbers numbers(checker);
  for (int i = 0; i < checker.document().tasks_size(); ++i) {
    const std::string path = At("tasks", i);
    numbers.Take(checker.document().tasks(i).number(), Dot(path, "number"));
    CheckTask(checker, checker.document().tasks(i), path);
  }
}

}  // namespace qcity::domain
