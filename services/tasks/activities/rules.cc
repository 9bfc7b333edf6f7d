#include "services/tasks/activities/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/domain/evidence.h"
#include "common/domain/period.h"
#include "common/rpc/resource_name.h"
#include "services/tasks/names.h"

namespace qcity::tasks::activities {
namespace {

constexpr int kTitleLength = 500;
constexpr int kNameLength = 200;
constexpr int kMostParticipants = 10'000'000;
constexpr int kMostLeaders = 1'000;
constexpr int kMostEnterprises = 1'000'000;
// The plan's key of a criterion that asks for leaders' presence, and the units that are counted by more than one each.
constexpr char kLeaders[] = "leaders";
constexpr char kEnterprises[] = "家";
constexpr char kDays[] = "天";

absl::Status CheckCount(absl::string_view path, int count, int most) {
  if (count >= 0 && count <= most) return absl::OkStatus();
  return InvalidField(path, {absl::StrCat("应为 0 至 ", most), absl::StrCat("want 0 to ", most)});
}

const plan::v1::Criterion* FindCriterion(const plan::v1::Task& task, absl::string_view key) {
  for (const plan::v1::Criterion& criterion : task.criteria())
    if (criterion.key() == key) return &criterion;
  return nullptr;
}

absl::Status CheckCriterion(const plan::v1::Task& task, const v1::Activity& activity, int index) {
  const std::string path = absl::StrCat("activity.criteria[", index, "]");
  const std::string& key = activity.criteria(index);
  const plan::v1::Criterion* criterion = FindCriterion(task, key);
  if (criterion == nullptr) {
    return InvalidField(path, {absl::StrCat("任务 ", task.number(), " 没有完成标准“", key, "”"),
                               absl::StrCat("task ", task.number(), " has no criterion '", key, "'")});
  }
  if (std::count(activity.criteria().begin(), activity.criteria().end(), key) > 1)
    return InvalidField(path, {absl::StrCat("“", key, "”重复"), absl::StrCat("'", key, "' stands twice")});
  if (key == kLeaders && activity.leaders_present() == 0)
    return InvalidField("activity.leaders_present",
                        {"没有领导出席，不能计入该标准", "no leader was there: it cannot count"});
  if (criterion->unit() == kEnterprises && activity.enterprises() == 0)
    return InvalidField("activity.enterprises",
                        {"没有企业参加，不能计入该标准", "no enterprise was there: it cannot count"});
  return absl::OkStatus();
}

absl::Status CheckDays(const v1::Activity& activity, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const absl::CivilDay first, domain::ParseDay(activity.date(), "activity.date"));
  if (first > today) return InvalidField("activity.date", {"不得晚于今天", "must not be after today"});
  if (activity.last_date().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay last, domain::ParseDay(activity.last_date(), "activity.last_date"));
  if (last >= first && last <= today) return absl::OkStatus();
  return InvalidField("activity.last_date", {"应不早于首日且不晚于今天", "want a day from the first one to today"});
}

// The submission that counts: the last one.
const v1::Submission* LastSubmission(const v1::TaskPart& part) {
  const v1::Submission* last = nullptr;
  for (const v1::TaskEvent& event : part.events())
    if (event.has_submission()) last = &event.submission();
  return last;
}

void AddClaims(const std::vector<v1::TaskPart>& parts, bool recorded, v1::CriterionCount& count) {
  for (const v1::TaskPart& part : parts) {
    const v1::Submission* submission = LastSubmission(part);
    if (submission == nullptr) continue;
    for (const v1::CriterionAnswer& answer : submission->answers()) {
      if (answer.key() != count.key()) continue;
      v1::CriterionClaim& claim = *count.add_claims();
      claim.set_lead(part.lead());
      claim.set_value(answer.value());
      claim.set_support(!recorded                           ? v1::NOT_RECORDED
                        : answer.value() <= count.counted() ? v1::SUPPORTED
                                                            : v1::UNSUPPORTED);
    }
  }
}

}  // namespace

absl::StatusOr<const plan::v1::Task*> TaskOf(const domain::Plan& plan, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/tasks/{number}", plan.id(), name, "activity.task"));
  const plan::v1::Task* task = plan.FindTask(values[1]);
  if (task != nullptr) return task;
  return Error(absl::StatusCode::kNotFound, "TASK_NOT_FOUND",
               {absl::StrCat("方案中没有任务 ", values[1]), absl::StrCat("the plan has no task ", values[1])});
}

