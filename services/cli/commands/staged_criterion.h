// Criteria of a staged result as people type them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_STAGED_CRITERION_H_
#define QCITY_SERVICES_CLI_COMMANDS_STAGED_CRITERION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "qcity/tasks/v1/task.pb.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {

// "firms=20=导入先进方法的企业（家）": key, target, what is counted.
inline absl::StatusOr<tasks::v1::StagedCriterion> ParseStagedCriterion(const std::string& typed) {
  const std::vector<std::string> fields = absl::StrSplit(typed, absl::MaxSplits('=', 2));
  tasks::v1::StagedCriterion criterion;
  double target = 0;
  if (fields.size() != 3 || !absl::SimpleAtod(fields[1], &target)) {
    return UsageError({absl::StrCat("应写作 标识=数值=内容，如 firms=20=企业（家），收到 ", typed),
                       absl::StrCat("want KEY=NUMBER=WHAT, e.g. firms=20=firms, got ", typed)});
  }
  criterion.set_key(fields[0]);
  criterion.set_target(target);
  criterion.set_what(fields[2]);
  return criterion;
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_STAGED_CRITERION_H_
