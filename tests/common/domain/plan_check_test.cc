// Every way to break the head, the bodies, the policy or the record of defects of a sound plan is found, at its place.
#include "tests/common/domain/plan_mutation.h"

namespace qcity::domain {
namespace {

using plan::v1::Plan;
using ::testing::IsEmpty;

// The messages that most mutations touch.
plan::v1::Organization& Body(Plan& plan, int index) { return *plan.mutable_organizations(index); }
plan::v1::Member& MemberAt(Plan& plan, int index) { return *plan.mutable_groups(0)->mutable_members(index); }
plan::v1::Policy& PolicyOf(Plan& plan) { return *plan.mutable_policy(); }
plan::v1::TaskPolicy& TaskPolicyOf(Plan& plan) { return *PolicyOf(plan).mutable_tasks(); }
plan::v1::PerformancePolicy& PerformanceOf(Plan& plan) { return *TaskPolicyOf(plan).mutable_performance(); }

TEST(Check, ASoundPlanHasNoDefect) { EXPECT_THAT(PathsOf(Sound()), IsEmpty()); }

TEST(Check, AnEmptyPlanHasManyAndNoneCrashes) { EXPECT_GT(Check(Plan()).size(), 20u); }

// Independent faults are all found, in the document's order.
TEST(Check, ReportsEveryDefectInDocumentOrder) {
  Plan plan = Sound();
  plan.mutable_policy()->set_pass_mark(-1);
  plan.mutable_indicators(2)->set_resolution(0);
  plan.clear_city();
  plan.mutable_tasks(1)->set_leads(0, "无");
  plan.mutable_organizations(5)->clear_kind();
  EXPECT_THAT(PathsOf(plan), testing::ElementsAre("city", "organizations[5].kind", "indicators[2].resolution",
                                                  "tasks[1].leads[0]", "policy.pass_mark"));
}

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
      {"indicators[0].name", [](Plan& p) { p.mutable_indicators(0)->set_name("第一行\n第二行"); }},
      {"indicators[0].name", [](Plan& p) { p.mutable_indicators(0)->set_name(std::string(201, 'a')); }},
      {"indicators[0].leads[0]", [](Plan& p) { p.mutable_indicators(0)->set_leads(0, std::string("市\0局", 7)); }},
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
      {"organizations", [](Plan& p) { Body(p, 0).clear_roles(); }},
      {"organizations[3].id", [](Plan& p) { Body(p, 3).set_id("office"); }},
      {"organizations[3].id", [](Plan& p) { Body(p, 3).set_id("环保局"); }},
      {"organizations[3].id", [](Plan& p) { Body(p, 3).set_id(std::string(64, 'a')); }},
      {"organizations[3].name", [](Plan& p) { Body(p, 3).clear_name(); }},
      {"organizations[4].name", [](Plan& p) { Body(p, 4).set_name("环保局"); }},
      {"organizations[3].aliases[0]", [](Plan& p) { Body(p, 3).set_aliases(0, "质量办"); }},
      {"organizations[3].kind", [](Plan& p) { Body(p, 3).clear_kind(); }},
      {"organizations[3].kind", [](Plan& p) { Body(p, 3).set_kind(static_cast<plan::v1::OrganizationKind>(77)); }},
      {"organizations[0].roles[1]", [](Plan& p) { Body(p, 0).add_roles(plan::v1::OFFICE); }},
      {"organizations[0].roles[1]", [](Plan& p) { Body(p, 0).add_roles(plan::v1::ORGANIZATION_ROLE_UNSPECIFIED); }},
      {"organizations[3].parent", [](Plan& p) { Body(p, 3).set_parent("nobody"); }},
      {"organizations[3].parent", [](Plan& p) { Body(p, 3).set_parent("environment-bureau"); }},
      {"organizations[3].to",
       [](Plan& p) {
         Body(p, 3).set_from("2019-01-01");
         Body(p, 3).set_to("2018-01-01");
       }},
      {"organizations[3].from", [](Plan& p) { Body(p, 3).set_from("2019"); }},
      {"organizations[1].successor", [](Plan& p) { Body(p, 1).clear_successor(); }},
      {"organizations[1].successor", [](Plan& p) { Body(p, 1).clear_to(); }},
      {"organizations[1].successor", [](Plan& p) { Body(p, 1).set_successor("nobody"); }},
      {"organizations[1].successor", [](Plan& p) { Body(p, 1).set_successor("quality-bureau"); }},
      {"organizations[1].successor", [](Plan& p) { Body(p, 2).set_from("2019-04-02"); }},
      {"organizations[1].successor",
       [](Plan& p) {
         Body(p, 2).set_to("2019-12-31");
         Body(p, 2).set_successor("quality-bureau");
       }},
      {"organizations[1].interpretation.reading",
       [](Plan& p) { Body(p, 1).mutable_interpretation()->clear_reading(); }},
      {"organizations[1].interpretation.reason", [](Plan& p) { Body(p, 1).mutable_interpretation()->clear_reason(); }},
      {"groups[0].id", [](Plan& p) { p.mutable_groups(0)->set_id("east"); }},
      {"groups[0].id", [](Plan& p) { p.mutable_groups(0)->set_id("EAST"); }},
      {"groups[0].name", [](Plan& p) { p.mutable_groups(0)->set_name("质量办"); }},
      {"groups[0].members[0].organization", [](Plan& p) { MemberAt(p, 0).set_organization("nobody"); }},
      {"groups[0].members[1].organization", [](Plan& p) { MemberAt(p, 1).set_organization("east"); }},
      {"groups[0].members[2].to", [](Plan& p) { MemberAt(p, 2).set_to("2018-12-31"); }},
      {"groups[0].members[2].interpretation.owner",
       [](Plan& p) { MemberAt(p, 2).mutable_interpretation()->clear_owner(); }},
  });
}

