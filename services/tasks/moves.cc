#include "services/tasks/moves.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/timestamp.h"
#include "common/domain/period.h"

namespace qcity::tasks {
namespace {

using v1::PartState;
using v1::TaskEvent;
using v1::TaskPart;

// The states' names as users know them.
Text NameOf(PartState state) {
  switch (state) {
    case v1::NOT_STARTED: return {"未开始", "NOT_STARTED"};
    case v1::ACKNOWLEDGED: return {"已签收", "ACKNOWLEDGED"};
    case v1::IN_PROGRESS: return {"推进中", "IN_PROGRESS"};
    case v1::SUBMITTED: return {"已提交", "SUBMITTED"};
    case v1::COMPLETED: return {"已办结", "COMPLETED"};
    case v1::RETURNED: return {"退回重办", "RETURNED"};
    case v1::SUSPENDED: return {"已中止", "SUSPENDED"};
    case v1::CANCELLED: return {"已取消", "CANCELLED"};
    default: return {"未知", "UNKNOWN"};
  }
}

}  // namespace

absl::Status CheckState(const TaskPart& part, std::initializer_list<PartState> from) {
  Text wanted;
  for (const PartState state : from) {
    if (part.state() == state) return absl::OkStatus();
    const Text name = NameOf(state);
    absl::StrAppend(&wanted.zh, wanted.zh.empty() ? "" : "或", name.zh);
    absl::StrAppend(&wanted.en, wanted.en.empty() ? "" : " or ", name.en);
  }
  const Text actual = NameOf(part.state());
  return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
               {absl::StrCat("该任务状态为“", actual.zh, "”，此操作要求“", wanted.zh, "”"),
                absl::StrCat("the part is ", actual.en, "; this step wants ", wanted.en)});
}

absl::Status RequireAnother(const TaskEvent& deed, const Actor& actor, const Text& did) {
  if (deed.person() != actor.person) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "FOUR_EYES",
               {absl::StrCat("须由另一人办理：", actor.person, " 已", did.zh),
                absl::StrCat("another person must do this: ", actor.person, " ", did.en)});
}

TaskEvent& Enter(TaskPart& part, PartState state, absl::string_view text, const Actor& actor) {
  part.set_state(state);
  TaskEvent& event = *part.add_events();
  event.set_state(state);
  *event.mutable_recorded() = TimestampOf(actor.now);
  event.set_person(actor.person);
  event.set_organization(actor.organization);
  event.set_text(std::string(text));
  return event;
}

absl::CivilDay DueOf(const TaskPart& part) { return *domain::ParseDay(part.due(), "due"); }

absl::CivilDay DayOf(const TaskEvent& event) { return ShanghaiDay(TimeOf(event.recorded())); }

}  // namespace qcity::tasks
