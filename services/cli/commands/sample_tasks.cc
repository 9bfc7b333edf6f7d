// tasks.csv of the sample figures.
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "services/cli/app/evidence.h"
#include "services/cli/commands/sample_events.h"
#include "services/cli/commands/staged_criterion.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = TasksService::Stub;

constexpr const char* kActions[] = {
    "acknowledge", "progress", "submit", "approve", "return", "extend",         "grant",          "refuse",
    "urge",        "suspend",  "resume", "cancel",  "rate",   "propose-staged", "approve-staged", "return-staged"};

// What a row of the file says.
struct Row {
  std::string action;
  std::string name;
  std::string lead;
  std::string text;
  std::string due;
  int percent = 0;
  Rating rating = RATING_UNSPECIFIED;
  std::vector<CriterionAnswer> answers;
  std::vector<EvidenceFile> evidence;
  std::vector<StagedCriterion> criteria;
};

// A request about the part, with the row's words where it takes any.
template <typename Request>
Request About(const Row& row) {
  Request request;
  request.set_name(row.name);
  request.set_lead(row.lead);
  if constexpr (requires { request.set_reason(row.text); }) request.set_reason(row.text);
  if constexpr (requires { request.set_text(row.text); }) request.set_text(row.text);
  return request;
}

absl::Status SendWork(SampleServices& services, const SampleEvent& event, const Row& row) {
  const auto send = [&](auto method, auto request) {
    return Send(services, services.tasks, "tasks", event, method, std::move(request)).status();
  };
  if (row.action == "acknowledge") return send(&Stub::AcknowledgeTask, About<AcknowledgeTaskRequest>(row));
  if (row.action == "progress") {
    auto request = About<ReportProgressRequest>(row);
    request.set_percent(row.percent);
    return send(&Stub::ReportProgress, request);
  }
  if (row.action == "extend") {
    auto request = About<RequestExtensionRequest>(row);
    request.set_proposed_due(row.due);
    return send(&Stub::RequestExtension, request);
  }
  auto request = About<SubmitCompletionRequest>(row);
  for (const CriterionAnswer& answer : row.answers) *request.add_answers() = answer;
  for (const EvidenceFile& file : row.evidence) *request.add_evidence() = file;
  return send(&Stub::SubmitCompletion, request);
}

absl::Status SendOffice(SampleServices& services, const SampleEvent& event, const Row& row) {
  const auto send = [&](auto method, auto request) {
    return Send(services, services.tasks, "tasks", event, method, std::move(request)).status();
  };
  if (row.action == "urge") return send(&Stub::UrgeTask, About<UrgeTaskRequest>(row));
  if (row.action == "suspend") return send(&Stub::SuspendTask, About<SuspendTaskRequest>(row));
  if (row.action == "resume") return send(&Stub::ResumeTask, About<ResumeTaskRequest>(row));
  if (row.action == "cancel") return send(&Stub::CancelTask, About<CancelTaskRequest>(row));
  if (row.action == "rate") {
    auto request = About<RateTaskRequest>(row);
    request.set_rating(row.rating);
    return send(&Stub::RateTask, request);
  }
  if (row.action == "grant" || row.action == "refuse") {
    auto request = About<DecideExtensionRequest>(row);
    request.set_grant(row.action == "grant");
    return send(&Stub::DecideExtension, request);
  }
  auto request = About<ReviewCompletionRequest>(row);
  request.set_approve(row.action == "approve");
  return send(&Stub::ReviewCompletion, request);
}

absl::Status SendStaged(SampleServices& services, const SampleEvent& event, const Row& row) {
  using Staged = StagedResultsService::Stub;
  if (row.action == "propose-staged") {
    auto request = About<ProposeStagedResultRequest>(row);
    for (const StagedCriterion& criterion : row.criteria) *request.add_criteria() = criterion;
    return Send(services, services.staged, "tasks", event, &Staged::ProposeStagedResult, request).status();
  }
  auto request = About<DecideStagedResultRequest>(row);
  request.set_approve(row.action == "approve-staged");
  return Send(services, services.staged, "tasks", event, &Staged::DecideStagedResult, request).status();
}

