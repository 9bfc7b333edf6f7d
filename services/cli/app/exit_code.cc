#include "services/cli/app/exit_code.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "services/cli/output/table.h"

namespace qcity::cli {

int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk: return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange: return kExitUsage;
    case absl::StatusCode::kNotFound: return kExitNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated: return kExitPermission;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted: return kExitUnavailable;
    default: return kExitFailure;
  }
}

Text ExitCodeHelp() {
  return {
      "退出码：0 成功；1 被服务拒绝或其他失败（plan check：方案有缺陷）；2 命令行、文件或字段有误；3 没有该对象；4 没有权限；"
      "5 服务连不上或超时",
      "Exit codes: 0 done; 1 refused by the server or other failure (plan check: the plan has defects); 2 bad command line, file or field; "
      "3 not found; 4 not permitted; 5 server unreachable or too slow"};
}

std::string DescribeError(const absl::Status& status, Language language) {
  const std::string label = In(language, {"错误：", "error: "});
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail.has_value()) return absl::StrCat(label, Printable(std::string(status.message())), "\n");
  if (detail->fields.size() < 2) return absl::StrCat(label, Printable(In(language, detail->text)), "\n");
  std::string out = absl::StrCat(
      label,
      In(language, {absl::StrCat(detail->fields.size(), " 处有误"), absl::StrCat(detail->fields.size(), " faults")}),
      "\n");
  for (const FieldViolation& field : detail->fields) {
    absl::StrAppend(&out, "  ", Printable(field.path), ": ", Printable(In(language, field.text)), "\n");
  }
  return out;
}

absl::Status AsBadInput(const absl::Status& status) {
  if (status.ok() || absl::IsInvalidArgument(status)) return status;
  const std::optional<ErrorDetail> detail = DetailOf(status);
  const std::string message(status.message());
  return Error(absl::StatusCode::kInvalidArgument, detail.has_value() ? detail->reason : "BAD_INPUT",
               detail.has_value() ? detail->text : Text{message, message});
}

absl::Status UsageError(Text text) { return Error(absl::StatusCode::kInvalidArgument, "USAGE", std::move(text)); }

}  // namespace qcity::cli
