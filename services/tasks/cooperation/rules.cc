#include "services/tasks/cooperation/rules.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "services/tasks/check.h"
#include "services/tasks/moves.h"

namespace qcity::tasks::cooperation {
namespace {

using v1::Cooperation;
using v1::TaskEvent;
using v1::TaskPart;

Cooperation AskedBy(const TaskEvent& event) {
  Cooperation cooperation;
  cooperation.set_number(event.cooperation_request().number());
  cooperation.set_cooperator(event.cooperation_request().cooperator());
  cooperation.set_text(event.text());
  cooperation.set_wanted_by(event.cooperation_request().wanted_by());
  cooperation.set_state(v1::COOPERATION_REQUESTED);
  *cooperation.mutable_requested() = event.recorded();
  return cooperation;
}

}  // namespace

absl::StatusOr<std::string> CheckCooperator(const domain::Plan& plan, const Place& place,
                                            absl::string_view organization, absl::CivilDay today) {
  const std::vector<std::string> cooperators = BodiesOf(plan, place.task->cooperators(), place.occurrence.due);
  for (const std::string& cooperator : cooperators) {
    if (AnswersFor(plan, organization, cooperator, place.occurrence.due, today)) return cooperator;
  }
  const std::string listed = cooperators.empty() ? "-" : absl::StrJoin(cooperators, " ");
  return InvalidField(
      "cooperator",
      {absl::StrCat(organization, " 不是任务 ", place.task->number(), " 的配合单位，只有：", listed),
       absl::StrCat(organization, " does not cooperate on task ", place.task->number(), "; those that do: ", listed)});
}

absl::Status CheckWantedBy(absl::CivilDay wanted_by, absl::CivilDay today, absl::CivilDay last) {
  if (wanted_by >= today && wanted_by <= last) return absl::OkStatus();
  return InvalidField("wanted_by",
                      {absl::StrCat("应在 ", domain::FormatDay(today), " 至 ", domain::FormatDay(last), " 之间"),
                       absl::StrCat("want a day from ", domain::FormatDay(today), " to ", domain::FormatDay(last))});
}

absl::Status CheckAnswer(v1::CooperationState answer, absl::string_view text) {
  if (answer == v1::COOPERATION_STATE_UNSPECIFIED || answer == v1::COOPERATION_REQUESTED) {
    return InvalidField("answer", {"应为同意配合、不能配合或已配合", "want ACCEPTED, DECLINED or DONE"});
  }
  if (answer == v1::COOPERATION_DECLINED) return CheckWords(text, "text");
  return CheckText("text", text, kFreeTextLength, Newlines::kAllow);
}

absl::StatusOr<TaskPart> Ask(TaskPart part, absl::string_view cooperator, absl::CivilDay wanted_by,
                             absl::string_view text, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  const auto number = static_cast<int>(CooperationOf(part).size()) + 1;
  v1::CooperationRequest& request = *Enter(part, part.state(), text, actor).mutable_cooperation_request();
  request.set_number(number);
  request.set_cooperator(std::string(cooperator));
  request.set_wanted_by(domain::FormatDay(wanted_by));
  return part;
}

absl::StatusOr<TaskPart> Answer(TaskPart part, int number, v1::CooperationState answer, absl::string_view text,
                                absl::FunctionRef<bool(const std::string& cooperator)> may, const Actor& actor) {
  const std::vector<Cooperation> asked = CooperationOf(part);
  if (number < 1 || number > static_cast<int>(asked.size())) {
    return Error(absl::StatusCode::kNotFound, "COOPERATION_NOT_FOUND",
                 {absl::StrCat("没有第 ", number, " 号配合事项，共 ", asked.size(), " 项"),
                  absl::StrCat("there is no request ", number, ", there are ", asked.size())});
  }
  const Cooperation& cooperation = asked[static_cast<std::size_t>(number) - 1];
  if (!may(cooperation.cooperator())) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_ASKED",
                 {absl::StrCat("第 ", number, " 号配合事项请求的是 ", cooperation.cooperator()),
                  absl::StrCat("request ", number, " was made to ", cooperation.cooperator())});
  }
  if (cooperation.state() == v1::COOPERATION_DECLINED || cooperation.state() == v1::COOPERATION_DONE) {
    return Error(absl::StatusCode::kFailedPrecondition, "COOPERATION_CLOSED",
                 {"该配合事项已答复完毕", "the request was declined or done already"});
  }
  v1::CooperationAnswer& answered = *Enter(part, part.state(), text, actor).mutable_cooperation_answer();
  answered.set_number(number);
  answered.set_answer(answer);
  return part;
}

std::vector<Cooperation> CooperationOf(const TaskPart& part) {
  std::vector<Cooperation> asked;
  for (const TaskEvent& event : part.events()) {
    if (event.has_cooperation_request()) asked.push_back(AskedBy(event));
    if (!event.has_cooperation_answer()) continue;
    Cooperation& cooperation = asked[static_cast<std::size_t>(event.cooperation_answer().number()) - 1];
    cooperation.set_state(event.cooperation_answer().answer());
    cooperation.set_answer(event.text());
    *cooperation.mutable_answered() = event.recorded();
  }
  return asked;
}

}  // namespace qcity::tasks::cooperation
