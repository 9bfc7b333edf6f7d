// How readiness went over time, how the sections and the organisations stand, and what all numbers stand on.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "services/cli/html/chart.h"
#include "services/cli/html/light.h"
#include "services/cli/html/table.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"
#include "services/cli/readiness/reading.h"

namespace qcity::cli {
namespace {

using aggregation::v1::HistoryPoint;
using aggregation::v1::Node;
using aggregation::v1::OrganizationRank;
using html::Escaped;

std::string DayId(const HistoryPoint& point) { return html::IdOf("day", point.as_of()); }

std::vector<html::ChartPoint> PointsOf(const Reading& reading) {
  std::vector<html::ChartPoint> points;
  for (const HistoryPoint& point : reading.dossier().history.points()) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(point.as_of(), &day)) continue;
    html::ChartPoint& shown = points.emplace_back();
    shown.x = static_cast<double>(day - absl::CivilDay(2000, 1, 1));
    if (point.has_score()) shown.y = point.score();
    shown.low = point.score_low();
    shown.high = point.score_high();
    shown.label = point.as_of();
    shown.tip = absl::StrCat(point.as_of(), "  ", point.has_score() ? absl::StrFormat("%.2f  ", point.score()) : "",
                             IntervalText(point.score_low(), point.score_high()));
    shown.id = DayId(point);
  }
  return points;
}

// Leaves below a section by how they stand.
struct Standing {
  int met = 0, unmet = 0, unknown = 0, open = 0;
  double points = 0, earned = 0;  // Of those with data: weight, and weight times achievement.
};

void Count(const Node& node, Standing& standing) {
  for (const Node& child : node.children()) Count(child, standing);
  if (!node.has_leaf() || node.leaf().verdict() == aggregation::v1::NOT_APPLICABLE) return;
  const aggregation::v1::Leaf& leaf = node.leaf();
  if (leaf.has_achievement()) {
    standing.points += node.points();
    standing.earned += node.points() * leaf.achievement();
    (leaf.met() ? standing.met : standing.unmet) += 1;
  } else {
    (leaf.open_share() >= 1 ? standing.open : standing.unknown) += 1;
  }
}

void AppendSections(const Reading& reading, const Node& pillar, html::Table& table) {
  table.Heading(reading.To(pillar.id(), Escaped(PillarName(pillar.id(), reading.language()))));
  for (const Node& section : pillar.children()) {
    Standing standing;
    Count(section, standing);
    const std::optional<double> share =
        standing.points > 0 ? std::optional<double>(100 * standing.earned / standing.points) : std::nullopt;
    // What the section adds at least and at most, of what it would add were all credited.
    const double whole = reading.dossier().explained.root().points();
    const double most = whole > 0 ? 100 * section.points() / whole : 0;
    const double low = most > 0 ? 100 * section.low() / most : 0, high = most > 0 ? 100 * section.high() / most : 0;
    table.Row({reading.To(section.id(), Escaped(section.title())), reading.Number(section.points(), 1, section.id()),
               reading.Number(section.contribution(), 2, section.id()), reading.Number(share, 1, section.id()),
               html::Bar(share, low, high, reading.dossier().plan.policy().pass_mark()),
               reading.Interval(low, high, section.id()),
               html::Stack({standing.met, standing.unmet, standing.unknown, standing.open}),
               reading.To(section.id(), absl::StrCat(standing.met, " / ", standing.unmet, " / ", standing.unknown,
                                                     " / ", standing.open))});
  }
}

std::string Fact(const Reading& reading, const Text& name, const std::string& html) {
  return absl::StrCat("<tr><th scope=\"row\">", reading.Html(name), "</th><td>", html, "</td></tr>\n");
}

std::string SourcesOf(const Reading& reading) {
  std::string text;
  for (const aggregation::v1::Source& source : reading.dossier().readiness.sources()) {
    const Text name = source.feed() == "indicators" ? Text{"指标数据", "indicators"} : Text{"任务办理", "tasks"};
    absl::StrAppend(&text, text.empty() ? "" : reading.Say({"；", "; "}), reading.Say(name),
                    reading.Say({" 读到第 ", " up to change "}), source.position(), reading.Say({" 条变更", ""}),
                    source.lag_seconds() > 0 ? reading.Say({"（尚未读完）", " (not all read yet)"}) : "");
  }
  return Escaped(text);
}

}  // namespace

html::Chapter TrendChapter(const Reading& reading) {
  const std::vector<html::ChartPoint> points = PointsOf(reading);
  const plan::v1::Policy& policy = reading.dossier().plan.policy();
  std::vector<html::ChartMark> marks;
  if (policy.pass_mark() > 0)
    marks.push_back({policy.pass_mark(), absl::StrCat(reading.Say({"合格线 ", "pass mark "}), policy.pass_mark())});
  if (points.empty())
    return {{"走势", "Trend"}, "trend", html::Paragraph("none", reading.Say({"没有走势数据。", "No series."}))};
  return {
      {"走势", "Trend"},
      "trend",
      absl::StrCat(
          html::LineChart(points, marks, reading.Say({"准备度得分的走势", "Readiness over time"})),
          html::Paragraph(
              "small",
              reading.Say(
                  {"实线为得分（数据覆盖不足时不给出，画空心点），色带为区间；各点按当日已知的数据计算，数值见附录 5。",
                   "Line: score (none where too little has data: hollow dots); band: interval. Each day by what was known then; the numbers are in appendix 5."})))};
}

