#include "services/cli/reviews/reviews_view.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::Application;
using aggregation::v1::ApplicationStep;
using aggregation::v1::Finding;
using aggregation::v1::FindingEvent;
using aggregation::v1::Invitation;
using aggregation::v1::ItemMark;
using aggregation::v1::Review;
using aggregation::v1::ReviewItem;

// "campaigns/C/reviews/1/findings/2" -> "1/2", as commands take it.
std::string ShortFinding(const std::string& name) {
  const std::string review = name.substr(0, name.rfind("/findings/"));
  return absl::StrCat(LastOf(review), "/", LastOf(name));
}

Table ReviewTable() {
  return {{"", ""},
          {{"id", {"编号", "Id"}},
           {"kind", {"评审", "Review"}},
           {"title", {"名称", "Title"}, false, 40},
           {"asOf", {"截至", "As of"}},
           {"state", {"状态", "State"}},
           {"items", {"核查项", "Items"}, true},
           {"checked", {"已核查", "Checked"}, true},
           {"questioned", {"存疑", "Questioned"}, true},
           {"findings", {"问题", "Findings"}, true},
           {"openFindings", {"未销号", "Open"}, true},
           {"overdueFindings", {"逾期", "Overdue"}, true}},
          {}};
}

std::vector<Cell> ReviewRow(const Review& review, const Context& context) {
  std::vector<Cell> row = {LastOf(review.name()), Word(review.kind(), context.language()), review.title(),
                           review.as_of(), Word(review.state(), context.language())};
  for (const int count : {review.items(), review.checked(), review.questioned(), review.findings(),
                          review.open_findings(), review.overdue_findings()}) {
    row.emplace_back(absl::StrCat(count));
  }
  return row;
}

Table InvitationTable(const Review& review) {
  Table table{{"邀请的专家", "Invited experts"},
              {{"person", {"专家", "Person"}},
               {"organization", {"单位标识", "Organisation"}},
               {"from", {"自", "From"}},
               {"to", {"至", "To"}},
               {"invitedBy", {"邀请人", "Invited by"}},
               {"recorded", {"时间", "Recorded"}}},
              {}};
  for (const Invitation& one : review.invitations()) {
    table.rows.push_back(
        {one.person(), one.organization(), one.from(), one.to(), one.invited_by(), FormatInstant(one.recorded())});
  }
  return table;
}

Table MarkTable() {
  return {{"核查意见", "Marks"},
          {{"item", {"核查项", "Item"}},
           {"title", {"指标或任务", "Measure or duty"}, false, 30},
           {"verdict", {"状态", "Verdict"}},
           {"figures", {"数据", "Figures"}, false, 30},
           {"mark", {"意见", "Mark"}},
           {"remark", {"说明", "Remark"}, false, 40},
           {"person", {"专家", "Person"}},
           {"superseded", {"已更改", "Superseded"}},
           {"recorded", {"时间", "Recorded"}}},
          {}};
}

void AddMarks(const ReviewItem& item, const Context& context, Table& table) {
  const Cell figures = Listed(context.chinese() ? item.figures_zh() : item.figures_en(), context.language());
  for (const ItemMark& mark : item.marks()) {
    table.rows.push_back(
        {item.item(), item.title(), Word(item.verdict(), context.language()), figures,
         Word(mark.mark(), context.language()), mark.remark(), mark.person(),
         mark.superseded() ? Cell(context.Say({"是", "yes"}), Tone::kFaint, "true") : Cell("", Tone::kPlain, "false"),
         FormatInstant(mark.recorded())});
  }
}

Table FindingTable() {
  return {{"问题", "Findings"},
          {{"finding", {"编号", "Finding"}},
           {"severity", {"程度", "Severity"}},
           {"item", {"核查项", "Item"}},
           {"text", {"问题", "What"}, false, 40},
           {"state", {"状态", "State"}},
           {"owner", {"整改单位", "Owner"}},
           {"due", {"期限", "Due"}},
           {"light", {"灯", "Light"}},
           {"carriedOver", {"结转原因", "Carried over"}, false, 30}},
          {}};
}

std::vector<Cell> FindingRow(const Finding& finding, const Context& context) {
  const Language language = context.language();
  return {ShortFinding(finding.name()),
          Word(finding.severity(), language),
          finding.item(),
          finding.text(),
          Word(finding.state(), language),
          Cell(finding.owner_title().empty() ? finding.owner() : finding.owner_title(), Tone::kPlain, finding.owner()),
          finding.due(),
          Word(finding.light(), language),
          finding.carried_over()};
}

