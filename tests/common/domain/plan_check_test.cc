// Every way to break the sound plan is found, at its place.
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "common/domain/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {
namespace {

using plan::v1::Plan;
using ::testing::Contains;
using ::testing::IsEmpty;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Plan Sound() { return testing_support::SmallCity()->document(); }

std::vector<std::string> PathsOf(const Plan& plan) {
  std::vector<std::string> paths;
  for (const PlanDefect& defect : Check(plan)) {
    EXPECT_FALSE(defect.text.zh.empty()) << defect.path;
    EXPECT_FALSE(defect.text.en.empty()) << defect.path;
    paths.push_back(defect.path);
  }
  return paths;
}

struct Mutation {
  const char* path;
  std::function<void(Plan&)> break_it;
};

void ExpectFound(const std::vector<Mutation>& mutations) {
  for (const Mutation& mutation : mutations) {
    Plan plan = Sound();
    mutation.break_it(plan);
    EXPECT_THAT(PathsOf(plan), Contains(mutation.path)) << "mutation " << &mutation - mutations.data();
  }
}

plan::v1::Indicator& Measure(Plan& plan, int index) { return *plan.mutable_indicators(index); }
plan::v1::Target& TargetOf(Plan& plan, int index) { return *plan.mutable_indicators(index)->mutable_target(); }
plan::v1::TaskPolicy& TaskPolicyOf(Plan& plan) { return *plan.mutable_policy()->mutable_tasks(); }

TEST(Check, ASoundPlanHasNoDefect) { EXPECT_THAT(PathsOf(Sound()), IsEmpty()); }

TEST(Check, AnEmptyPlanHasManyAndNoneCrashes) { EXPECT_GT(Check(Plan()).size(), 20u); }

TEST(Check, FindsWhatIsWrongWithTheHead) {
  ExpectFound({
      {"id", [](Plan& p) { p.set_id("Small City"); }},
      {"id", [](Plan& p) { p.set_id("small--city"); }},
      {"id", [](Plan& p) { p.clear_id(); }},
      {"version", [](Plan& p) { p.clear_version(); }},
      {"effective_from", [](Plan& p) { p.set_effective_from("2018-02-30"); }},
      {"city", [](Plan& p) { p.clear_city(); }},
      {"city_code", [](Plan& p) { p.set_city_code("42070"); }},
      {"city_code", [](Plan& p) { p.set_city_code("42070A"); }},
      {"title", [](Plan& p) { p.clear_title(); }},
      {"document_number", [](Plan& p) { p.clear_document_number(); }},
      {"issued", [](Plan& p) { p.set_issued("2018/03/01"); }},
      {"published", [](Plan& p) { p.set_published("2018-02-28"); }},
      {"data_window.first", [](Plan& p) { p.clear_data_window(); }},
      {"data_window.last", [](Plan& p) { p.mutable_data_window()->set_last("2020Q4"); }},
      {"data_window.last", [](Plan& p) { p.mutable_data_window()->set_last("2014-12"); }},
  });
}

TEST(Check, FindsTextsThatNoFieldMayHold) {
  ExpectFound({
      {"city", [](Plan& p) { p.set_city("cafe\xCC\x81"); }},
      {"title", [](Plan& p) { p.set_title("小城\x07"); }},
      {"title", [](Plan& p) { p.set_title(std::string(501, 'a')); }},
      {"indicators[0].name", [](Plan& p) { Measure(p, 0).set_name("第一行\n第二行"); }},
      {"indicators[0].name", [](Plan& p) { Measure(p, 0).set_name(std::string(201, 'a')); }},
      {"indicators[0].leads[0]", [](Plan& p) { Measure(p, 0).set_leads(0, std::string("市\0局", 7)); }},
      {"defects[0].places[1]", [](Plan& p) { p.mutable_defects(0)->set_places(1, "\xC2\x85"); }},
      {"tasks[0].criteria[0].name", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->set_name("\x1B[31m"); }},
  });
}

