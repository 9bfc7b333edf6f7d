#include "services/indicators/action_plans/rules.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/domain/part.h"
#include "common/domain/period.h"
#include "common/rpc/resource_name.h"
#include "services/indicators/check.h"

namespace qcity::indicators::action_plans {
namespace {

using plan::v1::Indicator;

constexpr int kMostMilestones = 1000;
constexpr int kTextLength = 500;
constexpr char kTask[] = "campaigns/{campaign}/tasks/{number}";
constexpr char kActionPlan[] = "campaigns/{campaign}/actionPlans/{year}";

bool HasNumber(const Indicator& indicator) {
  return std::any_of(indicator.forms().begin(), indicator.forms().end(),
                     [](int form) { return form != plan::v1::RANK && form != plan::v1::ATTESTATION; });
}

absl::Status CheckYear(const domain::Plan& plan, int year) {
  const auto first = static_cast<int>(domain::ParseDay(plan.document().issued(), "")->year());
  const auto last = static_cast<int>(plan.LastEvaluationDate().year());
  if (first <= year && year <= last) return absl::OkStatus();
  return InvalidField("year", {absl::StrCat("应在 ", first, " 与 ", last, " 之间，收到 ", year),
                               absl::StrCat("want ", first, " to ", last, ", got ", year)});
}

absl::Status CheckValue(const Indicator& indicator, double value) {
  const bool low = indicator.has_lower_bound() && value < indicator.lower_bound();
  const bool high = indicator.has_upper_bound() && value > indicator.upper_bound();
  if (std::isfinite(value) && !low && !high) return absl::OkStatus();
  return InvalidField("value", {absl::StrCat("超出指标 ", indicator.number(), " 的取值范围：", value),
                                absl::StrCat("outside the bounds of indicator ", indicator.number(), ": ", value)});
}

absl::Status CheckTarget(const domain::Plan& plan, const v1::YearTarget& target) {
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(plan, target.indicator()));
  const Indicator& indicator = *plan.FindIndicator(number);
  RETURN_IF_ERROR(domain::CheckPart(indicator, target.part()));
  if (!HasNumber(indicator)) {
    return InvalidField("indicator", {absl::StrCat("指标 ", number, " 不填数值，没有年度目标值"),
                                      absl::StrCat("the figures of indicator ", number, " are no numbers")});
  }
  return CheckValue(indicator, target.value());
}

absl::Status CheckMilestone(const domain::Plan& plan, const v1::Milestone& milestone, int year) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values, rpc::ParseName(kTask, plan.id(), milestone.task(), "task"));
  if (plan.FindTask(values[1]) == nullptr) {
    return Error(absl::StatusCode::kNotFound, "TASK_NOT_FOUND",
                 {absl::StrCat("方案中没有任务 ", values[1]), absl::StrCat("the plan has no task ", values[1])});
  }
  RETURN_IF_ERROR(CheckRequiredText("text", milestone.text(), kTextLength));
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(milestone.day(), "day"));
  if (day.year() == year) return absl::OkStatus();
  return InvalidField("day", {absl::StrCat(milestone.day(), " 不在 ", year, " 年"),
                              absl::StrCat(milestone.day(), " is not in ", year)});
}

}  // namespace

absl::StatusOr<int> YearOf(absl::string_view campaign, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values, rpc::ParseName(kActionPlan, campaign, name, "name"));
  int year = 0;
  if (values[1].size() == 4 && absl::SimpleAtoi(values[1], &year)) return year;
  return InvalidField("name", {absl::StrCat("年份应为四位数字，收到“", values[1], "”"),
                               absl::StrCat("a year has four digits, got '", values[1], "'")});
}

std::string NameOf(absl::string_view campaign, int year) {
  return absl::StrCat("campaigns/", campaign, "/actionPlans/", year);
}

absl::Status CheckActionPlan(const domain::Plan& plan, const v1::ActionPlan& action_plan) {
  RETURN_IF_ERROR(CheckYear(plan, action_plan.year()));
  RETURN_IF_ERROR(CheckEvidence(action_plan.document(), "document"));
  if (action_plan.targets().empty() && action_plan.milestones().empty()) {
    return InvalidField("targets", {"至少要有一项目标或一个节点", "want a target or a milestone"});
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < action_plan.targets_size(); ++i) {
    const v1::YearTarget& target = action_plan.targets(i);
    const std::string path = absl::StrCat("targets[", i, "]");
    const absl::Status sound = CheckTarget(plan, target);
    if (!sound.ok()) return Under(path, sound);
    if (!seen.insert({target.indicator(), target.part()}).second) {
      return InvalidField(absl::StrCat(path, ".indicator"), {absl::StrCat(target.indicator(), " 重复"),
                                                             absl::StrCat(target.indicator(), " stands twice")});
    }
  }
  if (action_plan.milestones_size() > kMostMilestones) {
    return InvalidField("milestones",
                        {absl::StrCat("至多 ", kMostMilestones, " 个"), absl::StrCat("at most ", kMostMilestones)});
  }
  for (int i = 0; i < action_plan.milestones_size(); ++i) {
    const absl::Status sound = CheckMilestone(plan, action_plan.milestones(i), action_plan.year());
    if (!sound.ok()) return Under(absl::StrCat("milestones[", i, "]"), sound);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ActionPlanYear> Put(const domain::Plan& plan, v1::ActionPlanYear year,
                                       const v1::ActionPlan& action_plan, std::int64_t etag, const Actor& actor) {
  if (etag != 0 && etag != year.revisions_size()) {
    return Error(
        absl::StatusCode::kAborted, "STALE_ETAG",
        {absl::StrCat("计划已变更：etag 为 ", etag, "，现为第 ", year.revisions_size(), " 版，请重新读取"),
         absl::StrCat("the plan changed: etag ", etag, ", now revision ", year.revisions_size(), "; read it again")});
  }
  year.set_name(NameOf(plan.id(), action_plan.year()));
  v1::ActionPlan& revision = *year.add_revisions();
  revision = action_plan;
  revision.set_name(year.name());
  revision.set_revision(year.revisions_size());
  *revision.mutable_recorded() = TimestampOf(actor.now);
  revision.set_person(actor.person);
  revision.set_organization(actor.organization);
  return year;
}

const v1::ActionPlan* InForceAt(const v1::ActionPlanYear& year, absl::Time instant) {
  const v1::ActionPlan* in_force = nullptr;
  for (const v1::ActionPlan& revision : year.revisions()) {
    if (TimeOf(revision.recorded()) <= instant) in_force = &revision;
  }
  return in_force;
}

}  // namespace qcity::indicators::action_plans
