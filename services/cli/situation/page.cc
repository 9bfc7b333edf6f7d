#include "services/cli/situation/page.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/html/light.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::Situation;
using aggregation::v1::SituationBreakdown;
using aggregation::v1::SituationChapter;
using aggregation::v1::SituationCounts;
using aggregation::v1::SituationDomain;
using aggregation::v1::SituationMeasure;
using aggregation::v1::SituationRow;
using html::Escaped;

const SituationChapter* ChapterOf(const Situation& report, const std::string& key) {
  for (const SituationChapter& chapter : report.chapters())
    if (chapter.key() == key) return &chapter;
  return nullptr;
}

std::string Tile(const char* css, const std::string& figure, const std::string& label) {
  return absl::StrCat("<div class=\"tile ", css, "\"><b>", figure, "</b><span>", Escaped(label), "</span></div>");
}

std::string Lead(const Situation& report, const SituationCounts& counts, Language language) {
  const int missing = counts.missing_size();
  return html::Paragraph(
      "lead",
      In(language,
         Text{
             absl::StrCat(report.year(), " 年，适用的 ", counts.measures(), " 项指标中，", counts.with_figure(),
                          " 项有已核实的数据：达标 ", counts.met(), " 项，未达标 ", counts.unmet(), " 项，尚不能判定 ",
                          counts.unjudged(), " 项；缺数 ", missing, " 项。与上年可比的指标中，改善 ", counts.better(),
                          " 项，持平 ", counts.same(), " 项，下降 ", counts.worse(), " 项。"),
             absl::StrCat(report.year(), ": of ", counts.measures(), " measures that apply, ", counts.with_figure(),
                          " have a verified figure: ", counts.met(), " met, ", counts.unmet(), " not met, ",
                          counts.unjudged(), " cannot be judged; ", missing, " have none. Against the year before, ",
                          counts.better(), " are better, ", counts.same(), " the same, ", counts.worse(), " worse.")}));
}

std::string Tiles(const SituationCounts& counts, Language language) {
  const auto say = [language](const char* zh, const char* en) { return In(language, Text{zh, en}); };
  return absl::StrCat(
      "<div class=\"tiles\">",
      Tile("", absl::StrCat(counts.with_figure(), " / ", counts.measures()),
           say("有已核实数据的指标", "with a verified figure")),
      Tile("good", absl::StrCat(counts.met()), say("达标（项）", "met")),
      Tile(counts.unmet() > 0 ? "bad" : "good", absl::StrCat(counts.unmet()), say("未达标（项）", "not met")),
      Tile("good", absl::StrCat(counts.better()), say("比上年改善（项）", "better than last year")),
      Tile(counts.worse() > 0 ? "warn" : "good", absl::StrCat(counts.worse()),
           say("比上年下降（项）", "worse than last year")),
      Tile(counts.missing_size() > 0 ? "warn" : "good", absl::StrCat(counts.missing_size()),
           say("缺数（项）", "missing")),
      "</div>\n");
}

std::string ContentOf(const SituationChapter& chapter, Language language) {
  if (!chapter.absent_zh().empty()) {
    return html::Paragraph("none", In(language, Text{absl::StrCat("本期没有本章内容：", chapter.absent_zh(), "。"),
                                                     absl::StrCat("Nothing here: ", chapter.absent_en(), ".")}));
  }
  if (chapter.has_domains()) return situation::DomainsHtml(chapter.domains(), language);
  if (chapter.has_readiness()) return situation::ReadinessHtml(chapter.readiness(), language);
  if (!chapter.has_breakdowns()) return "";
  return chapter.key() == "districts" ? situation::DistrictsHtml(chapter.breakdowns(), language)
                                      : situation::IndustriesHtml(chapter.breakdowns(), language);
}

std::string Notes(const Situation& report, Language language) {
  std::string html = "<ol class=\"notes\">\n";
  const auto note = [&](const Text& text) { absl::StrAppend(&html, "<li>", Escaped(In(language, text)), "</li>\n"); };
  note({absl::StrCat("统计截至 ", report.as_of(), "，此后的填报不改变本报告。工作方案版本 ", report.plan_version(),
                     "，评分政策版本 ", report.policy_version(), "（自拟）。"),
        absl::StrCat("As of ", report.as_of(), ": what is recorded later does not change it. Plan version ",
                     report.plan_version(), ", policy version ", report.policy_version(), " (house policy).")});
  note({"只用已核实和已确认的数据；没有的写明缺数，不估算。推算数由系统从记录算出，已注明。",
        "Only verified and confirmed figures; what is missing is said to be missing. Derived figures are marked."});
  note(
      {"年度数由较短期间按指标规定的方法合成；期间不全的注明，不与上年比较；口径有变的不比较。百分比的变化单位为百分点。",
       "Shorter periods make the year by the measure's own rule; incomplete years and breaks in a series are not compared. Changes of percentages are in points."});
  note({"达标按验收准备度的规则判定，逐项依据见附录。",
        "Met is judged by the rules of readiness; each measure's grounds are in the appendix."});
  if (report.illustrative()) note(IllustrativeNote());
  return html + "</ol>\n";
}

