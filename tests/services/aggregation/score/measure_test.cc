// Judged periods, which figure stands, parts, and the kinds with a limit of the plan's own, through Score.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::FractionFigure;
using domain::ValueFigure;
using plan::v1::Indicator;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A yearly share of at least 80 %, zero credit at 60; published two months after the year.
PlanPointer Yearly(const std::function<void(Indicator&)>& edit = {}) {
  return Alone("1-2", [&](Indicator& indicator) {
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.set_span(plan::v1::JUDGED_PERIOD);
    indicator.clear_forms();
    for (const auto form : {plan::v1::SAMPLE, plan::v1::VALUE, plan::v1::FRACTION}) indicator.add_forms(form);
    if (edit) edit(indicator);
  });
}

// Without duties.
Inputs Figures(std::vector<FigureInput> rows) {
  Inputs inputs;
  inputs.figures = std::move(rows);
  inputs.has_tasks = false;
  return inputs;
}

Leaf Only(const domain::Plan& plan, std::vector<FigureInput> rows, const Question& question) {
  const Result result = Score(plan, Figures(std::move(rows)), question);
  return result.leaves.at(0);
}

TEST(JudgedPeriod, BeginsWhenItsFigureIsPublished) {
  const PlanPointer plan = Yearly();
  const std::vector<FigureInput> rows = {Row(*plan, "1-2", "2017", ValueFigure{90}),
                                         Row(*plan, "1-2", "2018", ValueFigure{70})};
  EXPECT_EQ(*Only(*plan, rows, On("2019-02-28")).achievement, 1);
  EXPECT_EQ(Only(*plan, rows, On("2019-02-28")).period, "2017");
  EXPECT_EQ(*Only(*plan, rows, On("2019-03-01")).achievement, 0.5);
  EXPECT_EQ(Only(*plan, rows, On("2019-03-01")).period, "2018");
}

TEST(JudgedPeriod, FollowsTheDayOfJudgingNotTheAsOfDay) {
  const PlanPointer plan = Yearly();
  const std::vector<FigureInput> rows = {Row(*plan, "1-2", "2017", ValueFigure{90})};
  EXPECT_EQ(Only(*plan, rows, {.as_of = Day("2018-06-01"), .judged_at = Day("2020-06-30")}).period, "2019");
  EXPECT_EQ(Only(*plan, rows, {.as_of = Day("2018-06-01"), .judged_at = Day("2020-06-30")}).achievement, 1);
}

TEST(JudgedPeriod, AnEarlierFigureSpeaksUntilItExpires) {
  const PlanPointer plan = Yearly();
  const std::vector<FigureInput> rows = {Row(*plan, "1-2", "2016", ValueFigure{90})};
  // The next value, of 2017, was due 60 days after 2017.
  const Leaf fresh = Only(*plan, rows, On("2019-08-01"));
  EXPECT_TRUE(fresh.met);
  EXPECT_FALSE(HasFlag(fresh, "stale"));
  const Leaf stale = Only(*plan, rows, On("2019-10-01"));
  EXPECT_TRUE(stale.met);
  EXPECT_TRUE(HasFlag(stale, "stale"));
  EXPECT_TRUE(Only(*plan, rows, On("2021-02-01")).met);
  const Leaf expired = Only(*plan, rows, On("2021-03-15"));
  EXPECT_EQ(expired.achievement, std::nullopt);
  EXPECT_EQ(expired.verdict, LeafVerdict::kNoData);
  EXPECT_FALSE(expired.met);
}

TEST(JudgedPeriod, AnUnfinishedPeriodSpeaksOnlyForCumulativeMeasures) {
  const auto rows = [](const domain::Plan& plan) {
    return std::vector<FigureInput>{Row(plan, "1-2", "2017", ValueFigure{70}),
                                    Row(plan, "1-2", "2018", ValueFigure{90})};
  };
  const PlanPointer plain = Yearly(), cumulative = Yearly([](Indicator&indicator) { indicator.set_cumulative(true); });
  EXPECT_FALSE(Only(*plain, rows(*plain), On("2018-10-15")).met);
  EXPECT_TRUE(Only(*cumulative, rows(*cumulative), On("2018-10-15")).met);
  EXPECT_EQ(Only(*cumulative, rows(*cumulative), On("2018-10-15")).period, "2018");
}

