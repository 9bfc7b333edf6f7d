#include "services/tasks/check.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/unicode.h"
#include "common/domain/evidence.h"
#include "services/tasks/names.h"

namespace qcity::tasks {
namespace {

absl::Status PartNotFound(const Place& place, absl::string_view organization) {
  return Error(
      absl::StatusCode::kNotFound, "PART_NOT_FOUND",
      {absl::StrCat(organization, " 不是任务 ", place.task->number(), " 履职节点 ", place.occurrence.id, " 的责任单位"),
       absl::StrCat(organization, " does not lead occurrence ", place.occurrence.id, " of task ",
                    place.task->number())});
}

absl::StatusOr<std::string> PartOf(const domain::Plan& plan, const Place& place, const Holders& holders,
                                   absl::string_view organization, absl::CivilDay today) {
  std::optional<std::string> lead = LeadOf(plan, place, holders, organization, today);
  if (!lead.has_value()) return PartNotFound(place, organization);
  return *std::move(lead);
}

// Every answer belongs to a criterion that no earlier one has answered.
absl::Status CheckAnswer(const plan::v1::Task& task, const v1::SubmitCompletionRequest& request, int index) {
  const std::string path = absl::StrCat("answers[", index, "]");
  const std::string& key = request.answers(index).key();
  const bool known = std::any_of(task.criteria().begin(), task.criteria().end(),
                                 [&](const plan::v1::Criterion& c) { return c.key() == key; });
  if (!known) {
    return InvalidField(absl::StrCat(path, ".key"),
                        {absl::StrCat("任务 ", task.number(), " 没有完成标准“", key, "”"),
                         absl::StrCat("task ", task.number(), " has no criterion '", key, "'")});
  }
  const auto earlier = request.answers().begin() + index;
  if (std::any_of(request.answers().begin(), earlier,
                  [&](const v1::CriterionAnswer& answer) { return answer.key() == key; })) {
    return InvalidField(absl::StrCat(path, ".key"), {absl::StrCat("重复填报完成标准“", key, "”"),
                                                     absl::StrCat("criterion '", key, "' is answered twice")});
  }
  return CheckText(absl::StrCat(path, ".text"), request.answers(index).text(), kFreeTextLength, Newlines::kAllow);
}

}  // namespace

absl::StatusOr<Place> CheckOccurrence(const domain::Plan& plan, absl::string_view name) {
  ASSIGN_OR_RETURN(const OccurrenceKey key, ParseOccurrenceName(plan.id(), name));
  std::optional<Place> place = FindPlace(plan, key.task, key.id);
  if (place.has_value()) return *std::move(place);
  if (plan.FindTask(key.task) == nullptr) {
    return Error(absl::StatusCode::kNotFound, "TASK_NOT_FOUND",
                 {absl::StrCat("方案中没有任务 ", key.task), absl::StrCat("the plan has no task ", key.task)});
  }
  return Error(absl::StatusCode::kNotFound, "OCCURRENCE_NOT_FOUND",
               {absl::StrCat("任务 ", key.task, " 没有履职节点 ", key.id),
                absl::StrCat("task ", key.task, " has no occurrence ", key.id)});
}

absl::StatusOr<std::string> CheckLead(const domain::Plan& plan, const Place& place, const Holders& holders,
                                      absl::string_view lead, absl::CivilDay today) {
  if (lead.empty()) return InvalidField("lead", {"请写明责任单位", "name the responsible unit"});
  return PartOf(plan, place, holders, lead, today);
}

absl::StatusOr<std::string> CheckOwnLead(const domain::Plan& plan, const Place& place, const Holders& holders,
                                         absl::string_view lead, absl::string_view organization, bool office,
                                         absl::CivilDay today) {
  if (office && !lead.empty()) return PartOf(plan, place, holders, lead, today);
  if (!lead.empty() && !AnswersFor(plan, organization, lead, place.occurrence.due, today)) {
    return Error(
        absl::StatusCode::kPermissionDenied, "NOT_YOUR_PART",
        {absl::StrCat(organization, " 不能代 ", lead, " 办理"), absl::StrCat(organization, " may not act for ", lead)});
  }
  return PartOf(plan, place, holders, organization, today);
}

absl::Status CheckWords(absl::string_view text, absl::string_view path) {
  return CheckRequiredText(path, text, kFreeTextLength, Newlines::kAllow);
}

absl::Status CheckPercent(int percent) {
  if (percent >= 0 && percent <= 100) return absl::OkStatus();
  return InvalidField("percent",
                      {absl::StrCat("应为 0 至 100，收到 ", percent), absl::StrCat("want 0 to 100, got ", percent)});
}

absl::Status CheckSubmission(const plan::v1::Task& task, const v1::SubmitCompletionRequest& request) {
  RETURN_IF_ERROR(CheckText("text", request.text(), kFreeTextLength, Newlines::kAllow));
  for (int i = 0; i < request.answers_size(); ++i) RETURN_IF_ERROR(CheckAnswer(task, request, i));
  if (request.answers_size() < task.criteria_size()) {
    const std::string keys = absl::StrJoin(
        task.criteria(), ", ", [](std::string* out, const plan::v1::Criterion& c) { out->append(c.key()); });
    return InvalidField("answers",
                        {absl::StrCat("须逐项填报完成标准：", keys), absl::StrCat("answer every criterion: ", keys)});
  }
  if (request.evidence().empty()) return InvalidField("evidence", {"至少一件佐证材料", "at least one document"});
  return domain::CheckDocuments(request.evidence(), "evidence");
}

absl::StatusOr<int> CheckRatedYear(const domain::Plan& plan, const Place& place) {
  if (place.task->deadline().kind() != plan::v1::CONTINUOUS) {
    return InvalidField("name",
                        {absl::StrCat("任务 ", place.task->number(), " 不是持续推进的任务，不作年度评定"),
                         absl::StrCat("task ", place.task->number(), " is not continuous: its years are not rated")});
  }
  const auto year = static_cast<int>(place.occurrence.due.year());
  std::string last;
  for (const domain::Occurrence& occurrence : domain::OccurrencesOf(plan.document(), *place.task)) {
    if (occurrence.due.year() == year) last = occurrence.id;
  }
  if (last == place.occurrence.id) return year;
  return InvalidField("name", {absl::StrCat(year, " 年的评定记在该年最后一季 ", last),
                               absl::StrCat("the year ", year, " is rated on its last quarter, ", last)});
}

absl::Status CheckRating(v1::Rating rating, absl::string_view reason) {
  if (rating == v1::RATING_UNSPECIFIED) return InvalidField("rating", {"请选择评定等次", "choose a rating"});
  if (rating == v1::EXCELLENT) return CheckText("reason", reason, kFreeTextLength, Newlines::kAllow);
  return CheckWords(reason, "reason");
}

}  // namespace qcity::tasks
