// Derived figures: the last to speak, and said to be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::ValueFigure;

// A yearly share of at least 80 %, zero credit at 60; published two months after the year.
PlanPointer Yearly() {
  return Alone("1-2", [](plan::v1::Indicator& indicator) {
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.set_span(plan::v1::JUDGED_PERIOD);
    indicator.add_forms(plan::v1::VALUE);
  });
}

Leaf Only(const domain::Plan& plan, std::vector<FigureInput> rows, const Question& question) {
  Inputs inputs;
  inputs.figures = std::move(rows);
  inputs.has_tasks = false;
  return Score(plan, inputs, question).leaves.at(0);
}

TEST(DerivedFigure, SpeaksWhereNothingElseDoesAndIsFlagged) {
  const PlanPointer plan = Yearly();
  FigureInput derived = Row(*plan, "1-2", "2018", ValueFigure{70});
  derived.derived = true;
  derived.derived_from = {{"good_days", {"优良天数", "good days"}, "240"}};
  FigureInput reported = Row(*plan, "1-2", "2018", ValueFigure{90});
  reported.verified = false;
  reported.preliminary = true;
  const Question headline = On("2019-03-01");
  Question provisional = headline;
  provisional.provisional = true;

  const Leaf alone = Only(*plan, {derived, reported}, headline);
  EXPECT_EQ(*alone.achievement, 0.5);
  EXPECT_TRUE(HasFlag(alone, "derived"));
  ASSERT_EQ(alone.inputs.size(), 1);
  EXPECT_EQ(alone.inputs[0].derived_from[0].value, "240");
  EXPECT_TRUE(Only(*plan, {derived, reported}, provisional).met);
  reported.verified = true;
  const Leaf yields = Only(*plan, {reported, derived}, headline);
  EXPECT_TRUE(yields.met);
  EXPECT_FALSE(HasFlag(yields, "derived"));
}

}  // namespace
}  // namespace qcity::aggregation::score