TEST(StandingFigure, PublishedLaterThanTheAsOfDayIsNotKnown) {
  const PlanPointer plan = Yearly();
  FigureInput row = Row(*plan, "1-2", "2017", ValueFigure{90});
  row.published = Day("2018-06-02");
  EXPECT_EQ(Only(*plan, {row}, On("2018-06-01")).achievement, std::nullopt);
  EXPECT_EQ(Only(*plan, {row}, On("2018-06-02")).achievement, 1);
}

TEST(StandingFigure, FinalGoesBeforePreliminaryThenTheGreatestName) {
  const PlanPointer plan = Yearly();
  FigureInput final = Row(*plan, "1-2", "2017", ValueFigure{70}),
              preliminary = Row(*plan, "1-2", "2017", ValueFigure{90});
  final.name = "a";
  preliminary.name = "b";
  preliminary.preliminary = true;
  EXPECT_EQ(Only(*plan, {final, preliminary}, On("2018-06-01")).achievement, 0.5);
  EXPECT_TRUE(HasFlag(Only(*plan, {preliminary}, On("2018-06-01")), "preliminary"));
  preliminary.preliminary = false;
  EXPECT_EQ(Only(*plan, {final, preliminary}, On("2018-06-01")).achievement, 1);
}

TEST(StandingFigure, OfTwoAlikeTheLaterPublishedStandsAndOnOneDayTheLaterLine) {
  const PlanPointer plan = Yearly();
  FigureInput first = Row(*plan, "1-2", "2017", ValueFigure{70}), second = Row(*plan, "1-2", "2017", ValueFigure{90});
  first.name = "o.csv:10";
  second.name = "o.csv:9";
  first.published = Day("2018-03-01");
  second.published = Day("2018-03-02");
  EXPECT_EQ(Only(*plan, {first, second}, On("2018-06-01")).achievement, 1);
  EXPECT_EQ(Only(*plan, {first, second}, On("2018-03-01")).achievement, 0.5);
  second.published = first.published;
  EXPECT_EQ(Only(*plan, {first, second}, On("2018-06-01")).achievement, 0.5);
}

TEST(StandingFigure, AFinalReportGoesBeforeAVerifiedPreliminaryOne) {
  const PlanPointer plan = Yearly();
  FigureInput final = Row(*plan, "1-2", "2017", ValueFigure{70}),
              preliminary = Row(*plan, "1-2", "2017", ValueFigure{90});
  final.verified = false;
  preliminary.preliminary = true;
  Question question = On("2018-06-01");
  EXPECT_EQ(Only(*plan, {final, preliminary}, question).achievement, 1);
  question.provisional = true;
  EXPECT_EQ(Only(*plan, {final, preliminary}, question).achievement, 0.5);
}

TEST(StandingFigure, OnlyTheProvisionalLineReadsUnverifiedOnes) {
  const PlanPointer plan = Yearly();
  FigureInput row = Row(*plan, "1-2", "2017", ValueFigure{90});
  row.verified = false;
  Question question = On("2018-06-01");
  EXPECT_EQ(Only(*plan, {row}, question).achievement, std::nullopt);
  question.provisional = true;
  EXPECT_EQ(Only(*plan, {row}, question).achievement, 1);
  EXPECT_TRUE(HasFlag(Only(*plan, {row}, question), "provisional"));
  FigureInput verified = Row(*plan, "1-2", "2017", ValueFigure{70});
  verified.name = "0";
  EXPECT_EQ(Only(*plan, {row, verified}, question).achievement, 0.5);
}

