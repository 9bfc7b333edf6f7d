// IMPROVE_EACH_YEAR, through Score.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::SampleFigure;
using domain::ValueFigure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Judged on 2016-2018 on that day.
Leaf Only(const domain::Plan& plan, std::vector<FigureInput> rows) {
  Inputs inputs;
  inputs.figures = std::move(rows);
  inputs.has_tasks = false;
  return Score(plan, inputs, On("2019-08-01")).leaves.at(0);
}

std::vector<FigureInput> Years(const domain::Plan& plan, const std::vector<std::pair<int, domain::Figure>>& values) {
  std::vector<FigureInput> rows;
  for (const auto& [year, figure] : values) rows.push_back(Row(plan, "6", absl::StrCat(year), figure));
  return rows;
}

TEST(ImproveEachYear, EveryStepOfTheWindowCounts) {
  const PlanPointer plan = Alone("6");
  const Leaf met = Only(
      *plan,
      Years(*plan, {{2015, ValueFigure{9}}, {2016, ValueFigure{1}}, {2017, ValueFigure{2}}, {2018, ValueFigure{3}}}));
  EXPECT_TRUE(met.met);
  EXPECT_EQ(met.achievement, 1);
  EXPECT_EQ(met.period, "2016-2018");
  EXPECT_EQ(met.inputs.size(), 3u);
  EXPECT_EQ(met.rule.zh, "2016：1 亿元，2017：2 亿元，2018：3 亿元；2 步中改善 2、未改善 0、待定 0");
}

TEST(ImproveEachYear, AFailedStepIsImpossibleToMend) {
  const PlanPointer plan = Alone("6");
  const Leaf leaf = Only(*plan, Years(*plan, {{2016, ValueFigure{3}}, {2017, ValueFigure{2}}, {2018, ValueFigure{4}}}));
  EXPECT_EQ(leaf.achievement, 0.5);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kImpossible);
  const Leaf open = Only(*plan, Years(*plan, {{2016, ValueFigure{3}}, {2017, ValueFigure{2}}}));
  EXPECT_EQ(open.achievement, 0);
  EXPECT_EQ(open.open_share, 0.5);
  EXPECT_EQ(open.verdict, LeafVerdict::kImpossible);
}

TEST(ImproveEachYear, AMissingYearLeavesItsShareOpen) {
  const PlanPointer plan = Alone("6");
  const Leaf leaf = Only(*plan, Years(*plan, {{2016, ValueFigure{1}}, {2017, ValueFigure{2}}}));
  EXPECT_EQ(leaf.achievement, 1);
  EXPECT_FALSE(leaf.met);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kAtRisk);
  EXPECT_EQ(leaf.open_share, 0.5);
  EXPECT_EQ(leaf.low, 50);
  EXPECT_EQ(leaf.high, 100);
  EXPECT_THAT(leaf.flags, ElementsAre("open"));
}

TEST(ImproveEachYear, WithoutAStepThereIsNoData) {
  const PlanPointer plan = Alone("6");
  for (const auto& rows :
       {Years(*plan, {{2016, ValueFigure{1}}, {2018, ValueFigure{2}}}), Years(*plan, {{2018, ValueFigure{2}}}),
        Years(*plan, {{2014, ValueFigure{1}}, {2015, ValueFigure{2}}})}) {
    EXPECT_EQ(Only(*plan, rows).verdict, LeafVerdict::kNoData);
    EXPECT_EQ(Only(*plan, rows).achievement, std::nullopt);
  }
}

TEST(ImproveEachYear, NoStepGoesAcrossABreak) {
  const PlanPointer plan = Alone("6");
  std::vector<FigureInput> rows =
      Years(*plan, {{2016, ValueFigure{1}}, {2017, ValueFigure{9}}, {2018, ValueFigure{10}}});
  rows[1].series_break = true;
  const Leaf leaf = Only(*plan, rows);
  EXPECT_FALSE(leaf.met);
  EXPECT_EQ(leaf.achievement, 1);
  EXPECT_EQ(leaf.open_share, 0.5);
  EXPECT_THAT(leaf.flags, ElementsAre("break", "open"));
}

TEST(ImproveEachYear, HoldingTheNaturalLimitCounts) {
  const PlanPointer plan = Alone("6", [](plan::v1::Indicator& indicator) { indicator.set_upper_bound(100); });
  const Leaf leaf =
      Only(*plan, Years(*plan, {{2016, ValueFigure{99}}, {2017, ValueFigure{100}}, {2018, ValueFigure{100}}}));
  EXPECT_TRUE(leaf.met);
  EXPECT_THAT(leaf.flags, ElementsAre("ceiling"));
}

TEST(ImproveEachYear, DownwardIsTheOtherWayRound) {
  const PlanPointer plan =
      Alone("6", [](plan::v1::Indicator& indicator) { indicator.mutable_target()->set_direction(plan::v1::DOWN); });
  EXPECT_TRUE(Only(*plan, Years(*plan, {{2016, ValueFigure{3}}, {2017, ValueFigure{2}}, {2018, ValueFigure{1}}})).met);
  EXPECT_EQ(
      Only(*plan, Years(*plan, {{2016, ValueFigure{1}}, {2017, ValueFigure{2}}, {2018, ValueFigure{3}}})).achievement,
      0);
}

TEST(ImproveEachYear, SurveysShowTheJointProbability) {
  const PlanPointer plan = Alone("6", [](plan::v1::Indicator& indicator) {
    indicator.add_forms(plan::v1::SAMPLE);
    indicator.set_scale(100);
  });
  const Leaf thin = Only(*plan, Years(*plan, {{2016, SampleFigure{70, 100, 0, 1}},
                                              {2017, SampleFigure{72, 100, 0, 1}},
                                              {2018, SampleFigure{75, 100, 0, 1}}}));
  EXPECT_TRUE(thin.met);
  EXPECT_THAT(thin.flags, ElementsAre("uncertain"));
  EXPECT_THAT(thin.rule.zh, HasSubstr("真实值达标的概率 0."));
  const Leaf sure = Only(*plan, Years(*plan, {{2016, SampleFigure{300, 1000, 0, 1}},
                                              {2017, SampleFigure{500, 1000, 0, 1}},
                                              {2018, SampleFigure{700, 1000, 0, 1}}}));
  EXPECT_THAT(sure.flags, IsEmpty());
  EXPECT_THAT(sure.rule.zh, HasSubstr("真实值达标的概率 1"));
}

TEST(ImproveEachYear, PartsWeighWhatIsDecided) {
  const PlanPointer plan = Alone("6", [](plan::v1::Indicator& indicator) {
    for (const char* key : {"a", "b"}) {
      plan::v1::Part& part = *indicator.add_parts();
      part.set_key(key);
      part.set_name(key);
    }
    indicator.set_part_rule(plan::v1::ALL);
  });
  std::vector<FigureInput> rows;
  for (const auto& [part, year, value] : std::vector<std::tuple<const char*, const char*, double>>{
           {"a", "2016", 1}, {"a", "2017", 2}, {"a", "2018", 3}, {"b", "2016", 2}, {"b", "2017", 1}}) {
    rows.push_back(PartRow(*plan, "6", part, year, ValueFigure{value}));
  }
  const Leaf leaf = Only(*plan, rows);
  EXPECT_NEAR(leaf.low, 100 * (1 + 0) / 2.0, 1e-9);
  EXPECT_NEAR(leaf.high, 100 * (1 + 0.5) / 2, 1e-9);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kImpossible);
}

}  // namespace
}  // namespace qcity::aggregation::score
