#include "services/cli/readiness/what_if_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::ChangeStage;
using aggregation::v1::LeafChange;
using aggregation::v1::Lever;
using aggregation::v1::Line;
using aggregation::v1::ListLeversResponse;
using aggregation::v1::NumberChange;
using aggregation::v1::ReadinessChange;
using aggregation::v1::Simulation;
using aggregation::v1::StagePoints;
using aggregation::v1::UnitGain;

const Text kStages[] = {
    {"方案或政策", "Plan"}, {"数据修订", "Revisions"}, {"新数据和进展", "New"}, {"数据有无", "Availability"}};
const char* const kStageKeys[] = {"plan", "revision", "new", "availability"};

// "+2.10", "-0.40"; raw: all digits.
Cell SignedCell(double points) {
  Cell cell = NumberCell(points, 2);
  if (cell.text == "-0.00") cell.text = "0.00";
  const Tone tone = cell.text == "0.00" ? Tone::kFaint : points > 0 ? Tone::kGood : Tone::kBad;
  return {(points > 0 && cell.text != "0.00" ? "+" : "") + cell.text, tone, cell.raw.value_or("")};
}

// At most ten blocks, as many as the part is of the largest one. Nothing for machines.
Cell BarCell(double points, double largest) {
  constexpr int kWidth = 10;
  const int blocks = largest == 0 ? 0 : static_cast<int>(std::lround(kWidth * std::abs(points) / largest));
  std::string bar = blocks == 0 ? "" : points > 0 ? "+" : "-";
  for (int i = 0; i < blocks; ++i) bar += "█";
  return {bar, points > 0 ? Tone::kGood : Tone::kBad, ""};
}

std::optional<double> PointsOf(const NumberChange& change, ChangeStage stage) {
  for (const StagePoints& one : change.stages()) {
    if (one.stage() == stage) return one.points();
  }
  return std::nullopt;
}

std::vector<Cell> NumberRow(const NumberChange& number, double largest, bool bars, Language language) {
  std::vector<Cell> row = {{PillarName(number.pillar(), language), Tone::kPlain, number.pillar()},
                           number.number(),
                           number.title(),
                           SignedCell(number.points())};
  if (bars) row.push_back(BarCell(number.points(), largest));
  for (int stage = 1; stage <= 4; ++stage) {
    const std::optional<double> points = PointsOf(number, static_cast<ChangeStage>(stage));
    row.push_back(points.has_value() ? SignedCell(*points) : Missing());
  }
  return row;
}

// All the numbers from the `first` on, in one.
NumberChange RestOf(const ReadinessChange& change, int first, Language language) {
  NumberChange rest;
  std::array<double, 4> stages = {};
  for (int i = first; i < change.numbers_size(); ++i) {
    rest.set_points(rest.points() + change.numbers(i).points());
    for (const StagePoints& stage : change.numbers(i).stages()) {
      if (stage.stage() >= aggregation::v1::PLAN && stage.stage() <= aggregation::v1::AVAILABILITY)
        stages[stage.stage() - 1] += stage.points();
    }
  }
  for (int stage = 0; stage < 4; ++stage) {
    if (stages[stage] == 0) continue;
    StagePoints& points = *rest.add_stages();
    points.set_stage(static_cast<ChangeStage>(stage + 1));
    points.set_points(stages[stage]);
  }
  const int count = change.numbers_size() - first;
  rest.set_title(In(language, {absl::StrCat("其余 ", count, " 项合计"), absl::StrCat(count, " others")}));
  return rest;
}