TEST(StandingFigure, WhatThePlanRefusesNeverScores) {
  const PlanPointer plan = Yearly();
  for (const double value :
       {101.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(Only(*plan, {Row(*plan, "1-2", "2017", ValueFigure{value})}, On("2018-06-01")).achievement, std::nullopt);
  }
  EXPECT_EQ(Only(*plan, {Row(*plan, "1-2", "2017", domain::RankFigure{1, 1, 9})}, On("2018-06-01")).achievement,
            std::nullopt);
  FigureInput foreign = Row(*plan, "1-2", "2017", ValueFigure{90});
  foreign.indicator = 7;
  EXPECT_EQ(Only(*plan, {foreign}, On("2018-06-01")).achievement, std::nullopt);
}

TEST(ShorterPeriods, CombineOnlyWhenAllAreThere) {
  const PlanPointer plan = Yearly();
  std::vector<FigureInput> rows = {
      Row(*plan, "1-2", "2017H1", FractionFigure{90, 100}), Row(*plan, "1-2", "2017Q3", FractionFigure{20, 50}),
      Row(*plan, "1-2", "2017-10", FractionFigure{10, 20}), Row(*plan, "1-2", "2017-11", FractionFigure{10, 20}),
      Row(*plan, "1-2", "2017-12", FractionFigure{10, 10})};
  const Leaf leaf = Only(*plan, rows, On("2018-06-01"));
  EXPECT_NEAR(*leaf.achievement, (70.0 - 60) / 20, 1e-12);  // 140/200, never the mean of percentages.
  EXPECT_EQ(leaf.inputs.size(), 5u);
  rows.pop_back();
  EXPECT_EQ(Only(*plan, rows, On("2018-06-01")).achievement, std::nullopt);
}

TEST(ShorterPeriods, TheOwnFigureOfThePeriodGoesFirst) {
  const PlanPointer plan = Yearly();
  EXPECT_EQ(Only(*plan,
                 {Row(*plan, "1-2", "2017H1", FractionFigure{10, 100}),
                  Row(*plan, "1-2", "2017H2", FractionFigure{10, 100}), Row(*plan, "1-2", "2017", ValueFigure{80})},
                 On("2018-06-01"))
                .achievement,
            1);
}

TEST(ShorterPeriods, LongerOnesAndThoseThatDoNotCombineAreIgnored) {
  const PlanPointer quarterly = Alone("1-1");
  EXPECT_EQ(Only(*quarterly, {Row(*quarterly, "1-1", "2018", FractionFigure{95, 100})}, On("2019-02-01")).achievement,
            std::nullopt);
  EXPECT_EQ(Only(*quarterly, {Row(*quarterly, "1-1", "2018Q4", FractionFigure{95, 100})}, On("2019-02-01")).achievement,
            1);
  const PlanPointer yearly = Yearly();
  EXPECT_EQ(
      Only(*yearly, {Row(*yearly, "1-2", "2017H1", ValueFigure{90}), Row(*yearly, "1-2", "2017H2", ValueFigure{90})},
           On("2018-06-01"))
          .achievement,
      std::nullopt);
}

TEST(Sample, EightyPercentOfFourHundredIsMetAndUncertain) {
  const PlanPointer plan = Yearly();
  const Leaf leaf = Only(*plan, {Row(*plan, "1-2", "2017", domain::SampleFigure{320, 400, 0, 1})}, On("2018-06-01"));
  EXPECT_TRUE(leaf.met);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kMet);
  EXPECT_THAT(leaf.flags, ElementsAre("uncertain"));
  EXPECT_THAT(leaf.rule.zh, HasSubstr("0.495"));
  EXPECT_THAT(leaf.rule.en, HasSubstr("80 % meets ≥ 80 %; P(true value meets) = 0.495"));
}

TEST(Sample, ManyGoodAnswersAreCertainFewAreSmall) {
  const PlanPointer plan = Yearly();
  EXPECT_THAT(Only(*plan, {Row(*plan, "1-2", "2017", domain::SampleFigure{380, 400, 0, 1})}, On("2018-06-01")).flags,
              IsEmpty());
  EXPECT_THAT(Only(*plan, {Row(*plan, "1-2", "2017", domain::SampleFigure{29, 29, 0, 1})}, On("2018-06-01")).flags,
              ElementsAre("small_sample"));
  EXPECT_THAT(Only(*plan, {Row(*plan, "1-2", "2017", domain::SampleFigure{80, 100, 100, 1})}, On("2018-06-01")).flags,
              IsEmpty());
}

TEST(EachYear, IsJudgedOnTheLatestAndShowsTheEarlierOnes) {
  const PlanPointer plan = Alone("1-2", [](Indicator& indicator) { indicator.add_forms(plan::v1::VALUE); });
  const Leaf leaf =
      Only(*plan, {Row(*plan, "1-2", "2018", ValueFigure{70}), Row(*plan, "1-2", "2019", ValueFigure{81})},
           On("2020-03-31"));
  EXPECT_TRUE(leaf.met);
  EXPECT_EQ(leaf.rule.zh, "81 % 达到 > 80 %；2018 年 70 % 未达到");
}

TEST(Above, TheLimitItselfIsFlaggedAndNotMet) {
  const PlanPointer plan = Alone("1-2", [](Indicator& indicator) { indicator.add_forms(plan::v1::VALUE); });
  const Leaf leaf = Only(*plan, {Row(*plan, "1-2", "2017", ValueFigure{80})}, On("2018-06-01"));
  EXPECT_EQ(leaf.achievement, 1);
  EXPECT_FALSE(leaf.met);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kAtRisk);  // Holding is not enough, a small rise would be.
  EXPECT_THAT(leaf.flags, ElementsAre("tie"));
}

