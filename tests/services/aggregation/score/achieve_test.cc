#include "services/aggregation/score/achieve.h"

#include <gtest/gtest.h>

#include <vector>

namespace qcity::aggregation::score {
namespace {

plan::v1::Indicator In(const std::string& unit) {
  plan::v1::Indicator indicator;
  indicator.set_unit(unit);
  indicator.set_resolution(0.1);
  return indicator;
}

plan::v1::Target To(plan::v1::TargetKind kind, double value) {
  plan::v1::Target target;
  target.set_kind(kind);
  target.set_value(value);
  return target;
}

struct Vector {
  double value, achievement;
  bool met;
};

TEST(ZeroCredit, DefaultsByKindAndUnit) {
  EXPECT_EQ(ZeroCredit(In("%"), To(plan::v1::AT_LEAST, 94)), 74);
  EXPECT_EQ(ZeroCredit(In("%"), To(plan::v1::AT_LEAST, 15)), 0);
  EXPECT_EQ(ZeroCredit(In("%"), To(plan::v1::ABOVE, 80)), 60);
  EXPECT_EQ(ZeroCredit(In("个"), To(plan::v1::AT_LEAST, 36)), 0);
  EXPECT_EQ(ZeroCredit(In("μg/m3"), To(plan::v1::AT_MOST, 51)), 76.5);
  EXPECT_EQ(ZeroCredit(In("次"), To(plan::v1::EXACTLY_ZERO, 0)), 1);
}

TEST(ZeroCredit, ThePlansOwnGoesFirst) {
  plan::v1::Target target = To(plan::v1::AT_LEAST, 94);
  target.set_zero_credit(90);
  EXPECT_EQ(ZeroCredit(In("%"), target), 90);
}

TEST(AtLeast, IsLinearFromTheZeroCreditPoint) {
  for (const Vector& v : std::vector<Vector>{
           {100, 1, true}, {94, 1, true}, {93.9, 0.995, false}, {84, 0.5, false}, {74, 0, false}, {10, 0, false}}) {
    const Achieved achieved = AtLeast(v.value, 94, 74);
    EXPECT_NEAR(achieved.achievement, v.achievement, 1e-12) << v.value;
    EXPECT_EQ(achieved.met, v.met) << v.value;
  }
}

TEST(Above, TheLimitItselfIsFullCreditButNotMet) {
  const Achieved equal = Above(80, 80, 60);
  EXPECT_EQ(equal.achievement, 1);
  EXPECT_FALSE(equal.met);
  EXPECT_TRUE(equal.equal);
  EXPECT_TRUE(Above(80.1, 80, 60).met);
  EXPECT_FALSE(Above(80.1, 80, 60).equal);
  EXPECT_EQ(Above(70, 80, 60).achievement, 0.5);
}

TEST(AtMost, IsLinearUpToTheZeroCreditPoint) {
  for (const Vector& v :
       std::vector<Vector>{{0, 1, true}, {51, 1, true}, {63.75, 0.5, false}, {76.5, 0, false}, {90, 0, false}}) {
    const Achieved achieved = AtMost(v.value, 51, 76.5);
    EXPECT_NEAR(achieved.achievement, v.achievement, 1e-12) << v.value;
    EXPECT_EQ(achieved.met, v.met) << v.value;
  }
}

TEST(ExactlyZero, OneEventIsTooManyAndZeroSoFarIsNotYetMet) {
  EXPECT_TRUE(ExactlyZero(0, 1, true).met);
  EXPECT_EQ(ExactlyZero(0, 1, true).achievement, 1);
  EXPECT_FALSE(ExactlyZero(0, 1, false).met);
  EXPECT_EQ(ExactlyZero(0, 1, false).achievement, 1);
  EXPECT_EQ(ExactlyZero(1, 1, true).achievement, 0);
  EXPECT_EQ(ExactlyZero(5, 1, true).achievement, 0);
  EXPECT_EQ(ExactlyZero(1, 4, true).achievement, 0.75);
  EXPECT_FALSE(ExactlyZero(1, 4, true).met);
}

TEST(BelowNational, FallsFromTheReferenceToTwiceIt) {
  struct Case {
    double value, reference, achievement;
    bool met, equal;
  };
  for (const Case& c : std::vector<Case>{{0.2, 0.4, 1, true, false},
                                         {0.4, 0.4, 1, false, true},
                                         {0.6, 0.4, 0.5, false, false},
                                         {0.8, 0.4, 0, false, false},
                                         {2, 0.4, 0, false, false},
                                         {0, 0.4, 1, true, false},
                                         {0, 0, 1, true, true},
                                         {0.1, 0, 0, false, false}}) {
    const Achieved achieved = BelowNational(c.value, c.reference);
    EXPECT_NEAR(achieved.achievement, c.achievement, 1e-12) << c.value << " " << c.reference;
    EXPECT_EQ(achieved.met, c.met) << c.value << " " << c.reference;
    EXPECT_EQ(achieved.equal, c.equal) << c.value << " " << c.reference;
  }
}

TEST(RankWithin, CountsTheWorstTiedPlace) {
  struct Case {
    std::int64_t rank, last, ranked;
    double achievement;
    bool met, tie;
  };
  // N = 10: zero credit at min(M, 30).
  for (const Case& c : std::vector<Case>{{1, 1, 30, 1, true, false},
                                         {10, 10, 30, 1, true, false},
                                         {9, 10, 30, 1, true, false},
                                         {9, 11, 30, 0.95, false, true},
                                         {10, 11, 30, 0.95, false, true},
                                         {11, 11, 30, 0.95, false, false},
                                         {20, 20, 100, 0.5, false, false},
                                         {30, 30, 100, 0, false, false},
                                         {99, 99, 100, 0, false, false},
                                         {15, 15, 20, 0.5, false, false},
                                         {12, 12, 12, 0, false, false}}) {
    const domain::RankFigure rank{c.rank, c.last, c.ranked};
    const Achieved achieved = RankWithin(rank, 10, std::nullopt);
    EXPECT_NEAR(achieved.achievement, c.achievement, 1e-12) << c.rank << "-" << c.last << "/" << c.ranked;
    EXPECT_EQ(achieved.met, c.met) << c.rank << "-" << c.last << "/" << c.ranked;
    EXPECT_EQ(TieSpans(rank, 10), c.tie) << c.rank << "-" << c.last << "/" << c.ranked;
  }
}

TEST(RankWithin, IsBinaryWhereNobodyIsRankedBehindTheLimit) {
  EXPECT_TRUE(RankWithin({10, 10, 10}, 10, std::nullopt).met);
  EXPECT_EQ(RankWithin({8, 8, 8}, 10, std::nullopt).achievement, 1);
}

TEST(RankWithin, ThePlansZeroCreditRankGoesFirst) {
  EXPECT_NEAR(RankWithin({15, 15, 100}, 10, 20.0).achievement, 0.5, 1e-12);
}

TEST(Leading, IsLinearBetweenLeadingAndTrailingShare) {
  EXPECT_EQ(PeerShare({1, 1, 11}), 0);
  EXPECT_EQ(PeerShare({3, 6, 11}), 0.5);
  EXPECT_EQ(PeerShare({11, 11, 11}), 1);
  EXPECT_TRUE(Leading(0.25, 0.25, 0.75).met);
  EXPECT_EQ(Leading(0.25, 0.25, 0.75).achievement, 1);
  EXPECT_EQ(Leading(0.5, 0.25, 0.75).achievement, 0.5);
  EXPECT_FALSE(Leading(0.5, 0.25, 0.75).met);
  EXPECT_EQ(Leading(0.8, 0.25, 0.75).achievement, 0);
}

using Values = std::vector<std::optional<YearValue>>;

Steps Of(const plan::v1::Indicator& indicator, plan::v1::Direction direction, const Values& values) {
  return StepsOf(indicator, direction, values);
}

TEST(StepsOf, LessThanHalfTheResolutionIsNoStep) {
  const plan::v1::Indicator indicator = In("%");
  EXPECT_EQ(Of(indicator, plan::v1::UP, Values{{{90}}, {{90.1}}, {{90.2}}}).improving, 2);
  EXPECT_EQ(Of(indicator, plan::v1::UP, Values{{{90}}, {{90.04}}}).failing, 1);
  EXPECT_EQ(Of(indicator, plan::v1::UP, Values{{{90}}, {{89}}}).failing, 1);
  EXPECT_EQ(Of(indicator, plan::v1::DOWN, Values{{{90}}, {{89}}}).improving, 1);
  EXPECT_EQ(Of(indicator, plan::v1::DOWN, Values{{{90}}, {{90}}}).failing, 1);
}

TEST(StepsOf, AMissingYearAndABreakLeaveStepsOut) {
  const plan::v1::Indicator indicator = In("%");
  const Steps gap = Of(indicator, plan::v1::UP, Values{{{90}}, std::nullopt, {{92}}});
  EXPECT_EQ(gap.missing, 2);
  EXPECT_EQ(gap.observed(), 0);
  EXPECT_FALSE(gap.broken);
  const Steps broken = Of(indicator, plan::v1::UP, Values{{{90}}, {{50, true}}, {{51}}});
  EXPECT_EQ(broken.missing, 1);
  EXPECT_EQ(broken.improving, 1);
  EXPECT_TRUE(broken.broken);
}

TEST(StepsOf, HoldingTheNaturalLimitCounts) {
  plan::v1::Indicator indicator = In("%");
  indicator.set_upper_bound(100);
  indicator.set_lower_bound(0);
  const Steps up = Of(indicator, plan::v1::UP, Values{{{99}}, {{100}}, {{100}}});
  EXPECT_EQ(up.improving, 2);
  EXPECT_TRUE(up.ceiling);
  EXPECT_EQ(Of(indicator, plan::v1::DOWN, Values{{{0}}, {{0}}}).improving, 1);
  EXPECT_EQ(Of(indicator, plan::v1::UP, Values{{{0}}, {{0}}}).failing, 1);
}

TEST(Achievement, StaysWhenTheUnitChanges) {
  for (const double unit : {0.001, 0.5, 1000.0}) {
    for (const double value : {60.0, 75.0, 80.0, 93.0, 95.0, 120.0}) {
      EXPECT_NEAR(AtLeast(value * unit, 94 * unit, 74 * unit).achievement, AtLeast(value, 94, 74).achievement, 1e-12);
      EXPECT_NEAR(AtMost(value * unit, 80 * unit, 120 * unit).achievement, AtMost(value, 80, 120).achievement, 1e-12);
      EXPECT_NEAR(BelowNational(value * unit, 80 * unit).achievement, BelowNational(value, 80).achievement, 1e-12);
    }
  }
}

TEST(Achievement, IsMonotoneInTheValue) {
  double least = 0, most = 1, national = 1;
  for (double value = 0; value <= 150; value += 0.37) {
    EXPECT_GE(AtLeast(value, 94, 74).achievement, least);
    EXPECT_LE(AtMost(value, 51, 76.5).achievement, most);
    EXPECT_LE(BelowNational(value, 60).achievement, national);
    least = AtLeast(value, 94, 74).achievement;
    most = AtMost(value, 51, 76.5).achievement;
    national = BelowNational(value, 60).achievement;
  }
}

}  // namespace
}  // namespace qcity::aggregation::score