TEST(Check, FindsGapsInTime) {
  ExpectFound({
      {"phases", [](Plan& p) { p.clear_phases(); }},
      {"phases[0].name", [](Plan& p) { p.mutable_phases(0)->clear_name(); }},
      {"phases[0].end", [](Plan& p) { p.mutable_phases(0)->set_end("2018-02-01"); }},
      {"phases[0].start", [](Plan& p) { p.mutable_phases(0)->set_start("2018-3-1"); }},
      {"phases[1].start", [](Plan& p) { p.mutable_phases(1)->set_start("2020-04-02"); }},
      {"phases[1].start", [](Plan& p) { p.mutable_phases(1)->set_start("2020-03-31"); }},
      {"evaluation_dates", [](Plan& p) { p.clear_evaluation_dates(); }},
      {"evaluation_dates[1].date", [](Plan& p) { p.mutable_evaluation_dates(1)->set_date("2020-03-31"); }},
      {"evaluation_dates[0].date", [](Plan& p) { p.mutable_evaluation_dates(0)->set_date("soon"); }},
      {"evaluation_dates[0].name", [](Plan& p) { p.mutable_evaluation_dates(0)->clear_name(); }},
      {"evaluation_dates[1].interpretation.owner",
       [](Plan& p) { p.mutable_evaluation_dates(1)->mutable_interpretation()->set_owner("nobody"); }},
  });
}

