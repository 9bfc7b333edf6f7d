#include "services/cli/readiness/sensitivity_view.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using aggregation::v1::FactorSensitivity;
using aggregation::v1::LeafOut;
using aggregation::v1::MeasureWeight;
using aggregation::v1::Sensitivity;
using aggregation::v1::SobolIndices;
using aggregation::v1::VerdictShare;

constexpr int kBarColumns = 20;
constexpr int kMostRows = 15;  // Of tables as long as the campaign has measures and duties.

// A share of 0..1 as a bar; what little there is shows.
std::string Bar(double share) {
  return std::string(static_cast<std::size_t>(std::ceil(kBarColumns * std::clamp(share, 0.0, 1.0) - 0.05)), '#');
}

Cell IndexCell(bool known, double index) { return known ? NumberCell(index, 3) : Missing(); }

std::string Percent(double share) { return ShareCell(share).text; }

Text SpreadText(const Sensitivity& sensitivity) {
  const auto& spread = sensitivity.spread();
  const std::string mean = NumberCell(spread.mean(), 2).text, interval = IntervalText(spread.p05(), spread.p95());
  return {absl::StrCat("抽取 ", 2 * sensitivity.samples(), " 种政策：得分平均 ", mean, "，90 % 在 ", interval,
                       "，达到及格线 ", Percent(spread.passes())),
          absl::StrCat(2 * sensitivity.samples(), " policies drawn: mean score ", mean, ", 90 % within ", interval,
                       ", at the pass mark ", Percent(spread.passes()))};
}

std::string VerdictList(const Sensitivity& sensitivity, Language language) {
  std::vector<std::string> shares;
  for (const VerdictShare& verdict : sensitivity.verdicts()) {
    if (verdict.share() > 0) {
      shares.push_back(absl::StrCat(Word(verdict.verdict(), language).text, " ", Percent(verdict.share())));
    }
  }
  return absl::StrJoin(shares, language == Language::kChinese ? "，" : ", ");
}

Table FactorTable(const Sensitivity& sensitivity, Language language) {
  Table table{{"各项政策选择对得分方差的影响", "What each choice of policy adds to the score's variance"},
              {{"key", {"政策选择", "Choice"}, false, 36},
               {"range", {"取值", "Drawn from"}, false, 36},
               {"first", {"单独", "Alone"}, true},
               {"total", {"含交互", "In all"}, true},
               {"bar", {"", ""}},
               {"verdictFirst", {"结论：单独", "Verdict: alone"}, true},
               {"verdictTotal", {"含交互", "In all"}, true}},
              {}};
  for (const FactorSensitivity& factor : sensitivity.factors()) {
    const SobolIndices &score = factor.score(), &verdict = factor.verdict();
    table.rows.push_back({Cell(In(language, {factor.title_zh(), factor.title_en()}), Tone::kPlain, factor.key()),
                          In(language, {factor.range_zh(), factor.range_en()}),
                          IndexCell(factor.has_score(), score.first()), IndexCell(factor.has_score(), score.total()),
                          Cell(Bar(score.total()), Tone::kPlain, ""), IndexCell(factor.has_verdict(), verdict.first()),
                          IndexCell(factor.has_verdict(), verdict.total())});
  }
  return table;
}

Table WeightTable(const Sensitivity& sensitivity) {
  const std::string share = Percent(sensitivity.weights().share());
  Table table{{absl::StrCat("任意设定指标权重，", share, " 能达到及格线；其中各指标的平均权重（1 为均分）"),
               absl::StrCat(share,
                            " of all weights of the measures reach the pass mark; mean weights among them (1: an "
                            "equal share)")},
              {{"rank", {"序", "Rank"}, true},
               {"node", {"节点", "Node"}},
               {"title", {"指标", "Measure"}, false, 40},
               {"achievement", {"达成度", "Achievement"}, true},
               {"centralWeight", {"平均权重", "Mean weight"}, true}},
              {}};
  for (const MeasureWeight& measure : sensitivity.weights().measures()) {
    if (table.rows.size() == kMostRows) break;
    table.rows.push_back({absl::StrCat(measure.rank()), measure.node(), measure.title(),
                          NumberCell(measure.achievement(), 4), NumberCell(measure.central_weight(), 3)});
  }
  return table;
}

Table LeafTable(const Sensitivity& sensitivity) {
  Table table{{"去掉一项后的得分，变化大的在前", "The score without one leaf, greatest changes first"},
              {{"node", {"节点", "Node"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 40},
               {"achievement", {"达成度", "Achievement"}, true},
               {"points", {"分值", "Points"}, true},
               {"score", {"得分", "Score"}, true},
               {"change", {"变化", "Change"}, true}},
              {}};
  for (const LeafOut& out : sensitivity.leaves_out()) {
    if (table.rows.size() == kMostRows) break;
    const std::optional<double> score = out.has_score() ? std::optional<double>(out.score()) : std::nullopt;
    table.rows.push_back({out.node(), out.title(), NumberCell(out.achievement(), 4), NumberCell(out.points(), 3),
                          NumberCell(score, 3), NumberCell(out.change(), 3)});
  }
  return table;
}

}  // namespace

Report SensitivityReport(const Sensitivity& sensitivity, Language language) {
  Report report;
  report.json = JsonOf(sensitivity);
  const std::string score = sensitivity.has_score() ? NumberCell(sensitivity.score(), 2).text : "-";
  const std::string verdict = Word(sensitivity.verdict(), language).text;
  const std::string interval = IntervalText(sensitivity.score_low(), sensitivity.score_high());
  report.heading.push_back(
      {absl::StrCat("敏感性  截至 ", sensitivity.as_of(), "，按 ", sensitivity.judged_at(), " 评判"),
       absl::StrCat("Sensitivity as of ", sensitivity.as_of(), ", judged at ", sensitivity.judged_at())});
  report.heading.push_back({absl::StrCat("现行政策：", verdict, "，得分 ", score, "，区间 ", interval),
                            absl::StrCat("Policy in force: ", verdict, ", score ", score, ", interval ", interval)});
  report.heading.push_back(SpreadText(sensitivity));
  report.heading.push_back({absl::StrCat("其中结论：", VerdictList(sensitivity, language)),
                            absl::StrCat("Verdicts among them: ", VerdictList(sensitivity, language))});
  report.tables.push_back(FactorTable(sensitivity, language));
  if (!sensitivity.weights().measures().empty() && sensitivity.weights().share() > 0) {
    report.tables.push_back(WeightTable(sensitivity));
  } else {
    report.notes.push_back({"无论怎样设定指标权重，都达不到及格线", "No weights of the measures reach the pass mark"});
  }
  report.tables.push_back(LeafTable(sensitivity));
  report.notes.push_back({absl::StrCat("抽样估计，样本 ", sensitivity.samples(), "，种子 ", sensitivity.seed(),
                                       "；指标和明细各列前 ", kMostRows, " 项，-o json 为全部"),
                          absl::StrCat("Estimates from ", sensitivity.samples(), " samples, seed ", sensitivity.seed(),
                                       "; of measures and leaves the first ", kMostRows, ", all with -o json")});
  if (sensitivity.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

}  // namespace qcity::cli