std::string RawNumber(bool has, double number) { return has ? NumberCell(number, 4).raw.value_or("") : ""; }

std::vector<Cell> YearCells(const SituationRow& row, Language language) {
  const auto cell = [&](bool before) {
    const bool has = before ? row.has_before() : row.has_figure();
    const auto& figure = before ? row.before() : row.figure();
    return Cell(situation::FigureText(row, before, language), Tone::kPlain,
                has ? RawNumber(figure.has_number(), figure.number()) : "");
  };
  return {cell(false), cell(true),
          Cell(row.has_change() ? absl::StrFormat("%+.4f", row.change()) : "-", Tone::kPlain,
               RawNumber(row.has_change(), row.change())),
          Cell(situation::TrendWord(row.trend(), language), Tone::kPlain,
               row.trend() == 0 ? "" : YearTrend_Name(row.trend()))};
}

const std::vector<Column>& YearColumns() {
  static const auto& columns = *new std::vector<Column>{{"figure", {"本年", "Year"}, true},
                                                        {"before", {"上年", "Before"}, true},
                                                        {"change", {"变化", "Change"}, true},
                                                        {"trend", {"趋势", "Trend"}}};
  return columns;
}

}  // namespace

std::string SituationPage(const Situation& report, Language language) {
  const SituationChapter* domains = ChapterOf(report, "domains");
  const SituationCounts counts = domains == nullptr ? SituationCounts() : domains->domains().total();
  std::vector<html::Chapter> chapters, appendices;
  for (const SituationChapter& chapter : report.chapters()) {
    chapters.push_back(
        {{chapter.title_zh(), chapter.title_en()}, html::IdOf("chapter", chapter.key()), ContentOf(chapter, language)});
  }
  chapters.push_back({{"统计说明", "Notes"}, "notes", Notes(report, language)});
  if (domains != nullptr)
    appendices.push_back({{"指标逐项说明", "Measures one by one"},
                          "measures",
                          situation::ExplanationHtml(domains->domains(), language)});
  const std::string title = In(language, Text{absl::StrCat(report.city(), report.year(), "年质量状况分析报告"),
                                              absl::StrCat(report.city(), ": quality in ", report.year())});
  const std::string as_of =
      In(language, Text{absl::StrCat("截至 ", report.as_of()), absl::StrCat("as of ", report.as_of())});
  const std::string banner =
      report.illustrative() ? html::Paragraph("banner sans", In(language, IllustrativeNote())) : "";
  return html::Page(
      {language, title, html::ReportStyle()},
      absl::StrCat("<body class=\"report\" id=\"top\">\n", html::SignShapes(),
                   html::Header(title, {as_of, report.plan_title()}), banner, Lead(report, counts, language),
                   Tiles(counts, language), html::Chapters(chapters, appendices, language), "</body>\n"));
}

Table SituationMeasureTable(const Situation& report, Language language) {
  Table table{{"", ""},
              {{"domain", {"领域", "Domain"}},
               {"number", {"编号", "No."}},
               {"title", {"指标", "Measure"}},
               {"part", {"分项", "Part"}},
               {"unit", {"单位", "Unit"}}},
              {}};
  table.columns.insert(table.columns.end(), YearColumns().begin(), YearColumns().end());
  table.columns.push_back({"target", {"目标", "Target"}});
  table.columns.push_back({"verdict", {"达标", "Verdict"}});
  const SituationChapter* chapter = ChapterOf(report, "domains");
  if (chapter == nullptr) return table;
  for (const SituationDomain& domain : chapter->domains().domains()) {
    for (const SituationMeasure& measure : domain.measures()) {
      const auto append = [&](const SituationRow& row) {
        std::vector<Cell> cells = {domain.title(), measure.number(), row.title(), row.key(), measure.unit()};
        for (Cell& cell : YearCells(row, language)) cells.push_back(std::move(cell));
        cells.push_back(In(language, Text{measure.judged().target_zh(), measure.judged().target_en()}));
        cells.push_back(row.key().empty() ? Word(measure.judged().verdict(), language) : Missing());
        table.rows.push_back(std::move(cells));
      };
      append(measure.city());
      for (const SituationRow& part : measure.parts()) append(part);
    }
  }
  return table;
}

Table SituationBreakdownTable(const Situation& report, const std::string& key, Language language) {
  Table table{{"", ""},
              {{"number", {"编号", "No."}},
               {"title", {"指标", "Measure"}},
               {"key", {"标识", "Key"}},
               {"name", {"区或行业", "District or industry"}},
               {"unit", {"单位", "Unit"}}},
              {}};
  table.columns.insert(table.columns.end(), YearColumns().begin(), YearColumns().end());
  const SituationChapter* chapter = ChapterOf(report, key);
  if (chapter == nullptr) return table;
  for (const SituationBreakdown& measure : chapter->breakdowns().measures()) {
    for (const SituationRow& row : measure.rows()) {
      std::vector<Cell> cells = {measure.number(), measure.title(), row.key(), row.title(), measure.unit()};
      for (Cell& cell : YearCells(row, language)) cells.push_back(std::move(cell));
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

}  // namespace qcity::cli