TEST(WithinCampaign, AddsYearlyCountsFromTheFirstYearOn) {
  const PlanPointer plan = Alone("6", [](Indicator& indicator) {
    indicator.set_span(plan::v1::WITHIN_CAMPAIGN);
    indicator.mutable_target()->Clear();
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.mutable_target()->set_value(4);
  });
  const std::vector<FigureInput> rows = {Row(*plan, "6", "2017", ValueFigure{9}),
                                         Row(*plan, "6", "2018", ValueFigure{1}),
                                         Row(*plan, "6", "2019", ValueFigure{2})};
  EXPECT_EQ(*Only(*plan, rows, On("2020-03-31")).achievement, 0.75);
  EXPECT_EQ(Only(*plan, {rows[0]}, On("2020-03-31")).achievement, std::nullopt);
  const Leaf gap = Only(*plan, {rows[2]}, On("2020-03-31"));
  EXPECT_EQ(*gap.achievement, 0.5);
  EXPECT_TRUE(HasFlag(gap, "partial"));
}

TEST(WithinCampaign, ARunningTotalStandsForItself) {
  const PlanPointer plan = Alone("6", [](Indicator& indicator) {
    indicator.set_span(plan::v1::WITHIN_CAMPAIGN);
    indicator.set_combination(plan::v1::LAST);
    indicator.mutable_target()->Clear();
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.mutable_target()->set_value(4);
  });
  EXPECT_EQ(
      *Only(*plan, {Row(*plan, "6", "2018", ValueFigure{1}), Row(*plan, "6", "2019", ValueFigure{2})}, On("2020-03-31"))
           .achievement,
      0.5);
}

PlanPointer Accidents() {
  return Alone("3", [](Indicator& indicator) { indicator.set_frequency(plan::v1::YEARLY); });
}

TEST(ExactlyZero, NeedsTheWholeJudgedPeriodAndEverythingKnownSince) {
  const PlanPointer plan = Accidents();
  const auto row = [&](absl::string_view period, double events) {
    return Row(*plan, "3", period, ValueFigure{events});
  };
  EXPECT_TRUE(Only(*plan, {row("2018", 0)}, On("2019-06-01")).met);
  EXPECT_TRUE(Only(*plan, {row("2018", 0), row("2019", 0)}, On("2019-06-01")).met);
  const Leaf since = Only(*plan, {row("2018", 0), row("2019", 1)}, On("2019-06-01"));
  EXPECT_EQ(since.achievement, 0);
  EXPECT_FALSE(since.met);
  EXPECT_EQ(since.inputs.size(), 2u);
  EXPECT_FALSE(Only(*plan, {row("2018", 0), row("2019-03", 1)}, On("2019-06-01")).met);
  EXPECT_FALSE(Only(*plan, {row("2018", 2), row("2019", 0)}, On("2019-06-01")).met);
}

TEST(ExactlyZero, ZeroSoFarIsNotYetMet) {
  const PlanPointer plan = Accidents();
  const auto row = [&](absl::string_view period) { return Row(*plan, "3", period, ValueFigure{0}); };
  for (const std::vector<FigureInput>& rows : {std::vector<FigureInput>{row("2018H1")}, {row("2019")}, {row("2017")}}) {
    const Leaf leaf = Only(*plan, rows, On("2019-06-01"));
    EXPECT_EQ(leaf.achievement, 1) << rows[0].name;
    EXPECT_FALSE(leaf.met) << rows[0].name;
    EXPECT_THAT(leaf.verdict, AnyOf(LeafVerdict::kAtRisk, LeafVerdict::kLikely)) << rows[0].name;
    EXPECT_TRUE(HasFlag(leaf, "partial")) << rows[0].name;
  }
  FigureInput early = row("2018");
  early.published = Day("2018-11-01");
  EXPECT_FALSE(Only(*plan, {early}, On("2019-06-01")).met);
  early.published = Day("2019-01-05");
  EXPECT_TRUE(Only(*plan, {early}, On("2019-06-01")).met);
}

