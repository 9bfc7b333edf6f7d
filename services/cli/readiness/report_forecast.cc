// The forecast chapter: whether all gates will be met, where the score will lie, and each measure's probability.
#include <algorithm>
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

using aggregation::v1::Forecast;
using aggregation::v1::JointProbability;
using aggregation::v1::MeasureForecast;
using html::Escaped;

std::string Percent(double probability) { return absl::StrFormat("%.1f %%", 100 * probability); }

std::string Trimmed(double value, const std::string& unit) {
  std::string text = absl::StrFormat("%.2f", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return unit.empty() ? text : absl::StrCat(text, " ", Escaped(unit));
}

std::vector<std::string> JointRow(const Reading& reading, const Forecast& forecast, const Text& name,
                                  const JointProbability& joint) {
  const auto link = [](const std::string& html) { return html::Link("forecast-method", html); };
  return {Escaped(forecast.evaluation_date()),
          reading.Html(name),
          link(Percent(joint.one_factor())),
          link(Percent(joint.independent())),
          link(absl::StrCat(Percent(joint.lower()), " ～ ", Percent(joint.upper()))),
          reading.Measures(joint.without_probability())};
}

std::string JointTable(const Reading& reading) {
  html::Table table({{reading.Say({"验收日", "Evaluation"}), "c"},
                     {reading.Say({"全部达标的概率", "Probability that all are met"})},
                     {reading.Say({"单因子（主口径）", "One factor (headline)"}), "n"},
                     {reading.Say({"相互独立", "Independent"}), "n"},
                     {reading.Say({"上下界", "Bounds"}), "n"},
                     {reading.Say({"没有概率的", "Without probability"})}});
  for (const Forecast& forecast : reading.dossier().forecast->forecasts()) {
    table.Row(JointRow(reading, forecast, {"约束性门槛", "binding gates"}, forecast.binding()));
    table.Row(JointRow(reading, forecast, {"约束性和预期性门槛", "binding and expected gates"}, forecast.all_gates()));
  }
  return table.Html();
}

std::string ScoreTable(const Reading& reading) {
  html::Table table({{reading.Say({"验收日", "Evaluation"}), "c"},
                     {reading.Say({"得分均值", "Mean score"}), "n"},
                     {reading.Say({"5 %～95 % 区间", "5 % to 95 %"}), "n"},
                     {reading.Say({"达到合格线的概率", "P(pass mark)"}), "n"},
                     {reading.Say({"模拟次数", "Draws"}), "n"},
                     {reading.Say({"随机种子", "Seed"}), "n"}});
  for (const Forecast& forecast : reading.dossier().forecast->forecasts()) {
    const auto link = [](const std::string& html) { return html::Link("forecast-method", html); };
    table.Row({Escaped(forecast.evaluation_date()), link(absl::StrFormat("%.2f", forecast.score().mean())),
               link(absl::StrFormat("%.2f ～ %.2f", forecast.score().low(), forecast.score().high())),
               link(Percent(forecast.pass_probability())), absl::StrCat(forecast.draws()),
               absl::StrCat(forecast.seed())});
  }
  return table.Html();
}

std::string RangeOf(const MeasureForecast& measure) {
  if (!measure.has_value()) return "—";
  return absl::StrCat(Trimmed(measure.value().mean(), measure.unit()), "<div class=\"small\">",
                      Trimmed(measure.value().low(), ""), " ～ ", Trimmed(measure.value().high(), ""), "</div>");
}

// The measures at the last evaluation date, gates first: how each was worked out stands in its row.
std::string MeasureTable(const Reading& reading, const Forecast& forecast) {
  html::Table table({{reading.Say({"编号", "No."}), "c"},
                     {reading.Say({"指标和算法", "Measure and rule"}), "w"},
                     {reading.Say({"目标", "Target"})},
                     {reading.Say({"期间", "Period"}), "c"},
                     {reading.Say({"预测值", "Value"}), "n"},
                     {reading.Say({"达标概率", "P(met)"}), "n"},
                     {reading.Say({"判断", "Verdict"})}});
  const auto append = [&](plan::v1::Gate gate) {
    bool any = false;
    for (const MeasureForecast& measure : forecast.measures()) {
      if (measure.gate() != gate) continue;
      if (!any) table.Heading(Escaped(Word(gate, reading.language()).text));
      any = true;
      const std::string node = absl::StrCat("indicators/", measure.number());
      table.Row({reading.To(node, Escaped(measure.number())),
                 absl::StrCat(Escaped(measure.title()), "<div class=\"small\">",
                              reading.Html({measure.rule_zh(), measure.rule_en()}), "</div>"),
                 reading.Html({measure.target_zh(), measure.target_en()}), Escaped(measure.period()),
                 reading.To(node, RangeOf(measure)),
                 measure.has_probability() ? reading.To(node, Percent(measure.probability())) : "—",
                 html::Light(Word(measure.verdict(), reading.language()))});
    }
  };
  for (const plan::v1::Gate gate : {plan::v1::BINDING, plan::v1::EXPECTED, plan::v1::NO_GATE}) append(gate);
  return table.Html();
}

}  // namespace

html::Chapter ForecastChapter(const Reading& reading) {
  const auto& forecasts = reading.dossier().forecast->forecasts();
  std::string html = absl::StrCat(
      JointTable(reading), "<h3>", reading.Html({"得分", "Score"}), "</h3>\n", ScoreTable(reading),
      "<p class=\"small\" id=\"forecast-method\">",
      reading.Html(
          {"各指标由已核实的历史数据外推，按误差分布算达标概率；指标之间如何相依无从得知，所以全部达标的概率给三种：单因子（相关 0.3）、独立、上下界。得分区间由逐项模拟得到。属自拟方法，不是官方规则。",
           "Each measure is carried forward from its verified figures; P(met) comes from the distribution of such errors. Nobody knows how measures depend on each other, so the joint probability is given three ways: one common factor (correlation 0.3), independent, and the bounds. The score's interval is simulated. House policy, not an official rule."}),
      "</p>\n");
  if (!forecasts.empty()) {
    const Forecast& last = *forecasts.rbegin();
    absl::StrAppend(&html, "<h3>",
                    reading.Html({absl::StrCat("各指标到 ", last.evaluation_date(), " 的预测"),
                                  absl::StrCat("Measures at ", last.evaluation_date())}),
                    "</h3>\n", MeasureTable(reading, last));
  }
  return {{"预测", "Forecast"}, "forecast", html};
}

}  // namespace qcity::cli
