// What closing gaps would add, on cities small enough to follow by hand.
#include "services/aggregation/score/levers.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::ValueFigure;
using testing::IsEmpty;
using testing::SizeIs;
using State = PartInput::State;

struct Found {
  Result result;
  Levers levers;

  const Lever& Of(absl::string_view id) const {
    for (const Lever& lever : levers.levers) {
      if (result.leaves[lever.leaf].id == id) return lever;
    }
    std::cerr << "no lever " << id << "\n";
    std::abort();
  }
  bool Has(absl::string_view id) const {
    return std::any_of(levers.levers.begin(), levers.levers.end(),
                       [&](const Lever& lever) { return result.leaves[lever.leaf].id == id; });
  }
};

Found Find(const domain::Plan& plan, const Inputs& inputs, absl::string_view day) {
  const Catalogue catalogue(plan);
  Found found;
  found.result = Score(catalogue, inputs, On(day));
  found.levers = LeversOf(catalogue, inputs, found.result);
  return found;
}

// The one unit gain of the measure that stands alone in its city.
UnitGain GainOf(const domain::Plan& plan, std::vector<FigureInput> figures, absl::string_view day) {
  Inputs inputs;
  inputs.figures = std::move(figures);
  inputs.has_tasks = false;
  const Found found = Find(plan, inputs, day);
  EXPECT_THAT(found.levers.levers, SizeIs(1));
  EXPECT_THAT(found.levers.levers[0].units, SizeIs(1));
  return found.levers.levers[0].units[0];
}

TEST(UnitGain, FollowsTheKindsSlope) {
  const PlanPointer most = Alone("2");  // At most 40, zero credit at 60.
  EXPECT_NEAR(GainOf(*most, {Row(*most, "2", "2017", ValueFigure{50})}, "2018-06-01").points, 5, 1e-9);
  EXPECT_EQ(GainOf(*most, {Row(*most, "2", "2017", ValueFigure{50})}, "2018-06-01").unit.en, "per 1 μg/m3 less");
  const PlanPointer rank = Alone("4");  // Within 3 of 17: zero credit at place 9.
  const FigureInput fifth = Row(*rank, "4", "2017", domain::RankFigure{5, 6, 17});
  EXPECT_NEAR(GainOf(*rank, {fifth}, "2018-06-01").points, 100.0 / 6, 1e-9);
  EXPECT_EQ(GainOf(*rank, {fifth}, "2018-06-01").value, 6);
  EXPECT_EQ(GainOf(*rank, {fifth}, "2018-06-01").unit.zh, "每前进 1 名");
}

TEST(UnitGain, OfEventsIsUpToTheZeroCreditPoint) {
  const PlanPointer plan = Alone("3");  // No event; one is zero credit.
  EXPECT_NEAR(GainOf(*plan, {Row(*plan, "3", "2017", ValueFigure{1})}, "2018-06-01").points, 100, 1e-9);
  EXPECT_EQ(GainOf(*plan, {Row(*plan, "3", "2017", ValueFigure{3})}, "2018-06-01").points, 0);
  EXPECT_EQ(GainOf(*plan, {Row(*plan, "3", "2017", ValueFigure{3})}, "2018-06-01").value, 3);
}

TEST(UnitGain, BeyondTheZeroCreditPointIsNone) {
  const PlanPointer plan = Alone("2");
  EXPECT_EQ(GainOf(*plan, {Row(*plan, "2", "2017", ValueFigure{75})}, "2018-06-01").points, 0);
}

TEST(UnitGain, AgainstTheNationIsByItsValue) {
  const PlanPointer plan = Alone("5");
  const FigureInput mine = Row(*plan, "5", "2017H2", ValueFigure{1.5});
  const FigureInput national = RowOf(*plan, "NATIONAL", "5", "2017H2", ValueFigure{1});
  EXPECT_NEAR(GainOf(*plan, {mine, national}, "2018-06-01").points, 100, 1e-9);
}

