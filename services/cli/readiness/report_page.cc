#include "services/cli/readiness/report_page.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/html/chart.h"
#include "services/cli/html/light.h"
#include "services/cli/html/table.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"
#include "services/cli/readiness/reading.h"

namespace qcity::cli {
namespace {

using aggregation::v1::GateCount;
using aggregation::v1::Line;
using aggregation::v1::Pillar;
using aggregation::v1::Readiness;
using html::Escaped;

std::optional<double> ScoreOf(const Line& line) {
  return line.has_score() ? std::optional<double>(line.score()) : std::nullopt;
}

std::string GradeOf(const Line& line) {
  return line.grade() == aggregation::v1::GRADE_UNSPECIFIED ? "—" : Grade_Name(line.grade());
}

std::string Tile(const Reading& reading, const char* css, const std::string& html, const Text& label) {
  return absl::StrCat("<div class=\"tile ", css, "\"><b>", html, "</b><span>", reading.Html(label), "</span></div>");
}

std::string GateTile(const Reading& reading, const GateCount& count, const Text& label) {
  const int all = count.met() + count.unmet() + count.unknown();
  return Tile(reading, count.met() == all ? "good" : "bad", html::Link("gates", absl::StrCat(count.met(), " / ", all)),
              label);
}

std::string Headline(const Reading& reading) {
  const Readiness& readiness = reading.dossier().readiness;
  const Line& now = readiness.now();
  const Cell verdict = Word(now.verdict(), reading.language());
  const std::string score = now.has_score() ? absl::StrFormat("%.2f", now.score()) : "—";
  return absl::StrCat(
      "<div class=\"headline ", html::CssOf(html::SignOf(verdict)), "\"><div><div class=\"verdict sans\">",
      html::Light(verdict), "</div>\n<p>", reading.Html({now.reason_zh(), now.reason_en()}), "</p></div>\n",
      "<div class=\"score sans\"><span>", reading.Html({"综合得分（满分 100）", "Score of 100"}), "</span><b>",
      html::Link("n-readiness", score, reading.Say({"附录 1", "appendix 1"})), "</b><span>",
      reading.Html({"区间 ", "between "}), reading.Interval(now.score_low(), now.score_high(), "readiness"),
      reading.Html({"　等级 ", ", grade "}), html::Link("grounds", GradeOf(now)), "</span></div></div>\n",
      "<div class=\"tiles\">", GateTile(reading, now.gates().binding(), {"约束性门槛达标", "binding gates met"}),
      GateTile(reading, now.gates().expected(), {"预期性门槛达标", "expected gates met"}),
      Tile(reading, "", reading.Share(now.coverage(), "readiness"), {"数据覆盖", "of the weight has data"}),
      Tile(reading, "", html::Link("gaps", absl::StrCat(reading.dossier().gaps.gaps_size())), {"差距（项）", "gaps"}),
      Tile(reading, readiness.vetoes_size() > 0 ? "bad" : "good",
           html::Link("lines", absl::StrCat(readiness.vetoes_size())), {"一票否决（项）", "vetoes in force"}),
      "</div>\n");
}

struct NamedLine {
  std::string id;
  Text name;
  const Line& line;
};

std::vector<NamedLine> LinesOf(const Readiness& readiness) {
  std::vector<NamedLine> lines = {{"line-now", {"当前（已核实）", "now (verified)"}, readiness.now()}};
  for (const Line& outlook : readiness.outlooks()) {
    lines.push_back({html::IdOf("line", absl::StrCat("outlook-", outlook.judged_at())),
                     {absl::StrCat("展望 ", outlook.judged_at()), absl::StrCat("outlook ", outlook.judged_at())},
                     outlook});
  }
  if (readiness.outlooks().empty())
    lines.push_back({"line-outlook", {"展望（到验收日）", "outlook (at acceptance)"}, readiness.outlook()});
  lines.push_back({"line-provisional", {"暂计（含待核实）", "provisional (with unverified)"}, readiness.provisional()});
  return lines;
}

// What a line's numbers are made of: pillars and open gates.
std::string Composition(const Reading& reading, const std::vector<NamedLine>& lines) {
  html::Table table({{reading.Say({"口径", "Line"})},
                     {reading.Say({"指标板块", "Indicators"}), "n"},
                     {reading.Say({"任务板块", "Tasks"}), "n"},
                     {reading.Say({"约束性未达标", "Binding not met"})},
                     {reading.Say({"约束性无数据", "Binding without data"})},
                     {reading.Say({"预期性未达标或无数据", "Expected not met or without data"})}});
  for (const NamedLine& line : lines) {
    std::vector<std::string> cells = {reading.Html(line.name)};
    for (const char* key : {"indicators", "tasks"}) {
      std::optional<double> score;
      for (const Pillar& pillar : line.line.pillars())
        if (pillar.key() == key && pillar.has_score()) score = pillar.score();
      cells.push_back(reading.Number(score, 2, line.id == "line-now" ? key : ""));
    }
    auto expected = line.line.gates().expected().unmet_numbers();
    expected.MergeFrom(line.line.gates().expected().unknown_numbers());
    cells.push_back(reading.Measures(line.line.gates().binding().unmet_numbers()));
    cells.push_back(reading.Measures(line.line.gates().binding().unknown_numbers()));
    cells.push_back(reading.Measures(expected));
    table.Row(cells, line.id);
  }
  return table.Html();
}

std::string Vetoes(const Reading& reading) {
  std::string html = absl::StrCat("<h3>", reading.Html({"一票否决", "Vetoes"}), "</h3>\n");
  if (reading.dossier().readiness.vetoes().empty())
    return html + html::Paragraph("none", reading.Say({"没有在效的一票否决。", "No veto is in force."}));
  html::Table table({{reading.Say({"事由", "What happened"}), "w"},
                     {reading.Say({"认定文件", "Document"})},
                     {reading.Say({"宣布人", "Declared by"})},
                     {reading.Say({"记录", "Record"})}});
  for (const aggregation::v1::Veto& veto : reading.dossier().readiness.vetoes()) {
    table.Row({Escaped(veto.reason()), Escaped(veto.document()), Escaped(veto.declared_by()),
               absl::StrCat("<code>", Escaped(veto.name()), "</code>")});
  }
  return html + table.Html();
}

std::string Top(const Reading& reading) {
  const Dossier& dossier = reading.dossier();
  std::string html = html::Header(
      absl::StrCat(dossier.plan.city(), reading.Say({"质量强市创建验收准备度报告", ": readiness for acceptance"})),
      {absl::StrCat(reading.Say({"截至 ", "as of "}), dossier.readiness.as_of()), dossier.plan.title()});
  if (dossier.readiness.illustrative())
    absl::StrAppend(&html, html::Paragraph("banner sans", reading.Say(IllustrativeNote())));
  return html;
}

}  // namespace

html::Chapter LinesChapter(const Reading& reading) {
  const std::vector<NamedLine> lines = LinesOf(reading.dossier().readiness);
  html::Table table({{reading.Say({"口径", "Line"})},
                     {reading.Say({"判定日", "Judged at"}), "c"},
                     {reading.Say({"结论", "Verdict"})},
                     {reading.Say({"得分", "Score"}), "n"},
                     {reading.Say({"区间", "Interval"}), "n"},
                     {reading.Say({"等级", "Grade"}), "c"},
                     {reading.Say({"数据覆盖", "Coverage"}), "n"}});
  for (const NamedLine& line : lines) {
    const auto link = [&line](const std::string& html) { return html::Link(line.id, html); };
    const std::optional<double> score = ScoreOf(line.line);
    table.Row({reading.Html(line.name), Escaped(line.line.judged_at()),
               html::Light(Word(line.line.verdict(), reading.language())),
               score.has_value() ? link(absl::StrFormat("%.2f", *score)) : "—",
               link(IntervalText(line.line.score_low(), line.line.score_high())), GradeOf(line.line),
               link(absl::StrFormat("%.1f %%", 100 * line.line.coverage()))});
  }
  return {
      {"结论和口径", "Verdict and lines"},
      "lines",
      absl::StrCat(
          table.Html(),
          html::Paragraph(
              "small",
              reading.Say(
                  {"当前：按今天已核实的数据。展望：同样的数据，按验收日应有的期间判定。暂计：加上已报送、待核实的数据和已提交、待审核的任务。",
                   "Now: verified figures. Outlook: the same figures judged by the periods due at the evaluation date. Provisional: with what waits for the office."})),
          "<h3>", reading.Html({"各口径的构成", "What the lines are made of"}), "</h3>\n", Composition(reading, lines),
          Vetoes(reading))};
}

html::Chapter PillarsChapter(const Reading& reading) {
  html::Table table({{reading.Say({"板块", "Pillar"})},
                     {reading.Say({"分值", "Points"}), "n"},
                     {reading.Say({"得分", "Score"}), "n"},
                     {reading.Say({"得分和区间", "Score and interval"}), "c"},
                     {reading.Say({"区间", "Interval"}), "n"},
                     {reading.Say({"贡献", "Adds"}), "n"},
                     {reading.Say({"覆盖", "Coverage"}), "n"},
                     {reading.Say({"达标", "Met"}), "n"},
                     {reading.Say({"未达标", "Unmet"}), "n"},
                     {reading.Say({"无数据", "No data"}), "n"},
                     {reading.Say({"未到期", "Not due"}), "n"}});
  for (const Pillar& pillar : reading.dossier().readiness.now().pillars()) {
    const std::string& key = pillar.key();
    const std::string name = Escaped(PillarName(key, reading.language()));
    if (!pillar.applicable()) {
      table.Row({name, reading.Number(pillar.points(), 0), "—", reading.Html({"尚未接入，不计", "not fed, left out"}),
                 "—", "—", "—", "—", "—", "—", "—"});
      continue;
    }
    const std::optional<double> score = pillar.has_score() ? std::optional<double>(pillar.score()) : std::nullopt;
    std::vector<std::string> cells = {
        reading.To(key, name),
        reading.Number(pillar.points(), 0, key),
        reading.Number(score, 2, key),
        html::Bar(score, pillar.score_low(), pillar.score_high(), reading.dossier().plan.policy().pass_mark()),
        reading.Interval(pillar.score_low(), pillar.score_high(), key),
        reading.Number(pillar.contribution(), 2, key),
        reading.Share(pillar.coverage(), key)};
    for (const int count : {pillar.met(), pillar.unmet(), pillar.unknown(), pillar.open()})
      cells.push_back(reading.To(key, absl::StrCat(count)));
    table.Row(cells);
  }
  const std::string note =
      reading.Say({"实心条为得分，细线为缺数和未定项取最坏、最好时的区间，竖线为合格线。",
                   "Bar: score. Thin line: what missing and open items leave possible. Stroke: pass mark."});
  return {{"评价板块", "Pillars"}, "pillars", absl::StrCat(table.Html(), html::Paragraph("small", note))};
}

std::string ReadinessPage(const Dossier& dossier, Language language) {
  const Reading reading(dossier, language);
  std::vector<html::Chapter> chapters = {LinesChapter(reading), PillarsChapter(reading), GatesChapter(reading),
                                         GapsChapter(reading),  TrendChapter(reading),   SectionsChapter(reading)};
  if (dossier.forecast.has_value()) chapters.push_back(ForecastChapter(reading));
  if (dossier.ranking.has_value()) chapters.push_back(RankingChapter(reading));
  chapters.push_back(GroundsChapter(reading));
  const std::vector<html::Chapter> appendices = {TreeAppendix(reading), MeasuresAppendix(reading),
                                                 TasksAppendix(reading), ProvisionalAppendix(reading),
                                                 HistoryAppendix(reading)};
  const std::string body = absl::StrCat("<body class=\"report\" id=\"top\">\n", html::SignShapes(), Top(reading),
                                        Headline(reading), html::Chapters(chapters, appendices, language), "</body>\n");
  const std::string title =
      absl::StrCat(dossier.plan.city(), reading.Say({"验收准备度报告 ", " readiness "}), dossier.readiness.as_of());
  return html::Page({language, title, html::ReportStyle()}, body);
}

}  // namespace qcity::cli
