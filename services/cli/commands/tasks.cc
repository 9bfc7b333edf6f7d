// qcity tasks: duties, from acknowledgement to approval.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/task_counts.h"
#include "services/cli/commands/task_part.h"
#include "services/cli/commands/task_view.h"
#include "services/cli/commands/tasks_agreements.h"
#include "services/cli/commands/tasks_batch.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = TasksService::Stub;
constexpr char kService[] = "tasks";

struct SubmitArgs {
  std::vector<std::string> answers;
  std::vector<std::string> evidence;
};

absl::Status FillSubmission(const SubmitArgs& args, SubmitCompletionRequest* request) {
  for (const std::string& typed : args.answers) {
    const std::pair<std::string, std::string> key_and_value = absl::StrSplit(typed, absl::MaxSplits('=', 1));
    CriterionAnswer* answer = request->add_answers();
    answer->set_key(key_and_value.first);
    double value = 0;
    if (!absl::SimpleAtod(key_and_value.second, &value)) {
      return UsageError({absl::StrCat("--answer 应为 标准=数值，收到 ", typed),
                         absl::StrCat("--answer wants KEY=NUMBER, got ", typed)});
    }
    answer->set_value(value);
  }
  for (const std::string& typed : args.evidence) *request->add_evidence() = ParseEvidence<EvidenceFile>(typed);
  return absl::OkStatus();
}

void RegisterReading(Commands& group) {
  Unary(group, "list", {"任务节点，按到期日", "Occurrences by due day"}, kService, &Stub::ListTasks)
      .Campaign("parent")
      .Field("--organization", "organization", "ID",
             {"只看该单位参加的", "Only those in which this organisation takes part"})
      .Field("--participation", "participation", "leads|cooperates", {"以何种身份参加", "How it takes part"})
      .Field("--group", "group", "TITLE", {"只看这一组，如 组织保障", "Only this group of the plan"})
      .Field("--phase", "phase", "NAME", {"只看到期在该阶段内的", "Only those due within this phase"})
      .Field("--light", "light", "green|yellow|red|off", {"只看这种灯", "Only this light"})
      .Field("--state", "state",
             "not-started|acknowledged|in-progress|submitted|completed|returned|suspended|cancelled",
             {"只看这种状态", "Only this state"})
      .Field("--due-from", "due_from", "DATE", {"到期不早于", "Due on or after"})
      .Field("--due-to", "due_to", "DATE", {"到期不晚于", "Due on or before"})
      .Show(TasksReport);
  Unary(group, "get", {"一个节点和它的经过", "One occurrence with its history"}, kService, &Stub::GetTask)
      .Resource("TASK/OCCURRENCE", "name", {"tasks", "occurrences"},
                {"任务和节点，如 29-1/2018", "Duty and occurrence, e.g. 29-1/2018"})
      .ShowWith(CountedOccurrenceReport);
  Unary(group, "reminders", {"应提醒的节点", "What leads should be reminded of"}, kService, &Stub::ListReminders)
      .Campaign("parent")
      .Field("--date", "date", "DATE", {"哪一天 [今天]", "On this day [today]"})
      .Field("--organization", "organization", "ID", {"只看该单位的", "Only for this organisation"})
      .Show(RemindersReport);
}

// What the leads do.
void RegisterWork(Commands& group) {
  Part(group, "acknowledge", {"签收", "Take note of a duty"}, kOptional, &Stub::AcknowledgeTask).Show(PartReport);
  Part(group, "progress", {"报告进展", "Report progress"}, kOptional, &Stub::ReportProgress)
      .Field("--percent", "percent", "0-100", {"完成百分比", "Percent done"}, kRequired)
      .Field("--text", "text", "TEXT", {"做了什么", "What was done"}, kRequired)
      .Show(PartReport);
  auto args = std::make_shared<SubmitArgs>();
  Part(group, "submit", {"提交完成", "Submit as done"}, kOptional, &Stub::SubmitCompletion)
      .Field("--text", "text", "TEXT", {"做了什么", "What was done"})
      .With([args](Command& options) {
        options.Options("--answer", args->answers, "KEY=NUMBER", {"逐条回答完成标准", "Answer to a criterion"});
        options.Options("--evidence", args->evidence, "NAME[=URI]", {"佐证材料", "What proves it"});
      })
      .Then([args](Connection&, SubmitCompletionRequest& request) { return FillSubmission(*args, &request); })
      .ShowWith(CountedPartReport);
  Part(group, "extend", {"申请延期", "Ask for a later due day"}, kOptional, &Stub::RequestExtension)
      .Field("--until", "proposed_due", "DATE", {"延到哪一天", "The day proposed"}, kRequired)
      .Field("--reason", "reason", "TEXT", WhyHelp(), kRequired)
      .Show(PartReport);
}

// What the office does.
void RegisterOffice(Commands& group) {
  auto review =
      Part(group, "review", {"审核提交", "Approve or return a submission"}, kRequired, &Stub::ReviewCompletion);
  AddChoice(review, "--approve", {"通过", "Approve"}, "--return", {"退回", "Return"},
            &ReviewCompletionRequest::set_approve);
  review.Field("--reason", "reason", "TEXT", {"退回的理由", "Why it is returned"}).Show(PartReport);

  auto decide =
      Part(group, "decide-extension", {"审批延期", "Grant or refuse an extension"}, kRequired, &Stub::DecideExtension);
  AddChoice(decide, "--grant", {"同意", "Grant"}, "--refuse", {"不同意", "Refuse"}, &DecideExtensionRequest::set_grant);
  decide.Field("--reason", "reason", "TEXT", {"不同意的理由", "Why it is refused"}).Show(PartReport);

  Part(group, "urge", {"催办", "Urge"}, kRequired, &Stub::UrgeTask)
      .Field("--text", "text", "TEXT", {"要求何时做到什么", "What is expected by when"}, kRequired)
      .Show(PartReport);
  Part(group, "suspend", {"中止", "Suspend"}, kRequired, &Stub::SuspendTask)
      .Field("--reason", "reason", "TEXT", WhyHelp(), kRequired)
      .Show(PartReport);
  Part(group, "resume", {"恢复", "Resume"}, kRequired, &Stub::ResumeTask)
      .Field("--reason", "reason", "TEXT", WhyHelp(), kRequired)
      .Show(PartReport);
  Part(group, "cancel", {"取消", "Cancel for good"}, kRequired, &Stub::CancelTask)
      .Field("--reason", "reason", "TEXT", WhyHelp(), kRequired)
      .Show(PartReport);
  Part(group, "rate", {"年度评定持续性任务", "Rate a continuous duty's year"}, kRequired, &Stub::RateTask)
      .Field("--rating", "rating", "excellent|good|pass|fail", {"优秀、良好、合格、不合格", "The word"}, kRequired)
      .Field("--reason", "reason", "TEXT", {"优秀以外须说明", "Required unless excellent"})
      .Show(PartReport);
}

}  // namespace

void RegisterTasks(Commands& root) {
  Commands group = root.Group("tasks", {"任务", "Duties"});
  RegisterReading(group);
  RegisterWork(group);
  RegisterOffice(group);
  RegisterTaskBatches(group);
  RegisterTaskAgreements(group);
}

}  // namespace qcity::cli