TEST(UnitGain, AmongPeersIsByPlace) {
  const PlanPointer plan = Alone("7");  // Full credit in the first 25 %, none from 75 % on.
  const FigureInput third = Row(*plan, "7", "2017", domain::RankFigure{3, 3, 5});
  EXPECT_NEAR(GainOf(*plan, {third}, "2018-06-01").points, 100 * 0.25 / 0.5, 1e-9);
}

TEST(Lever, GainsWhatItsWeightIsOfTheSum) {
  const PlanPointer plan = Edited([](plan::v1::Plan&) {});
  Inputs inputs;
  inputs.figures = {Row(*plan, "2", "2017", ValueFigure{50})};
  const Found found = Find(*plan, inputs, "2018-04-01");
  const Leaf& leaf = LeafOf(found.result, "indicators/2");
  EXPECT_NEAR(*found.Of("indicators/2").gain, 50, 1e-9);  // Nothing else has data.
  double applicable = 0;
  for (const Leaf& one : found.result.leaves) applicable += one.applicable ? one.points : 0;
  EXPECT_NEAR(found.Of("indicators/2").gain_low, 50 * leaf.points / applicable, 1e-9);
  EXPECT_TRUE(found.Has("indicators/4"));  // Without data.
}

TEST(Lever, AnOverdueDutyCanReachTheCreditOfALateOne) {
  const PlanPointer plan = Edited([](plan::v1::Plan&) {});
  const Found found = Find(*plan, {}, "2019-07-15");
  EXPECT_EQ(found.Of("tasks/1/2019/market-bureau").attainable, 0.9);
  EXPECT_EQ(found.Of("tasks/2/2019/construction-bureau").attainable, 1);  // Not due yet.
}

TEST(Lever, ADutyClosedLateIsNone) {
  const PlanPointer plan = Edited([](plan::v1::Plan&) {});
  Inputs inputs;
  inputs.parts = {Part(*plan, "1", "2019", "market-bureau", State::kCompleted)};
  inputs.parts[0].submitted = Day("2019-07-10");
  EXPECT_FALSE(Find(*plan, inputs, "2019-07-15").Has("tasks/1/2019/market-bureau"));
}

TEST(Lever, WhatWaitsForReviewWasSubmittedWhenItWas) {
  const PlanPointer plan = Edited([](plan::v1::Plan&) {});
  Inputs inputs;
  inputs.parts = {Part(*plan, "1", "2019", "market-bureau", State::kSubmitted)};
  inputs.parts[0].submitted = Day("2019-06-10");
  EXPECT_EQ(Find(*plan, inputs, "2019-07-15").Of("tasks/1/2019/market-bureau").attainable, 1);
}

TEST(Lever, AMilestoneWithoutItsStagedResultIsLostOnceItIsDue) {
  const PlanPointer plan = Edited([](plan::v1::Plan&) {});
  EXPECT_FALSE(Find(*plan, {}, "2020-02-01").Has("tasks/2/2019/construction-bureau"));
}

TEST(ReadySet, SaysWhatStandsInTheWay) {
  const PlanPointer plan = Alone("6");  // Expected: up each year.
  Inputs inputs;
  inputs.has_tasks = false;
  const auto row = [&](const char* year, double value) { return Row(*plan, "6", year, ValueFigure{value}); };
  inputs.figures = {row("2015", 10), row("2016", 9), row("2017", 12)};
  const Found found = Find(*plan, inputs, "2018-06-01");
  EXPECT_FALSE(found.levers.ready.reachable);
  EXPECT_THAT(found.levers.ready.text.en, testing::HasSubstr("no continuation can meet the gates 6"));
  EXPECT_FALSE(found.Of("indicators/6").closable);
  EXPECT_EQ(found.Of("indicators/6").gain_low, 0);

  inputs.figures = {row("2015", 10), row("2016", 11), row("2017", 12)};
  EXPECT_TRUE(Find(*plan, inputs, "2018-06-01").levers.ready.reachable);
  EXPECT_THAT(Find(*plan, inputs, "2018-06-01").levers.ready.levers, IsEmpty());
  inputs.vetoes = {{"campaigns/small-city/vetoes/1", "事故"}};
  EXPECT_FALSE(Find(*plan, inputs, "2018-06-01").levers.ready.reachable);
}

}  // namespace
}  // namespace qcity::aggregation::score
