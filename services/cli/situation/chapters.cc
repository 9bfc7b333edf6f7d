// The chapters of the yearly report.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/html/chart.h"
#include "services/cli/html/light.h"
#include "services/cli/html/table.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"
#include "services/cli/situation/page.h"

namespace qcity::cli::situation {
namespace {

using aggregation::v1::SituationBreakdown;
using aggregation::v1::SituationBreakdowns;
using aggregation::v1::SituationCounts;
using aggregation::v1::SituationDomain;
using aggregation::v1::SituationDomains;
using aggregation::v1::SituationMeasure;
using aggregation::v1::SituationRow;
using aggregation::v1::YearFigure;
using html::Escaped;

std::string Say(Language language, const char* zh, const char* en) { return In(language, Text{zh, en}); }

std::string Numbers(const google::protobuf::RepeatedPtrField<std::string>& numbers, Language language) {
  std::vector<std::string> links;
  for (const std::string& number : numbers) links.push_back(NumberLink(number));
  return links.empty() ? "—" : absl::StrJoin(links, Say(language, "、", ", "));
}

// What must be known to read the figure: partial, preliminary, derived, break.
std::string Marks(const YearFigure& figure, Language language) {
  std::vector<std::string> marks;
  if (figure.partial()) marks.push_back("partial");
  if (figure.preliminary()) marks.push_back("preliminary");
  if (figure.derived()) marks.push_back("derived");
  if (figure.series_break()) marks.push_back("break");
  if (marks.empty()) return "";
  return absl::StrCat("<div class=\"small\">", Escaped(FlagsCell(marks, language).text), "</div>");
}

std::string FigureHtml(const SituationRow& row, bool before, Language language) {
  const YearFigure& figure = before ? row.before() : row.figure();
  return absl::StrCat(Escaped(FigureText(row, before, language)), Marks(figure, language));
}

void AppendCounts(const SituationCounts& counts, const std::string& title, Language language, html::Table& table,
                  const char* css) {
  table.Row({title, absl::StrCat(counts.measures()), absl::StrCat(counts.met()), absl::StrCat(counts.unmet()),
             absl::StrCat(counts.unjudged()),
             html::Stack({counts.met(), counts.unmet(), counts.unjudged() + counts.missing_size()}),
             absl::StrCat(counts.better()), absl::StrCat(counts.same()), absl::StrCat(counts.worse()),
             Numbers(counts.missing(), language)},
            "", css);
}

std::string Overview(const SituationDomains& domains, Language language) {
  html::Table table({{Say(language, "领域", "Domain"), "k"},
                     {Say(language, "指标", "Measures"), "n"},
                     {Say(language, "达标", "Met"), "n"},
                     {Say(language, "未达标", "Not met"), "n"},
                     {Say(language, "不能判定", "Not judged"), "n"},
                     {Say(language, "构成", "Composition"), "c"},
                     {Say(language, "改善", "Better"), "n"},
                     {Say(language, "持平", "Same"), "n"},
                     {Say(language, "下降", "Worse"), "n"},
                     {Say(language, "缺数的指标", "Missing")}});
  for (const SituationDomain& domain : domains.domains())
    AppendCounts(domain.counts(), html::Link(html::IdOf("domain", domain.title()), Escaped(domain.title())), language,
                 table, "");
  AppendCounts(domains.total(), Escaped(Say(language, "合计", "Total")), language, table, "total");
  return table.Html();
}

void AppendMeasure(const SituationMeasure& measure, Language language, html::Table& table) {
  const SituationRow& city = measure.city();
  const bool unjudged = city.has_figure() &&
                        (!measure.judged().has_achievement() || (city.figure().partial() && !measure.judged().met()));
  const std::string gate =
      measure.gate() == plan::v1::BINDING || measure.gate() == plan::v1::EXPECTED
          ? absl::StrCat("<div class=\"small\">", Escaped(Word(measure.gate(), language).text), "</div>")
          : "";
  table.Row({NumberLink(measure.number()) + gate, Escaped(measure.title()), FigureHtml(city, false, language),
             FigureHtml(city, true, language), ChangeHtml(city, language),
             Escaped(In(language, Text{measure.judged().target_zh(), measure.judged().target_en()})),
             unjudged ? html::Light(html::Sign::kUnknown, Say(language, "不能判定", "not judged"))
                      : html::Light(Word(measure.judged().verdict(), language))},
            html::IdOf("row", measure.number()));
  for (const SituationRow& part : measure.parts()) {
    table.Row({"", absl::StrCat("<span class=\"small\">· ", Escaped(part.title()), "</span>"),
               FigureHtml(part, false, language), FigureHtml(part, true, language), ChangeHtml(part, language), "",
               ""});
  }
}

std::string Without(const SituationBreakdowns& breakdowns, Language language) {
  if (breakdowns.without().empty()) return "";
  return absl::StrCat("<p class=\"small\">",
                      Escaped(Say(language, "本年度有数据但没有这样分解的指标：",
                                  "With a figure of the year but not broken down so: ")),
                      Numbers(breakdowns.without(), language), "</p>\n");
}

}  // namespace

std::string NumberLink(const std::string& number) { return html::Link(html::IdOf("m", number), Escaped(number)); }

std::string TrendWord(aggregation::v1::YearTrend trend, Language language) {
  switch (trend) {
    case aggregation::v1::YEAR_BETTER: return Say(language, "改善", "better");
    case aggregation::v1::YEAR_SAME: return Say(language, "持平", "same");
    case aggregation::v1::YEAR_WORSE: return Say(language, "下降", "worse");
    default: return "";
  }
}

std::string FigureText(const SituationRow& row, bool before, Language language) {
  if (before ? !row.has_before() : !row.has_figure()) return "—";
  const YearFigure& figure = before ? row.before() : row.figure();
  const std::string words = In(language, Text{figure.figure_zh(), figure.figure_en()});
  const std::size_t equals = words.rfind(" = ");  // "376/400 = 94 %": the result; the explanation has all of it.
  return equals == std::string::npos ? words : words.substr(equals + 3);
}

std::string ChangeHtml(const SituationRow& row, Language language) {
  if (!row.has_change()) return "—";
  std::string change = absl::StrFormat("%+.2f", row.change());
  while (change.back() == '0') change.pop_back();
  if (change.back() == '.') change.pop_back();
  if (change == "+" || change == "-" || change == "+0" || change == "-0") change = "0";
  const char* css = row.trend() == aggregation::v1::YEAR_BETTER  ? "good"
                    : row.trend() == aggregation::v1::YEAR_WORSE ? "bad"
                                                                 : "none";
  return absl::StrCat(change, " <span class=\"sign ", css, "\">", Escaped(TrendWord(row.trend(), language)), "</span>");
}

std::string DomainsHtml(const SituationDomains& domains, Language language) {
  std::string html = Overview(domains, language);
  for (const SituationDomain& domain : domains.domains()) {
    html::Table table({{Say(language, "编号", "No."), "c"},
                       {Say(language, "指标", "Measure"), "w"},
                       {Say(language, "本年", "Year"), "f"},
                       {Say(language, "上年", "Before"), "f"},
                       {Say(language, "变化", "Change"), "n"},
                       {Say(language, "目标", "Target"), "s"},
                       {Say(language, "达标", "Target met"), "d"}});
    for (const SituationMeasure& measure : domain.measures()) AppendMeasure(measure, language, table);
    absl::StrAppend(&html, "<h3 id=\"", html::IdOf("domain", domain.title()), "\">", Escaped(domain.title()), "</h3>\n",
                    table.Html());
  }
  return html;
}

std::string DistrictsHtml(const SituationBreakdowns& breakdowns, Language language) {
  std::vector<std::pair<std::string, std::string>> districts;  // Key and name, in order of first appearance.
  for (const SituationBreakdown& measure : breakdowns.measures()) {
    for (const SituationRow& row : measure.rows()) {
      if (std::find(districts.begin(), districts.end(), std::pair(row.key(), row.title())) == districts.end())
        districts.emplace_back(row.key(), row.title());
    }
  }
  std::vector<html::Column> columns = {{Say(language, "编号", "No."), "c"},
                                       {Say(language, "指标和目标", "Measure and target")},
                                       {Say(language, "全市", "City"), "f"}};
  for (const auto& [key, title] : districts) columns.push_back({title, "f"});
  html::Table table(columns);
  const auto cell = [&](const SituationRow& row) {
    return absl::StrCat(FigureHtml(row, false, language), "<div class=\"small\">", ChangeHtml(row, language), "</div>");
  };
  for (const SituationBreakdown& measure : breakdowns.measures()) {
    std::vector<std::string> cells = {
        NumberLink(measure.number()),
        absl::StrCat(Escaped(measure.title()), "<div class=\"small\">",
                     Escaped(In(language, Text{measure.target_zh(), measure.target_en()})), "</div>"),
        cell(measure.city())};
    for (const auto& district : districts) {
      const auto row = std::find_if(measure.rows().begin(), measure.rows().end(),
                                    [&](const SituationRow& candidate) { return candidate.key() == district.first; });
      cells.push_back(row == measure.rows().end() ? "—" : cell(*row));
    }
    table.Row(cells);
  }
  return table.Html() + Without(breakdowns, language);
}

std::string IndustriesHtml(const SituationBreakdowns& breakdowns, Language language) {
  html::Table table({{Say(language, "行业", "Industry"), "w"},
                     {Say(language, "本年", "Year"), "f"},
                     {Say(language, "上年", "Before"), "f"},
                     {Say(language, "变化", "Change"), "n"}});
  for (const SituationBreakdown& measure : breakdowns.measures()) {
    table.Heading(absl::StrCat(NumberLink(measure.number()), "　", Escaped(measure.title()), "　<span class=\"small\">",
                               Escaped(In(language, Text{measure.target_zh(), measure.target_en()})), "</span>"));
    const auto append = [&](const SituationRow& row, const std::string& title, const char* css) {
      table.Row({Escaped(title), FigureHtml(row, false, language), FigureHtml(row, true, language),
                 ChangeHtml(row, language)},
                "", css);
    };
    append(measure.city(), Say(language, "全市", "City"), "total");
    for (const SituationRow& row : measure.rows()) append(row, row.title(), "");
  }
  return table.Html() + Without(breakdowns, language);
}

std::string ReadinessHtml(const aggregation::v1::Readiness& readiness, Language language) {
  const aggregation::v1::Line& now = readiness.now();
  html::Table pillars({{Say(language, "板块", "Pillar"), "w"},
                       {Say(language, "分值", "Points"), "n"},
                       {Say(language, "得分", "Score"), "n"},
                       {Say(language, "得分和区间", "Score and interval"), "c"},
                       {Say(language, "贡献", "Adds"), "n"}});
  for (const aggregation::v1::Pillar& pillar : now.pillars()) {
    if (!pillar.applicable()) continue;
    const std::optional<double> score = pillar.has_score() ? std::optional<double>(pillar.score()) : std::nullopt;
    pillars.Row({Escaped(PillarName(pillar.key(), language)), absl::StrFormat("%.0f", pillar.points()),
                 NumberCell(score, 2).text, html::Bar(score, pillar.score_low(), pillar.score_high(), std::nullopt),
                 absl::StrFormat("%.2f", pillar.contribution())});
  }
  const Cell verdict = Word(now.verdict(), language);
  const auto& binding = now.gates().binding();
  const auto& expected = now.gates().expected();
  return absl::StrCat(
      "<div class=\"headline ", html::CssOf(html::SignOf(verdict)), "\"><div><div class=\"verdict sans\">",
      html::Light(verdict), "</div>\n<p>", Escaped(In(language, Text{now.reason_zh(), now.reason_en()})),
      "</p></div>\n<div class=\"score sans\"><span>", Escaped(Say(language, "截至 ", "as of ")),
      Escaped(readiness.as_of()), "</span><b>", now.has_score() ? absl::StrFormat("%.2f", now.score()) : "—",
      "</b><span>", IntervalText(now.score_low(), now.score_high()), "</span></div></div>\n", pillars.Html(),
      "<p class=\"small\">",
      Escaped(In(language, Text{absl::StrCat("约束性门槛达标 ", binding.met(), "、未达标 ", binding.unmet(),
                                             "、无数据 ", binding.unknown(), "；预期性门槛达标 ", expected.met(),
                                             "、未达标 ", expected.unmet(), "、无数据 ", expected.unknown(), "。"),
                                absl::StrCat("Binding gates: ", binding.met(), " met, ", binding.unmet(), " not met, ",
                                             binding.unknown(), " without data; expected: ", expected.met(), ", ",
                                             expected.unmet(), ", ", expected.unknown(), ".")})),
      Escaped(Say(language, "逐项依据见验收准备度报告。", " The readiness report has the grounds of each.")), "</p>\n");
}

std::string ExplanationHtml(const SituationDomains& domains, Language language) {
  std::string html;
  for (const SituationDomain& domain : domains.domains()) {
    absl::StrAppend(&html, "<h3>", Escaped(domain.title()), "</h3>\n");
    html::Table table({{Say(language, "编号", "No."), "c"},
                       {Say(language, "指标、规则和依据", "Measure, rule and grounds"), "w"},
                       {Say(language, "期间", "Period"), "c"},
                       {Say(language, "所用数据", "Figures")},
                       {Say(language, "责任单位", "Leads"), "s"}});
    for (const SituationMeasure& measure : domain.measures()) {
      const aggregation::v1::Leaf& judged = measure.judged();
      std::string inputs;
      for (const aggregation::v1::Input& input : judged.inputs()) {
        absl::StrAppend(&inputs, "<div class=\"small\">", Escaped(input.period()), " ",
                        Escaped(SubjectCell(input.subject(), language).text), " ", Escaped(input.part()), " ",
                        Escaped(In(language, Text{input.figure_zh(), input.figure_en()})), " · ",
                        Escaped(input.source()), " <code>",
                        Escaped(input.name().substr(input.name().find('/', 10) + 1)), "</code></div>");
      }
      const std::string flags = FlagsCell(judged.flags(), language).text;
      table.Row({html::Link(html::IdOf("row", measure.number()), Escaped(measure.number())),
                 absl::StrCat(Escaped(measure.title()), "<div class=\"small\">",
                              Escaped(In(language, Text{judged.rule_zh(), judged.rule_en()})), " · ",
                              Escaped(judged.clause()), flags.empty() ? "" : " · ", Escaped(flags), "</div>"),
                 Escaped(judged.period()), inputs.empty() ? "—" : inputs,
                 Escaped(absl::StrJoin(measure.lead_titles(), Say(language, "、", ", ")))},
                html::IdOf("m", measure.number()));
    }
    absl::StrAppend(&html, table.Html());
  }
  return html;
}

}  // namespace qcity::cli::situation