absl::Status CheckActivity(const plan::v1::Task& task, const v1::Activity& activity, absl::CivilDay today) {
  if (activity.kind() == v1::ACTIVITY_KIND_UNSPECIFIED)
    return InvalidField("activity.kind", {"请选择活动类别", "choose what kind it was"});
  RETURN_IF_ERROR(CheckRequiredText("activity.title", activity.title(), kTitleLength));
  RETURN_IF_ERROR(CheckDays(activity, today));
  RETURN_IF_ERROR(CheckRequiredText("activity.place", activity.place(), kNameLength));
  RETURN_IF_ERROR(CheckRequiredText("activity.organiser", activity.organiser(), kNameLength));
  RETURN_IF_ERROR(CheckCount("activity.participants", activity.participants(), kMostParticipants));
  RETURN_IF_ERROR(CheckCount("activity.leaders_present", activity.leaders_present(), kMostLeaders));
  RETURN_IF_ERROR(CheckCount("activity.enterprises", activity.enterprises(), kMostEnterprises));
  for (int i = 0; i < activity.criteria_size(); ++i) RETURN_IF_ERROR(CheckCriterion(task, activity, i));
  if (activity.evidence().empty())
    return InvalidField("activity.evidence", {"至少一件佐证材料", "at least one document"});
  return domain::CheckDocuments(activity.evidence(), "activity.evidence");
}

v1::Activity Recorded(v1::Activity activity, std::string name, const Actor& actor) {
  activity.set_name(std::move(name));
  activity.set_organization(actor.organization);
  activity.set_person(actor.person);
  *activity.mutable_recorded() = TimestampOf(actor.now);
  activity.clear_withdrawn_by();
  activity.clear_withdrawn();
  activity.clear_withdrawal_reason();
  return activity;
}

absl::StatusOr<v1::Activity> Withdraw(v1::Activity activity, const std::string& reason, const Actor& actor) {
  if (!activity.withdrawn_by().empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
                 {absl::StrCat(activity.name(), " 已撤回，此操作要求有效的活动"),
                  absl::StrCat(activity.name(), " is withdrawn; this step wants one that stands")});
  }
  activity.set_withdrawn_by(actor.person);
  *activity.mutable_withdrawn() = TimestampOf(actor.now);
  activity.set_withdrawal_reason(reason);
  return activity;
}

Window WindowOf(const domain::Plan& plan, const Place& place) {
  const absl::CivilDay due = place.occurrence.due;
  const absl::CivilDay new_year(due.year(), 1, 1);
  switch (place.task->deadline().kind()) {
    case plan::v1::CONTINUOUS: return {new_year, due};
    case plan::v1::EVERY_YEAR: return {new_year, absl::CivilDay(due.year(), 12, 31)};
    default: break;
  }
  const absl::StatusOr<domain::Period> first = domain::Period::Parse(plan.document().data_window().first());
  return {first.ok() ? first->FirstDay() : new_year, std::max(due, plan.LastEvaluationDate())};
}

double AmountOf(const plan::v1::Criterion& criterion, const v1::Activity& activity) {
  if (criterion.unit() == kEnterprises) return activity.enterprises();
  if (criterion.unit() != kDays || activity.last_date().empty()) return 1;
  const absl::StatusOr<absl::CivilDay> first = domain::ParseDay(activity.date(), "date");
  const absl::StatusOr<absl::CivilDay> last = domain::ParseDay(activity.last_date(), "last_date");
  return first.ok() && last.ok() ? static_cast<double>(*last - *first + 1) : 1;
}

v1::ActivityCounts CountsOf(const domain::Plan& plan, const Place& place, const std::vector<v1::Activity>& activities,
                            const std::vector<v1::TaskPart>& parts) {
  const Window window = WindowOf(plan, place);
  v1::ActivityCounts counts;
  counts.set_name(OccurrenceName(plan.id(), {place.task->number(), place.occurrence.id}));
  counts.set_from(domain::FormatDay(window.first));
  counts.set_to(domain::FormatDay(window.last));
  std::vector<const v1::Activity*> standing;
  for (const v1::Activity& activity : activities) {
    const bool within = counts.from() <= activity.date() && activity.date() <= counts.to();
    if (within && activity.withdrawn_by().empty()) standing.push_back(&activity);
  }
  counts.set_activities(static_cast<std::int32_t>(standing.size()));
  for (const plan::v1::Criterion& criterion : place.task->criteria()) {
    v1::CriterionCount& count = *counts.add_criteria();
    count.set_key(criterion.key());
    count.set_name(criterion.name());
    count.set_unit(criterion.unit());
    count.set_target(criterion.target().value());
    double counted = 0;
    for (const v1::Activity* activity : standing) {
      const auto& keys = activity->criteria();
      if (std::find(keys.begin(), keys.end(), criterion.key()) != keys.end()) counted += AmountOf(criterion, *activity);
    }
    count.set_counted(counted);
    AddClaims(parts, !standing.empty(), count);
  }
  return counts;
}

}  // namespace qcity::tasks::activities
