// Suppositions: none changes nothing, what later is so gives what is then answered, and what cannot be is refused at its path.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/domain/figure_proto.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/live.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/what_if/answer.h"
#include "services/aggregation/what_if/rules.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation::what_if {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::shared_ptr<const domain::Plan>& Plan() {
  static const auto& plan = *new std::shared_ptr<const domain::Plan>(testing_support::SmallCity());
  return plan;
}

v1::SimulateReadinessRequest RequestOf(const std::string& text) {
  v1::SimulateReadinessRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

score::Question On(absl::CivilDay day) { return {.as_of = day, .judged_at = day}; }

absl::StatusOr<v1::Simulation> Simulate(const score::Inputs& inputs, const score::Question& question,
                                        const v1::SimulateReadinessRequest& request) {
  const absl::StatusOr<Supposed> supposed = Suppose(Plan(), inputs, question, request);
  if (!supposed.ok()) return supposed.status();
  return SimulationOf(*Plan(), score::Score(*Plan(), inputs, question),
                      score::Score(*supposed->plan, supposed->inputs, question));
}

const std::vector<absl::CivilDay>& Days() {
  static const auto& days = *new std::vector<absl::CivilDay>{absl::CivilDay(2018, 9, 1), absl::CivilDay(2019, 6, 15),
                                                             absl::CivilDay(2020, 6, 30)};
  return days;
}

TEST(Simulate, WithNothingSupposedIsTheReadinessToTheByte) {
  for (int seed = 0; seed < 20; ++seed) {
    const Entities entities = EntitiesOf(RandomHistory(*Plan(), seed));
    for (const absl::CivilDay day : Days()) {
      const v1::Readiness readiness = ReadinessAsOf(*Plan(), entities, day);
      const score::Inputs inputs = InputsAsOf(*Plan(), entities, EndOfShanghaiDay(day));
      const auto now = Simulate(inputs, On(day), {});
      ASSERT_TRUE(now.ok());
      EXPECT_EQ(now->after().SerializeAsString(), readiness.now().SerializeAsString());
      EXPECT_EQ(now->before().SerializeAsString(), now->after().SerializeAsString());
      EXPECT_THAT(now->leaves(), IsEmpty());
      const auto at_end = QuestionOf(*Plan(), day, domain::FormatDay(Plan()->LastEvaluationDate()));
      ASSERT_TRUE(at_end.ok()) << at_end.status();
      EXPECT_EQ(Simulate(inputs, *at_end, {})->after().SerializeAsString(), readiness.outlook().SerializeAsString());
    }
  }
}

// Whatever figure the city reports: supposing it beforehand gives what is answered once it stands.
TEST(Simulate, AFigureThatLaterIsReportedGivesWhatIsThenAnswered) {
  int moved = 0;
  for (int seed = 0; seed < 120; ++seed) {
    const absl::CivilDay day = Days()[seed % 3];
    score::Inputs later = InputsAsOf(*Plan(), EntitiesOf(RandomHistory(*Plan(), seed)), EndOfShanghaiDay(day));
    for (const score::FigureInput& known : std::vector<score::FigureInput>(later.figures)) {
      if (!known.subject.empty() || known.derived || !known.verified || known.period.FirstDay() > day) continue;
      const auto same_place = [&](const score::FigureInput& row) {
        return row.indicator == known.indicator && row.part == known.part && row.subject.empty() &&
               row.period == known.period;
      };
      score::Inputs before = later;
      before.figures.erase(std::remove_if(before.figures.begin(), before.figures.end(), same_place),
                           before.figures.end());
      score::Inputs after = before;
      after.figures.push_back(known);
      v1::SimulateReadinessRequest request;
      v1::SupposedFigure& figure = *request.add_figures();
      figure.set_number(Plan()->document().indicators(known.indicator).number());
      figure.set_part(known.part);
      figure.set_period(known.period.ToString());
      *figure.mutable_figure() = domain::MessageOf(known.figure);
      const auto simulation = Simulate(before, On(day), request);
      if (!simulation.ok()) continue;  // A figure of the whole where every part must hold: it never scores.
      EXPECT_EQ(simulation->after().SerializeAsString(),
                LineOf(score::Score(*Plan(), after, On(day))).SerializeAsString())
          << seed << " " << known.name;
      moved += simulation->leaves_size() > 0;
    }
  }
  EXPECT_GT(moved, 100);
}

TEST(Simulate, ABetterValueNeverLowersTheScore) {
  for (int seed = 0; seed < 20; ++seed) {
    const absl::CivilDay day = Days()[seed % 3];
    const score::Inputs inputs = InputsAsOf(*Plan(), EntitiesOf(RandomHistory(*Plan(), seed)), EndOfShanghaiDay(day));
    double last = -1, last_low = -1;
    for (int value = 60; value >= 20; value -= 2) {  // Measure 2: at most 40, zero credit at 60.
      v1::SimulateReadinessRequest request;
      v1::SupposedFigure& figure = *request.add_figures();
      figure.set_number("2");
      figure.mutable_figure()->set_value(value);
      const absl::StatusOr<Supposed> supposed = Suppose(Plan(), inputs, On(day), request);
      ASSERT_TRUE(supposed.ok()) << supposed.status();
      const score::Result result = score::Score(*supposed->plan, supposed->inputs, On(day));
      EXPECT_GE(*result.raw_score, last) << seed << " at " << value;
      EXPECT_GE(result.low, last_low) << seed << " at " << value;
      last = *result.raw_score;
      last_low = result.low;
    }
  }
}

TEST(Simulate, TheJudgedPeriodIsTheDefault) {
  const auto simulation =
      Simulate({}, On(absl::CivilDay(2019, 6, 15)), RequestOf("figures { number: '2' figure { value: 45 } }"));
  ASSERT_TRUE(simulation.ok()) << simulation.status();
  ASSERT_EQ(simulation->leaves_size(), 1);
  EXPECT_EQ(simulation->leaves(0).node(), "indicators/2");
  EXPECT_FALSE(simulation->leaves(0).has_achievement_before());
  EXPECT_EQ(simulation->leaves(0).achievement_after(), 0.75);
  EXPECT_EQ(simulation->leaves(0).verdict_before(), v1::NO_DATA);
  EXPECT_EQ(simulation->leaves(0).verdict_after(), v1::UNLIKELY);
}

TEST(Simulate, CompletionsCountByTheirDay) {
  const auto credit = [](const std::string& completion) {
    const auto simulation =
        Simulate({}, On(absl::CivilDay(2020, 1, 15)), RequestOf("completions { " + completion + " }"));
    EXPECT_TRUE(simulation.ok()) << simulation.status();
    EXPECT_LE(simulation->leaves_size(), 1);
    return simulation->leaves_size() == 0 ? 0 : simulation->leaves(0).achievement_after();
  };
  EXPECT_EQ(credit("task: '1' occurrence: '2019' lead: 'market-bureau'"), 0.9);  // Due 2019-06-30.
  EXPECT_EQ(credit("task: '1' occurrence: '2019' lead: 'market-bureau' day: '2019-06-30'"), 1);
  EXPECT_EQ(credit("task: '2' occurrence: '2019' lead: 'construction-bureau' day: '2019-12-31'"), 1);
  EXPECT_EQ(credit("task: '2' occurrence: '2019' lead: 'construction-bureau'"), 0);  // Without a staged result in time.
  EXPECT_EQ(credit("task: '4-1' occurrence: '2019' lead: 'office'"), 1);
  EXPECT_EQ(credit("task: '4-1' occurrence: '2019' lead: 'office' rating: 0.6"), 0.6);
}

TEST(Simulate, ThePolicyIsACopy) {
  const auto supposed =
      Suppose(Plan(), {}, On(absl::CivilDay(2019, 6, 15)),
              RequestOf("policy { field: 'pass_mark' value: 70 } policy { field: 'points.tasks' value: 1 }"
                        "policy { field: 'least_peers' value: 3 }"));
  ASSERT_TRUE(supposed.ok()) << supposed.status();
  EXPECT_EQ(supposed->plan->document().policy().pass_mark(), 70);
  EXPECT_EQ(supposed->plan->document().policy().points().tasks(), 1);
  EXPECT_EQ(supposed->plan->document().policy().least_peers(), 3);
  EXPECT_EQ(Plan()->document().policy().pass_mark(), 80);
}

TEST(Simulate, WhatCannotBeIsRefusedAtItsPath) {
  const std::string completion = "completions { task: '1' occurrence: '2019' lead: 'market-bureau' ";
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"figures { number: '99' figure { value: 1 } }", "figures[0].number"},
      {"figures { number: '2' part: 'pm' figure { value: 1 } }", "figures[0].part"},
      {"figures { number: '2' }", "figures[0].figure"},
      {"figures { number: '2' figure { value: -1 } }", "figures[0].figure.value"},
      {"figures { number: '2' figure { value: nan } }", "figures[0].figure.value"},
      {"figures { number: '2' figure { rank { rank: 1 ranked: 9 } } }", "figures[0].figure"},
      {"figures { number: '2' period: '2018Q9' figure { value: 1 } }", "figures[0].period"},
      {"figures { number: '2' period: '1999' figure { value: 1 } }", "figures[0].period"},
      {"figures { number: '2' period: '2020' figure { value: 1 } }", "figures[0].period"},
      {"figures { number: '2' figure { value: 1 } } figures { number: '2' period: '2018' figure { value: 2 } }",
       "figures[1]"},
      {"completions { task: '99' occurrence: '2019' lead: 'office' }", "completions[0].task"},
      {"completions { task: '4-2' occurrence: '2018' lead: 'environment-bureau' }", "completions[0].task"},
      {"completions { task: '1' occurrence: '2017' lead: 'market-bureau' }", "completions[0].occurrence"},
      {"completions { task: '1' occurrence: '2019' lead: 'east' }", "completions[0].lead"},
      {completion + "day: '2019-06-16' }", "completions[0].day"},
      {completion + "day: '2018-01-01' }", "completions[0].day"},
      {completion + "day: 'soon' }", "completions[0].day"},
      {completion + "rating: 1 }", "completions[0].rating"},
      {completion + "}" + completion + "}", "completions[1]"},
      {"completions { task: '4-1' occurrence: '2019' lead: 'office' rating: 1.5 }", "completions[0].rating"},
      {"completions { task: '4-1' occurrence: '2019' lead: 'office' rating: nan }", "completions[0].rating"},
      {"completions { task: '4-1' occurrence: '2019' lead: 'office' day: '2019-06-01' }", "completions[0].day"},
      {"policy { field: 'version' value: 1 }", "policy[0].field"},
      {"policy { field: 'points.indicators' value: 0 }", "policy[0].value"},
      {"policy { field: 'pass_mark' value: 101 }", "policy[0].value"},
      {"policy { field: 'pass_mark' value: inf }", "policy[0].value"},
      {"policy { field: 'least_peers' value: 3.5 }", "policy[0].value"},
      {"policy { field: 'leading_share' value: 0.2 } policy { field: 'leading_share' value: 0.3 }", "policy[1].field"},
      {"policy { field: 'grade_a' value: 70 }", "policy"},
  };
  for (const auto& [text, path] : refused) {
    const absl::Status status = Suppose(Plan(), {}, On(absl::CivilDay(2019, 6, 15)), RequestOf(text)).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text << status;
    ASSERT_FALSE(DetailOf(status)->fields.empty()) << text;
    EXPECT_THAT(DetailOf(status)->fields[0].path, testing::StartsWith(path)) << text << status;
  }
  v1::SimulateReadinessRequest many;
  for (int i = 0; i <= 1000; ++i) many.add_figures();
  EXPECT_EQ(DetailOf(Suppose(Plan(), {}, On(absl::CivilDay(2019, 6, 15)), many).status())->fields[0].path, "figures");
}

TEST(Simulate, IsJudgedOnAnEvaluationDateThatIsNotPast) {
  const absl::CivilDay day(2019, 6, 15);
  EXPECT_EQ(QuestionOf(*Plan(), day, "")->judged_at, day);
  EXPECT_EQ(QuestionOf(*Plan(), day, "2020-06-30")->judged_at, absl::CivilDay(2020, 6, 30));
  EXPECT_EQ(QuestionOf(*Plan(), day, "2020-06-30")->as_of, day);
  for (const char* other : {"2020-06-29", "tomorrow"}) {
    EXPECT_EQ(DetailOf(QuestionOf(*Plan(), day, other).status())->fields[0].path, "judged_at");
  }
  EXPECT_THAT(std::string(QuestionOf(*Plan(), absl::CivilDay(2020, 7, 1), "2020-06-30").status().message()),
              HasSubstr("not before 2020-07-01"));
}

}  // namespace
}  // namespace qcity::aggregation::what_if
