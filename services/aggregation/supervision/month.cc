#include "services/aggregation/supervision/month.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/rpc/resource_name.h"
#include "services/aggregation/names.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/performance.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::supervision {
namespace {

using score::PartInput;
using score::Report;
using Rows = std::map<std::string, v1::SupervisionRow>;  // By organisation.

absl::CivilDay DayOf(const google::protobuf::Timestamp& timestamp) { return ShanghaiDay(TimeOf(timestamp)); }

// One report of a lead, as it stands on a day.
enum class Standing { kOnTime, kLate, kWaiting, kOverdue, kNotYetDue };

bool IsDone(const plan::v1::Task& task, const Report& report, const PartInput* part) {
  if (part == nullptr) return false;
  if (task.deadline().kind() == plan::v1::CONTINUOUS) return score::IsReported(part);
  return part->state == PartInput::State::kCompleted && score::IsStaged(task, report, *part);
}

Standing StandingOf(const plan::v1::Task& task, const Report& report, const PartInput* part, absl::CivilDay as_of) {
  if (IsDone(task, report, part)) {
    const bool quarter = task.deadline().kind() == plan::v1::CONTINUOUS && part->reported_on.has_value();
    const absl::CivilDay done = quarter ? *part->reported_on : part->submitted.value_or(as_of);
    return score::DaysLate(report, *part, done) == 0 ? Standing::kOnTime : Standing::kLate;
  }
  if (part != nullptr && part->state == PartInput::State::kSubmitted) return Standing::kWaiting;
  return as_of > score::DueDay(report, part) ? Standing::kOverdue : Standing::kNotYetDue;
}

void Count(Standing standing, v1::SupervisionRow& row) {
  switch (standing) {
    case Standing::kOnTime: return row.set_on_time(row.on_time() + 1);
    case Standing::kLate: return row.set_late(row.late() + 1);
    case Standing::kWaiting: return row.set_waiting(row.waiting() + 1);
    case Standing::kOverdue: return row.set_overdue(row.overdue() + 1);
    case Standing::kNotYetDue: return row.set_not_yet_due(row.not_yet_due() + 1);
  }
}

// The light of a report that is not out, as TasksService shows it.
void CountLight(const plan::v1::TaskPolicy& policy, Standing standing, const Report& report, const PartInput* part,
                absl::CivilDay as_of, v1::SupervisionRow& row) {
  const absl::CivilDay due = score::DueDay(report, part);
  const int percent = part == nullptr ? 0 : part->percent;
  const bool handed_in = standing == Standing::kWaiting && part->submitted.value_or(as_of) <= due;
  const bool done = standing == Standing::kOnTime || standing == Standing::kLate || handed_in;
  if (!done && as_of > due) return row.set_red(row.red() + 1);
  const bool soon = due - as_of <= policy.yellow_days() && percent < policy.yellow_percent();
  if (!done && soon) return row.set_yellow(row.yellow() + 1);
  row.set_green(row.green() + 1);
}

// Bodies that a reform will make owe reports already, but are in no report before they exist.
bool Exists(const domain::Plan& plan, const std::string& id, absl::CivilDay day) {
  const plan::v1::Organization* organization = plan.FindOrganization(id);
  return organization == nullptr || organization->from().empty() || organization->from() <= domain::FormatDay(day);
}

// Everything that the report reads.
struct Known {
  const domain::Plan& plan;
  const domain::Period& month;
  absl::CivilDay as_of;
  score::Inputs before;  // When the month began.
  score::Inputs now;
};

// Every report that performance counts or will count, lead by lead.
template <typename Visit>
void ForEachReport(const domain::Plan& plan, Visit visit) {
  const score::Catalogue catalogue(plan);
  for (const score::TaskLeaf& leaf : catalogue.tasks()) {
    if (!leaf.leaf.applicable) continue;
    for (const Report& report : leaf.reports) visit(leaf.leaf.position, report);
  }
}

v1::OverduePart OverdueOf(const Known& known, const plan::v1::Task& task, const Report& report, const PartInput* part) {
  const absl::CivilDay due = score::DueDay(report, part);
  v1::OverduePart overdue;
  const std::string unit = score::ResponsibleFor(known.plan, report, part);
  overdue.set_organization(unit);
  overdue.set_title(known.plan.NameOf(unit));
  overdue.set_task(task.number());
  overdue.set_task_title(task.title());
  overdue.set_occurrence(report.occurrence);
  overdue.set_due(domain::FormatDay(due));
  overdue.set_original_due(domain::FormatDay(report.due));
  overdue.set_days_overdue(static_cast<std::int32_t>(known.as_of - due));
  overdue.set_percent(part == nullptr ? 0 : part->percent);
  return overdue;
}

v1::SupervisionRow& RowOf(const domain::Plan& plan, const std::string& id, Rows& rows) {
  v1::SupervisionRow& row = rows[id];
  if (!row.organization().empty()) return row;
  row.set_organization(id);
  row.set_title(plan.NameOf(id));
  const plan::v1::Organization* organization = plan.FindOrganization(id);
  const auto kind = organization == nullptr ? plan::v1::ORGANIZATION_KIND_UNSPECIFIED : organization->kind();
  row.set_district_or_zone(kind == plan::v1::DISTRICT || kind == plan::v1::ZONE);
  return row;
}

void CountReports(const Known& known, Rows& rows, std::vector<v1::OverduePart>& overdue) {
  const score::PartTable before(known.plan, score::PointersTo(known.before.parts));
  const score::PartTable now(known.plan, score::PointersTo(known.now.parts));
  const absl::CivilDay first = known.month.FirstDay(), last = known.month.LastDay();
  ForEachReport(known.plan, [&](int position, const Report& report) {
    const plan::v1::Task& task = known.plan.document().tasks(position);
    const PartInput* part = now.Find(position, report);
    const std::string unit = score::ResponsibleFor(known.plan, report, part);
    if (score::IsOut(part) || !Exists(known.plan, unit, known.as_of)) return;
    v1::SupervisionRow& row = RowOf(known.plan, unit, rows);
    const Standing standing = StandingOf(task, report, part, known.as_of);
    CountLight(known.plan.document().policy().tasks(), standing, report, part, known.as_of, row);
    if (standing == Standing::kOverdue) overdue.push_back(OverdueOf(known, task, report, part));
    const absl::CivilDay due = score::DueDay(report, part);
    const bool was_done = IsDone(task, report, before.Find(position, report));
    const bool due_now = first <= due && due <= last;
    const bool carried = due < first && !(was_done && IsDone(task, report, part));
    if (due_now) row.set_due_this_month(row.due_this_month() + 1);
    if (carried) row.set_carried_over(row.carried_over() + 1);
    if (due_now || carried) Count(standing, row);
    if (due > last && standing == Standing::kOnTime && !was_done) row.set_done_ahead(row.done_ahead() + 1);
  });
}

bool IsWithin(absl::CivilDay day, const Known& known) { return known.month.FirstDay() <= day && day <= known.as_of; }

// Whoever owes a dead body's reports today answers for its urgings too.
std::string OwnerOf(const domain::Plan& plan, const std::string& lead, absl::CivilDay day) {
  const plan::v1::Organization* organization = plan.FindOrganization(lead);
  if (organization == nullptr) return lead;
  const std::vector<std::string> bodies = plan.Resolve(organization->name(), day);
  return bodies.empty() ? lead : bodies.front();
}

// Who was responsible for the part at the end of the day: whom it was last moved to, or the plan's lead.
std::string HolderAt(const tasks::v1::TaskPart& part, absl::CivilDay day) {
  std::string holder = part.lead();
  for (const tasks::v1::TaskEvent& event : part.events()) {
    if (event.has_handover() && DayOf(event.recorded()) <= day) holder = event.handover().to();
  }
  return holder;
}

void CountEvents(const Known& known, const tasks::v1::TaskPart& part, const plan::v1::Task& task, Rows& rows,
                 v1::Supervision& report) {
  const std::string responsible = HolderAt(part, known.as_of);
  const std::string owner = OwnerOf(known.plan, responsible, known.as_of);
  int urged = 0;
  for (const tasks::v1::TaskEvent& event : part.events()) {
    const absl::CivilDay day = DayOf(event.recorded());
    if (day > known.as_of) break;
    if (event.has_urge()) ++urged;
    if (!IsWithin(day, known)) continue;
    v1::SupervisionRow& row = RowOf(known.plan, owner, rows);
    if (event.has_extension_decision() && event.extension_decision().granted()) row.set_extended(row.extended() + 1);
    if (!event.has_urge()) continue;
    row.set_urged(row.urged() + 1);
    v1::Urging& urging = *report.add_urgings();
    urging.set_date(domain::FormatDay(day));
    urging.set_organization(owner);
    urging.set_title(row.title());
    urging.set_task(task.number());
    urging.set_task_title(task.title());
    urging.set_occurrence(LastSegment(part.occurrence()));
    urging.set_text(event.text());
  }
  for (v1::OverduePart& overdue : *report.mutable_overdue()) {
    if (overdue.task() == task.number() && overdue.occurrence() == LastSegment(part.occurrence()) &&
        (overdue.organization() == responsible || overdue.organization() == owner)) {
      overdue.set_times_urged(overdue.times_urged() + urged);
    }
  }
}

void Sort(v1::Supervision& report) {
  std::sort(report.mutable_overdue()->begin(), report.mutable_overdue()->end(),
            [](const v1::OverduePart& a, const v1::OverduePart& b) {
              return std::make_tuple(-a.days_overdue(), a.organization(), a.task(), a.occurrence()) <
                     std::make_tuple(-b.days_overdue(), b.organization(), b.task(), b.occurrence());
            });
  std::sort(report.mutable_urgings()->begin(), report.mutable_urgings()->end(),
            [](const v1::Urging& a, const v1::Urging& b) {
              return std::make_tuple(a.date(), a.organization(), a.task(), a.occurrence(), a.text()) <
                     std::make_tuple(b.date(), b.organization(), b.task(), b.occurrence(), b.text());
            });
  std::sort(report.mutable_rows()->begin(), report.mutable_rows()->end(),
            [](const v1::SupervisionRow& a, const v1::SupervisionRow& b) {
              return std::make_tuple(a.district_or_zone(), a.rank() == 0, a.rank(), a.organization()) <
                     std::make_tuple(b.district_or_zone(), b.rank() == 0, b.rank(), b.organization());
            });
}

// Sums every count of `row` into `total`.
void AddTo(const v1::SupervisionRow& row, v1::SupervisionRow& total) {
  const google::protobuf::Reflection& reflection = *row.GetReflection();
  for (const char* name : {"due_this_month", "carried_over", "on_time", "late", "waiting", "overdue", "not_yet_due",
                           "done_ahead", "urged", "extended", "green", "yellow", "red"}) {
    const google::protobuf::FieldDescriptor* field = v1::SupervisionRow::descriptor()->FindFieldByName(name);
    reflection.SetInt32(&total, field, reflection.GetInt32(total, field) + reflection.GetInt32(row, field));
  }
}

}  // namespace

