#include "services/cli/commands/score_levels.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/aggregation/score/levels.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using aggregation::score::Level;
using aggregation::score::Rule;

constexpr char kArithmetic[] = "arithmetic", kGeometric[] = "geometric", kHarmonic[] = "harmonic";

Rule RuleOf(const std::string& name) {
  if (name == kGeometric) return Rule::kGeometric;
  return name == kHarmonic ? Rule::kHarmonic : Rule::kArithmetic;
}

Text TitleOf(const std::string& name) {
  if (name == kGeometric) return {"逐级几何平均", "Level by level, geometric mean"};
  if (name == kHarmonic) return {"逐级调和平均", "Level by level, harmonic mean"};
  return {"逐级算术平均", "Level by level, arithmetic mean"};
}

absl::StatusOr<double> FloorOf(const std::string& text) {
  double floor = 0;
  if (text.empty() || absl::SimpleAtod(text, &floor)) return floor;
  return UsageError({absl::StrCat("--floor 应为 0 到 1 之间的数，不是“", text, "”"),
                     absl::StrCat("--floor wants a number from 0 to 1, not '", text, "'")});
}

// The last part of "indicators/一、产品质量", indented by its depth.
std::string Indented(const Level& level, Language language) {
  const std::size_t slash = level.id.find('/');
  std::string name = slash == std::string::npos ? level.id : level.id.substr(slash + 1);
  if (level.depth == 0) name = In(language, {"合计", "All"});
  if (level.depth == 1) name = PillarName(name, language);
  return absl::StrCat(std::string(2 * level.depth, ' '), name);
}

Table LevelTable(const LevelArgs& args, const std::vector<Level>& levels, Language language) {
  Table table{TitleOf(args.aggregator),
              {{"id", {"层级", "Level"}}, {"points", {"分值", "Points"}, true}, {"score", {"得分", "Score"}, true}},
              {}};
  for (const Level& level : levels) {
    table.rows.push_back({Cell(Indented(level, language), Tone::kPlain, level.id), NumberCell(level.points, 3),
                          NumberCell(level.score, 2)});
  }
  return table;
}

Json LevelsJson(const LevelArgs& args, double floor, const std::vector<Level>& levels) {
  Json nodes = Json::array();
  for (const Level& level : levels) {
    nodes.push_back({{"id", level.id},
                     {"depth", level.depth},
                     {"points", NumberJson(level.points)},
                     {"score", NumberJson(level.score)}});
  }
  return {{"aggregator", args.aggregator},
          {"floor", NumberJson(floor)},
          {"score", NumberJson(levels.front().score)},
          {"nodes", nodes}};
}

}  // namespace

void AddLevelOptions(Command& command, LevelArgs& args) {
  command
      .Option("--aggregator", args.aggregator, "RULE",
              {"另按此法逐级合成得分", "Also the score level by level by this mean"})
      .OneOf({kArithmetic, kGeometric, kHarmonic});
  command.Option("--floor", args.floor, "X",
                 {"几何、调和平均中达成度的下限；有达成度为 0 时须大于 0 [0]",
                  "Least achievement in geometric and harmonic means; above 0 where an achievement is 0 [0]"});
}

absl::Status AddLevels(const LevelArgs& args, const domain::Plan& plan, const aggregation::score::Result& result,
                       Language language, Report& report) {
  if (args.aggregator.empty() && !args.floor.empty()) {
    return UsageError({"--floor 须与 --aggregator 一起使用", "--floor goes with --aggregator"});
  }
  if (args.aggregator.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const double floor, FloorOf(args.floor));
  ASSIGN_OR_RETURN(const std::vector<Level> levels, LevelsOf(plan, result, RuleOf(args.aggregator), floor));
  report.tables.push_back(LevelTable(args, levels, language));
  report.json["levels"] = LevelsJson(args, floor, levels);
  return absl::OkStatus();
}

}  // namespace qcity::cli
