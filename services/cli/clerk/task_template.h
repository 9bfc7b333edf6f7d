// The clerk's file for duties: which parts an organisation owes on a day, and the sheet that asks for them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_CLERK_TASK_TEMPLATE_H_
#define QCITY_SERVICES_CLI_CLERK_TASK_TEMPLATE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/clerk/row_key.h"
#include "services/cli/workbook/writer.h"

namespace qcity::cli {

// What a part's completion is to answer, in order: the duty's criteria, and those of an approved staged result.
struct AskedCriterion {
  std::string key;
  std::string name;
  std::string unit;  // Empty where the name says it.
  std::string wanted;
};
std::vector<AskedCriterion> CriteriaOf(const plan::v1::Task& task, const tasks::v1::TaskPart& part, Language language);

struct TaskRow {
  const tasks::v1::Occurrence* occurrence = nullptr;
  const tasks::v1::TaskPart* part = nullptr;
};

// The open parts for which `organization` is responsible (its own, and those of bodies that it succeeds or that succeed it) that are due by the end of the year of `day`, or, with
// `within`, in that period; quarterly reports only once their quarter has begun.
std::vector<TaskRow> OwedParts(const domain::Plan& plan, const std::vector<tasks::v1::Occurrence>& occurrences,
                               const std::string& organization, absl::CivilDay day,
                               const std::optional<domain::Period>& within);

// `head`: campaign, plan and organisation of the rows' keys. As many columns of criteria as some row has.
DraftSheet TaskSheet(const std::vector<TaskRow>& rows, const RowKey& head, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_TASK_TEMPLATE_H_
