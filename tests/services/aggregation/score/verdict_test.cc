// Gates, verdict, grade: the order of scoring.md 3.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::ValueFigure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Five measures "1" .. "5", each at least 100 from 0, so that a value of 70 earns 0.7; 1 and 2 are binding, 3 is expected.
PlanPointer Five() {
  return Edited([](plan::v1::Plan& document) {
    plan::v1::Indicator like = *testing_support::SmallCity()->FindIndicator("6");
    like.clear_target();
    like.mutable_target()->set_kind(plan::v1::AT_LEAST);
    like.mutable_target()->set_value(100);
    document.clear_indicators();
    document.clear_validation_rules();
    for (int i = 1; i <= 5; ++i) {
      plan::v1::Indicator& indicator = *document.add_indicators();
      indicator = like;
      indicator.set_number(std::to_string(i));
      indicator.set_gate(i <= 2 ? plan::v1::BINDING : i == 3 ? plan::v1::EXPECTED : plan::v1::NO_GATE);
      indicator.set_section(i == 1 ? "一" : "二");
    }
    for (plan::v1::Task& task : *document.mutable_tasks()) {
      task.clear_indicators();
      task.clear_scored_by_indicator();
    }
  });
}

Inputs Values(const domain::Plan& plan, const std::vector<std::optional<double>>& values) {
  Inputs inputs;
  inputs.has_tasks = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].has_value())
      inputs.figures.push_back(Row(plan, std::to_string(i + 1), "2018", ValueFigure{*values[i]}));
  }
  return inputs;
}

Result Of(const std::vector<std::optional<double>>& values) {
  const PlanPointer plan = Five();
  return Score(*plan, Values(*plan, values), On("2019-08-01"));
}

TEST(Verdict, ReadyNeedsEveryGateAndThePassMark) {
  const Result result = Of({100, 100, 100, 60, 60});
  EXPECT_EQ(result.verdict, ReadinessVerdict::kReady);
  EXPECT_DOUBLE_EQ(*result.score, 84);
  EXPECT_EQ(result.grade, Grade::kB);
  EXPECT_EQ(result.binding.met, 2);
  EXPECT_EQ(result.expected.met, 1);
  EXPECT_EQ(result.worst_section, "");
}

TEST(Verdict, AnExpectedGateThatIsNotMetMakesItConditional) {
  for (const Result& result : {Of({100, 100, 99, 100, 100}), Of({100, 100, std::nullopt, 100, 100})}) {
    EXPECT_EQ(result.verdict, ReadinessVerdict::kConditionallyReady);
    EXPECT_THAT(result.reason.zh, HasSubstr("预期性指标未达标：3"));
  }
  EXPECT_EQ(Of({100, 100, 99, 100, 100}).worst_section, "二");
}

TEST(Verdict, ABindingGateThatIsNotMetMakesItNotReady) {
  const Result result = Of({99, 100, 100, 100, 100});
  EXPECT_EQ(result.verdict, ReadinessVerdict::kNotReady);
  EXPECT_THAT(result.binding.unmet_numbers, ElementsAre("1"));
  EXPECT_EQ(result.worst_section, "一");
  EXPECT_THAT(result.reason.en, HasSubstr("binding indicators not met: 1"));
  // What is known to fail goes before what is not known.
  EXPECT_EQ(Of({99, std::nullopt, 100, 100, 100}).verdict, ReadinessVerdict::kNotReady);
}

TEST(Verdict, ABindingGateWithoutDataIsUnknown) {
  const Result result = Of({100, std::nullopt, 100, 100, 100});
  EXPECT_EQ(result.verdict, ReadinessVerdict::kUnknown);
  EXPECT_THAT(result.binding.unknown_numbers, ElementsAre("2"));
}

TEST(Verdict, ThePassMarkOutOfReachIsNotReadyInReachIsUnknown) {
  EXPECT_EQ(Of({100, 100, 100, 40, 50}).verdict, ReadinessVerdict::kNotReady);
  EXPECT_EQ(Of({100, std::nullopt, 100, 40, 50}).verdict, ReadinessVerdict::kNotReady);
  EXPECT_EQ(Of({100, 100, 100, 50, std::nullopt}).verdict, ReadinessVerdict::kUnknown);
  EXPECT_EQ(Of({100, 100, 100, 50, 50}).verdict, ReadinessVerdict::kReady);  // 80 exactly.
}

