#include "services/aggregation/score/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> IdsOf(const Catalogue& catalogue, absl::string_view number) {
  std::vector<std::string> ids;
  for (const TaskLeaf& task : catalogue.tasks()) {
    if (task.leaf.number == number) ids.push_back(task.leaf.id);
  }
  return ids;
}

const TaskLeaf& TaskOf(const Catalogue& catalogue, absl::string_view id) {
  for (const TaskLeaf& task : catalogue.tasks()) {
    if (task.leaf.id == id) return task;
  }
  std::abort();
}

TEST(Catalogue, NumbersShareIndicatorPointsAndMeasuresShareANumber) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  ASSERT_EQ(catalogue.measures().size(), 9u);  // Eight numbers: 1 holds two.
  EXPECT_EQ(catalogue.measures()[0].id, "indicators/1-1");
  EXPECT_DOUBLE_EQ(catalogue.measures()[0].points, 600 / 8.0 / 2);
  EXPECT_DOUBLE_EQ(catalogue.measures()[1].points, 600 / 8.0 / 2);
  EXPECT_DOUBLE_EQ(catalogue.measures()[2].points, 600 / 8.0);
  EXPECT_EQ(catalogue.measures()[2].target.zh, "≤ 40 μg/m3");
}

TEST(Catalogue, DutiesShareTaskPointsDownToTheLead) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  // Four numbers; 4 holds two duties.
  EXPECT_DOUBLE_EQ(TaskOf(catalogue, "tasks/2/2019/construction-bureau").leaf.points, 250 / 4.0);
  // Years of a continuous duty; one lead.
  EXPECT_DOUBLE_EQ(TaskOf(catalogue, "tasks/4-1/2018/office").leaf.points, 250 / 4.0 / 2 / 3);
  EXPECT_THAT(IdsOf(catalogue, "4-1"),
              ElementsAre("tasks/4-1/2018/office", "tasks/4-1/2019/office", "tasks/4-1/2020/office"));
  EXPECT_EQ(TaskOf(catalogue, "tasks/4-1/2018/office").reports.size(), 3u);
  EXPECT_EQ(TaskOf(catalogue, "tasks/4-1/2020/office").reports.size(), 1u);
}

TEST(Catalogue, AGroupsShareSplitsOverItsMembersOnTheDueDay) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  // 2018 is due within 30 days of issue and does not score; north replaced west in 2019.
  EXPECT_THAT(IdsOf(catalogue, "3"), ElementsAre("tasks/3/2019/east", "tasks/3/2019/north", "tasks/3/2019/office",
                                                 "tasks/3/2020/east", "tasks/3/2020/north", "tasks/3/2020/office"));
  EXPECT_DOUBLE_EQ(TaskOf(catalogue, "tasks/3/2019/east").leaf.points, 250 / 4.0 / 2 / 2 / 2);
  EXPECT_DOUBLE_EQ(TaskOf(catalogue, "tasks/3/2019/office").leaf.points, 250 / 4.0 / 2 / 2);
}

TEST(Catalogue, AGroupWithoutMembersDropsOut) {
  const PlanPointer plan = Edited([](plan::v1::Plan& document) { document.mutable_groups(0)->clear_members(); });
  const Catalogue catalogue(*plan);
  EXPECT_THAT(IdsOf(catalogue, "3"), ElementsAre("tasks/3/2019/office", "tasks/3/2020/office"));
  EXPECT_DOUBLE_EQ(TaskOf(catalogue, "tasks/3/2019/office").leaf.points, 250 / 4.0 / 2);
}

TEST(Catalogue, LeadsThatBecameOneBodyHoldBothShares) {
  const PlanPointer plan = Edited([](plan::v1::Plan& document) { document.mutable_tasks(1)->add_leads("市质监局"); });
  const PlanPointer merged = Edited([](plan::v1::Plan& document) {
    document.mutable_tasks(0)->add_leads("市市场监管局");  // Beside 市质监局, which it took over before the due day.
  });
  EXPECT_THAT(IdsOf(Catalogue(*plan), "2"),
              ElementsAre("tasks/2/2019/construction-bureau", "tasks/2/2019/market-bureau"));
  EXPECT_THAT(IdsOf(Catalogue(*merged), "1"), ElementsAre("tasks/1/2019/market-bureau"));
  EXPECT_DOUBLE_EQ(TaskOf(Catalogue(*merged), "tasks/1/2019/market-bureau").leaf.points, 250 / 4.0);
}

TEST(Catalogue, AYearKeepsWhoOwedEachQuarter) {
  const PlanPointer plan = Edited([](plan::v1::Plan& document) {
    document.mutable_tasks(3)->clear_leads();
    document.mutable_tasks(3)->add_leads("市质监局");
  });
  const Catalogue catalogue(*plan);
  std::vector<std::string> owed;
  for (const Report& report : TaskOf(catalogue, "tasks/4-1/2019/market-bureau").reports) {
    owed.push_back(absl::StrCat(report.occurrence, " ", report.lead));
  }
  EXPECT_THAT(owed, ElementsAre("2019Q1 quality-bureau", "2019Q2 market-bureau", "2019Q3 market-bureau",
                                "2019Q4 market-bureau"));
}

TEST(Catalogue, DutiesScoredByIndicatorKeepTheirWeightAndDoNotApply) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  for (const std::string& id : IdsOf(catalogue, "4-2")) EXPECT_FALSE(TaskOf(catalogue, id).leaf.applicable);
  EXPECT_FALSE(IdsOf(catalogue, "4-2").empty());
}

TEST(Catalogue, EzhousWeightsAddUpToItsPoints) {
  const PlanPointer plan = testing_support::Ezhou();
  const Catalogue catalogue(*plan);
  double indicators = 0, tasks = 0;
  std::map<std::string, double> duties;
  std::set<std::string> ids;
  for (const Leaf& leaf : catalogue.measures()) indicators += leaf.points;
  for (const TaskLeaf& task : catalogue.tasks()) {
    tasks += task.leaf.points;
    duties[task.leaf.number] += task.leaf.points;
    EXPECT_GT(task.leaf.points, 0) << task.leaf.id;
    EXPECT_FALSE(task.reports.empty()) << task.leaf.id;
    EXPECT_TRUE(ids.insert(task.leaf.id).second) << task.leaf.id;
  }
  EXPECT_EQ(catalogue.measures().size(), 62u);
  EXPECT_NEAR(indicators, 600, 1e-9);
  EXPECT_NEAR(tasks, 250, 1e-9);
  EXPECT_EQ(duties.size(), 97u);
  EXPECT_NEAR(duties["1"], 250 / 72.0, 1e-12);
  EXPECT_NEAR(duties["29-1"] * 2, duties["29-2"] * 2, 1e-12);
}

}  // namespace
}  // namespace qcity::aggregation::score
