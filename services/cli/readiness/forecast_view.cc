#include "services/cli/readiness/forecast_view.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/sparkline.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks of

// "41.2 % (independent 30.1 %, within 0.0–62.0 %; 2 unknown)". Where what is known is certain and the rest unknown, there is no estimate to show.
Cell JointCell(const JointProbability& joint, Language language) {
  const int unknown = joint.without_probability_size();
  const std::string bounds = absl::StrFormat("%.1f–%.1f %%", 100 * joint.lower(), 100 * joint.upper());
  const std::string rest =
      unknown == 0 ? "" : absl::StrCat(In(language, {"；", "; "}), unknown, In(language, {" 项无从预测", " unknown"}));
  if (unknown > 0 && joint.independent() == 1) {
    return {absl::StrCat("-", In(language, {"（界 ", " (within "}), bounds, rest, In(language, {"）", ")"})),
            Tone::kPlain, ""};
  }
  const std::string independent = ShareCell(joint.independent()).text;
  const std::string text =
      absl::StrCat(ShareCell(joint.one_factor()).text, In(language, {"（独立 ", " (independent "}), independent,
                   In(language, {"，界 ", ", within "}), bounds, rest, In(language, {"）", ")"}));
  return {text, Tone::kPlain, NumberJson(joint.one_factor()).dump()};
}

// The values that the forecast sets out from and its mean. Raw: the values.
Cell TrendCell(const MeasureForecast& measure) {
  std::vector<std::optional<double>> values(measure.past().begin(), measure.past().end());
  const std::string raw = absl::StrJoin(measure.past(), ";");
  if (!values.empty() && measure.has_value()) values.emplace_back(measure.value().mean());
  return {Sparkline(values), Tone::kPlain, raw};
}

Table MeasureTable(const GetForecastResponse& response, Language language) {
  Table table{{"指标", "Measures"},
              {{"evaluationDate", {"评估日", "Evaluation"}},
               {"number", {"编号", "No."}},
               {"title", {"指标", "Measure"}, false, 40},
               {"gate", {"门槛", "Gate"}},
               {"period", {"评判期", "Period"}},
               {"verdict", {"状态", "Verdict"}},
               {"probability", {"达标概率", "P(met)"}, true},
               {"past", {"走势", "Trend"}},
               {"value", {"预测值 [5 %, 95 %]", "Value [5 %, 95 %]"}},
               {"target", {"目标", "Target"}},
               {"rule", {"依据", "How"}, false, 50}},
              {}};
  for (const Forecast& forecast : response.forecasts()) {
    for (const MeasureForecast& measure : forecast.measures()) {
      const auto probability = measure.has_probability() ? std::optional<double>(measure.probability()) : std::nullopt;
      const Cell value =
          measure.has_value()
              ? Cell(RangeText(measure.value().mean(), measure.value().low(), measure.value().high(), measure.unit()),
                     Tone::kPlain, NumberJson(measure.value().mean()).dump())
              : Missing();
      table.rows.push_back({forecast.evaluation_date(), measure.number(), measure.title(),
                            Word(measure.gate(), language), measure.period(), Word(measure.verdict(), language),
                            ProbabilityCell(probability), TrendCell(measure), value,
                            In(language, {measure.target_zh(), measure.target_en()}),
                            In(language, {measure.rule_zh(), measure.rule_en()})});
    }
  }
  return table;
}

Table DutyTable(const GetForecastResponse& response, Language language) {
  Table table{{"未完任务", "Unfinished duties"},
              {{"evaluationDate", {"评估日", "Evaluation"}},
               {"node", {"节点", "Node"}},
               {"title", {"任务", "Duty"}, false, 40},
               {"lead", {"责任单位", "Lead"}},
               {"due", {"到期", "Due"}},
               {"onTime", {"按期概率", "P(in time)"}, true},
               {"expectedCredit", {"期望得分", "Expected"}, true},
               {"rule", {"依据", "How"}, false, 50}},
              {}};
  for (const Forecast& forecast : response.forecasts()) {
    for (const DutyForecast& duty : forecast.duties()) {
      table.rows.push_back({forecast.evaluation_date(), duty.node(), duty.title(),
                            Cell(duty.lead_title(), Tone::kPlain, duty.lead()), duty.due(),
                            ProbabilityCell(duty.on_time()), NumberCell(duty.expected_credit(), 2),
                            In(language, {duty.rule_zh(), duty.rule_en()})});
    }
  }
  return table;
}

