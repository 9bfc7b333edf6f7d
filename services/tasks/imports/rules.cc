#include "services/tasks/imports/rules.h"

#include <optional>
#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "services/tasks/check.h"

namespace qcity::tasks::imports {

using v1::TaskReport;

absl::Status CheckReport(const plan::v1::Task& task, const TaskReport& report) {
  switch (report.step_case()) {
    case TaskReport::kAcknowledgement: return absl::OkStatus();
    case TaskReport::kProgress:
      RETURN_IF_ERROR(CheckPercent(report.progress().percent()));
      return CheckWords(report.text(), "text");
    case TaskReport::kSubmission: {
      v1::SubmitCompletionRequest request;
      request.set_text(report.text());
      *request.mutable_answers() = report.submission().answers();
      *request.mutable_evidence() = report.submission().evidence();
      return CheckSubmission(task, request);
    }
    case TaskReport::STEP_NOT_SET: break;
  }
  return InvalidField("step", {"请选择签收、报告进展或提交完成", "choose acknowledge, progress or submit"});
}

absl::StatusOr<v1::TaskPart> Apply(v1::TaskPart part, const TaskReport& report, const Actor& actor) {
  switch (report.step_case()) {
    case TaskReport::kProgress:
      return ReportProgress(std::move(part), report.progress().percent(), report.text(), actor);
    case TaskReport::kSubmission: return Submit(std::move(part), report.submission(), report.text(), actor);
    default: return Acknowledge(std::move(part), actor);
  }
}

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kAborted: return true;
    default: return false;
  }
}

v1::TaskReportError ErrorOf(const TaskReport& report, const absl::Status& status) {
  v1::TaskReportError error;
  error.set_row(report.row());
  error.set_code(static_cast<int>(status.code()));
  error.set_text_zh(std::string(status.message()));
  error.set_text_en(std::string(status.message()));
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail.has_value()) return error;
  error.set_reason(detail->reason);
  error.set_text_zh(detail->text.zh);
  if (!detail->fields.empty()) error.set_field(detail->fields.front().path);
  return error;
}

}  // namespace qcity::tasks::imports