TEST(Verdict, AVetoForcesGradeDAndNotReady) {
  const PlanPointer plan = Five();
  Inputs inputs = Values(*plan, {100, 100, 100, 100, 100});
  inputs.vetoes = {{"vetoes/2", "乙"}, {"vetoes/1", "重大质量事故"}};
  const Result result = Score(*plan, inputs, On("2019-08-01"));
  EXPECT_EQ(result.verdict, ReadinessVerdict::kNotReady);
  EXPECT_EQ(result.grade, Grade::kD);
  EXPECT_EQ(*result.score, 100);
  EXPECT_EQ(result.reason.zh, "一票否决：重大质量事故");
  inputs.figures.clear();
  EXPECT_EQ(Score(*plan, inputs, On("2019-08-01")).grade, Grade::kD);
}

TEST(Verdict, AMeasureThatDoesNotApplyIsNoGateAndNotZero) {
  const PlanPointer plan = Five();
  Inputs inputs = Values(*plan, {50, 100, 100, 100, 100});
  inputs.not_applicable = {0};
  const Result result = Score(*plan, inputs, On("2019-08-01"));
  EXPECT_EQ(result.verdict, ReadinessVerdict::kReady);
  EXPECT_EQ(*result.score, 100);
  EXPECT_EQ(result.coverage, 1);
  EXPECT_EQ(result.leaves[0].verdict, LeafVerdict::kNotApplicable);
  EXPECT_DOUBLE_EQ(result.leaves[0].points, 120);
  EXPECT_EQ(result.binding.met, 1);
  EXPECT_EQ(result.pillars[0].met, 4);
}

TEST(Coverage, UnderTheLeastThereIsNoScoreAndNoGrade) {
  const Result enough = Of({100, 100, 100, 90, std::nullopt});
  EXPECT_DOUBLE_EQ(enough.coverage, 0.8);
  EXPECT_TRUE(enough.score.has_value());
  const Result few = Of({100, 100, 100, std::nullopt, std::nullopt});
  EXPECT_EQ(few.score, std::nullopt);
  EXPECT_EQ(few.grade, Grade::kNone);
  EXPECT_EQ(*few.raw_score, 100);
  EXPECT_DOUBLE_EQ(few.low, 60);
  EXPECT_DOUBLE_EQ(few.high, 100);
}

TEST(Coverage, WithoutAnythingKnownTheIntervalIsEverything) {
  const Result none = Of({});
  EXPECT_EQ(none.raw_score, std::nullopt);
  EXPECT_EQ(none.low, 0);
  EXPECT_EQ(none.high, 100);
  EXPECT_EQ(none.coverage, 0);
  EXPECT_EQ(none.verdict, ReadinessVerdict::kUnknown);
  EXPECT_EQ(none.pillars[0].unknown, 5);
}

TEST(Grade, BeginsAtThePolicysScoresUnrounded) {
  EXPECT_EQ(Of({100, 100, 100, 100, 50}).grade, Grade::kA);
  EXPECT_EQ(Of({100, 100, 100, 100, 49.999}).grade, Grade::kB);
  EXPECT_EQ(Of({100, 100, 100, 50, 49.999}).grade, Grade::kC);
  EXPECT_EQ(Of({60, 60, 60, 60, 60}).grade, Grade::kC);
  EXPECT_EQ(Of({60, 60, 60, 60, 59.999}).grade, Grade::kD);
}

TEST(Illustrative, IsSaidOfFiguresThatTheLineReads) {
  const PlanPointer plan = Five();
  Inputs inputs = Values(*plan, {100, 100, 100, 100, 100});
  EXPECT_FALSE(Score(*plan, inputs, On("2019-08-01")).illustrative);
  inputs.figures[0].illustrative = true;
  EXPECT_TRUE(Score(*plan, inputs, On("2019-08-01")).illustrative);
  inputs.figures[0].verified = false;
  EXPECT_FALSE(Score(*plan, inputs, On("2019-08-01")).illustrative);
}

}  // namespace
}  // namespace qcity::aggregation::score
