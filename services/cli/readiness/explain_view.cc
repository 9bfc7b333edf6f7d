#include "services/cli/readiness/explain_view.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "qcity/tasks/v1/task.pb.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/forecast_view.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::ExplainReadinessResponse;
using aggregation::v1::Input;
using aggregation::v1::Leaf;
using aggregation::v1::Node;

bool IsOfTask(const Node& node) { return absl::StartsWith(node.id(), "tasks/"); }

// Everything below the pillars is named by the plan, in Chinese.
std::string TitleOf(const Node& node, Language language) {
  if (language == Language::kChinese) return node.title();
  if (node.id() == "readiness") return "Readiness";
  return node.id() == "indicators" || node.id() == "tasks" ? PillarName(node.id(), language) : node.title();
}

void AppendNode(const Node& node, int depth, Language language, Table* table) {
  const Leaf& leaf = node.leaf();
  const std::string title =
      absl::StrCat(std::string(static_cast<std::size_t>(2 * depth), ' '), TitleOf(node, language));
  const std::optional<double> achievement =
      leaf.has_achievement() ? std::optional<double>(leaf.achievement()) : std::nullopt;
  table->rows.push_back({node.id(), Cell(title, Tone::kPlain, node.title()), NumberCell(node.points(), 2),
                         NumberCell(node.contribution(), 3), IntervalText(node.low(), node.high()),
                         ShareCell(node.coverage()), node.has_leaf() ? NumberCell(achievement, 4) : Cell(""),
                         node.has_leaf() ? Word(leaf.verdict(), language) : Cell(""),
                         leaf.has_probability() ? ProbabilityCell(leaf.probability()) : Cell(""),
                         FlagsCell(leaf.flags(), language)});
  for (const Node& child : node.children()) AppendNode(child, depth + 1, language, table);
}

Table TreeTable(const Node& root, Language language) {
  Table table{{"", ""},
              {{"node", {"节点", "Node"}},
               {"title", {"名称", "Title"}, false, 70},
               {"points", {"分值", "Points"}, true},
               {"contribution", {"贡献", "Adds"}, true},
               {"interval", {"区间", "Interval"}},
               {"coverage", {"数据覆盖", "Coverage"}, true},
               {"achievement", {"达成度", "Achievement"}, true},
               {"verdict", {"状态", "Verdict"}},
               {"probability", {"达标概率", "P(met)"}, true},
               {"flags", {"标记", "Flags"}}},
              {}};
  AppendNode(root, 0, language, &table);
  return table;
}

// What a derived figure rests on: "优良天数 240", one row each.
Table DerivedTable(const Node& node, Language language) {
  Table table{{"推算依据", "Derived from"},
              {{"period", {"期间", "Period"}},
               {"key", {"项目", "Item"}},
               {"value", {"数值", "Value"}, true},
               {"name", {"记录", "Record"}}},
              {}};
  for (const Input& input : node.leaf().inputs()) {
    for (const plan::v1::DerivedInput& from : input.derived_from()) {
      table.rows.push_back({input.period(),
                            Cell(In(language, {from.name_zh(), from.name_en()}), Tone::kPlain, from.key()),
                            from.value(), input.name()});
    }
  }
  return table;
}

// What was noted against the figures when they were recorded.
void NoteDoubts(const Leaf& leaf, Report* report) {
  for (const Input& input : leaf.inputs()) {
    for (const aggregation::v1::Doubt& doubt : input.doubts()) {
      report->notes.push_back({absl::StrCat("! ", input.period(), " ", input.part(), input.part().empty() ? "" : " ",
                                            WarningWord(doubt.reason(), Language::kChinese), "：", doubt.text_zh()),
                               absl::StrCat("! ", input.period(), " ", input.part(), input.part().empty() ? "" : " ",
                                            WarningWord(doubt.reason(), Language::kEnglish), ": ", doubt.text_en())});
    }
  }
}

Cell StateCell(const google::protobuf::EnumDescriptor* states, const Input& input, Language language) {
  if (input.state() == "DERIVED") return {In(language, {"推算", "derived"}), Tone::kPlain, input.state()};
  return WordNamed(states, input.state(), language);
}

Table InputTable(const Node& node, Language language) {
  const auto* states = IsOfTask(node) ? tasks::v1::PartState_descriptor() : indicators::v1::State_descriptor();
  Table table{{"所用数据", "Inputs"},
              {{"period", {"期间", "Period"}},
               {"subject", {"对象", "Subject"}},
               {"part", {"分项", "Part"}},
               {"figure", {"数值", "Figure"}},
               {"state", {"状态", "State"}},
               {"source", {"来源", "Source"}, false, 48},
               {"name", {"记录", "Record"}}},
              {}};
  for (const Input& input : node.leaf().inputs()) {
    table.rows.push_back({input.period(), SubjectCell(input.subject(), language), input.part(),
                          In(language, {input.figure_zh(), input.figure_en()}), StateCell(states, input, language),
                          input.source(), input.name()});
  }
  return table;
}

void AppendLeaf(const Node& node, Language language, Report* report) {
  const Leaf& leaf = node.leaf();
  const auto say = [report](const char* zh, const char* en, const std::string& value_zh, const std::string& value_en) {
    if (!value_zh.empty()) report->heading.push_back({absl::StrCat(zh, value_zh), absl::StrCat(en, value_en)});
  };
  say("目标：", "Target: ", leaf.target_zh(), leaf.target_en());
  say("判定期间：", "Judged period: ", leaf.period(), leaf.period());
  say("规则：", "Rule: ", leaf.rule_zh(), leaf.rule_en());
  if (leaf.has_forecast()) {
    const std::string range = RangeText(leaf.forecast().mean(), leaf.forecast().low(), leaf.forecast().high(), "");
    say("评估日预测（5 % 至 95 %）：", "At the evaluation date (5 % to 95 %): ", range, range);
  }
  say("依据：", "Clause: ", leaf.clause(), leaf.clause());
  if (leaf.inputs_size() > 0) report->tables.push_back(InputTable(node, language));
  Table derived = DerivedTable(node, language);
  if (!derived.rows.empty()) report->tables.push_back(std::move(derived));
  NoteDoubts(leaf, report);
}

}  // namespace

Report ExplainReport(const ExplainReadinessResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  report.heading.push_back(
      {absl::StrCat("准备度计算  截至 ", response.as_of(), "  版本 ", response.version()),
       absl::StrCat("Readiness explained, as of ", response.as_of(), ", version ", response.version())});
  report.tables.push_back(TreeTable(response.root(), context.language()));
  if (response.root().has_leaf()) AppendLeaf(response.root(), context.language(), &report);
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

}  // namespace qcity::cli
