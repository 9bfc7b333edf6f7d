#include "services/aggregation/score/tasks.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/domain/period.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::FormatDay;
using State = PartInput::State;

auto Place(const PartInput& part) {
  return std::make_tuple(part.task, absl::string_view(part.occurrence), absl::string_view(part.lead));
}

UsedInput Used(const plan::v1::Task& task, const PartInput& part) {
  Text figure;
  if (part.rating.has_value()) {
    const std::string rating = Number(*part.rating);
    figure = {absl::StrCat("评定 ", rating), absl::StrCat("rated ", rating)};
  } else if (part.submitted.has_value()) {
    const std::string day = FormatDay(*part.submitted);
    figure = {absl::StrCat("提交 ", day), absl::StrCat("submitted ", day)};
  } else if (part.percent > 0) {
    figure = Alike(absl::StrCat(part.percent, " %"));
  }
  return {.name = absl::StrCat("tasks/", task.number(), "/occurrences/", part.occurrence),
          .period = part.occurrence,
          .subject = part.lead,
          .part = {},
          .figure = figure,
          .state = part.state_name,
          .source = {}};
}

void LeaveOut(Leaf& leaf) {
  leaf.applicable = false;
  Append(leaf.rule, "已中止或撤销，不计分", "suspended or cancelled: out of every average");
}

// Not due and not done: the leaf may still go either way.
void LeaveOpen(Leaf& leaf, absl::CivilDay due) {
  leaf.due = false;
  leaf.verdict = LeafVerdict::kNotMetYet;
  leaf.flags.push_back("open");
  Append(leaf.rule, absl::StrCat(FormatDay(due), " 到期，尚未到期"),
         absl::StrCat("due ", FormatDay(due), ", still open"));
}

void Credit(Leaf& leaf, double credit) {
  leaf.achievement = std::clamp(credit, 0.0, 1.0);
  leaf.met = *leaf.achievement == 1;
  leaf.verdict = leaf.met ? LeafVerdict::kMet : LeafVerdict::kNotMetYet;
}

void CreditCompletion(const plan::v1::TaskPolicy& policy, const Report& report, const PartInput& part,
                      absl::CivilDay as_of, Leaf& leaf) {
  // A submission without a day is only known to be there by now.
  const int late = DaysLate(report, part, part.submitted.value_or(as_of));
  const std::string due = FormatDay(DueDay(report, &part));
  Credit(leaf, late > 0 ? policy.late_credit() : 1);
  if (late == 0)
    return Append(leaf.rule, absl::StrCat(due, " 到期，按期完成，得 1"), absl::StrCat("due ", due, ", on time: 1"));
  const std::string credit = Number(policy.late_credit());
  leaf.flags.push_back("late");
  Append(leaf.rule, absl::StrCat(due, " 到期，迟 ", late, " 天完成，得 ", credit),
         absl::StrCat("due ", due, ", ", late, " days late: ", credit));
}

// BY_DATE, MILESTONE_BY_DATE and one year of EVERY_YEAR. Approved or due, whichever is first, closes it.
void ScoreDated(const plan::v1::Task& task, const plan::v1::TaskPolicy& policy, const Report& report,
                const PartInput* part, const Question& question, Leaf& leaf) {
  const bool waits = part != nullptr && part->state == State::kSubmitted;
  const bool staged = part != nullptr && IsStaged(task, report, *part);
  const bool done = staged && (part->state == State::kCompleted || (waits && question.provisional));
  if (waits) leaf.flags.push_back("awaiting_review");
  if (waits && question.provisional) leaf.flags.push_back("provisional");
  if (done) return CreditCompletion(policy, report, *part, question.as_of, leaf);
  const absl::CivilDay due = DueDay(report, part);
  if (question.as_of <= due) return LeaveOpen(leaf, due);
  Credit(leaf, 0);
  leaf.flags.push_back("overdue");
  const bool unstaged = part != nullptr && !staged;
  const Text why = unstaged ? Text{"到期时阶段性成果未获批准", "no staged result approved by then"}
                   : waits  ? Text{"待审核", "waiting for review"}
                            : Text{"未完成", "not completed"};
  Append(leaf.rule, absl::StrCat(FormatDay(due), " 到期，", why.zh, "，得 0"),
         absl::StrCat("due ", FormatDay(due), ", ", why.en, ": 0"));
}

