#include "services/cli/commands/supervision_page.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/html/page.h"
#include "services/cli/html/text.h"

namespace qcity::cli {
namespace {

using aggregation::v1::OverduePart;
using aggregation::v1::Supervision;
using aggregation::v1::SupervisionRow;
using aggregation::v1::Urging;
using html::Escaped;

constexpr char kStyle[] = R"css(
@page { size: A4 landscape; margin: 14mm 12mm 16mm; }
body { margin: 0 auto; max-width: 273mm; padding: 6mm 0; }
.lead { text-indent: 2em; margin: 4mm 0; font-size: 11.5pt; }
td.bad { color: #b3171d; font-weight: 700; }
td.zero { color: #a0a0a6; }
.light { display: inline-block; min-width: 9mm; white-space: nowrap; text-align: right; }
.light::before { content: ""; display: inline-block; width: 2.2mm; height: 2.2mm; border-radius: 50%; margin-right: .8mm; border: .5pt solid rgba(0,0,0,.35); -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.green::before { background: #2f9e5b; } .yellow::before { background: #f2c230; } .red::before { background: #c8202a; }
.sign { text-align: right; margin-top: 8mm; break-inside: avoid; }
@media screen { html { background: #ececef; } body { background: #fff; padding: 12mm; margin: 8mm auto; box-shadow: 0 1mm 5mm rgba(0,0,0,.15); } }
)css";

std::string Number(int number) {
  return absl::StrCat("<td class=\"n", number == 0 ? " zero" : "", "\">", number, "</td>");
}
std::string BadNumber(int number) {
  return number == 0 ? Number(0) : absl::StrCat("<td class=\"n bad\">", number, "</td>");
}
std::string TextCell(absl::string_view text) { return absl::StrCat("<td>", Escaped(text), "</td>"); }
std::string CenterCell(absl::string_view text) { return absl::StrCat("<td class=\"c\">", Escaped(text), "</td>"); }

std::string Head(const std::vector<std::string>& titles) {
  return absl::StrCat("<thead><tr><th>", absl::StrJoin(titles, "</th><th>"), "</th></tr></thead>\n");
}

std::string Lights(const SupervisionRow& row) {
  const auto light = [](const char* colour, int count) {
    return absl::StrCat("<span class=\"light ", colour, "\">", count, "</span>");
  };
  return absl::StrCat("<td class=\"c\">", light("green", row.green()), light("yellow", row.yellow()),
                      light("red", row.red()), "</td>");
}

std::string Share(int part, int whole) { return whole == 0 ? "—" : absl::StrFormat("%.1f%%", 100.0 * part / whole); }

int Owed(const SupervisionRow& row) { return row.due_this_month() + row.carried_over(); }
int Done(const SupervisionRow& row) { return row.on_time() + row.late(); }

// The counts that an organisation's row and the total share.
std::string Counts(const SupervisionRow& row) {
  return absl::StrCat(Number(Owed(row)), Number(row.carried_over()), Number(row.on_time()), Number(row.late()),
                      Number(row.waiting()), BadNumber(row.overdue()), Number(row.not_yet_due()),
                      Number(row.done_ahead()), Number(row.urged()), Number(row.extended()), Lights(row));
}

std::string RowsTable(const Supervision& report, bool district_or_zone) {
  std::string html =
      absl::StrCat("<table>",
                   Head({"名次", "单位", "应办", "其中结转", "按期办结", "逾期办结", "待审核", "逾期未办结", "未到期",
                         "提前办结", "催办", "准予延期", "亮灯（绿 黄 红）", "累计绩效分"}),
                   "<tbody>\n");
  for (const SupervisionRow& row : report.rows()) {
    if (row.district_or_zone() != district_or_zone) continue;
    const std::string score = row.has_score() ? absl::StrFormat("%.2f", row.score()) : "—";
    absl::StrAppend(&html, "<tr>", CenterCell(row.rank() == 0 ? "—" : absl::StrCat(row.rank())), TextCell(row.title()),
                    Counts(row), "<td class=\"n\">", score, "</td></tr>\n");
  }
  return html + "</tbody></table>\n";
}

std::string OverdueTable(const Supervision& report) {
  if (report.overdue().empty()) return "<p class=\"none\">截至本期末，没有逾期未办结的事项。</p>\n";
  std::string html = absl::StrCat(
      "<table>", Head({"序号", "责任单位", "任务", "事项", "节点", "到期日", "已逾期（天）", "进度", "累计催办"}),
      "<tbody>\n");
  int number = 0;
  for (const OverduePart& part : report.overdue()) {
    const std::string due =
        part.due() == part.original_due() ? part.due() : absl::StrCat(part.due(), "（原 ", part.original_due(), "）");
    absl::StrAppend(&html, "<tr>", CenterCell(absl::StrCat(++number)), TextCell(part.title()), CenterCell(part.task()),
                    TextCell(part.task_title()), CenterCell(part.occurrence()), CenterCell(due),
                    BadNumber(part.days_overdue()), "<td class=\"n\">", part.percent(), "%</td>",
                    Number(part.times_urged()), "</tr>\n");
  }
  return html + "</tbody></table>\n";
}

std::string UrgingsTable(const Supervision& report) {
  if (report.urgings().empty()) return "<p class=\"none\">本月没有催办。</p>\n";
  std::string html =
      absl::StrCat("<table>", Head({"日期", "责任单位", "任务", "事项", "节点", "催办要求"}), "<tbody>\n");
  for (const Urging& urging : report.urgings()) {
    absl::StrAppend(&html, "<tr>", CenterCell(urging.date()), TextCell(urging.title()), CenterCell(urging.task()),
                    TextCell(urging.task_title()), CenterCell(urging.occurrence()), TextCell(urging.text()), "</tr>\n");
  }
  return html + "</tbody></table>\n";
}

std::string Tile(absl::string_view tone, const std::string& figure, absl::string_view label) {
  return absl::StrCat("<div class=\"tile ", tone, "\"><b>", figure, "</b><span>", label, "</span></div>");
}

std::string Tiles(const SupervisionRow& total) {
  return absl::StrCat("<div class=\"tiles\">", Tile("", absl::StrCat(Owed(total)), "本月应办（项）"),
                      Tile("good", Share(Done(total), Owed(total)), "办结率"),
                      Tile("good", Share(total.on_time(), Owed(total)), "按期办结率"),
                      Tile(total.overdue() > 0 ? "bad" : "good", absl::StrCat(total.overdue()), "逾期未办结（项）"),
                      Tile("warn", absl::StrCat(total.urged()), "催办（次）"),
                      Tile("", absl::StrCat(total.extended()), "准予延期（次）"), "</div>\n");
}

// "2018-09" -> "2018年9月".
std::string MonthWords(absl::string_view month) {
  const absl::string_view number = month.substr(std::min<std::size_t>(month.size(), 5));
  return absl::StrCat(month.substr(0, 4), "年", number.substr(number.empty() || number.front() != '0' ? 0 : 1), "月");
}

std::string Lead(const Supervision& report) {
  const SupervisionRow& total = report.total();
  return absl::StrCat("<p class=\"lead\">", Escaped(MonthWords(report.month())), "，各单位应办任务节点 ", Owed(total),
                      " 项（本月到期 ", total.due_this_month(), " 项、此前逾期结转 ", total.carried_over(),
                      " 项），办结 ", Done(total), " 项，其中按期 ", total.on_time(), " 项、逾期 ", total.late(),
                      " 项；已提交待审核 ", total.waiting(), " 项，逾期未办结 ", total.overdue(), " 项，尚未到期 ",
                      total.not_yet_due(), " 项；另有提前办结 ", total.done_ahead(), " 项。当月催办 ", total.urged(),
                      " 次，准予延期 ", total.extended(), " 次。</p>\n");
}

std::string Notes(const Supervision& report) {
  return absl::StrCat(
      "<ol class=\"notes\">\n<li>统计截至 ", Escaped(report.as_of()), "，此后的办理不改变本期通报。工作方案版本 ",
      Escaped(report.plan_version()), "。</li>\n",
      "<li>应办＝本月到期＋此前逾期结转，等于按期办结、逾期办结、待审核、逾期未办结、未到期之和；中止和取消的不计，只展示不计分的节点和由指标计分的任务不列。到期日已计入准予的延期。</li>\n",
      "<li>持续推进的任务按季报告，报告到即为办结；其余以审核通过为办结，以提交日判断是否按期。</li>\n",
      "<li>累计绩效分和名次自创建以来计算，部门与区、开发区分别排名；“—”为尚无到期事项。</li>\n",
      "<li>亮灯：绿为正常或已办结，黄为临近到期且进度不足，红为逾期。</li>\n</ol>\n");
}

}  // namespace

std::string SupervisionPage(const Supervision& report) {
  const std::string title = absl::StrCat(report.city(), "质量强市创建工作督查通报");
  const std::string month = MonthWords(report.month());
  const std::string body =
      absl::StrCat("<body>\n", html::Header(title, {month, absl::StrCat("截至 ", report.as_of()), report.plan_title()}),
                   Lead(report), Tiles(report.total()), "<h2>一、各单位办理情况</h2>\n<h3>市直部门和其他单位</h3>\n",
                   RowsTable(report, false), "<h3>区和开发区</h3>\n", RowsTable(report, true),
                   "<h2>二、逾期未办结事项</h2>\n", OverdueTable(report), "<h2>三、催办情况</h2>\n",
                   UrgingsTable(report), "<h2>四、统计说明</h2>\n", Notes(report), "</body>\n");
  return html::Page({Language::kChinese, absl::StrCat(title, "（", month, "）"), kStyle}, body);
}

}  // namespace qcity::cli