TEST(Check, FindsWhatIsWrongWithBodies) {
  ExpectFound({
      {"organizations", [](Plan& p) { p.mutable_organizations(0)->clear_roles(); }},
      {"organizations[3].id", [](Plan& p) { p.mutable_organizations(3)->set_id("office"); }},
      {"organizations[3].id", [](Plan& p) { p.mutable_organizations(3)->set_id("环保局"); }},
      {"organizations[3].id", [](Plan& p) { p.mutable_organizations(3)->set_id(std::string(64, 'a')); }},
      {"organizations[3].name", [](Plan& p) { p.mutable_organizations(3)->set_name("市住建局"); p.mutable_organizations(4)->set_name("市环保局"); p.mutable_organizations(3)->clear_name(); }},
      {"organizations[4].name", [](Plan& p) { p.mutable_organizations(4)->set_name("环保局"); }},
      {"organizations[3].aliases[0]", [](Plan& p) { p.mutable_organizations(3)->set_aliases(0, "质量办"); }},
      {"organizations[3].kind", [](Plan& p) { p.mutable_organizations(3)->clear_kind(); }},
      {"organizations[3].kind", [](Plan& p) { p.mutable_organizations(3)->set_kind(static_cast<plan::v1::OrganizationKind>(77)); }},
      {"organizations[0].roles[1]", [](Plan& p) { p.mutable_organizations(0)->add_roles(plan::v1::OFFICE); }},
      {"organizations[0].roles[1]", [](Plan& p) { p.mutable_organizations(0)->add_roles(plan::v1::ORGANIZATION_ROLE_UNSPECIFIED); }},
      {"organizations[3].parent", [](Plan& p) { p.mutable_organizations(3)->set_parent("nobody"); }},
      {"organizations[3].parent", [](Plan& p) { p.mutable_organizations(3)->set_parent("environment-bureau"); }},
      {"organizations[3].to", [](Plan& p) { p.mutable_organizations(3)->set_from("2019-01-01"); p.mutable_organizations(3)->set_to("2018-01-01"); }},
      {"organizations[3].from", [](Plan& p) { p.mutable_organizations(3)->set_from("2019"); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(1)->clear_successor(); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(1)->clear_to(); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(1)->set_successor("nobody"); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(1)->set_successor("quality-bureau"); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(2)->set_from("2019-04-02"); }},
      {"organizations[1].successor", [](Plan& p) { p.mutable_organizations(2)->set_to("2019-12-31"); p.mutable_organizations(2)->set_successor("quality-bureau"); }},
      {"organizations[1].interpretation.reading", [](Plan& p) { p.mutable_organizations(1)->mutable_interpretation()->clear_reading(); }},
      {"organizations[1].interpretation.reason", [](Plan& p) { p.mutable_organizations(1)->mutable_interpretation()->clear_reason(); }},
      {"groups[0].id", [](Plan& p) { p.mutable_groups(0)->set_id("east"); }},
      {"groups[0].id", [](Plan& p) { p.mutable_groups(0)->set_id("EAST"); }},
      {"groups[0].name", [](Plan& p) { p.mutable_groups(0)->set_name("质量办"); }},
      {"groups[0].members[0].organization", [](Plan& p) { p.mutable_groups(0)->mutable_members(0)->set_organization("nobody"); }},
      {"groups[0].members[1].organization", [](Plan& p) { p.mutable_groups(0)->mutable_members(1)->set_organization("east"); }},
      {"groups[0].members[2].to", [](Plan& p) { p.mutable_groups(0)->mutable_members(2)->set_to("2018-12-31"); }},
      {"groups[0].members[2].interpretation.owner", [](Plan& p) { p.mutable_groups(0)->mutable_members(2)->mutable_interpretation()->clear_owner(); }},
  });
}

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
      {"indicators[0].target.zero_credit", [](Plan& p) { TargetOf(p, 0).set_value(0); TargetOf(p, 0).clear_zero_credit(); }},
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
      {"indicators[0].scale", [](Plan& p) { Measure(p, 0).set_scale(-100); }},
      {"indicators[0].scale", [](Plan& p) { Measure(p, 0).set_scale(1); }},
      {"indicators[0].forms", [](Plan& p) { Measure(p, 0).clear_forms(); }},
      {"indicators[0].forms[1]", [](Plan& p) { Measure(p, 0).set_forms(1, plan::v1::FRACTION); }},
      {"indicators[0].forms[1]", [](Plan& p) { Measure(p, 0).set_forms(1, plan::v1::RANK); }},
      {"indicators[4].forms[0]", [](Plan& p) { Measure(p, 4).set_forms(0, plan::v1::VALUE); }},
      {"indicators[7].forms[1]", [](Plan& p) { Measure(p, 7).set_forms(1, plan::v1::ATTESTATION); }},
      {"indicators[8].forms[0]", [](Plan& p) { Measure(p, 8).set_forms(0, plan::v1::VALUE); }},
      {"indicators[0].forms[0]", [](Plan& p) { Measure(p, 0).set_forms(0, plan::v1::FIGURE_FORM_UNSPECIFIED); }},
      {"indicators[7].part_rule", [](Plan& p) { Measure(p, 7).clear_part_rule(); }},
      {"indicators[0].part_rule", [](Plan& p) { Measure(p, 0).set_part_rule(plan::v1::ALL); }},
      {"indicators[8].part_rule", [](Plan& p) { Measure(p, 8).set_part_rule(plan::v1::ADD); }},
      {"indicators[7].parts[1].key", [](Plan& p) { Measure(p, 7).mutable_parts(1)->set_key("trademarks"); }},
      {"indicators[7].parts[1].key", [](Plan& p) { Measure(p, 7).mutable_parts(1)->set_key("专利"); }},
      {"indicators[7].parts[1].name", [](Plan& p) { Measure(p, 7).mutable_parts(1)->clear_name(); }},
      {"indicators[7].parts[1].target", [](Plan& p) { Measure(p, 7).mutable_parts(1)->mutable_target()->set_kind(plan::v1::LEADING_AMONG_PEERS); }},
      {"indicators[8].parts[0].target.value", [](Plan& p) { Measure(p, 8).mutable_parts(0)->mutable_target()->set_kind(plan::v1::AT_LEAST); }},
      {"indicators[0].leads", [](Plan& p) { Measure(p, 0).clear_leads(); }},
      {"indicators[0].leads[0]", [](Plan& p) { Measure(p, 0).set_leads(0, "市统计局"); }},
      {"indicators[0].leads[1]", [](Plan& p) { Measure(p, 0).add_leads("市质监局"); }},
      {"indicators[0].clause", [](Plan& p) { Measure(p, 0).clear_clause(); }},
      {"indicators[0].section", [](Plan& p) { Measure(p, 0).clear_section(); }},
      {"indicators[8].interpretations[0].owner", [](Plan& p) { Measure(p, 8).mutable_interpretations(0)->set_owner("环保局"); }},
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
      {"tasks[0].number", [](Plan& p) { p.mutable_tasks(0)->set_number("一"); }},
      {"tasks[1].number", [](Plan& p) { p.mutable_tasks(1)->set_number("1"); }},
      {"tasks[3].number", [](Plan& p) { p.mutable_tasks(2)->set_number("4"); }},
      {"tasks[4].number", [](Plan& p) { p.mutable_tasks(4)->set_number("4"); }},
      {"tasks[0].part", [](Plan& p) { p.mutable_tasks(0)->clear_part(); }},
      {"tasks[0].group", [](Plan& p) { p.mutable_tasks(0)->clear_group(); }},
      {"tasks[0].title", [](Plan& p) { p.mutable_tasks(0)->clear_title(); }},
      {"tasks[0].clause", [](Plan& p) { p.mutable_tasks(0)->clear_clause(); }},
      {"tasks[0].leads", [](Plan& p) { p.mutable_tasks(0)->clear_leads(); }},
      {"tasks[0].leads[0]", [](Plan& p) { p.mutable_tasks(0)->set_leads(0, "east"); }},
      {"tasks[0].cooperators[1]", [](Plan& p) { p.mutable_tasks(0)->set_cooperators(1, "各县政府"); }},
      {"tasks[0].cooperators[1]", [](Plan& p) { p.mutable_tasks(0)->set_cooperators(1, "市住建局"); }},
      {"tasks[0].deadline", [](Plan& p) { p.mutable_tasks(0)->clear_deadline(); }},
      {"tasks[0].deadline.kind", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->clear_kind(); }},
      {"tasks[0].deadline.date", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->clear_date(); }},
      {"tasks[0].deadline.date", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->set_date("2018-03-09"); }},
      {"tasks[0].deadline.month", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->set_month(6); }},
      {"tasks[0].deadline.day", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->set_day(6); }},
      {"tasks[0].deadline.text", [](Plan& p) { p.mutable_tasks(0)->mutable_deadline()->clear_text(); }},
      {"tasks[1].deadline.date", [](Plan& p) { p.mutable_tasks(1)->mutable_deadline()->set_date("2019-06-31"); }},
      {"tasks[2].deadline.date", [](Plan& p) { p.mutable_tasks(2)->mutable_deadline()->set_date("2019-06-30"); }},
      {"tasks[2].deadline.month", [](Plan& p) { p.mutable_tasks(2)->mutable_deadline()->set_month(13); }},
      {"tasks[2].deadline.day", [](Plan& p) { p.mutable_tasks(2)->mutable_deadline()->set_day(32); }},
      {"tasks[2].deadline.day", [](Plan& p) { p.mutable_tasks(2)->mutable_deadline()->clear_day(); }},
      {"tasks[3].deadline.month", [](Plan& p) { p.mutable_tasks(3)->mutable_deadline()->set_month(3); }},
      {"tasks[0].criteria[0].key", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->set_key("Centers"); }},
      {"tasks[0].criteria[1].key", [](Plan& p) { *p.mutable_tasks(0)->add_criteria() = p.tasks(0).criteria(0); }},
      {"tasks[0].criteria[0].name", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->clear_name(); }},
      {"tasks[0].criteria[0].unit", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->clear_unit(); }},
      {"tasks[0].criteria[0].target", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->clear_target(); }},
      {"tasks[0].criteria[0].target.kind", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->mutable_target()->set_kind(plan::v1::RANK_WITHIN); }},
      {"tasks[0].criteria[0].target.value", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->mutable_target()->clear_value(); }},
      {"tasks[0].criteria[0].interpretation.owner", [](Plan& p) { p.mutable_tasks(0)->mutable_criteria(0)->mutable_interpretation()->set_reading("x"); }},
      {"tasks[0].interpretations[0].reason", [](Plan& p) { p.mutable_tasks(0)->add_interpretations()->set_reading("x"); }},
  });
}