// A year of a continuous duty: the office's rating, whenever it comes, capped while a report is missing. Reports alone score nothing.
void ScoreYear(const plan::v1::TaskPolicy& policy, const PartTable& parts, const std::vector<Report>& reports,
               const PartInput* last, absl::CivilDay as_of, Leaf& leaf) {
  const absl::CivilDay due = DueDay(reports.back(), last);
  if (last == nullptr || !last->rating.has_value()) {
    if (as_of <= due) return LeaveOpen(leaf, due);
    leaf.flags.push_back("unrated");
    return Append(leaf.rule, "年度未评定", "the year is not rated");
  }
  const int missing = MissingReports(leaf.position, parts, reports, as_of);
  Credit(leaf, missing > 0 ? std::min(*last->rating, policy.unreported_cap()) : *last->rating);
  const std::string rating = Number(*last->rating), credit = Number(*leaf.achievement);
  if (missing == 0) return Append(leaf.rule, absl::StrCat("年度评定 ", rating), absl::StrCat("rated ", rating));
  leaf.flags.push_back("unreported");
  Append(leaf.rule, absl::StrCat("年度评定 ", rating, "，缺 ", missing, " 份季度报告，得 ", credit),
         absl::StrCat("rated ", rating, ", quarterly reports missing: ", missing, ", achievement ", credit));
}

}  // namespace

PartTable::PartTable(const domain::Plan& plan, absl::Span<const PartInput* const> parts)
    : plan_(plan), parts_(parts.begin(), parts.end()) {
  std::sort(parts_.begin(), parts_.end(), [](const PartInput* a, const PartInput* b) { return Place(*a) < Place(*b); });
}

const PartInput* PartTable::Find(int task, const Report& report) const {
  const auto place = std::make_tuple(task, absl::string_view(report.occurrence), absl::string_view(report.lead));
  const auto own =
      std::partition_point(parts_.begin(), parts_.end(), [&](const PartInput* part) { return Place(*part) < place; });
  if (own != parts_.end() && Place(**own) == place) return *own;
  return FindPredecessor(task, report);
}

const PartInput* PartTable::FindPredecessor(int task, const Report& report) const {
  const auto first = std::make_tuple(task, absl::string_view(report.occurrence), absl::string_view());
  auto part =
      std::partition_point(parts_.begin(), parts_.end(), [&](const PartInput* other) { return Place(*other) < first; });
  for (; part != parts_.end() && (*part)->task == task && (*part)->occurrence == report.occurrence; ++part) {
    const plan::v1::Organization* body = plan_.FindOrganization((*part)->lead);
    const bool ends = body != nullptr && !body->to().empty();
    if (ends && plan_.Resolve(body->name(), report.due).front() == report.lead) return *part;
  }
  return nullptr;
}

absl::CivilDay DueDay(const Report& report, const PartInput* part) {
  return part != nullptr && part->due.has_value() ? *part->due : report.due;
}

bool IsOut(const PartInput* part) {
  return part != nullptr && (part->state == State::kSuspended || part->state == State::kCancelled);
}

bool IsReported(const PartInput* part) {
  return part != nullptr && (part->reported || part->state == State::kSubmitted || part->state == State::kCompleted);
}

bool IsStaged(const plan::v1::Task& task, const Report& report, const PartInput& part) {
  if (task.deadline().kind() != plan::v1::MILESTONE_BY_DATE || !part.knows_staged) return true;
  return part.staged.has_value() && *part.staged <= DueDay(report, &part);
}

std::string ResponsibleFor(const domain::Plan& plan, const Report& report, const PartInput* part) {
  if (part == nullptr || part->holder.empty()) return report.lead;
  const plan::v1::Organization* holder = plan.FindOrganization(part->holder);
  return holder == nullptr ? part->holder : plan.Resolve(holder->name(), report.due).front();
}

int DaysLate(const Report& report, const PartInput& part, absl::CivilDay done) {
  return static_cast<int>(std::max<absl::civil_diff_t>(0, done - DueDay(report, &part)));
}

int MissingReports(int task, const PartTable& parts, const std::vector<Report>& reports, absl::CivilDay as_of) {
  return static_cast<int>(std::count_if(reports.begin(), reports.end(), [&](const Report& report) {
    const PartInput* part = parts.Find(task, report);
    return DueDay(report, part) < as_of && !IsOut(part) && !IsReported(part);
  }));
}

void ScoreTask(const domain::Plan& plan, const PartTable& parts, const Question& question,
               const std::vector<Report>& reports, Leaf& leaf) {
  const plan::v1::Task& task = plan.document().tasks(leaf.position);
  const plan::v1::TaskPolicy& policy = plan.document().policy().tasks();
  for (const Report& report : reports) {
    const PartInput* part = parts.Find(leaf.position, report);
    if (part != nullptr) leaf.inputs.push_back(Used(task, *part));
  }
  const PartInput* last = parts.Find(leaf.position, reports.back());
  if (last != nullptr && !last->holder.empty()) leaf.lead = ResponsibleFor(plan, reports.back(), last);
  if (IsOut(last)) return LeaveOut(leaf);
  if (task.deadline().kind() == plan::v1::CONTINUOUS) {
    return ScoreYear(policy, parts, reports, last, question.as_of, leaf);
  }
  ScoreDated(task, policy, reports.back(), last, question, leaf);
}

}  // namespace qcity::aggregation::score
