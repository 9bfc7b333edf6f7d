#include "services/cli/commands/performance_view.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::ContestedReport;
using aggregation::v1::Deduction;
using aggregation::v1::Objection;
using aggregation::v1::Performance;
using aggregation::v1::PerformanceEvent;
using aggregation::v1::PerformanceRow;

Text HeadingOf(const Performance& performance, const Context& context) {
  const std::string state = performance.state() == aggregation::v1::PERFORMANCE_STATE_UNSPECIFIED
                                ? context.Say({"未起草", "not drafted"})
                                : Word(performance.state(), context.language()).text;
  const std::string until = performance.objections_until().empty()
                                ? ""
                                : context.Say({absl::StrCat("  异议期至 ", performance.objections_until()),
                                               absl::StrCat("  objections until ", performance.objections_until())});
  return {absl::StrCat(performance.year(), " 年度绩效  截至 ", performance.as_of(), "  ", state, until),
          absl::StrCat("Performance ", performance.year(), " as of ", performance.as_of(), "  ", state, until)};
}

std::vector<std::string> LostTexts(const PerformanceRow& row, const Context& context) {
  std::vector<std::string> texts;
  for (const Deduction& deduction : row.deductions()) {
    const std::string lost = NumberCell(deduction.points_lost(), 2).text;
    const std::string state = Word(deduction.state(), context.language()).text;
    texts.push_back(context.Say({absl::StrCat(deduction.task(), "/", deduction.occurrence(), " ", state, " ",
                                              deduction.days_late(), " 天 -", lost),
                                 absl::StrCat(deduction.task(), "/", deduction.occurrence(), " ", state, " ",
                                              deduction.days_late(), " d -", lost)}));
  }
  return texts;
}

Table RowsTable(const Performance& performance, const Context& context) {
  Table table{{"", ""},
              {{"rank", {"名次", "Rank"}, true},
               {"rankedAmong", {"共", "Of"}, true},
               {"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"group", {"组别", "Among"}},
               {"score", {"绩效分", "Score"}, true},
               {"intervalLow", {"95% 低", "95% low"}, true},
               {"intervalHigh", {"95% 高", "95% high"}, true},
               {"n", {"节点", "Parts"}, true},
               {"onTime", {"按期", "On time"}, true},
               {"late", {"逾期完成", "Late"}, true},
               {"open", {"逾期未完成", "Open"}, true},
               {"deductions", {"扣分", "Deductions"}, false, 40}},
              {}};
  for (const PerformanceRow& row : performance.rows()) {
    const Cell group = row.district_or_zone()
                           ? Cell(context.Say({"区和开发区", "districts, zones"}), Tone::kPlain, "DISTRICTS_AND_ZONES")
                           : Cell(context.Say({"部门", "departments"}), Tone::kPlain, "DEPARTMENTS");
    table.rows.push_back({absl::StrCat(row.rank()), absl::StrCat(row.ranked_among()), row.organization(), row.title(),
                          group, NumberCell(row.score(), 2), NumberCell(row.interval_low(), 2),
                          NumberCell(row.interval_high(), 2), absl::StrCat(row.n()), absl::StrCat(row.on_time()),
                          absl::StrCat(row.late()), absl::StrCat(row.open()),
                          Listed(LostTexts(row, context), context.language())});
  }
  return table;
}

Table ObjectionsTable(const Performance& performance, const Context& context) {
  Table table{{"异议", "Objections"},
              {{"id", {"编号", "Id"}},
               {"organization", {"单位标识", "Organisation"}},
               {"items", {"异议项", "Contested"}, false, 40},
               {"state", {"状态", "State"}},
               {"reason", {"理由", "Reason"}, false, 40},
               {"decisionReason", {"裁定理由", "Decision"}, false, 40}},
              {}};
  for (const Objection& objection : performance.objections()) {
    std::vector<std::string> items;
    for (const ContestedReport& item : objection.items()) {
      const std::string credit =
          item.has_corrected_credit() ? absl::StrCat(" → ", NumberCell(item.corrected_credit(), 2).text) : "";
      items.push_back(absl::StrCat(item.task(), "/", item.occurrence(), credit));
    }
    table.rows.push_back({objection.id(), objection.organization(), Listed(items, context.language()),
                          Word(objection.state(), context.language()), objection.reason(),
                          objection.decision_reason()});
  }
  return table;
}

Table EventsTable(const Performance& performance, const Context& context) {
  Table table{{"经过", "History"},
              {{"recorded", {"时间", "Recorded"}},
               {"state", {"状态", "State"}},
               {"person", {"人员", "Person"}},
               {"organization", {"单位标识", "Organisation"}},
               {"text", {"说明", "Words"}, false, 50}},
              {}};
  for (const PerformanceEvent& event : performance.events()) {
    const std::string handed_out =
        event.has_export_() ? absl::StrCat(event.export_().recipient(), " ", event.export_().document()) : "";
    table.rows.push_back({FormatInstant(event.recorded()), Word(event.state(), context.language()), event.person(),
                          event.organization(), absl::StrCat(event.text(), handed_out)});
  }
  return table;
}

}  // namespace

Report PerformanceRowsReport(const Performance& performance, const Context& context) {
  Report report;
  report.json = JsonList(performance.rows());
  report.heading.push_back(HeadingOf(performance, context));
  report.tables.push_back(RowsTable(performance, context));
  if (performance.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report PerformanceReport(const Performance& performance, const Context& context) {
  Report report = PerformanceRowsReport(performance, context);
  report.json = JsonOf(performance);
  if (performance.objections_size() > 0) report.tables.push_back(ObjectionsTable(performance, context));
  if (performance.events_size() > 0) report.tables.push_back(EventsTable(performance, context));
  return report;
}

}  // namespace qcity::cli