TEST(Check, FindsPoliciesOutOfRange) {
  ExpectFound({
      {"policy.version", [](Plan& p) { p.mutable_policy()->clear_version(); }},
      {"policy.points.indicators", [](Plan& p) { p.mutable_policy()->mutable_points()->set_indicators(0); }},
      {"policy.points.tasks", [](Plan& p) { p.mutable_policy()->mutable_points()->set_tasks(-1); }},
      {"policy.points.complaints", [](Plan& p) { p.mutable_policy()->mutable_points()->set_complaints(kNan); }},
      {"policy.points.credit", [](Plan& p) { p.mutable_policy()->mutable_points()->clear_credit(); }},
      {"policy.pass_mark", [](Plan& p) { p.mutable_policy()->set_pass_mark(101); }},
      {"policy.least_coverage", [](Plan& p) { p.mutable_policy()->set_least_coverage(1.1); }},
      {"policy.leading_share", [](Plan& p) { p.mutable_policy()->set_leading_share(0); }},
      {"policy.leading_share", [](Plan& p) { p.mutable_policy()->set_leading_share(0.75); }},
      {"policy.trailing_share", [](Plan& p) { p.mutable_policy()->set_trailing_share(1.5); }},
      {"policy.least_peers", [](Plan& p) { p.mutable_policy()->set_least_peers(1); }},
      {"policy.peers[1]", [](Plan& p) { p.mutable_policy()->set_peers(1, "大城市"); }},
      {"policy.grade_a", [](Plan& p) { p.mutable_policy()->set_grade_a(101); }},
      {"policy.grade_b", [](Plan& p) { p.mutable_policy()->set_grade_b(90); }},
      {"policy.grade_c", [](Plan& p) { p.mutable_policy()->set_grade_c(85); }},
      {"policy.grade_c", [](Plan& p) { p.mutable_policy()->set_grade_c(0); }},
      {"policy.stale_periods", [](Plan& p) { p.mutable_policy()->set_stale_periods(3); }},
      {"policy.stale_periods", [](Plan& p) { p.mutable_policy()->set_stale_periods(-1); }},
      {"policy.tasks.late_credit", [](Plan& p) { TaskPolicyOf(p).set_late_credit(1.1); }},
      {"policy.tasks.unreported_cap", [](Plan& p) { TaskPolicyOf(p).set_unreported_cap(-0.1); }},
      {"policy.tasks.unscored_days_after_issue", [](Plan& p) { TaskPolicyOf(p).set_unscored_days_after_issue(-1); }},
      {"policy.tasks.acknowledge_working_days", [](Plan& p) { TaskPolicyOf(p).set_acknowledge_working_days(0); }},
      {"policy.tasks.yellow_days", [](Plan& p) { TaskPolicyOf(p).set_yellow_days(-1); }},
      {"policy.tasks.yellow_percent", [](Plan& p) { TaskPolicyOf(p).set_yellow_percent(101); }},
      {"policy.tasks.reminder_days[1]", [](Plan& p) { TaskPolicyOf(p).set_reminder_days(1, 30); }},
      {"policy.tasks.reminder_days[0]", [](Plan& p) { TaskPolicyOf(p).set_reminder_days(0, -7); }},
      {"policy.tasks.last_due", [](Plan& p) { TaskPolicyOf(p).clear_last_due(); }},
      {"policy.tasks.last_due", [](Plan& p) { TaskPolicyOf(p).set_last_due("2018-03-09"); }},
      {"policy.tasks.first_quarter", [](Plan& p) { TaskPolicyOf(p).set_first_quarter("2018"); }},
      {"policy.tasks.last_quarter", [](Plan& p) { TaskPolicyOf(p).set_last_quarter("2018Q1"); }},
      {"policy.tasks.performance.on_time", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_on_time(2); }},
      {"policy.tasks.performance.late_30", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_late_30(1.5); }},
      {"policy.tasks.performance.late_90", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_late_90(0.9); }},
      {"policy.tasks.performance.late_more", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_late_more(0.6); }},
      {"policy.tasks.performance.open", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_open(-0.1); }},
      {"policy.tasks.performance.prior", [](Plan& p) { TaskPolicyOf(p).mutable_performance()->set_prior(-1); }},
      {"policy.interpretations[0].reading", [](Plan& p) { p.mutable_policy()->mutable_interpretations(0)->clear_reading(); }},
  });
}