TEST(Check, FindsPoliciesOutOfRange) {
  ExpectFound({
      {"policy.version", [](Plan& p) { PolicyOf(p).clear_version(); }},
      {"policy.points.indicators", [](Plan& p) { PolicyOf(p).mutable_points()->set_indicators(0); }},
      {"policy.points.tasks", [](Plan& p) { PolicyOf(p).mutable_points()->set_tasks(-1); }},
      {"policy.points.complaints", [](Plan& p) { PolicyOf(p).mutable_points()->set_complaints(kNan); }},
      {"policy.points.credit", [](Plan& p) { PolicyOf(p).mutable_points()->clear_credit(); }},
      {"policy.pass_mark", [](Plan& p) { PolicyOf(p).set_pass_mark(101); }},
      {"policy.least_coverage", [](Plan& p) { PolicyOf(p).set_least_coverage(1.1); }},
      {"policy.leading_share", [](Plan& p) { PolicyOf(p).set_leading_share(0); }},
      {"policy.leading_share", [](Plan& p) { PolicyOf(p).set_leading_share(0.75); }},
      {"policy.trailing_share", [](Plan& p) { PolicyOf(p).set_trailing_share(1.5); }},
      {"policy.least_peers", [](Plan& p) { PolicyOf(p).set_least_peers(1); }},
      {"policy.peers[1]", [](Plan& p) { PolicyOf(p).set_peers(1, "大城市"); }},
      {"policy.grade_a", [](Plan& p) { PolicyOf(p).set_grade_a(101); }},
      {"policy.grade_b", [](Plan& p) { PolicyOf(p).set_grade_b(90); }},
      {"policy.grade_c", [](Plan& p) { PolicyOf(p).set_grade_c(85); }},
      {"policy.grade_c", [](Plan& p) { PolicyOf(p).set_grade_c(0); }},
      {"policy.stale_periods", [](Plan& p) { PolicyOf(p).set_stale_periods(3); }},
      {"policy.stale_periods", [](Plan& p) { PolicyOf(p).set_stale_periods(-1); }},
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
      {"policy.tasks.performance.on_time", [](Plan& p) { PerformanceOf(p).set_on_time(2); }},
      {"policy.tasks.performance.late_30", [](Plan& p) { PerformanceOf(p).set_late_30(1.5); }},
      {"policy.tasks.performance.late_90", [](Plan& p) { PerformanceOf(p).set_late_90(0.9); }},
      {"policy.tasks.performance.late_more", [](Plan& p) { PerformanceOf(p).set_late_more(0.6); }},
      {"policy.tasks.performance.open", [](Plan& p) { PerformanceOf(p).set_open(-0.1); }},
      {"policy.tasks.performance.prior", [](Plan& p) { PerformanceOf(p).set_prior(-1); }},
      {"policy.interpretations[0].reading", [](Plan& p) { PolicyOf(p).mutable_interpretations(0)->clear_reading(); }},
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

}  // namespace
}  // namespace qcity::domain