TEST(PartsUnderAll, AreMetTogetherAndScoreTheirMean) {
  const PlanPointer plan = Yearly([](Indicator& indicator) {
    indicator.set_part_rule(plan::v1::ALL);
    for (const std::string key : {"a", "b"}) {
      indicator.add_parts()->set_key(key);
      indicator.mutable_parts()->rbegin()->set_name(key == "a" ? "甲" : "乙");
    }
    *indicator.mutable_parts(1)->mutable_target() = indicator.target();
    indicator.mutable_parts(1)->mutable_target()->set_value(100);
  });
  const auto row = [&](absl::string_view part, double value) {
    return PartRow(*plan, "1-2", part, "2017", ValueFigure{value});
  };
  const Question question = On("2018-06-01");
  EXPECT_TRUE(Only(*plan, {row("a", 80), row("b", 100)}, question).met);
  const Leaf half = Only(*plan, {row("a", 70), row("b", 100)}, question);
  EXPECT_EQ(*half.achievement, 0.75);
  EXPECT_FALSE(half.met);
  EXPECT_EQ(half.open_share, 0);
  const Leaf partial = Only(*plan, {row("a", 70)}, question);
  EXPECT_EQ(*partial.achievement, 0.5);
  EXPECT_EQ(partial.open_share, 0.5);
  EXPECT_EQ(partial.low, 25);
  EXPECT_EQ(partial.high, 75);
  EXPECT_TRUE(HasFlag(partial, "partial"));
  EXPECT_THAT(partial.rule.zh, HasSubstr("甲：70 % 未达到 ≥ 80 %"));
  EXPECT_EQ(Only(*plan, {}, question).achievement, std::nullopt);
  // A figure of the whole cannot show that every part holds.
  EXPECT_EQ(Only(*plan, {Row(*plan, "1-2", "2017", ValueFigure{100})}, question).achievement, std::nullopt);
}

TEST(PartsUnderAdd, SumOnlyWhenEveryCategoryWasReported) {
  const PlanPointer plan = Alone("7", [](Indicator& indicator) {
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.mutable_target()->set_value(10);
    indicator.clear_forms();
    indicator.add_forms(plan::v1::VALUE);
  });
  const FigureInput trademarks = PartRow(*plan, "7", "trademarks", "2017", ValueFigure{4});
  const FigureInput patents = PartRow(*plan, "7", "patents", "2017", ValueFigure{6});
  const Question question = On("2018-06-01");
  EXPECT_TRUE(Only(*plan, {trademarks, patents}, question).met);
  EXPECT_EQ(Only(*plan, {trademarks}, question).achievement, std::nullopt);
  const Leaf whole = Only(*plan, {trademarks, Row(*plan, "7", "2017", ValueFigure{5})}, question);
  EXPECT_EQ(whole.achievement, 0.5);
  EXPECT_EQ(whole.inputs.size(), 1u);
}

TEST(Attestation, IsTheShareOfPartsWithADocument) {
  const PlanPointer plan = Alone("8");
  const auto row = [&](absl::string_view part, bool met) {
    return PartRow(*plan, "8", part, "2018", domain::AttestationFigure{met});
  };
  const Question question = On("2019-06-01");
  EXPECT_TRUE(Only(*plan, {row("cod", true), row("nh3", true)}, question).met);
  for (const std::vector<FigureInput>& rows :
       {std::vector<FigureInput>{row("cod", true)}, {row("cod", true), row("nh3", false)}}) {
    const Leaf leaf = Only(*plan, rows, question);
    EXPECT_EQ(leaf.achievement, 0.5);
    EXPECT_FALSE(leaf.met);
  }
  EXPECT_EQ(Only(*plan, {row("cod", false)}, question).achievement, 0);
  FigureInput undocumented = row("nh3", true);
  undocumented.source.clear();
  EXPECT_EQ(Only(*plan, {row("cod", true), undocumented}, question).achievement, 0.5);
  EXPECT_EQ(Only(*plan, {}, question).verdict, LeafVerdict::kNoData);
}

TEST(UsedInputs, ShowFigureStateAndSource) {
  const PlanPointer plan = Yearly();
  const Leaf leaf = Only(*plan, {Row(*plan, "1-2", "2017", FractionFigure{376, 400})}, On("2018-06-01"));
  ASSERT_EQ(leaf.inputs.size(), 1u);
  EXPECT_EQ(leaf.inputs[0].name, "1-2/2017");
  EXPECT_EQ(leaf.inputs[0].period, "2017");
  EXPECT_EQ(leaf.inputs[0].figure.zh, "376/400 = 94 %");
  EXPECT_EQ(leaf.inputs[0].state, "VERIFIED");
  EXPECT_EQ(leaf.inputs[0].source, "年报");
  EXPECT_EQ(leaf.target.zh, "≥ 80 %");
}

}  // namespace
}  // namespace qcity::aggregation::score
