#include "services/cli/clerk/import_tasks.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "qcity/tasks/v1/task_import.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/clerk/task_template.h"

namespace qcity::cli {
namespace {

using tasks::v1::TaskReport;

constexpr char kService[] = "tasks";

// Which step a row means: what it says, else progress where it holds nothing but that.
std::string StepOf(Sheet& sheet, const CsvRow& row) {
  std::string step = sheet.Text(row, "step");
  if (step == "acknowledge" || step == "progress" || step == "submit") return step;
  bool answers = sheet.Has(row, "evidence");
  for (int i = 1; i <= kMostCriteria; ++i) answers = answers || sheet.Has(row, AnswerColumn(i));
  if (step.empty() && !answers) return "progress";
  sheet.Fault(row, "step", Text{"请选择：签收、报告进展、提交完成", "choose one: acknowledge, progress, submit"});
  return "";
}

// "80" and "80%" are both eighty of a hundred.
void ReadProgress(Sheet& sheet, const CsvRow& row, TaskReport& report) {
  const bool missing = !sheet.Has(row, "percent");
  if (missing) sheet.Fault(row, "percent", Text{"缺少完成百分比", "the percent done is missing"});
  report.mutable_progress()->set_percent(
      static_cast<std::int32_t>(sheet.Whole(row, "percent", PercentSign::kAllow).value_or(0)));
}

void ReadSubmission(Sheet& sheet, const CsvRow& row, const std::vector<AskedCriterion>& criteria, TaskReport& report) {
  tasks::v1::Submission& submission = *report.mutable_submission();
  int index = 0;
  for (const AskedCriterion& criterion : criteria) {
    const std::string column = AnswerColumn(++index);
    if (!sheet.Has(row, column)) {
      sheet.Fault(row, column,
                  Text{absl::StrCat("缺少完成数：", criterion.name),
                       absl::StrCat("what was reached is missing: ", criterion.name)});
    }
    tasks::v1::CriterionAnswer& answer = *submission.add_answers();
    answer.set_key(criterion.key);
    answer.set_value(
        sheet.Number(row, column, criterion.unit == "%" ? PercentSign::kAllow : PercentSign::kRefuse).value_or(0));
  }
  for (const absl::string_view typed : absl::StrSplit(sheet.Text(row, "evidence"), ';', absl::SkipWhitespace())) {
    *submission.add_evidence() = ParseEvidence<tasks::v1::EvidenceFile>(std::string(typed));
  }
}

// Answers below criteria that the duty does not have would be lost.
void RefuseForeignAnswers(Sheet& sheet, const CsvRow& row, int criteria) {
  for (int i = criteria + 1; i <= kMostCriteria; ++i) {
    if (!sheet.Has(row, AnswerColumn(i))) continue;
    sheet.Fault(row, AnswerColumn(i),
                Text{absl::StrCat("该任务只有 ", criteria, " 条完成标准"),
                     absl::StrCat("this duty has ", criteria, " criteria only")});
  }
}

// The part as it stands; of one that the server does not show, nothing: the server will say why.
absl::StatusOr<tasks::v1::TaskPart> AskPart(Connection& connection, const std::string& name, const std::string& lead) {
  tasks::v1::TasksService::Stub stub(connection.To(kService));
  tasks::v1::GetTaskRequest request;
  request.set_name(name);
  tasks::v1::Occurrence occurrence;
  RETURN_IF_ERROR(
      connection.Call(kService, [&](grpc::ClientContext* call) { return stub.GetTask(call, request, &occurrence); }));
  for (const tasks::v1::TaskPart& part : occurrence.parts()) {
    if (part.lead() == lead || part.holder() == lead) return part;
  }
  return tasks::v1::TaskPart();
}

absl::StatusOr<TaskReport> ReportOf(Connection& connection, Sheet& sheet, const ClerkRow& row,
                                    const ClerkCampaign& campaign) {
  TaskReport report;
  report.set_row(row.row.line);
  report.set_name(absl::StrCat("campaigns/", campaign.id, "/tasks/", row.key.number, "/occurrences/", row.key.period));
  report.set_lead(row.key.item);
  report.set_etag(row.key.version);
  report.set_text(sheet.Text(row.row, "text"));
  const plan::v1::Task* task = campaign.plan->FindTask(row.key.number);
  if (task == nullptr) {
    sheet.Fault(
        row.row, "number",
        Text{absl::StrCat("方案中没有任务 ", row.key.number), absl::StrCat("the plan has no task ", row.key.number)});
    return report;
  }
  const std::string step = StepOf(sheet, row.row);
  tasks::v1::TaskPart part;
  if (step == "submit" && task->deadline().kind() == plan::v1::MILESTONE_BY_DATE) {
    ASSIGN_OR_RETURN(part, AskPart(connection, report.name(), report.lead()));
  }
  const std::vector<AskedCriterion> criteria = CriteriaOf(*task, part, Language::kChinese);
  RefuseForeignAnswers(sheet, row.row, static_cast<int>(criteria.size()));
  if (step == "acknowledge") report.mutable_acknowledgement();
  if (step == "progress") ReadProgress(sheet, row.row, report);
  if (step == "submit") ReadSubmission(sheet, row.row, criteria, report);
  return report;
}

// The column that a path within a report speaks of: "submission.answers[1].value" and "answers[1].value" are "answer2".
std::string ColumnOf(const std::string& field) {
  const std::size_t answers = field.find("answers[");
  int index = 0;
  if (answers != std::string::npos &&
      absl::SimpleAtoi(field.substr(answers + 8, field.find(']') - answers - 8), &index)) {
    return AnswerColumn(index + 1);
  }
  if (absl::StrContains(field, "evidence")) return "evidence";
  if (absl::StrContains(field, "percent")) return "percent";
  return field == "step" || field == "text" ? field : "";
}

}  // namespace

absl::StatusOr<ImportOutcome> ImportTasks(Context& context, Connection& connection, const ClerkCampaign& campaign,
                                          ClerkFile& file, bool dry_run) {
  ImportOutcome outcome;
  outcome.rows = file.filled;
  std::vector<TaskReport> reports;
  for (const ClerkRow& row : file.rows) {
    ASSIGN_OR_RETURN(reports.emplace_back(), ReportOf(connection, file.sheet, row, campaign));
  }
  outcome.rejected = FaultsOf(file.sheet);
  std::set<std::int64_t> faulty;
  for (const SheetFault& fault : outcome.rejected) faulty.insert(fault.line);
  tasks::v1::BatchReportTasksRequest request;
  for (TaskReport& report : reports) {
    if (faulty.count(report.row()) == 0) *request.add_reports() = std::move(report);
  }
  if (request.reports().empty()) return outcome;
  request.set_request_id(context.request_id.empty() ? RandomId() : context.request_id);
  request.set_parent(absl::StrCat("campaigns/", campaign.id));
  request.set_validate_only(dry_run || !faulty.empty());
  tasks::v1::TaskImportService::Stub stub(connection.To(kService));
  tasks::v1::BatchReportTasksResponse response;
  RETURN_IF_ERROR(connection.Call(
      kService, [&](grpc::ClientContext* call) { return stub.BatchReportTasks(call, request, &response); }));
  for (const tasks::v1::TaskReportError& error : response.errors()) {
    outcome.rejected.push_back(
        Refused(file.sheet, error.row(), ColumnOf(error.field()), error.field(), {error.text_zh(), error.text_en()}));
  }
  if (outcome.rejected.empty()) outcome.accepted = response.accepted();
  return outcome;
}

}  // namespace qcity::cli