void NoteMethod(const GetForecastResponse& response, Report& report) {
  if (response.forecasts().empty()) return;
  const Forecast& forecast = response.forecasts(0);
  report.notes.push_back({absl::StrCat("模拟 ", forecast.draws(), " 次，种子 ", forecast.seed(),
                                       "；合并概率按单因子 0.3 计；方法为自定，非官方规则"),
                          absl::StrCat(forecast.draws(), " draws, seed ", forecast.seed(),
                                       "; gates together by one factor of 0.3; house method, no official rule")});
  for (const Forecast& each : response.forecasts()) {
    const auto& without = each.all_gates().without_probability();
    if (without.empty()) continue;
    report.notes.push_back({absl::StrCat(each.evaluation_date(), " 无从预测、未计入合并概率的门槛：",
                                         Listed(without, Language::kChinese).text),
                            absl::StrCat(each.evaluation_date(), ": gates without a forecast, left out of the joint: ",
                                         Listed(without, Language::kEnglish).text)});
  }
}

}  // namespace

Cell ProbabilityCell(std::optional<double> probability) {
  if (!probability.has_value()) return Missing();
  const bool sure = *probability == 0 || *probability == 1;
  const double shown = sure ? *probability : std::min(0.999, std::max(0.001, *probability));
  return {ShareCell(shown).text, Tone::kPlain, NumberJson(*probability).dump()};
}

std::string RangeText(double mean, double low, double high, const std::string& unit) {
  const auto number = [](double value) { return NumberCell(value, 2).text; };
  const std::string shown =
      low == high ? number(mean) : absl::StrCat(number(mean), " [", number(low), ", ", number(high), "]");
  return unit.empty() || unit == "/" ? shown : absl::StrCat(shown, " ", unit);
}

Table CampaignTable(absl::Span<const Forecast* const> forecasts, Language language) {
  Table table{{"", ""},
              {{"evaluationDate", {"评估日", "Evaluation"}},
               {"binding", {"约束性指标全部达标", "All binding gates"}},
               {"allGates", {"全部门槛达标", "All gates"}},
               {"score", {"得分 [5 %, 95 %]", "Score [5 %, 95 %]"}},
               {"pass", {"过及格线", "P(pass mark)"}, true}},
              {}};
  for (const Forecast* forecast : forecasts) {
    const Range& score = forecast->score();
    table.rows.push_back({forecast->evaluation_date(), JointCell(forecast->binding(), language),
                          JointCell(forecast->all_gates(), language),
                          forecast->has_score() ? Cell(RangeText(score.mean(), score.low(), score.high(), ""),
                                                       Tone::kPlain, NumberJson(score.mean()).dump())
                                                : Missing(),
                          ShareCell(forecast->pass_probability())});
  }
  return table;
}

Report ForecastReport(const GetForecastResponse& response, Format format, Language language) {
  Report report;
  report.json = JsonOf(response);
  report.heading.push_back(
      {absl::StrCat("预测  截至 ", response.as_of()), absl::StrCat("Forecast from ", response.as_of())});
  Table measures = MeasureTable(response, language);
  if (format == Format::kCsv) {
    report.tables = {std::move(measures)};
  } else {
    const std::vector<const Forecast*> forecasts(response.forecasts().pointer_begin(),
                                                 response.forecasts().pointer_end());
    report.tables = {CampaignTable(forecasts, language), std::move(measures)};
    Table duties = DutyTable(response, language);
    if (!duties.rows.empty()) report.tables.push_back(std::move(duties));
  }
  NoteMethod(response, report);
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report QualityReport(const ForecastQuality& quality, Language language) {
  Report report;
  report.json = JsonOf(quality);
  report.heading.push_back({absl::StrCat("已发布预测 ", quality.issued(), " 个，已见结果 ", quality.outcomes(), " 个"),
                            absl::StrCat("Forecasts issued: ", quality.issued(), ", decided: ", quality.outcomes())});
  Table bins{{"可靠性", "Reliability"},
             {{"from", {"概率自", "From"}, true},
              {"to", {"至", "To"}, true},
              {"count", {"个数", "Count"}, true},
              {"meanProbability", {"平均预测", "Said"}, true},
              {"frequency", {"实际达标", "Came true"}, true}},
             {}};
  for (const ReliabilityBin& bin : quality.bins()) {
    bins.rows.push_back({ShareCell(bin.from()), ShareCell(bin.to()), absl::StrCat(bin.count()),
                         ShareCell(bin.mean_probability()), ShareCell(bin.frequency())});
  }
  report.tables.push_back(std::move(bins));
  if (!quality.has_brier()) {
    report.notes.push_back({absl::StrCat("见到 ", quality.least_outcomes(), " 个结果后才给出质量"),
                            absl::StrCat("quality is given from ", quality.least_outcomes(), " outcomes on")});
    return report;
  }
  report.heading.push_back(
      {absl::StrFormat("Brier 分 %.4f（只报总达标率时 %.4f），校准误差 %.4f", quality.brier(), quality.brier_of_share(),
                       quality.calibration_error()),
       absl::StrFormat("Brier score %.4f (%.4f had the overall share been said), calibration error %.4f",
                       quality.brier(), quality.brier_of_share(), quality.calibration_error())});
  return report;
}

}  // namespace qcity::cli
