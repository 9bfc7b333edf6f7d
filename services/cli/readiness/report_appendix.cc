// The appendices: the tree of the calculation, every measure with its rule and inputs, every duty's part, and what else numbers link to.
#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "qcity/tasks/v1/task.pb.h"
#include "services/cli/html/light.h"
#include "services/cli/html/table.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/reading.h"

namespace qcity::cli {
namespace {

using aggregation::v1::Input;
using aggregation::v1::Leaf;
using aggregation::v1::Node;
using html::Escaped;

std::optional<double> AchievementOf(const Leaf& leaf) {
  return leaf.has_achievement() ? std::optional<double>(leaf.achievement()) : std::nullopt;
}

// A record's name without its campaign, which is the same for all.
std::string Code(absl::string_view name) {
  if (absl::ConsumePrefix(&name, "campaigns/")) name.remove_prefix(std::min(name.size(), name.find('/') + 1));
  return absl::StrCat("<code>", Escaped(name), "</code>");
}

std::string StateOf(const Reading& reading, const Input& input, bool of_tasks) {
  if (input.state() == "DERIVED") return reading.Html({"推算", "derived"});
  const auto* states = of_tasks ? tasks::v1::PartState_descriptor() : indicators::v1::State_descriptor();
  return Escaped(WordNamed(states, input.state(), reading.language()).text);
}

std::string InputsOf(const Reading& reading, const Leaf& leaf) {
  if (leaf.inputs().empty()) return html::Paragraph("none", reading.Say({"没有可用的数据。", "No usable figure."}));
  html::Table table({{reading.Say({"期间", "Period"}), "c"},
                     {reading.Say({"对象、分项", "Subject, part"})},
                     {reading.Say({"数值", "Figure"}), "n"},
                     {reading.Say({"状态", "State"}), "c"},
                     {reading.Say({"来源", "Source"}), "w"},
                     {reading.Say({"记录", "Record"}), "k"}});
  for (const Input& input : leaf.inputs()) {
    const std::string subject = SubjectCell(input.subject(), reading.language()).text;
    const bool both = !subject.empty() && !input.part().empty();
    std::string source = Escaped(input.source());
    for (const plan::v1::DerivedInput& from : input.derived_from()) {
      absl::StrAppend(&source, source.empty() ? "" : reading.Say({"；", "; "}),
                      reading.Html({from.name_zh(), from.name_en()}), " ", Escaped(from.value()));
    }
    table.Row({Escaped(input.period()), Escaped(absl::StrCat(subject, both ? " " : "", input.part())),
               reading.Html({input.figure_zh(), input.figure_en()}), StateOf(reading, input, /*of_tasks=*/false),
               source, Code(input.name())});
  }
  return table.Html();
}

std::string DoubtsOf(const Reading& reading, const Leaf& leaf) {
  std::string html;
  for (const Input& input : leaf.inputs()) {
    for (const aggregation::v1::Doubt& doubt : input.doubts()) {
      absl::StrAppend(&html, "<p class=\"doubt\">", reading.Html({"疑点 ", "Doubt "}), Escaped(input.period()), " ",
                      Escaped(WarningWord(doubt.reason(), reading.language())), reading.Html({"：", ": "}),
                      reading.Html({doubt.text_zh(), doubt.text_en()}), "</p>\n");
    }
  }
  return html;
}

std::string Fact(const Reading& reading, const Text& name, const std::string& html, bool wide = false) {
  if (html.empty()) return "";
  return absl::StrCat("<div", wide ? " class=\"wide\"" : "", "><span>", reading.Html(name), "</span>", html, "</div>");
}

// Where the number was read that led here.
std::string BackFrom(const Reading& reading, const Node& node, const std::string& section) {
  const plan::v1::Indicator* indicator = reading.IndicatorOf(node.leaf().number());
  const bool gate = !IsOfTasks(node) && indicator != nullptr &&
                    (indicator->gate() == plan::v1::BINDING || indicator->gate() == plan::v1::EXPECTED);
  std::string html = "<p class=\"back none-print\">";
  if (gate)
    absl::StrAppend(&html, html::Link(html::IdOf("gate", indicator->number()), reading.Html({"↑ 门槛", "↑ gate"})));
  if (reading.GapOf(node.id()) != nullptr)
    absl::StrAppend(&html, html::Link(html::IdOf("gap", node.id()), reading.Html({"↑ 差距", "↑ gap"})));
  return absl::StrCat(html, reading.To(section, reading.Html({"↑ 分项", "↑ section"})),
                      html::Link("top", reading.Html({"↑ 首页", "↑ top"})), "</p>\n");
}

std::string Card(const Reading& reading, const Node& node, const std::string& section) {
  const Leaf& leaf = node.leaf();
  return absl::StrCat(
      "<div class=\"card\" id=\"", NodeId(node.id()), "\">\n<h4><span class=\"num\">", Escaped(leaf.number()),
      "</span> ", Escaped(node.title()), " ", LightOf(leaf, reading.language()), "</h4>\n<div class=\"facts sans\">",
      Fact(reading, {"期间", "Period"}, Escaped(leaf.period())),
      Fact(reading, {"达成度", "Achievement"}, reading.Number(AchievementOf(leaf), 4)),
      Fact(reading, {"分值", "Points"}, reading.Number(node.points(), 2)),
      Fact(reading, {"贡献", "Adds"}, reading.Number(node.contribution(), 3)),
      Fact(reading, {"最低、最高", "Least, most"}, reading.Interval(node.low(), node.high())),
      Fact(reading, {"目标", "Target"}, reading.Html({leaf.target_zh(), leaf.target_en()}), /*wide=*/true), "</div>\n",
      "<p>", reading.Html({leaf.rule_zh(), leaf.rule_en()}), "<span class=\"small\">",
      reading.Html({"　依据 ", " — clause "}), Escaped(leaf.clause()),
      leaf.flags().empty() ? ""
                           : absl::StrCat(reading.Html({"　标记 ", ", flags "}),
                                          Escaped(FlagsCell(leaf.flags(), reading.language()).text)),
      "</span></p>\n", InputsOf(reading, leaf), DoubtsOf(reading, leaf), BackFrom(reading, node, section), "</div>\n");
}

void AppendTree(const Reading& reading, const Node& node, int depth, html::Table& table) {
  const std::string indent = depth == 0 ? "" : absl::StrCat("<span style=\"padding-left:", 4 * depth, "mm\"></span>");
  table.Row({absl::StrCat(indent,
                          Escaped(node.id() == "readiness" ? reading.Say({"验收准备度", "Readiness"}) : node.title())),
             absl::StrFormat("%.3f", node.points()), absl::StrFormat("%.3f", node.contribution()),
             absl::StrFormat("%.3f", node.low()), absl::StrFormat("%.3f", node.high()), reading.Share(node.coverage())},
            NodeId(node.id()), depth < 2 ? "total" : "");
  // Duties are headings of the appendix of duties, leaves are cards and rows.
  if (depth < 2)
    for (const Node& child : node.children())
      if (!child.has_leaf()) AppendTree(reading, child, depth + 1, table);
}

const Node* PillarOf(const Reading& reading, const char* key) { return reading.NodeOf(key); }

// The leaves right below a node that is no leaf, wherever they hang.
template <typename Visit>
void ForEachGroup(const Node& node, const Visit& visit) {
  bool holds_leaves = false;
  for (const Node& child : node.children()) holds_leaves = holds_leaves || child.has_leaf();
  if (holds_leaves) visit(node);
  for (const Node& child : node.children()) ForEachGroup(child, visit);
}

// The occurrences that a part was read from: a year's quarters are several.
std::string RecordOf(const Reading& reading, const Leaf& leaf) {
  std::string text;
  for (const Input& input : leaf.inputs())
    absl::StrAppend(&text, text.empty() ? "" : ", ", input.name().substr(input.name().rfind('/') + 1), " ",
                    reading.Say({input.figure_zh(), input.figure_en()}));
  return absl::StrCat("<span class=\"small\">", Escaped(text), "</span>");
}

void AppendDuty(const Reading& reading, const Node& duty, html::Table& table, std::map<std::string, bool>& headed) {
  // A node of the tree's upper part has its row there.
  const bool in_tree = headed.count(duty.id()) > 0;
  table.Heading(absl::StrCat(Escaped(duty.title()), "　<span class=\"small\">",
                             Escaped(duty.children(0).leaf().clause()), "</span>"),
                in_tree ? "" : NodeId(duty.id()));
  for (const Node& part : duty.children()) {
    const Leaf& leaf = part.leaf();
    const bool gap = reading.GapOf(part.id()) != nullptr;
    const std::string flags = FlagsCell(leaf.flags(), reading.language()).text;
    const std::size_t first = part.title().find(" · ");
    const std::string title =
        first == std::string::npos ? part.title() : part.title().substr(first + std::string(" · ").size());
    table.Row({gap ? html::Link(html::IdOf("gap", part.id()), Escaped(title)) : Escaped(title),
               absl::StrCat(reading.Html({leaf.rule_zh(), leaf.rule_en()}),
                            flags.empty() ? "" : absl::StrCat("<span class=\"small\">　", Escaped(flags), "</span>")),
               LightOf(leaf, reading.language()), reading.Number(AchievementOf(leaf), 2),
               reading.Number(part.points(), 3), reading.Number(part.contribution(), 3), RecordOf(reading, leaf)},
              NodeId(part.id()));
  }
}

}  // namespace

html::Chapter TreeAppendix(const Reading& reading) {
  html::Table table({{reading.Say({"名称", "Name"}), "w"},
                     {reading.Say({"分值", "Points"}), "n"},
                     {reading.Say({"贡献", "Adds"}), "n"},
                     {reading.Say({"最低", "Least"}), "n"},
                     {reading.Say({"最高", "Most"}), "n"},
                     {reading.Say({"数据覆盖", "Coverage"}), "n"}});
  if (!reading.dossier().explained.root().id().empty())
    AppendTree(reading, reading.dossier().explained.root(), 0, table);
  return {{"得分的构成", "What the score is made of"},
          "tree",
          table.Html() +
              html::Paragraph(
                  "small",
                  reading.Say({"上级等于下级之和。指标见附录 2，任务见附录 3。",
                               "Every row is the sum of those below it. Measures: appendix 2, duties: appendix 3."}))};
}

html::Chapter MeasuresAppendix(const Reading& reading) {
  std::string html = html::Paragraph(
      "small",
      reading.Say(
          {"记录名省去了开头的 campaigns/…/；用 qcity readiness explain --node 可在线查看同样的内容。",
           "Names of records lack their beginning, campaigns/…/. qcity readiness explain --node shows the same online."}));
  if (const Node* pillar = PillarOf(reading, "indicators"); pillar != nullptr) {
    ForEachGroup(*pillar, [&](const Node& section) {
      absl::StrAppend(&html, "<h3>", reading.To(section.id(), Escaped(section.title())), "</h3>\n");
      for (const Node& leaf : section.children())
        if (leaf.has_leaf()) absl::StrAppend(&html, Card(reading, leaf, section.id()));
    });
  }
  return {{"指标逐项说明", "Measures one by one"}, "measures", html};
}

html::Chapter TasksAppendix(const Reading& reading) {
  html::Table table({{reading.Say({"节点 · 责任单位", "Part"}), "s"},
                     {reading.Say({"规则和结果", "Rule and result"}), "w"},
                     {reading.Say({"状态", "State"})},
                     {reading.Say({"得分率", "Credit"}), "n"},
                     {reading.Say({"分值", "Points"}), "n"},
                     {reading.Say({"贡献", "Adds"}), "n"},
                     {reading.Say({"记录", "Record"}), "s"}});
  if (const Node* pillar = PillarOf(reading, "tasks"); pillar != nullptr) {
    std::map<std::string, bool> headed = {{pillar->id(), true}};
    for (const Node& group : pillar->children()) headed[group.id()] = true;
    ForEachGroup(*pillar, [&](const Node& duty) { AppendDuty(reading, duty, table, headed); });
  }
  std::string html = table.Html();
  if (!reading.dossier().ranking.has_value()) return {{"任务逐项说明", "Duties one by one"}, "duties", html};
  html::Table ranks(
      {{reading.Say({"单位", "Organisation"}), "w"}, {reading.Say({"绩效分的算式", "How the score comes about"})}});
  const double prior = reading.dossier().plan.policy().tasks().performance().prior();
  for (const aggregation::v1::OrganizationRank& rank : reading.dossier().ranking->organizations()) {
    const Text text = {
        absl::StrFormat(
            "应办 %d 个节点：按期 %d，逾期完成 %d，逾期未完成 %d；100 ×（各节点得分率之和 + %.0f × 全市平均）÷（%d + %.0f）= %.2f",
            rank.n(), rank.on_time(), rank.late(), rank.open(), prior, rank.n(), prior, rank.score()),
        absl::StrFormat(
            "%d parts: %d on time, %d late, %d open; 100 × (sum of credits + %.0f × mean of all) ÷ (%d + %.0f) = %.2f",
            rank.n(), rank.on_time(), rank.late(), rank.open(), prior, rank.n(), prior, rank.score())};
    ranks.Row({Escaped(rank.title()), reading.Html(text)}, html::IdOf("org", rank.organization()));
  }
  return {{"任务逐项说明", "Duties one by one"},
          "duties",
          absl::StrCat(html, "<h3>", reading.Html({"各单位绩效分", "Organisations' scores"}), "</h3>\n", ranks.Html())};
}

html::Chapter ProvisionalAppendix(const Reading& reading) {
  html::Table table({{reading.Say({"编号", "No."}), "c"},
                     {reading.Say({"指标或任务", "Measure or duty"}), "w"},
                     {reading.Say({"当前达成度", "Now"}), "n"},
                     {reading.Say({"暂计达成度", "Provisional"}), "n"},
                     {reading.Say({"暂计状态", "State"})},
                     {reading.Say({"规则", "Rule"})}});
  ForEachGroup(reading.dossier().provisional.root(), [&](const Node& group) {
    for (const Node& other : group.children()) {
      const Node* node = reading.NodeOf(other.id());
      if (!other.has_leaf() || node == nullptr) continue;
      const std::optional<double> now = AchievementOf(node->leaf()), then = AchievementOf(other.leaf());
      if (now == then) continue;
      table.Row({reading.To(other.id(), Escaped(other.leaf().number())), Escaped(other.title()), reading.Number(now, 4),
                 reading.Number(then, 4), LightOf(other.leaf(), reading.language()),
                 reading.Html({other.leaf().rule_zh(), other.leaf().rule_en()})});
    }
  });
  return {{"暂计口径与当前口径的不同", "Where the provisional line differs"},
          "provisional",
          table.empty() ? html::Paragraph("none", reading.Say({"没有不同。", "Nowhere."})) : table.Html()};
}

html::Chapter HistoryAppendix(const Reading& reading) {
  html::Table table({{reading.Say({"截至", "As of"}), "c"},
                     {reading.Say({"结论", "Verdict"})},
                     {reading.Say({"得分", "Score"}), "n"},
                     {reading.Say({"区间", "Interval"}), "n"},
                     {reading.Say({"数据覆盖", "Coverage"}), "n"}});
  for (const aggregation::v1::HistoryPoint& point : reading.dossier().history.points()) {
    const std::optional<double> score = point.has_score() ? std::optional<double>(point.score()) : std::nullopt;
    table.Row({Escaped(point.as_of()), html::Light(Word(point.verdict(), reading.language())), reading.Number(score, 2),
               reading.Interval(point.score_low(), point.score_high()), reading.Share(point.coverage())},
              html::IdOf("day", point.as_of()));
  }
  return {{"走势的数值", "The trend in numbers"}, "history", table.Html()};
}

}  // namespace qcity::cli
