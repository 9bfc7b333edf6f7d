#include "services/aggregation/forecast/view.h"

#include <utility>

#include "common/domain/figure.h"
#include "common/domain/period.h"
#include "services/aggregation/answer.h"

namespace qcity::aggregation::forecast {
namespace {

void Fill(const score::Range& range, v1::Range& message) {
  message.set_mean(range.mean);
  message.set_low(range.low);
  message.set_high(range.high);
}

v1::JointProbability JointOf(const score::GateForecast& gates) {
  v1::JointProbability message;
  message.set_independent(gates.joint.independent);
  message.set_one_factor(gates.joint.one_factor);
  message.set_lower(gates.joint.lower);
  message.set_upper(gates.joint.upper);
  message.mutable_without_probability()->Assign(gates.without.begin(), gates.without.end());
  return message;
}

v1::MeasureForecast MeasureOf(const domain::Plan& plan, const score::CampaignForecast::OfMeasure& measure) {
  const plan::v1::Indicator& indicator = plan.document().indicators(measure.leaf.position);
  v1::MeasureForecast message;
  message.set_number(indicator.number());
  message.set_title(indicator.name());
  message.set_gate(indicator.gate());
  // Of what nothing is known no period was looked at; the leaf names the judged one.
  const bool known = measure.forecast.judged.year() > 0;
  message.set_period(known ? measure.forecast.judged.ToString() : measure.leaf.period);
  message.set_verdict(static_cast<v1::LeafVerdict>(measure.leaf.verdict));
  if (measure.forecast.probability.has_value()) message.set_probability(*measure.forecast.probability);
  if (measure.forecast.value.has_value()) Fill(*measure.forecast.value, *message.mutable_value());
  message.set_horizon(measure.forecast.horizon);
  message.set_observed(measure.forecast.observed);
  message.mutable_past()->Assign(measure.forecast.past.begin(), measure.forecast.past.end());
  message.set_rule_zh(measure.forecast.rule.zh);
  message.set_rule_en(measure.forecast.rule.en);
  message.set_target_zh(measure.leaf.target.zh);
  message.set_target_en(measure.leaf.target.en);
  message.set_unit(std::string(domain::FigureUnit(indicator)));
  return message;
}

v1::DutyForecast DutyOf(const domain::Plan& plan, const score::CampaignForecast::OfDuty& duty) {
  v1::DutyForecast message;
  message.set_node(duty.leaf.id);
  message.set_title(TitleOf(plan, duty.leaf));
  message.set_lead(duty.forecast.lead);
  message.set_lead_title(plan.NameOf(duty.forecast.lead));
  message.set_due(domain::FormatDay(duty.forecast.due));
  message.set_on_time(duty.forecast.on_time);
  message.set_expected_credit(duty.forecast.expected);
  message.set_rule_zh(duty.forecast.rule.zh);
  message.set_rule_en(duty.forecast.rule.en);
  return message;
}

}  // namespace

v1::Forecast ForecastOf(const domain::Plan& plan, const score::CampaignForecast& forecast,
                        const score::ForecastQuestion& question) {
  v1::Forecast message;
  message.set_evaluation_date(domain::FormatDay(question.evaluation));
  *message.mutable_binding() = JointOf(forecast.binding);
  *message.mutable_all_gates() = JointOf(forecast.all_gates);
  if (forecast.score.has_value()) {
    Fill(forecast.score->score, *message.mutable_score());
    message.set_pass_probability(forecast.score->pass);
  }
  for (const auto& measure : forecast.measures) *message.add_measures() = MeasureOf(plan, measure);
  for (const auto& duty : forecast.duties) {
    if (!duty.forecast.decided) *message.add_duties() = DutyOf(plan, duty);
  }
  message.set_draws(question.draws);
  message.set_seed(question.seed);
  return message;
}

std::vector<Issued> IssuedIn(const domain::Plan& plan, const score::CampaignForecast& forecast,
                             const score::ForecastQuestion& question, std::int64_t state_version) {
  std::vector<Issued> issued;
  for (const auto& measure : forecast.measures) {
    if (!measure.forecast.probability.has_value()) continue;
    issued.push_back({.as_of = domain::FormatDay(question.as_of),
                      .evaluation_date = domain::FormatDay(question.evaluation),
                      .number = measure.leaf.number,
                      .state_version = state_version,
                      .probability = *measure.forecast.probability,
                      .period = measure.forecast.judged.ToString(),
                      .decided = measure.forecast.decided,
                      .plan_version = plan.document().version(),
                      .policy_version = plan.document().policy().version()});
  }
  return issued;
}

}  // namespace qcity::aggregation::forecast
