#include "services/indicators/action_plans/rules.h"

#include <functional>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::indicators::action_plans {
namespace {

using ::qcity::testing_support::SmallCity;
using ::qcity::testing_support::Told;
using v1::ActionPlan;

ActionPlan Sound() {
  ActionPlan plan;
  plan.set_year(2018);
  plan.mutable_document()->set_name("2018 年行动计划");
  v1::YearTarget& target = *plan.add_targets();
  target.set_indicator("campaigns/small-city/indicators/1-1");
  target.set_value(94);
  v1::Milestone& milestone = *plan.add_milestones();
  milestone.set_task("campaigns/small-city/tasks/4-1");
  milestone.set_text("开展质量月");
  milestone.set_day("2018-09-30");
  return plan;
}

std::string Changed(const std::function<void(ActionPlan&)>& change) {
  ActionPlan plan = Sound();
  change(plan);
  return Told(CheckActionPlan(*SmallCity(), plan));
}

TEST(ActionPlan, SaysOnlyWhatTheCampaignKnows) {
  EXPECT_EQ(Changed([](auto&) {}), "OK");
  EXPECT_EQ(Changed([](auto& p) { p.clear_milestones(); }), "OK");
  EXPECT_EQ(Changed([](auto& p) { p.clear_targets(); }), "OK");
  EXPECT_EQ(Changed([](auto& p) {
              p.clear_targets();
              p.clear_milestones();
            }),
            "INVALID_ARGUMENT targets");
  EXPECT_EQ(Changed([](auto& p) { p.set_year(2017); }), "INVALID_ARGUMENT year");
  EXPECT_EQ(Changed([](auto& p) { p.set_year(2021); }), "INVALID_ARGUMENT year");
  EXPECT_EQ(Changed([](auto& p) { p.clear_document(); }), "INVALID_ARGUMENT document.name");
}

TEST(ActionPlan, TargetsAreNumbersOfMeasuresWithinTheirBounds) {
  const auto target = [](ActionPlan& p) { return p.mutable_targets(0); };
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_indicator("1-1"); }), "INVALID_ARGUMENT targets[0].indicator");
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_indicator("campaigns/small-city/indicators/99"); }),
            "NOT_FOUND INDICATOR_NOT_FOUND");
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_indicator("campaigns/small-city/indicators/4"); }),
            "INVALID_ARGUMENT targets[0].indicator");  // A rank.
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_part("x"); }), "INVALID_ARGUMENT targets[0].part");
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_value(101); }), "INVALID_ARGUMENT targets[0].value");
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_value(-1); }), "INVALID_ARGUMENT targets[0].value");
  EXPECT_EQ(Changed([&](auto& p) { target(p)->set_value(std::numeric_limits<double>::quiet_NaN()); }),
            "INVALID_ARGUMENT targets[0].value");
  EXPECT_EQ(Changed([&](auto& p) { *p.add_targets() = p.targets(0); }), "INVALID_ARGUMENT targets[1].indicator");
}

TEST(ActionPlan, MilestonesAreDaysOfTheYear) {
  const auto milestone = [](ActionPlan& p) { return p.mutable_milestones(0); };
  EXPECT_EQ(Changed([&](auto& p) { milestone(p)->set_task("campaigns/small-city/tasks/9"); }),
            "NOT_FOUND TASK_NOT_FOUND");
  EXPECT_EQ(Changed([&](auto& p) { milestone(p)->set_task("x"); }), "INVALID_ARGUMENT milestones[0].task");
  EXPECT_EQ(Changed([&](auto& p) { milestone(p)->clear_text(); }), "INVALID_ARGUMENT milestones[0].text");
  EXPECT_EQ(Changed([&](auto& p) { milestone(p)->set_day("2019-01-01"); }), "INVALID_ARGUMENT milestones[0].day");
  EXPECT_EQ(Changed([&](auto& p) { milestone(p)->set_day("2018-02-29"); }), "INVALID_ARGUMENT milestones[0].day");
  EXPECT_EQ(Changed([&](auto& p) {
              for (int i = 0; i < 1000; ++i) *p.add_milestones() = p.milestones(0);
            }),
            "INVALID_ARGUMENT milestones");
}

TEST(ActionPlan, ARevisionIsInForceFromItsRecordingOn) {
  const auto plan = SmallCity();
  const auto at = [](int second) { return absl::FromUnixSeconds(second); };
  v1::ActionPlanYear year = *Put(*plan, {}, Sound(), 0, {"wang", "office", true, at(100), {}});
  ActionPlan revised = Sound();
  revised.mutable_targets(0)->set_value(95);
  EXPECT_EQ(Told(Put(*plan, year, revised, 2, {"chen", "office", true, at(200), {}})), "ABORTED STALE_ETAG");
  year = *Put(*plan, year, revised, 1, {"chen", "office", true, at(200), {}});
  EXPECT_EQ(InForceAt(year, at(99)), nullptr);
  EXPECT_EQ(InForceAt(year, at(100))->targets(0).value(), 94);
  EXPECT_EQ(InForceAt(year, at(199))->revision(), 1);
  EXPECT_EQ(InForceAt(year, at(200))->targets(0).value(), 95);
  EXPECT_EQ(InForceAt(year, at(200))->revision(), 2);
  EXPECT_EQ(InForceAt(year, at(200))->person(), "chen");
  EXPECT_EQ(year.name(), "campaigns/small-city/actionPlans/2018");
}

TEST(ActionPlan, NamesHoldAYear) {
  EXPECT_EQ(*YearOf("small-city", NameOf("small-city", 2018)), 2018);
  EXPECT_EQ(Told(YearOf("small-city", "campaigns/small-city/actionPlans/x")), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(YearOf("small-city", "campaigns/small-city/actionPlans/12345")), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(YearOf("small-city", "campaigns/other/actionPlans/2018")), "NOT_FOUND CAMPAIGN_NOT_FOUND");
}

}  // namespace
}  // namespace qcity::indicators::action_plans