void ReadCriteria(Sheet& sheet, const CsvRow& csv, Row* row) {
  for (const absl::string_view typed : absl::StrSplit(sheet.Text(csv, "answers"), ';', absl::SkipEmpty())) {
    const absl::StatusOr<StagedCriterion> criterion = ParseStagedCriterion(std::string(typed));
    if (criterion.ok()) {
      row->criteria.push_back(*criterion);
    } else {
      sheet.Fault(csv, "answers", criterion.status());
    }
  }
}

void ReadAnswers(Sheet& sheet, const CsvRow& csv, Row* row) {
  for (const absl::string_view typed : absl::StrSplit(sheet.Text(csv, "answers"), ';', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> key_and_value = absl::StrSplit(typed, absl::MaxSplits('=', 1));
    double value = 0;
    if (!absl::SimpleAtod(key_and_value.second, &value)) {
      sheet.Fault(csv, "answers", {"应为 标准=数值；标准=数值", "want KEY=NUMBER;KEY=NUMBER"});
    }
    CriterionAnswer& answer = row->answers.emplace_back();
    answer.set_key(key_and_value.first);
    answer.set_value(value);
  }
}

Row RowOf(Sheet& sheet, const CsvRow& csv, const std::string& campaign) {
  Row row;
  row.action = sheet.Text(csv, "action");
  row.name = absl::StrCat("campaigns/", campaign, "/tasks/", sheet.Text(csv, "task"), "/occurrences/",
                          sheet.Text(csv, "occurrence"));
  row.lead = sheet.Text(csv, "lead");
  row.text = sheet.Text(csv, "text");
  row.due = sheet.Text(csv, "due");
  row.percent = static_cast<int>(sheet.Whole(csv, "percent").value_or(0));
  const std::string rating = sheet.Text(csv, "rating");
  if (!rating.empty() && !Rating_Parse(rating, &row.rating)) {
    sheet.Fault(csv, "rating", {"应为 EXCELLENT、GOOD、PASS 或 FAIL", "want EXCELLENT, GOOD, PASS or FAIL"});
  }
  row.action == "propose-staged" ? ReadCriteria(sheet, csv, &row) : ReadAnswers(sheet, csv, &row);
  for (const absl::string_view typed : absl::StrSplit(sheet.Text(csv, "evidence"), ';', absl::SkipEmpty())) {
    row.evidence.push_back(ParseEvidence<EvidenceFile>(std::string(typed)));
  }
  bool known = false;
  for (const char* action : kActions) known = known || row.action == action;
  if (!known)
    sheet.Fault(csv, "action", {absl::StrCat("没有动作 ", row.action), absl::StrCat("no action ", row.action)});
  return row;
}

bool IsWork(const std::string& action) {
  return action == "acknowledge" || action == "progress" || action == "submit" || action == "extend";
}

bool IsStaged(const std::string& action) { return absl::EndsWith(action, "-staged"); }

}  // namespace

absl::StatusOr<std::vector<SampleEvent>> ReadTaskEvents(const std::string& path, const std::string& campaign) {
  const std::vector<std::string> columns = {"recorded", "caller", "action",  "task",     "occurrence", "lead",
                                            "percent",  "text",   "answers", "evidence", "due",        "rating"};
  ASSIGN_OR_RETURN(Sheet sheet,
                   Sheet::Read(path, columns, {"recorded", "caller", "action", "task", "occurrence", "lead"}));
  std::vector<SampleEvent> events;
  for (const CsvRow& csv : sheet.rows()) {
    SampleEvent event = EventOf(sheet, csv);
    event.send = [row = RowOf(sheet, csv, campaign)](SampleServices& services, const SampleEvent& self) {
      if (IsStaged(row.action)) return SendStaged(services, self, row);
      return IsWork(row.action) ? SendWork(services, self, row) : SendOffice(services, self, row);
    };
    events.push_back(std::move(event));
  }
  RETURN_IF_ERROR(sheet.Verdict());
  return events;
}

}  // namespace qcity::cli