absl::StatusOr<domain::Period> MonthOf(const domain::Plan& plan, absl::string_view name, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/supervision/{month}", plan.id(), name, "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay published, domain::ParseDay(plan.document().published(), "published"));
  const auto first = domain::Period::Containing(published, plan::v1::MONTHLY);
  const auto last = domain::Period::Containing(today, plan::v1::MONTHLY);
  const absl::StatusOr<domain::Period> month = domain::Period::Parse(values[1]);
  if (month.ok() && month->frequency() == plan::v1::MONTHLY && first <= *month && *month <= last) return *month;
  return InvalidField(
      "name",
      {absl::StrCat("月份应为 ", first.ToString(), " 至 ", last.ToString(), "，收到“", values[1], "”"),
       absl::StrCat("want a month from ", first.ToString(), " to ", last.ToString(), ", got '", values[1], "'")});
}

v1::Supervision ReportOn(const domain::Plan& plan, const Entities& entities, const domain::Period& month,
                         absl::CivilDay as_of) {
  const Known known{plan, month, as_of, InputsAsOf(plan, entities, EndOfShanghaiDay(month.FirstDay() - 1)),
                    InputsAsOf(plan, entities, EndOfShanghaiDay(as_of))};
  v1::Supervision report;
  report.set_name(absl::StrCat("campaigns/", plan.id(), "/supervision/", month.ToString()));
  report.set_month(month.ToString());
  report.set_as_of(domain::FormatDay(as_of));
  report.set_city(plan.document().city());
  report.set_plan_title(plan.document().title());
  report.set_plan_version(plan.document().version());
  Rows rows;
  std::vector<v1::OverduePart> overdue;
  CountReports(known, rows, overdue);
  report.mutable_overdue()->Assign(overdue.begin(), overdue.end());
  for (const auto& [number, group] : entities.parts.all()) {
    const plan::v1::Task* task = plan.FindTask(number);
    if (task == nullptr) continue;
    for (const auto& [key, part] : *group) CountEvents(known, *part, *task, rows, report);
  }
  for (const score::OrganizationScore& scored : score::RankOrganizations(plan, known.now, as_of)) {
    if (!Exists(plan, scored.organization, as_of)) continue;
    v1::SupervisionRow& row = RowOf(plan, scored.organization, rows);
    row.set_score(scored.score);
    row.set_rank(scored.rank);
    row.set_ranked_among(scored.ranked_among);
  }
  for (auto& [id, row] : rows) {
    AddTo(row, *report.mutable_total());
    *report.add_rows() = std::move(row);
  }
  Sort(report);
  return report;
}

}  // namespace qcity::aggregation::supervision