Table EventTable(const Finding& finding, const Context& context) {
  Table table{{"经过", "History"},
              {{"recorded", {"时间", "Recorded"}},
               {"state", {"状态", "State"}},
               {"person", {"人员", "Person"}},
               {"organization", {"单位标识", "Organisation"}},
               {"text", {"说明", "Words"}, false, 40},
               {"owner", {"整改单位", "Owner"}},
               {"due", {"期限", "Due"}},
               {"evidence", {"佐证材料", "Evidence"}, false, 30}},
              {}};
  for (const FindingEvent& event : finding.events()) {
    std::vector<std::string> evidence;
    for (const auto& document : event.evidence()) evidence.push_back(document.name());
    table.rows.push_back({FormatInstant(event.recorded()), Word(event.state(), context.language()), event.person(),
                          event.organization(), event.text(), event.owner(), event.due(),
                          Listed(evidence, context.language())});
  }
  return table;
}

}  // namespace

Report ReviewReport(const Review& review, const Context& context) {
  Report report;
  report.json = JsonOf(review);
  report.tables.push_back(ReviewTable());
  report.tables.back().rows.push_back(ReviewRow(review, context));
  if (review.invitations_size() > 0) report.tables.push_back(InvitationTable(review));
  report.notes.push_back({absl::StrCat("冻结数据 SHA-256 ", review.snapshot_sha256()),
                          absl::StrCat("SHA-256 of what was frozen: ", review.snapshot_sha256())});
  if (review.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report ReviewListReport(const aggregation::v1::ListReviewsResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  report.tables.push_back(ReviewTable());
  for (const Review& review : response.reviews()) report.tables.back().rows.push_back(ReviewRow(review, context));
  return report;
}

Report WholeReviewReport(const aggregation::v1::GetReviewResponse& response, const Context& context) {
  Report report = ReviewReport(response.review(), context);
  report.json = JsonOf(response);
  Table marks = MarkTable();
  for (const ReviewItem& item : response.items()) AddMarks(item, context, marks);
  Table findings = FindingTable();
  for (const Finding& finding : response.findings()) findings.rows.push_back(FindingRow(finding, context));
  if (!marks.rows.empty()) report.tables.push_back(std::move(marks));
  if (!findings.rows.empty()) report.tables.push_back(std::move(findings));
  if (!response.review().conclusion().empty()) {
    report.notes.push_back({absl::StrCat("结论：", response.review().conclusion()),
                            absl::StrCat("Conclusion: ", response.review().conclusion())});
  }
  return report;
}

Report ReviewItemReport(const ReviewItem& item, const Context& context) {
  Report report;
  report.json = JsonOf(item);
  report.tables.push_back(MarkTable());
  AddMarks(item, context, report.tables.back());
  return report;
}

Report FindingReport(const Finding& finding, const Context& context) {
  Report report;
  report.json = JsonOf(finding);
  report.tables.push_back(FindingTable());
  report.tables.back().title = {};
  report.tables.back().rows.push_back(FindingRow(finding, context));
  report.tables.push_back(EventTable(finding, context));
  return report;
}

Report FindingListReport(const aggregation::v1::ListFindingsResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  report.tables.push_back(FindingTable());
  report.tables.back().title = {};
  for (const Finding& finding : response.findings()) report.tables.back().rows.push_back(FindingRow(finding, context));
  return report;
}

Report ApplicationReport(const Application& application, const Context& context) {
  Report report;
  report.json = JsonOf(application);
  const std::string state = application.state() == aggregation::v1::APPLICATION_STATE_UNSPECIFIED
                                ? context.Say({"未起草", "not begun"})
                                : Word(application.state(), context.language()).text;
  report.heading.push_back(
      {absl::StrCat("考核验收申请  ", state), absl::StrCat("Application for acceptance: ", state)});
  Table table{{"", ""},
              {{"state", {"步骤", "Step"}},
               {"date", {"日期", "Date"}},
               {"document", {"文件", "Document"}, false, 40},
               {"uri", {"存放处", "Kept at"}, false, 40},
               {"sha256", {"SHA-256", "SHA-256"}},
               {"person", {"人员", "Person"}},
               {"recorded", {"登记时间", "Recorded"}},
               {"text", {"说明", "Words"}, false, 40}},
              {}};
  for (const ApplicationStep& step : application.steps()) {
    table.rows.push_back({Word(step.state(), context.language()), step.date(), step.document().name(),
                          step.document().uri(), step.document().sha256(), step.person(),
                          FormatInstant(step.recorded()), step.text()});
  }
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace qcity::cli