TEST(Check, FindsRecordedDefectsThatSayTooLittle) {
  ExpectFound({
      {"defects[0].kind", [](Plan& p) { p.mutable_defects(0)->clear_kind(); }},
      {"defects[0].places", [](Plan& p) { p.mutable_defects(0)->mutable_places()->RemoveLast(); }},
      {"defects[1].places", [](Plan& p) { p.mutable_defects(1)->clear_places(); }},
      {"defects[1].places[0]", [](Plan& p) { p.mutable_defects(1)->set_places(0, ""); }},
      {"defects[1].finding", [](Plan& p) { p.mutable_defects(1)->clear_finding(); }},
      {"defects[1].interpretation.owner", [](Plan& p) { p.mutable_defects(1)->clear_interpretation(); }},
  });
}

// Independent faults are all found, in the document's order.
TEST(Check, ReportsEveryDefectInDocumentOrder) {
  Plan plan = Sound();
  plan.mutable_policy()->set_pass_mark(-1);
  Measure(plan, 2).set_resolution(0);
  plan.clear_city();
  plan.mutable_tasks(1)->set_leads(0, "无");
  plan.mutable_organizations(5)->clear_kind();
  EXPECT_THAT(PathsOf(plan), testing::ElementsAre("city", "organizations[5].kind", "indicators[2].resolution",
                                                  "tasks[1].leads[0]", "policy.pass_mark"));
}

