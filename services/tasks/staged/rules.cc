#include "services/tasks/staged/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "services/tasks/check.h"
#include "services/tasks/moves.h"

namespace qcity::tasks::staged {
namespace {

using v1::TaskEvent;
using v1::TaskPart;

constexpr int kMostCriteria = 20;
constexpr std::size_t kKeyLength = 40;
constexpr int kWhatLength = 500;

bool IsKey(absl::string_view key) {
  return !key.empty() && key.size() <= kKeyLength && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
           c == '-';
  });
}

absl::Status CheckCriterion(const plan::v1::Task& task, const v1::ProposeStagedResultRequest& request, int index) {
  const std::string path = absl::StrCat("criteria[", index, "]");
  const std::string& key = request.criteria(index).key();
  if (!IsKey(key)) {
    return InvalidField(absl::StrCat(path, ".key"), {"应为 1 至 40 个小写字母、数字或连字符",
                                                     "want 1 to 40 lower-case letters, digits or hyphens"});
  }
  const auto has_key = [&](const auto& criterion) { return criterion.key() == key; };
  const auto earlier = request.criteria().begin() + index;
  if (std::any_of(request.criteria().begin(), earlier, has_key) ||
      std::any_of(task.criteria().begin(), task.criteria().end(), has_key)) {
    return InvalidField(absl::StrCat(path, ".key"), {absl::StrCat("标识“", key, "”重复"),
                                                     absl::StrCat("there is a criterion '", key, "' already")});
  }
  return CheckRequiredText(absl::StrCat(path, ".what"), request.criteria(index).what(), kWhatLength);
}

const TaskEvent* LastProposal(const TaskPart& part) {
  for (int i = part.events_size() - 1; i >= 0; --i) {
    if (part.events(i).has_staged_proposal()) return &part.events(i);
  }
  return nullptr;
}

v1::StagedState StateOf(const TaskPart& part) {
  for (int i = part.events_size() - 1; i >= 0; --i) {
    const TaskEvent& event = part.events(i);
    if (event.has_staged_proposal()) return v1::STAGED_PROPOSED;
    if (event.has_staged_decision()) {
      return event.staged_decision().approved() ? v1::STAGED_APPROVED : v1::STAGED_RETURNED;
    }
  }
  return v1::STAGED_STATE_UNSPECIFIED;
}

absl::Status CheckTime(const TaskPart& part, bool in_time) {
  if (in_time) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "DUE_PASSED",
               {absl::StrCat("阶段性成果须在期限 ", part.due(), " 前提出，并不迟于该日批准"),
                absl::StrCat("a staged result is proposed before the due day ", part.due(), " and approved by it")});
}

}  // namespace

absl::Status CheckMilestone(const plan::v1::Task& task) {
  if (task.deadline().kind() == plan::v1::MILESTONE_BY_DATE) return absl::OkStatus();
  return InvalidField("name", {absl::StrCat("任务 ", task.number(), " 不是阶段性成果类任务"),
                               absl::StrCat("task ", task.number(), " is no milestone: it has no staged result")});
}

absl::Status CheckProposal(const plan::v1::Task& task, const v1::ProposeStagedResultRequest& request) {
  RETURN_IF_ERROR(CheckWords(request.text(), "text"));
  if (request.criteria().empty() || request.criteria_size() > kMostCriteria) {
    return InvalidField("criteria", {absl::StrCat("应有 1 至 20 条标准，收到 ", request.criteria_size()),
                                     absl::StrCat("want 1 to 20 criteria, got ", request.criteria_size())});
  }
  for (int i = 0; i < request.criteria_size(); ++i) RETURN_IF_ERROR(CheckCriterion(task, request, i));
  return absl::OkStatus();
}

absl::StatusOr<TaskPart> Propose(TaskPart part, v1::StagedProposal proposal, absl::string_view text,
                                 const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  RETURN_IF_ERROR(CheckTime(part, ShanghaiDay(actor.now) < DueOf(part)));
  if (StateOf(part) == v1::STAGED_PROPOSED) {
    return Error(absl::StatusCode::kFailedPrecondition, "STAGED_PENDING",
                 {"已有阶段性成果待审批", "a staged result waits for the office already"});
  }
  if (StateOf(part) == v1::STAGED_APPROVED) {
    return Error(absl::StatusCode::kFailedPrecondition, "STAGED_APPROVED",
                 {"阶段性成果已经批准", "a staged result is approved already"});
  }
  *Enter(part, part.state(), text, actor).mutable_staged_proposal() = std::move(proposal);
  return part;
}

absl::StatusOr<TaskPart> Decide(TaskPart part, bool approve, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  if (StateOf(part) != v1::STAGED_PROPOSED) {
    return Error(absl::StatusCode::kFailedPrecondition, "NO_STAGED_PENDING",
                 {"没有待审批的阶段性成果", "no staged result waits for a decision"});
  }
  RETURN_IF_ERROR(RequireAnother(*LastProposal(part), actor, {"提出", "proposed it"}));
  RETURN_IF_ERROR(CheckTime(part, !approve || ShanghaiDay(actor.now) <= DueOf(part)));
  Enter(part, part.state(), reason, actor).mutable_staged_decision()->set_approved(approve);
  return part;
}

std::optional<v1::StagedResult> ResultOf(const TaskPart& part) {
  const TaskEvent* proposal = LastProposal(part);
  if (proposal == nullptr) return std::nullopt;
  v1::StagedResult result;
  result.set_state(StateOf(part));
  result.set_text(proposal->text());
  *result.mutable_criteria() = proposal->staged_proposal().criteria();
  return result;
}

absl::StatusOr<plan::v1::Task> ToAnswer(const plan::v1::Task& task, const TaskPart& part) {
  plan::v1::Task whole = task;
  if (task.deadline().kind() != plan::v1::MILESTONE_BY_DATE) return whole;
  if (StateOf(part) != v1::STAGED_APPROVED) {
    return Error(absl::StatusCode::kFailedPrecondition, "NO_STAGED_RESULT",
                 {"办公室尚未批准本任务的阶段性成果，不能提交完成",
                  "the office has not approved a staged result of this milestone: there is nothing to complete"});
  }
  for (const v1::StagedCriterion& staged : LastProposal(part)->staged_proposal().criteria()) {
    plan::v1::Criterion& criterion = *whole.add_criteria();
    criterion.set_key(staged.key());
    criterion.set_name(staged.what());
  }
  return whole;
}

}  // namespace qcity::tasks::staged
