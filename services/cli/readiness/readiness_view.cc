#include "services/cli/readiness/readiness_view.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using aggregation::v1::Gap;
using aggregation::v1::GateCount;
using aggregation::v1::Line;
using aggregation::v1::Pillar;
using aggregation::v1::Readiness;
using aggregation::v1::Veto;

Cell ScoreCell(bool has_score, double score) {
  return NumberCell(has_score ? std::optional<double>(score) : std::nullopt, 2);
}

std::vector<Cell> LineRow(const std::string& key, const Text& name, const Line& line, Language language) {
  return {Cell(In(language, name), Tone::kPlain, key),
          line.judged_at(),
          Word(line.verdict(), language),
          ScoreCell(line.has_score(), line.score()),
          IntervalText(line.score_low(), line.score_high()),
          ShareCell(line.coverage()),
          line.grade() == aggregation::v1::GRADE_UNSPECIFIED ? Missing() : Cell(Grade_Name(line.grade()))};
}

std::vector<Cell> GateRow(const Text& name, const GateCount& count, Language language) {
  return {In(language, name), absl::StrCat(count.met()), absl::StrCat(count.unmet()), absl::StrCat(count.unknown())};
}

Table GateCountTable(const Line& line, Language language) {
  Table table{{"门槛指标", "Gates"},
              {{"gates", {"门槛", "Gates"}},
               {"met", {"达标", "Met"}, true},
               {"unmet", {"未达标", "Unmet"}, true},
               {"unknown", {"无数据", "Unknown"}, true}},
              {}};
  table.rows.push_back(GateRow({"约束性", "binding"}, line.gates().binding(), language));
  table.rows.push_back(GateRow({"预期性", "expected"}, line.gates().expected(), language));
  return table;
}

std::string SourcesText(const Readiness& readiness) {
  std::string text;
  for (const auto& source : readiness.sources()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", source.feed(), " ", source.position());
    if (source.lag_seconds() > 0) absl::StrAppend(&text, " (-", absl::StrFormat("%.0f", source.lag_seconds()), " s)");
  }
  return text;
}

std::vector<Text> HeadingOf(const Readiness& readiness) {
  std::vector<Text> heading;
  const std::string versions = absl::StrCat(readiness.plan_version(), " / ", readiness.policy_version());
  heading.push_back(
      {absl::StrCat("验收准备度  截至 ", readiness.as_of()), absl::StrCat("Readiness as of ", readiness.as_of())});
  if (!readiness.now().reason_zh().empty())
    heading.push_back({readiness.now().reason_zh(), readiness.now().reason_en()});
  for (const Veto& veto : readiness.vetoes()) {
    heading.push_back({absl::StrCat("一票否决：", veto.reason(), "（", veto.document(), "）"),
                       absl::StrCat("Veto: ", veto.reason(), " (", veto.document(), ")")});
  }
  std::string zh = absl::StrCat("方案 / 评分政策 ", versions), en = absl::StrCat("Plan / policy ", versions);
  if (readiness.sources_size() > 0) {
    absl::StrAppend(&zh, "，版本 ", readiness.version(), "，数据源 ", SourcesText(readiness));
    absl::StrAppend(&en, ", version ", readiness.version(), ", sources ", SourcesText(readiness));
  }
  heading.push_back({std::move(zh), std::move(en)});
  return heading;
}

}  // namespace

std::string IntervalText(double low, double high) { return absl::StrFormat("[%.2f, %.2f]", low, high); }

Text IllustrativeNote() {
  return {"示例：以上结果含虚构的示例数据，不代表任何真实情况",
          "Example: some of these figures are invented for illustration and say nothing about reality"};
}

Json ReadinessJson(const Readiness& readiness) {
  Json json = JsonOf(readiness.now());
  const Json all = JsonOf(readiness);
  for (const char* key : {"outlook", "outlooks", "provisional", "asOf", "version", "illustrative", "sources",
                          "planVersion", "policyVersion", "vetoes"}) {
    json[key] = all[key];
  }
  return json;
}