// For people the first twenty and the rest in one, for machines all.
Table NumberTable(const ReadinessChange& change, bool for_people, Language language) {
  constexpr int kMost = 20;
  Table table{{"由大到小", "The largest first"},
              {{"pillar", {"板块", "Pillar"}},
               {"number", {"编号", "Number"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 40},
               {"points", {"增减", "Points"}, true}},
              {}};
  if (for_people) table.columns.push_back({"bar", {"", ""}});
  for (int stage = 0; stage < 4; ++stage) table.columns.push_back({kStageKeys[stage], kStages[stage], true});
  const double largest = change.numbers().empty() ? 0 : std::abs(change.numbers(0).points());
  const int shown = for_people && change.numbers_size() > kMost + 1 ? kMost : change.numbers_size();
  for (int i = 0; i < shown; ++i) table.rows.push_back(NumberRow(change.numbers(i), largest, for_people, language));
  if (shown < change.numbers_size()) {
    table.rows.push_back(NumberRow(RestOf(change, shown, language), largest, for_people, language));
  }
  return table;
}

Table StageTable(const ReadinessChange& change, Language language) {
  Table table{{"原因", "By cause"},
              {{"stage", {"原因", "Cause"}}, {"points", {"增减", "Points"}, true}, {"bar", {"", ""}}},
              {}};
  double largest = 0;
  for (const StagePoints& stage : change.stages()) largest = std::max(largest, std::abs(stage.points()));
  for (const StagePoints& stage : change.stages()) {
    if (stage.stage() < aggregation::v1::PLAN || stage.stage() > aggregation::v1::AVAILABILITY) continue;
    table.rows.push_back({Cell(In(language, kStages[stage.stage() - 1]), Tone::kPlain, ChangeStage_Name(stage.stage())),
                          SignedCell(stage.points()), BarCell(stage.points(), largest)});
  }
  return table;
}

std::vector<Cell> LineRow(const char* key, const Text& name, const Line& line, Language language) {
  const std::optional<double> score = line.has_score() ? std::optional<double>(line.score()) : std::nullopt;
  return {Cell(In(language, name), Tone::kPlain, key),
          line.judged_at(),
          Word(line.verdict(), language),
          NumberCell(score, 2),
          IntervalText(line.score_low(), line.score_high()),
          ShareCell(line.coverage()),
          In(language, {line.reason_zh(), line.reason_en()})};
}

// Two lines below each other.
Table LinesTable(const std::pair<const char*, Text>& first, const Line& before,
                 const std::pair<const char*, Text>& second, const Line& after, Language language) {
  return {
      {"", ""},
      {{"line", {"口径", "Line"}},
       {"judgedAt", {"评判日", "Judged at"}},
       {"verdict", {"结论", "Verdict"}},
       {"score", {"得分", "Score"}, true},
       {"interval", {"区间", "Interval"}},
       {"coverage", {"数据覆盖", "Coverage"}, true},
       {"reason", {"理由", "Reason"}, false, 40}},
      {LineRow(first.first, first.second, before, language), LineRow(second.first, second.second, after, language)}};
}

Table LeafTable(const Simulation& simulation, Language language) {
  Table table{{"变动的节点", "What would stand otherwise"},
              {{"node", {"节点", "Node"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 40},
               {"verdictBefore", {"现状", "Is"}},
               {"verdictAfter", {"推演", "Would be"}},
               {"achievementBefore", {"现达成", "Achieves"}, true},
               {"achievementAfter", {"将达成", "Would achieve"}, true},
               {"contributionBefore", {"现贡献", "Adds"}, true},
               {"contributionAfter", {"将贡献", "Would add"}, true}},
              {}};
  for (const LeafChange& leaf : simulation.leaves()) {
    const auto achieved = [](bool has, double share) { return has ? NumberCell(share, 3) : Missing(); };
    table.rows.push_back({leaf.node(), leaf.title(), Word(leaf.verdict_before(), language),
                          Word(leaf.verdict_after(), language),
                          achieved(leaf.has_achievement_before(), leaf.achievement_before()),
                          achieved(leaf.has_achievement_after(), leaf.achievement_after()),
                          NumberCell(leaf.contribution_before(), 3), NumberCell(leaf.contribution_after(), 3)});
  }
  return table;
}

// "每提高 1 %：0.62"; one after the other for several parts, without those that one unit moves by nothing.
std::string UnitsText(const Lever& lever, Language language) {
  std::vector<std::string> texts;
  for (const UnitGain& unit : lever.units()) {
    if (unit.points() == 0) continue;
    const std::string points = absl::StrFormat("%.3f", unit.points());
    const std::string part = unit.part().empty() ? "" : absl::StrCat(unit.part(), " ");
    texts.push_back(In(language, {absl::StrCat(part, unit.unit_zh(), "：", points),
                                  absl::StrCat(part, unit.unit_en(), ": ", points)}));
  }
  return absl::StrJoin(texts, In(language, {"；", "; "}));
}

std::string DutiesText(const Lever& lever, Language language) {
  std::vector<std::string> numbers;
  for (const auto& duty : lever.duties()) numbers.push_back(duty.number());
  return absl::StrJoin(numbers, In(language, {"、", ", "}));
}

std::vector<Cell> LeverRow(const Lever& lever, Language language) {
  const std::optional<double> gain = lever.has_gain() ? std::optional<double>(lever.gain()) : std::nullopt;
  const Cell chosen = lever.in_ready_set() ? Cell("●", Tone::kPlain, "true") : Cell("", Tone::kPlain, "false");
  return {chosen,
          lever.node(),
          lever.title(),
          lever.gate() == plan::v1::NO_GATE ? Cell("", Tone::kPlain, "NO_GATE") : Word(lever.gate(), language),
          Word(lever.verdict(), language),
          In(language, {lever.target_zh(), lever.target_en()}),
          NumberCell(gain, 3),
          NumberCell(lever.gain_low(), 3),
          UnitsText(lever, language),
          DutiesText(lever, language),
          Listed(lever.lead_titles(), language)};
}

}  // namespace

Report ChangeReport(const ReadinessChange& change, const Context& context) {
  const Language language = context.language();
  Report report;
  report.json = JsonOf(change);
  report.heading.push_back({change.text_zh(), change.text_en()});
  if (change.versions_from() != change.versions_to()) {
    report.heading.push_back(
        {absl::StrCat("方案 / 评分政策由 ", change.versions_from(), " 换为 ", change.versions_to()),
         absl::StrCat("Plan / policy changed from ", change.versions_from(), " to ", change.versions_to())});
  }
  report.tables = {
      NumberTable(change, /*for_people=*/context.settings().format() == Format::kTable, language),
      StageTable(change, language),
      LinesTable({"FROM", {"起", "from"}}, change.line_from(), {"TO", {"止", "to"}}, change.line_to(), language)};
  report.notes.push_back(
      {"各部分相加即为总增减；“数据有无”是有数据的节点变化引起的权重移动",
       "The parts add up to the whole; \"availability\" is weight that moves because leaves gain or lose data"});
  if (!change.line_from().has_score() || !change.line_to().has_score()) {
    const std::string from = absl::StrFormat("%.2f", change.score_from()),
                      to = absl::StrFormat("%.2f", change.score_to());
    report.notes.push_back(
        {absl::StrCat("数据覆盖不足，没有正式得分；比较的是有数据部分的得分：", from, " 到 ", to),
         absl::StrCat("Too little data for a headline score; what has data is compared: ", from, " to ", to)});
  }
  if (change.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report SimulationReport(const Simulation& simulation, const Context& context) {
  const Language language = context.language();
  Report report;
  report.json = JsonOf(simulation);
  report.heading.push_back(
      {absl::StrCat("推演  截至 ", simulation.as_of(), "，评判日 ", simulation.judged_at()),
       absl::StrCat("What if, as of ", simulation.as_of(), ", judged on ", simulation.judged_at())});
  report.tables.push_back(LinesTable({"BEFORE", {"现状", "as it is"}}, simulation.before(),
                                     {"AFTER", {"推演", "as it would be"}}, simulation.after(), language));
  report.tables.push_back(LeafTable(simulation, language));
  report.notes.push_back({"只是推演，未作任何记录", "Nothing was recorded"});
  if (simulation.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report LeversReport(const ListLeversResponse& response, const Context& context) {
  const Language language = context.language();
  Report report;
  report.json = JsonOf(response);
  report.heading.push_back(
      {absl::StrCat("提分点  截至 ", response.as_of()), absl::StrCat("Levers as of ", response.as_of())});
  report.heading.push_back({response.ready().text_zh(), response.ready().text_en()});
  Table table{{"", ""},
              {{"inReadySet", {"必补", "Set"}},
               {"node", {"节点", "Node"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 40},
               {"gate", {"门槛", "Gate"}},
               {"verdict", {"状态", "Verdict"}},
               {"target", {"目标", "Target"}, false, 24},
               {"gain", {"补齐增分", "Adds"}, true},
               {"gainLow", {"最低分增", "To S_low"}, true},
               {"units", {"每单位增分", "Per unit"}, false, 30},
               {"duties", {"关联任务", "Duties"}, false, 16},
               {"leads", {"责任单位", "Leads"}, false, 30}},
              {}};
  for (const Lever& lever : response.levers()) table.rows.push_back(LeverRow(lever, language));
  report.tables.push_back(std::move(table));
  report.notes.push_back(
      {"● 是使全市具备验收条件的最小组合；每单位增分按当前值处的斜率计算",
       "● marks the smallest set that makes the city READY; points per unit are the slope at the present value"});
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

}  // namespace qcity::cli
