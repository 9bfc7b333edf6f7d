// The gates with their lights, and the gaps with who leads and what they would add.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/html/light.h"
#include "services/cli/html/table.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/reading.h"

namespace qcity::cli {
namespace {

using aggregation::v1::Gap;
using aggregation::v1::Leaf;
using aggregation::v1::Node;
using html::Escaped;

std::string FlagsOf(const Reading& reading, const Leaf& leaf) {
  return Escaped(FlagsCell(leaf.flags(), reading.language()).text);
}

// The number of a gate in words: "12 met, 3 not met, ...".
std::string Summary(const Reading& reading, const aggregation::v1::GateCount& count, const Text& name) {
  const Text text = {absl::StrCat(name.zh, " ", count.met() + count.unmet() + count.unknown(), " 项：达标 ",
                                  count.met(), "，未达标 ", count.unmet(), "，无数据 ", count.unknown()),
                     absl::StrCat(name.en, " ", count.met() + count.unmet() + count.unknown(), ": ", count.met(),
                                  " met, ", count.unmet(), " not met, ", count.unknown(), " without data")};
  return reading.Html(text);
}

void AppendGate(const Reading& reading, const plan::v1::Indicator& indicator, html::Table& table) {
  const std::string id = absl::StrCat("indicators/", indicator.number());
  const Node* node = reading.NodeOf(id);
  const Leaf& leaf = node == nullptr ? Leaf::default_instance() : node->leaf();
  const Gap* gap = reading.GapOf(id);
  const std::string figure = FigureOf(leaf, reading.language());
  const std::string flags = FlagsOf(reading, leaf);
  table.Row({reading.To(id, Escaped(indicator.number())), Escaped(indicator.name()),
             reading.Html({leaf.target_zh(), leaf.target_en()}), figure.empty() ? "—" : reading.To(id, Escaped(figure)),
             Escaped(leaf.period()),
             absl::StrCat(LightOf(leaf, reading.language()),
                          flags.empty() ? "" : absl::StrCat("<div class=\"small\">", flags, "</div>")),
             reading.Number(gap == nullptr ? std::nullopt : std::optional<double>(gap->missing()), 2, id)},
            html::IdOf("gate", indicator.number()));
}

void AppendGates(const Reading& reading, plan::v1::Gate gate, const std::string& heading, html::Table& table) {
  table.Heading(heading);
  for (const plan::v1::Indicator& indicator : reading.dossier().plan.indicators())
    if (indicator.gate() == gate) AppendGate(reading, indicator, table);
}

void AppendMeasure(const Reading& reading, const Gap& gap, html::Table& table) {
  const bool is_gate = gap.gate() == plan::v1::BINDING || gap.gate() == plan::v1::EXPECTED;
  const std::string gate = is_gate ? Escaped(Word(gap.gate(), reading.language()).text) : "";
  table.Row({reading.To(gap.node(), Escaped(gap.leaf().number())), Escaped(gap.title()), gate,
             LightOf(gap.leaf(), reading.language()), reading.Joined(gap.lead_titles()),
             reading.Number(gap.missing(), 3, gap.node())},
            html::IdOf("gap", gap.node()));
}

void AppendDuty(const Reading& reading, const Gap& gap, html::Table& table) {
  // "title · occurrence · lead": the lead has a column of its own.
  const std::string title = gap.title().substr(0, gap.title().rfind(" · "));
  table.Row(
      {reading.To(gap.node(), Escaped(gap.leaf().number())), Escaped(title), LightOf(gap.leaf(), reading.language()),
       reading.Joined(gap.lead_titles()), reading.Number(gap.missing(), 3, gap.node())},
      html::IdOf("gap", gap.node()));
}

}  // namespace

html::Chapter GatesChapter(const Reading& reading) {
  html::Table table({{reading.Say({"编号", "No."}), "c"},
                     {reading.Say({"指标", "Measure"}), "w"},
                     {reading.Say({"目标", "Target"}), "s"},
                     {reading.Say({"数据", "Figure"}), "f"},
                     {reading.Say({"期间", "Period"}), "c"},
                     {reading.Say({"状态", "State"})},
                     {reading.Say({"可增分", "Would add"}), "n"}});
  const aggregation::v1::Gates& gates = reading.dossier().readiness.now().gates();
  AppendGates(reading, plan::v1::BINDING, Summary(reading, gates.binding(), {"约束性指标", "Binding"}), table);
  AppendGates(reading, plan::v1::EXPECTED, Summary(reading, gates.expected(), {"预期性指标", "Expected"}), table);
  const std::string worst =
      gates.worst_section().empty()
          ? ""
          : html::Paragraph("small", reading.Say({absl::StrCat("未达标门槛最多的部分：", gates.worst_section()),
                                                  absl::StrCat("Most gates not met: ", gates.worst_section())}));
  return {{"门槛指标", "Gates"}, "gates", table.Html() + worst};
}

html::Chapter GapsChapter(const Reading& reading) {
  const html::Column number = {reading.Say({"编号", "No."}), "c"}, state = {reading.Say({"状态", "State"})},
                     leads = {reading.Say({"责任单位", "Leads"})},
                     missing = {reading.Say({"可增分", "Would add"}), "n"};
  html::Table measures(
      {number, {reading.Say({"指标", "Measure"}), "w"}, {reading.Say({"门槛", "Gate"}), "c"}, state, leads, missing});
  html::Table duties({number, {reading.Say({"任务 · 节点", "Duty · occurrence"}), "w"}, state, leads, missing});
  for (const Gap& gap : reading.dossier().gaps.gaps()) {
    if (gap.node().rfind("tasks/", 0) == 0) {
      AppendDuty(reading, gap, duties);
    } else {
      AppendMeasure(reading, gap, measures);
    }
  }
  std::string html =
      html::Paragraph("small", reading.Say({"先列门槛，再按补齐后可增加的得分从高到低排列。",
                                            "Gates first, then by the points of 100 that closing the gap would add."}));
  const auto section = [&](const Text& title, const html::Table& table) {
    absl::StrAppend(&html, "<h3>", reading.Html(title), "</h3>\n",
                    table.empty() ? html::Paragraph("none", reading.Say({"没有。", "None."})) : table.Html());
  };
  section({"指标", "Measures"}, measures);
  section({"任务", "Duties"}, duties);
  return {{"差距和责任单位", "Gaps and who leads"}, "gaps", html};
}

}  // namespace qcity::cli