Table LineTable(const Readiness& readiness, Language language) {
  Table table{{"", ""},
              {{"line", {"口径", "Line"}},
               {"judgedAt", {"判定日", "Judged at"}},
               {"verdict", {"结论", "Verdict"}},
               {"score", {"得分", "Score"}, true},
               {"interval", {"区间", "Interval"}},
               {"coverage", {"数据覆盖", "Coverage"}, true},
               {"grade", {"等级", "Grade"}}},
              {}};
  table.rows.push_back(LineRow("now", {"当前（已核实）", "now (verified)"}, readiness.now(), language));
  // The last evaluation date, acceptance, is the outlook.
  for (int i = 0; i + 1 < readiness.outlooks_size(); ++i) {
    const Line& line = readiness.outlooks(i);
    table.rows.push_back(LineRow(absl::StrCat("outlook-", line.judged_at()), {"展望", "outlook"}, line, language));
  }
  table.rows.push_back(
      LineRow("outlook", {"展望（到验收日）", "outlook (at acceptance)"}, readiness.outlook(), language));
  table.rows.push_back(
      LineRow("provisional", {"暂计（含待核实）", "provisional (with unverified)"}, readiness.provisional(), language));
  return table;
}

Table PillarTable(const Line& line, Language language) {
  Table table{{"评价板块", "Pillars"},
              {{"node", {"节点", "Node"}},
               {"pillar", {"板块", "Pillar"}},
               {"points", {"分值", "Points"}, true},
               {"score", {"得分", "Score"}, true},
               {"interval", {"区间", "Interval"}},
               {"coverage", {"数据覆盖", "Coverage"}, true},
               {"contribution", {"贡献", "Adds"}, true},
               {"met", {"达标", "Met"}, true},
               {"unmet", {"未达标", "Unmet"}, true},
               {"unknown", {"无数据", "Unknown"}, true},
               {"open", {"未到期", "Open"}, true}},
              {}};
  for (const Pillar& pillar : line.pillars()) {
    std::vector<Cell> row = {pillar.key(), PillarName(pillar.key(), language), NumberCell(pillar.points(), 0)};
    if (!pillar.applicable()) {
      row.emplace_back(In(language, {"未接入", "not fed"}), Tone::kFaint);
      row.resize(table.columns.size(), Missing());
    } else {
      row.insert(row.end(),
                 {ScoreCell(pillar.has_score(), pillar.score()), IntervalText(pillar.score_low(), pillar.score_high()),
                  ShareCell(pillar.coverage()), NumberCell(pillar.contribution(), 2), absl::StrCat(pillar.met()),
                  absl::StrCat(pillar.unmet()), absl::StrCat(pillar.unknown()), absl::StrCat(pillar.open())});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table GateTable(const std::vector<Gap>& gaps, Language language) {
  Table table{{"未过的门槛", "Open gates"},
              {{"node", {"节点", "Node"}},
               {"title", {"指标", "Indicator"}, false, 60},
               {"gate", {"门槛", "Gate"}},
               {"verdict", {"状态", "State"}},
               {"target", {"目标", "Target"}},
               {"flags", {"标记", "Flags"}},
               {"missing", {"可增分", "Would add"}, true},
               {"leads", {"责任单位", "Leads"}, false, 40}},
              {}};
  for (const Gap& gap : gaps) {
    if (gap.gate() != plan::v1::BINDING && gap.gate() != plan::v1::EXPECTED) continue;
    table.rows.push_back({gap.node(), gap.title(), Word(gap.gate(), language), Word(gap.leaf().verdict(), language),
                          In(language, {gap.leaf().target_zh(), gap.leaf().target_en()}),
                          FlagsCell(gap.leaf().flags(), language), NumberCell(gap.missing(), 2),
                          Listed(gap.lead_titles(), language)});
  }
  return table;
}

Report ReadinessReport(const Readiness& readiness, const std::vector<Gap>& gaps, Language language) {
  Report report;
  report.json = ReadinessJson(readiness);
  report.heading = HeadingOf(readiness);
  report.tables = {LineTable(readiness, language), PillarTable(readiness.now(), language),
                   GateCountTable(readiness.now(), language)};
  Table gates = GateTable(gaps, language);
  if (!gates.rows.empty()) report.tables.push_back(std::move(gates));
  report.notes.push_back({"分值和门槛是自拟评分政策，待官方考核验收评分表公布后替换",
                          "Points and gates are house policy until the official score table replaces them"});
  if (readiness.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

}  // namespace qcity::cli