html::Chapter SectionsChapter(const Reading& reading) {
  html::Table table({{reading.Say({"分项", "Section"})},
                     {reading.Say({"分值", "Points"}), "n"},
                     {reading.Say({"贡献", "Adds"}), "n"},
                     {reading.Say({"得分率 %", "Earned %"}), "n"},
                     {reading.Say({"得分率和区间", "Earned and interval"}), "c"},
                     {reading.Say({"区间 %", "Interval %"}), "n"},
                     {reading.Say({"构成", "Composition"}), "c"},
                     {reading.Say({"项数", "Counts"}), "n"}});
  for (const Node& pillar : reading.dossier().explained.root().children()) AppendSections(reading, pillar, table);
  return {
      {"分项情况", "Sections"},
      "sections",
      table.Html() +
          html::Paragraph(
              "small",
              reading.Say(
                  {"得分率按有数据的项计。构成和项数依次为：达标（实心）、未达标（框线）、无数据（虚线灰底）、未到期（点线）。",
                   "Earned: of what has data. Composition and counts, in order: met (solid), not met (framed), without data (dashed grey), not due (dotted)."}))};
}

html::Chapter RankingChapter(const Reading& reading) {
  std::string html = html::Paragraph(
      "small",
      reading.Say(
          {"绩效分按期 1、逾期折减、未完成 0 计平均，样本少的向全市平均靠拢；部门与区、开发区分别排名。算式和任务明细见各单位的任务（附录 3）。",
           "The score is the mean credit of the parts due, drawn towards the city's mean where parts are few; departments and districts are ranked apart. The parts are in appendix 3."}));
  for (const bool districts : {false, true}) {
    html::Table table({{reading.Say({"名次", "Rank"}), "c"},
                       {reading.Say({"单位", "Organisation"}), "w"},
                       {reading.Say({"绩效分", "Score"}), "n"},
                       {"0–100", "c"},
                       {reading.Say({"节点", "Parts"}), "n"},
                       {reading.Say({"按期", "On time"}), "n"},
                       {reading.Say({"逾期完成", "Late"}), "n"},
                       {reading.Say({"逾期未完成", "Open"}), "n"}});
    for (const OrganizationRank& rank : reading.dossier().ranking->organizations()) {
      if (rank.district_or_zone() != districts) continue;
      const std::string id = html::IdOf("org", rank.organization());
      const auto link = [&id](int count) { return html::Link(id, absl::StrCat(count)); };
      table.Row({absl::StrCat(rank.rank(), " / ", rank.ranked_among()), html::Link(id, Escaped(rank.title())),
                 html::Link(id, absl::StrFormat("%.2f", rank.score())),
                 html::Bar(rank.score(), rank.score(), rank.score(), std::nullopt), link(rank.n()),
                 link(rank.on_time()), link(rank.late()), link(rank.open())});
    }
    if (table.empty()) continue;
    absl::StrAppend(&html, "<h3>",
                    reading.Html(districts ? Text{"区和开发区", "Districts and zones"}
                                           : Text{"市直部门和其他单位", "Departments and others"}),
                    "</h3>\n", table.Html());
  }
  return {{"单位履职排名", "Organisations by punctuality"}, "ranking", html};
}

html::Chapter GroundsChapter(const Reading& reading) {
  const Dossier& dossier = reading.dossier();
  const plan::v1::Policy& policy = dossier.plan.policy();
  std::string rows;
  absl::StrAppend(
      &rows, Fact(reading, {"方案", "Plan"},
                  absl::StrCat(Escaped(dossier.plan.title()), " ", Escaped(dossier.plan.document_number()),
                               reading.Html({"，版本 ", ", version "}), Escaped(dossier.readiness.plan_version()))));
  absl::StrAppend(
      &rows,
      Fact(reading, {"评分政策", "Policy"},
           absl::StrCat(
               Escaped(dossier.readiness.policy_version()),
               reading.Html(
                   {"：自拟，待官方考核验收评分表公布后替换；门槛分约束性和预期性两类，也是自拟政策",
                    ": house policy until the official score table replaces it; so are the two sets of gates"}))));
  absl::StrAppend(
      &rows,
      Fact(
          reading, {"得分", "Score"},
          reading.Html(
              {"100 × Σ(分值×达成度) ÷ Σ分值，只含有数据的项；缺数不估算。区间：缺数和未定项全按 0、全按 1 计。",
               "100 × Σ(points × achievement) ÷ Σ points over what has data; nothing is imputed. Interval: missing and open items as 0 and as 1."})));
  absl::StrAppend(&rows, Fact(reading, {"等级", "Grade"},
                              absl::StrFormat("A ≥ %.0f，B ≥ %.0f，C ≥ %.0f，D；%s %.0f；%s %.0f %%", policy.grade_a(),
                                              policy.grade_b(), policy.grade_c(), reading.Say({"合格线", "pass mark"}),
                                              policy.pass_mark(),
                                              reading.Say({"给出得分的最低数据覆盖", "least coverage for a score"}),
                                              100 * policy.least_coverage())));
  absl::StrAppend(&rows, Fact(reading, {"数据来源", "Sources"}, SourcesOf(reading)));
  absl::StrAppend(&rows, Fact(reading, {"数据版本", "Version"}, absl::StrCat(dossier.readiness.version())));
  if (dossier.readiness.illustrative())
    absl::StrAppend(&rows, Fact(reading, {"示例", "Example"}, reading.Html(IllustrativeNote())));
  return {{"依据和说明", "What the numbers stand on"},
          "grounds",
          absl::StrCat("<table class=\"grounds\"><tbody>", rows, "</tbody></table>\n")};
}

}  // namespace qcity::cli
