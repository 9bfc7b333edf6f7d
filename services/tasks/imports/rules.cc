#include "services/tasks/imports/rules.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "services/tasks/check.h"
#include "services/tasks/staged/rules.h"

namespace qcity::tasks::imports {

using v1::TaskPart;
using v1::TaskReport;

absl::StatusOr<TaskPart> Apply(TaskPart part, const plan::v1::Task& task, const TaskReport& report,
                               const Actor& actor) {
  switch (report.step_case()) {
    case TaskReport::kAcknowledgement: return Acknowledge(std::move(part), actor);
    case TaskReport::kProgress:
      RETURN_IF_ERROR(CheckPercent(report.progress().percent()));
      RETURN_IF_ERROR(CheckWords(report.text(), "text"));
      return ReportProgress(std::move(part), report.progress().percent(), report.text(), actor);
    case TaskReport::kSubmission: {
      ASSIGN_OR_RETURN(const plan::v1::Task to_answer, staged::ToAnswer(task, part));
      v1::SubmitCompletionRequest request;
      request.set_text(report.text());
      *request.mutable_answers() = report.submission().answers();
      *request.mutable_evidence() = report.submission().evidence();
      RETURN_IF_ERROR(CheckSubmission(to_answer, request));
      return Submit(std::move(part), report.submission(), report.text(), actor);
    }
    case TaskReport::STEP_NOT_SET: break;
  }
  return InvalidField("step", {"请选择签收、报告进展或提交完成", "choose acknowledge, progress or submit"});
}

}  // namespace qcity::tasks::imports