// Whatever enum is cleared, except the two that stand only on demand, is found at its path; so is every NaN.
void VisitScalars(google::protobuf::Message* message, const std::string& path,
                  const std::function<void(google::protobuf::Message*, const google::protobuf::FieldDescriptor*, std::string)>& visit) {
  const google::protobuf::Reflection& r = *message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  r.ListFields(*message, &fields);
  for (const auto* field : fields) {
    const std::string here = path.empty() ? field->name() : path + "." + field->name();
    const bool is_message = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && !field->is_repeated()) visit(message, field, here);
    if (is_message && !field->is_repeated()) VisitScalars(r.MutableMessage(message, field), here, visit);
    if (!is_message || !field->is_repeated()) continue;
    for (int i = 0; i < r.FieldSize(*message, field); ++i) {
      VisitScalars(r.MutableRepeatedMessage(message, field, i), here + "[" + std::to_string(i) + "]", visit);
    }
  }
}

TEST(Check, FindsEveryClearedEnumAndEveryNan) {
  using google::protobuf::FieldDescriptor;
  Plan plan = Sound();
  int visited = 0;
  VisitScalars(&plan, "", [&](google::protobuf::Message* message, const FieldDescriptor* field, const std::string& path) {
    const google::protobuf::Reflection& r = *message->GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int old = r.GetEnumValue(*message, field);
      r.SetEnumValue(message, field, 0);
      EXPECT_THAT(PathsOf(plan), Contains(path));
      r.SetEnumValue(message, field, 12345);
      EXPECT_THAT(PathsOf(plan), Contains(path));
      r.SetEnumValue(message, field, old);
      ++visited;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      const double old = r.GetDouble(*message, field);
      for (const double bad : {kNan, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
        r.SetDouble(message, field, bad);
        EXPECT_THAT(PathsOf(plan), Contains(path));
      }
      r.SetDouble(message, field, old);
      ++visited;
    }
  });
  EXPECT_GT(visited, 100);
  EXPECT_THAT(PathsOf(plan), IsEmpty());
}

}  // namespace
}  // namespace qcity::domain
