// Every way to break the measures and duties of a sound plan is found, at its place.
#include "tests/common/domain/plan_mutation.h"

namespace qcity::domain {
namespace {

using plan::v1::Plan;

// The messages that most mutations touch.
plan::v1::Indicator& Measure(Plan& plan, int index) { return *plan.mutable_indicators(index); }
plan::v1::Target& TargetOf(Plan& plan, int index) { return *Measure(plan, index).mutable_target(); }
plan::v1::Task& Duty(Plan& plan, int index) { return *plan.mutable_tasks(index); }
plan::v1::Deadline& DeadlineOf(Plan& plan, int index) { return *Duty(plan, index).mutable_deadline(); }
plan::v1::Criterion& FirstCriterion(Plan& plan) { return *Duty(plan, 0).mutable_criteria(0); }

TEST(Check, FindsTargetsThatCannotBe) {
  ExpectFound({
      {"indicators[0].target", [](Plan& p) { Measure(p, 0).clear_target(); }},
      {"indicators[0].target.kind", [](Plan& p) { TargetOf(p, 0).clear_kind(); }},
      {"indicators[0].target.value", [](Plan& p) { TargetOf(p, 0).clear_value(); }},
      {"indicators[0].target.value", [](Plan& p) { TargetOf(p, 0).set_value(kNan); }},
      {"indicators[0].target.value", [](Plan& p) { TargetOf(p, 0).set_value(101); }},
      {"indicators[1].target.value", [](Plan& p) { TargetOf(p, 1).set_value(100); }},
      {"indicators[2].target.value", [](Plan& p) { TargetOf(p, 2).set_value(0); }},
      {"indicators[3].target.value", [](Plan& p) { TargetOf(p, 3).set_value(1); }},
      {"indicators[4].target.value", [](Plan& p) { TargetOf(p, 4).set_value(2.5); }},
      {"indicators[4].target.value", [](Plan& p) { TargetOf(p, 4).set_value(0); }},
      {"indicators[5].target.value", [](Plan& p) { TargetOf(p, 5).set_value(1); }},
      {"indicators[6].target.value", [](Plan& p) { TargetOf(p, 6).set_value(0); }},
      {"indicators[7].target.value", [](Plan& p) { TargetOf(p, 7).set_value(1); }},
      {"indicators[8].target.value", [](Plan& p) { TargetOf(p, 8).set_value(1); }},
      {"indicators[6].target.direction", [](Plan& p) { TargetOf(p, 6).clear_direction(); }},
      {"indicators[0].target.direction", [](Plan& p) { TargetOf(p, 0).set_direction(plan::v1::UP); }},
      {"indicators[6].target.years", [](Plan& p) { TargetOf(p, 6).set_years(1); }},
      {"indicators[0].target.years", [](Plan& p) { TargetOf(p, 0).set_years(3); }},
      {"indicators[0].target.zero_credit", [](Plan& p) { TargetOf(p, 0).set_zero_credit(95); }},
      {"indicators[0].target.zero_credit", [](Plan& p) { TargetOf(p, 0).set_zero_credit(96); }},
      {"indicators[0].target.zero_credit", [](Plan& p) { TargetOf(p, 0).set_zero_credit(kNan); }},
      {"indicators[2].target.zero_credit", [](Plan& p) { TargetOf(p, 2).set_zero_credit(40); }},
      {"indicators[3].target.zero_credit", [](Plan& p) { TargetOf(p, 3).set_zero_credit(0); }},
      {"indicators[4].target.zero_credit", [](Plan& p) { TargetOf(p, 4).set_zero_credit(2); }},
      {"indicators[5].target.zero_credit", [](Plan& p) { TargetOf(p, 5).set_zero_credit(2); }},
      {"indicators[0].target.zero_credit",
       [](Plan& p) {
         TargetOf(p, 0).set_value(0);
         TargetOf(p, 0).clear_zero_credit();
       }},
  });
}

TEST(Check, FindsValidationRulesThatCannotBeAsked) {
  const auto rule = [](Plan& p) { return p.mutable_validation_rules(0); };
  ExpectFound({
      {"validation_rules[0].key", [=](Plan& p) { rule(p)->set_key("A B"); }},
      {"validation_rules[1].key", [=](Plan& p) { *p.add_validation_rules() = p.validation_rules(0); }},
      {"validation_rules[0].comparison", [=](Plan& p) { rule(p)->clear_comparison(); }},
      {"validation_rules[0].text", [=](Plan& p) { rule(p)->clear_text(); }},
      {"validation_rules[0].left.indicator", [=](Plan& p) { rule(p)->mutable_left()->set_indicator("99"); }},
      {"validation_rules[0].left.indicator", [=](Plan& p) { rule(p)->mutable_left()->set_indicator("4"); }},
      {"validation_rules[0].left.part", [=](Plan& p) { rule(p)->mutable_left()->set_part("x"); }},
      {"validation_rules[0].right.indicator", [=](Plan& p) { rule(p)->clear_right(); }},
      {"validation_rules[0].right", [=](Plan& p) { *rule(p)->mutable_right() = rule(p)->left(); }},
      {"validation_rules[0].interpretation.owner",
       [=](Plan& p) { rule(p)->mutable_interpretation()->set_owner("nobody"); }},
      {"policy.jump_factor", [](Plan& p) { p.mutable_policy()->set_jump_factor(0.5); }},
  });
}

TEST(Check, FindsIndustriesThatCannotBeNamed) {
  ExpectFound({
      {"industries[0].key", [](Plan& p) { p.mutable_industries(0)->set_key("食品"); }},
      {"industries[1].key", [](Plan& p) { p.mutable_industries(1)->set_key("food"); }},
      {"industries[1].name", [](Plan& p) { p.mutable_industries(1)->clear_name(); }},
  });
}

TEST(Check, FindsMeasuresThatCannotBeScored) {
  ExpectFound({
      {"indicators[0].number", [](Plan& p) { Measure(p, 0).set_number("1a"); }},
      {"indicators[0].number", [](Plan& p) { Measure(p, 0).set_number("01"); }},
      {"indicators[0].number", [](Plan& p) { Measure(p, 0).set_number("1-2-3"); }},
      {"indicators[1].number", [](Plan& p) { Measure(p, 1).set_number("1-1"); }},
      {"indicators[2].number", [](Plan& p) { Measure(p, 2).set_number("1"); }},
      {"indicators[0].name", [](Plan& p) { Measure(p, 0).clear_name(); }},
      {"indicators[3].figure_unit", [](Plan& p) { Measure(p, 3).clear_figure_unit(); }},
      {"indicators[5].figure_unit", [](Plan& p) { Measure(p, 5).clear_figure_unit(); }},
      {"indicators[0].basis", [](Plan& p) { Measure(p, 0).clear_basis(); }},
      {"indicators[0].gate", [](Plan& p) { Measure(p, 0).clear_gate(); }},
      {"indicators[0].frequency", [](Plan& p) { Measure(p, 0).clear_frequency(); }},
      {"indicators[0].due_days", [](Plan& p) { Measure(p, 0).set_due_days(-1); }},
      {"indicators[0].publication_lag_days", [](Plan& p) { Measure(p, 0).set_publication_lag_days(-1); }},
      {"indicators[0].combination", [](Plan& p) { Measure(p, 0).clear_combination(); }},
      {"indicators[2].combination", [](Plan& p) { Measure(p, 2).set_combination(plan::v1::RATIO); }},
      {"indicators[2].combination", [](Plan& p) { Measure(p, 2).set_combination(plan::v1::WEIGHTED_MEAN); }},
      {"indicators[1].combination", [](Plan& p) { Measure(p, 1).set_combination(plan::v1::SUM); }},
      {"indicators[0].span", [](Plan& p) { Measure(p, 0).clear_span(); }},
      {"indicators[0].upper_bound", [](Plan& p) { Measure(p, 0).set_upper_bound(-1); }},
      {"indicators[0].lower_bound", [](Plan& p) { Measure(p, 0).set_lower_bound(kNan); }},
      {"indicators[0].resolution", [](Plan& p) { Measure(p, 0).set_resolution(0); }},
      {"indicators[0].resolution", [](Plan& p) { Measure(p, 0).set_resolution(-0.1); }},
      {"indicators[0].jump_factor", [](Plan& p) { Measure(p, 0).set_jump_factor(1); }},
      {"indicators[0].jump_factor", [](Plan& p) { Measure(p, 0).set_jump_factor(-2); }},
      {"indicators[0].scale", [](Plan& p) { Measure(p, 0).set_scale(-100); }},
      {"indicators[0].scale", [](Plan& p) { Measure(p, 0).set_scale(1); }},
      {"indicators[0].forms", [](Plan& p) { Measure(p, 0).clear_forms(); }},
      {"indicators[0].forms[1]", [](Plan& p) { Measure(p, 0).set_forms(1, plan::v1::FRACTION); }},
      {"indicators[0].forms[1]", [](Plan& p) { Measure(p, 0).set_forms(1, plan::v1::RANK); }},
      {"indicators[4].forms[0]", [](Plan& p) { Measure(p, 4).set_forms(0, plan::v1::VALUE); }},
      {"indicators[7].forms[1]", [](Plan& p) { Measure(p, 7).set_forms(1, plan::v1::ATTESTATION); }},
      {"indicators[8].forms[0]", [](Plan& p) { Measure(p, 8).set_forms(0, plan::v1::VALUE); }},
      {"indicators[0].forms[0]", [](Plan& p) { Measure(p, 0).set_forms(0, plan::v1::FIGURE_FORM_UNSPECIFIED); }},
      {"indicators[4].derivation", [](Plan& p) { Measure(p, 4).set_derivation(plan::v1::AIR_GOOD_DAYS); }},
      {"indicators[8].derivation", [](Plan& p) { Measure(p, 8).set_derivation(plan::v1::AIR_PM25_MEAN); }},
      {"indicators[0].survey_domain", [](Plan& p) { Measure(p, 0).set_survey_domain("products"); }},
      {"indicators[1].survey_domain", [](Plan& p) { Measure(p, 1).set_survey_domain("公众"); }},
      {"indicators[7].part_rule", [](Plan& p) { Measure(p, 7).clear_part_rule(); }},
      {"indicators[0].part_rule", [](Plan& p) { Measure(p, 0).set_part_rule(plan::v1::ALL); }},
      {"indicators[8].part_rule", [](Plan& p) { Measure(p, 8).set_part_rule(plan::v1::ADD); }},
      {"indicators[7].parts[1].key", [](Plan& p) { Measure(p, 7).mutable_parts(1)->set_key("trademarks"); }},
      {"indicators[7].parts[1].key", [](Plan& p) { Measure(p, 7).mutable_parts(1)->set_key("专利"); }},
      {"indicators[7].parts[1].name", [](Plan& p) { Measure(p, 7).mutable_parts(1)->clear_name(); }},
      {"indicators[7].parts[1].target",
       [](Plan& p) { Measure(p, 7).mutable_parts(1)->mutable_target()->set_kind(plan::v1::LEADING_AMONG_PEERS); }},
      {"indicators[8].parts[0].target.value",
       [](Plan& p) { Measure(p, 8).mutable_parts(0)->mutable_target()->set_kind(plan::v1::AT_LEAST); }},
      {"indicators[0].leads", [](Plan& p) { Measure(p, 0).clear_leads(); }},
      {"indicators[0].leads[0]", [](Plan& p) { Measure(p, 0).set_leads(0, "市统计局"); }},
      {"indicators[0].leads[1]", [](Plan& p) { Measure(p, 0).add_leads("市质监局"); }},
      {"indicators[0].clause", [](Plan& p) { Measure(p, 0).clear_clause(); }},
      {"indicators[0].section", [](Plan& p) { Measure(p, 0).clear_section(); }},
      {"indicators[8].interpretations[0].owner",
       [](Plan& p) { Measure(p, 8).mutable_interpretations(0)->set_owner("环保局"); }},
  });
}

TEST(Check, FindsLinksThatOneSideAloneKnows) {
  ExpectFound({
      {"indicators[0].tasks[0]", [](Plan& p) { Measure(p, 0).set_tasks(0, "77"); }},
      {"tasks[0].indicators[0]", [](Plan& p) { Measure(p, 0).clear_tasks(); }},
      {"indicators[0].tasks[0]", [](Plan& p) { p.mutable_tasks(0)->clear_indicators(); }},
      {"tasks[0].indicators[0]", [](Plan& p) { p.mutable_tasks(0)->set_indicators(0, "1"); }},
      {"indicators[0].tasks[1]", [](Plan& p) { Measure(p, 0).add_tasks("1"); }},
      {"tasks[0].indicators[1]", [](Plan& p) { p.mutable_tasks(0)->add_indicators("1-1"); }},
      {"tasks[3].scored_by_indicator", [](Plan& p) { p.mutable_tasks(3)->set_scored_by_indicator(true); }},
  });
}

TEST(Check, FindsWhatIsWrongWithDuties) {
  ExpectFound({
      {"tasks[0].number", [](Plan& p) { Duty(p, 0).set_number("一"); }},
      {"tasks[1].number", [](Plan& p) { Duty(p, 1).set_number("1"); }},
      {"tasks[3].number", [](Plan& p) { Duty(p, 2).set_number("4"); }},
      {"tasks[4].number", [](Plan& p) { Duty(p, 4).set_number("4"); }},
      {"tasks[0].part", [](Plan& p) { Duty(p, 0).clear_part(); }},
      {"tasks[0].group", [](Plan& p) { Duty(p, 0).clear_group(); }},
      {"tasks[0].title", [](Plan& p) { Duty(p, 0).clear_title(); }},
      {"tasks[0].clause", [](Plan& p) { Duty(p, 0).clear_clause(); }},
      {"tasks[0].leads", [](Plan& p) { Duty(p, 0).clear_leads(); }},
      {"tasks[0].leads[0]", [](Plan& p) { Duty(p, 0).set_leads(0, "east"); }},
      {"tasks[0].cooperators[1]", [](Plan& p) { Duty(p, 0).set_cooperators(1, "各县政府"); }},
      {"tasks[0].cooperators[1]", [](Plan& p) { Duty(p, 0).set_cooperators(1, "市住建局"); }},
      {"tasks[0].deadline", [](Plan& p) { Duty(p, 0).clear_deadline(); }},
      {"tasks[0].deadline.kind", [](Plan& p) { DeadlineOf(p, 0).clear_kind(); }},
      {"tasks[0].deadline.date", [](Plan& p) { DeadlineOf(p, 0).clear_date(); }},
      {"tasks[0].deadline.date", [](Plan& p) { DeadlineOf(p, 0).set_date("2018-03-09"); }},
      {"tasks[0].deadline.month", [](Plan& p) { DeadlineOf(p, 0).set_month(6); }},
      {"tasks[0].deadline.day", [](Plan& p) { DeadlineOf(p, 0).set_day(6); }},
      {"tasks[0].deadline.text", [](Plan& p) { DeadlineOf(p, 0).clear_text(); }},
      {"tasks[1].deadline.date", [](Plan& p) { DeadlineOf(p, 1).set_date("2019-06-31"); }},
      {"tasks[2].deadline.date", [](Plan& p) { DeadlineOf(p, 2).set_date("2019-06-30"); }},
      {"tasks[2].deadline.month", [](Plan& p) { DeadlineOf(p, 2).set_month(13); }},
      {"tasks[2].deadline.day", [](Plan& p) { DeadlineOf(p, 2).set_day(32); }},
      {"tasks[2].deadline.day", [](Plan& p) { DeadlineOf(p, 2).clear_day(); }},
      {"tasks[3].deadline.month", [](Plan& p) { DeadlineOf(p, 3).set_month(3); }},
      {"tasks[0].criteria[0].key", [](Plan& p) { FirstCriterion(p).set_key("Centers"); }},
      {"tasks[0].criteria[1].key", [](Plan& p) { *Duty(p, 0).add_criteria() = p.tasks(0).criteria(0); }},
      {"tasks[0].criteria[0].name", [](Plan& p) { FirstCriterion(p).clear_name(); }},
      {"tasks[0].criteria[0].unit", [](Plan& p) { FirstCriterion(p).clear_unit(); }},
      {"tasks[0].criteria[0].target", [](Plan& p) { FirstCriterion(p).clear_target(); }},
      {"tasks[0].criteria[0].target.kind",
       [](Plan& p) { FirstCriterion(p).mutable_target()->set_kind(plan::v1::RANK_WITHIN); }},
      {"tasks[0].criteria[0].target.value", [](Plan& p) { FirstCriterion(p).mutable_target()->clear_value(); }},
      {"tasks[0].criteria[0].interpretation.owner",
       [](Plan& p) { FirstCriterion(p).mutable_interpretation()->set_reading("x"); }},
      {"tasks[0].interpretations[0].reason", [](Plan& p) { Duty(p, 0).add_interpretations()->set_reading("x"); }},
  });
}

}  // namespace
}  // namespace qcity::domain
