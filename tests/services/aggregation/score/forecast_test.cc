// The campaign's forecast on SmallCity: duties by their record, gates together, the score's courses.
#include "services/aggregation/score/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;

ForecastQuestion Ask(absl::string_view as_of, absl::string_view evaluation = "2020-06-30") {
  return {.as_of = Day(as_of), .evaluation = Day(evaluation)};
}

PartInput Done(const domain::Plan& plan, absl::string_view number, absl::string_view occurrence, absl::string_view lead,
               absl::string_view submitted) {
  PartInput part = Part(plan, number, occurrence, lead, State::kCompleted);
  part.submitted = Day(submitted);
  return part;
}

const CampaignForecast::OfDuty& DutyOf(const CampaignForecast& forecast, absl::string_view id) {
  const auto found = std::find_if(forecast.duties.begin(), forecast.duties.end(),
                                  [&](const CampaignForecast::OfDuty& duty) { return duty.leaf.id == id; });
  EXPECT_NE(found, forecast.duties.end()) << id;
  return *found;
}

// Duty 3 is yearly, by 20 March, of the districts and the office; 4-1 continuous, of the office. On 2019-04-01 the reports of 2019 are due.
Inputs TwoYears(const domain::Plan& plan) {
  Inputs inputs;
  inputs.parts = {Done(plan, "3", "2019", "east", "2019-03-01"), Done(plan, "3", "2019", "north", "2019-03-25"),
                  Done(plan, "3", "2019", "office", "2019-03-02")};
  return inputs;
}

TEST(Record, AnOrganisationsShareIsDrawnTowardsTheCampaigns) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  const Inputs inputs = TwoYears(*plan);
  double on_time = 0, late = 0, open = 0, own = 0, own_all = 0;
  for (const OrganizationScore& organization : CountReports(*plan, inputs, Day("2019-04-01"))) {
    for (const CountedReport& report : organization.reports) {
      on_time += report.state == CountedReport::State::kOnTime;
      late += report.state == CountedReport::State::kLate;
      open += report.state == CountedReport::State::kOpen;
      if (organization.organization == "east") {
        own += report.state == CountedReport::State::kOnTime;
        ++own_all;
      }
    }
  }
  ASSERT_GE(own, 1);
  ASSERT_EQ(late, 1);
  const double campaign = (on_time + 0.5) / (on_time + late + open + 1);
  const TrackRecord record(catalogue, inputs, Day("2019-04-01"));
  EXPECT_DOUBLE_EQ(record.OnTime("east"), (own + 5 * campaign) / (own_all + 5));
  EXPECT_DOUBLE_EQ(record.OnTime("nobody"), campaign);
  EXPECT_DOUBLE_EQ(record.LateAfterAll(), (late + 0.5) / (late + open + 1));
  EXPECT_TRUE(record.Ratings("office").empty());
}

TEST(Duties, AreInTimeLateOrOpenByTheRecord) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  const Inputs inputs = TwoYears(*plan);
  const TrackRecord record(catalogue, inputs, Day("2019-04-01"));
  const CampaignForecast forecast = Forecast(catalogue, inputs, Ask("2019-04-01"));
  const DutyForecast duty = DutyOf(forecast, "tasks/2/2019/construction-bureau").forecast;
  const double on_time = record.OnTime("construction-bureau"), late = (1 - on_time) * record.LateAfterAll();
  EXPECT_DOUBLE_EQ(duty.on_time, on_time);
  EXPECT_DOUBLE_EQ(duty.expected, on_time + 0.9 * late);
  EXPECT_EQ(duty.due, Day("2019-12-31"));
  EXPECT_FALSE(duty.decided);
  EXPECT_TRUE(DutyOf(forecast, "tasks/3/2019/east").forecast.decided);
}

TEST(Duties, WhatIsOverdueMayStillComeLate) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  const CampaignForecast forecast = Forecast(catalogue, TwoYears(*plan), Ask("2020-01-10"));
  const DutyForecast duty = DutyOf(forecast, "tasks/2/2019/construction-bureau").forecast;
  EXPECT_EQ(duty.on_time, 0);
  EXPECT_GT(duty.expected, 0);
  EXPECT_LT(duty.expected, 0.9);
}

TEST(Duties, WhatIsDueAfterTheEvaluationDateIsLeftOut) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  Inputs inputs;
  PartInput extended = Part(*plan, "2", "2019", "construction-bureau", State::kOpen);
  extended.due = Day("2020-05-31");
  inputs.parts = {extended};
  const auto has = [&](absl::string_view evaluation) {
    const CampaignForecast forecast = Forecast(catalogue, inputs, Ask("2019-04-01", evaluation));
    return std::any_of(forecast.duties.begin(), forecast.duties.end(),
                       [](const auto& duty) { return duty.leaf.id == "tasks/2/2019/construction-bureau"; });
  };
  EXPECT_FALSE(has("2020-03-31"));
  EXPECT_TRUE(has("2020-06-30"));
}

TEST(Duties, YearsAreRatedLikeTheYearsBefore) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  Inputs inputs;
  PartInput rated = Part(*plan, "4-1", "2018Q4", "office", State::kOpen);
  rated.rating = 0.8;
  rated.reported = true;
  inputs.parts = {rated};
  const CampaignForecast forecast = Forecast(catalogue, inputs, Ask("2019-02-01"));
  const DutyForecast duty = DutyOf(forecast, "tasks/4-1/2019/office").forecast;
  EXPECT_DOUBLE_EQ(duty.expected, 0.8);
  EXPECT_EQ(duty.on_time, 0);
  const CampaignForecast unrated = Forecast(catalogue, {}, Ask("2019-02-01"));
  EXPECT_TRUE(std::none_of(unrated.duties.begin(), unrated.duties.end(),
                           [](const auto& of) { return of.leaf.id == "tasks/4-1/2019/office"; }));
}

// A random city's figures and duties.
Inputs AnyInputs(const domain::Plan& plan, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); };
  Inputs inputs;
  const auto add = [&](const std::string& number, int year, domain::Figure figure, const std::string& subject = "") {
    if (below(5) > 0) inputs.figures.push_back(RowOf(plan, subject, number, absl::StrCat(year), figure));
  };
  for (int year = 2015; year <= 2019; ++year) {
    add("1-1", year, domain::FractionFigure{85.0 + below(15), 100});
    add("1-2", year, domain::SampleFigure{70.0 + below(30), 100, 0, 1});
    add("2", year, domain::ValueFigure{30.0 + below(20)});
    add("3", year, domain::ValueFigure{below(4) == 0 ? 1.0 : 0.0});
    add("4", year, domain::RankFigure{1 + below(6), 7, 17});
    add("5", year, domain::ValueFigure{0.5 + below(10) / 10.0});
    add("5", year, domain::ValueFigure{1}, "NATIONAL");
    add("6", year, domain::ValueFigure{20.0 + below(10) + 3 * (year - 2015)});
  }
  const Catalogue catalogue(plan);
  for (const TaskLeaf& task : catalogue.tasks()) {
    if (below(2) == 0) continue;
    PartInput part =
        Part(plan, task.leaf.number, task.reports.back().occurrence, task.reports.back().lead, State::kCompleted);
    part.submitted = task.reports.back().due + below(40) - 30;
    if (below(3) == 0) part.state = State::kOpen;
    inputs.parts.push_back(std::move(part));
  }
  return inputs;
}

std::string Dump(const CampaignForecast& forecast) {
  std::string text;
  const auto add = [&](double value) { absl::StrAppendFormat(&text, "%a|", value); };
  for (const GateForecast* gates : {&forecast.binding, &forecast.all_gates}) {
    for (const double value :
         {gates->joint.independent, gates->joint.one_factor, gates->joint.lower, gates->joint.upper}) {
      add(value);
    }
  }
  if (forecast.score.has_value()) {
    for (const double value :
         {forecast.score->score.mean, forecast.score->score.low, forecast.score->score.high, forecast.score->pass}) {
      add(value);
    }
  }
  for (const auto& measure : forecast.measures) {
    add(measure.forecast.probability.value_or(-1));
    text += measure.forecast.rule.en;
  }
  for (const auto& duty : forecast.duties) {
    add(duty.forecast.expected);
    text += duty.leaf.id;
  }
  return text;
}

TEST(CampaignForecast, HoldsItsBoundsForEveryCity) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  for (int seed = 0; seed < 60; ++seed) {
    const Inputs inputs = AnyInputs(*plan, seed);
    ForecastQuestion question =
        Ask(seed % 2 == 0 ? "2019-06-01" : "2020-02-15", seed % 3 == 0 ? "2020-03-31" : "2020-06-30");
    question.draws = 300;
    const CampaignForecast forecast = Forecast(catalogue, inputs, question);
    for (const auto& measure : forecast.measures) {
      const double p = measure.forecast.probability.value_or(0.5);
      EXPECT_TRUE(p >= 0 && p <= 1) << seed << " " << measure.leaf.id;
      double share = 0;
      for (const WeightedChance& chance : measure.forecast.chances) share += chance.share;
      EXPECT_LE(share, 1 + 1e-12);
    }
    for (const auto& duty : forecast.duties) {
      EXPECT_TRUE(duty.forecast.expected >= 0 && duty.forecast.expected <= 1) << seed << " " << duty.leaf.id;
    }
    EXPECT_LE(forecast.all_gates.joint.one_factor, forecast.binding.joint.one_factor + 1e-12)
        << "more gates, less chance";
    if (!forecast.score.has_value()) continue;
    EXPECT_LE(forecast.score->score.low, forecast.score->score.mean + 1e-9);
    EXPECT_LE(forecast.score->score.mean, forecast.score->score.high + 1e-9);
    EXPECT_GE(forecast.score->score.low, 0);
    EXPECT_LE(forecast.score->score.high, 100 + 1e-9);
  }
}

TEST(CampaignForecast, IsAPureFunctionWhateverTheOrderOfTheInputs) {
  const PlanPointer plan = testing_support::SmallCity();
  const Catalogue catalogue(*plan);
  for (int seed = 0; seed < 20; ++seed) {
    Inputs inputs = AnyInputs(*plan, seed);
    ForecastQuestion question = Ask("2019-06-01");
    question.draws = 200;
    question.seed = seed;
    const std::string before = Dump(Forecast(catalogue, inputs, question));
    std::shuffle(inputs.figures.begin(), inputs.figures.end(), std::mt19937_64(seed));
    std::shuffle(inputs.parts.begin(), inputs.parts.end(), std::mt19937_64(seed));
    EXPECT_EQ(Dump(Forecast(catalogue, inputs, question)), before) << seed;
  }
}

TEST(CampaignForecast, AgreesWithTheScoreOnceAllIsDecided) {
  const PlanPointer plan = Alone("2");
  const Catalogue catalogue(*plan);
  Inputs inputs;
  inputs.figures = {Row(*plan, "2", "2018", domain::ValueFigure{50}), Row(*plan, "2", "2019", domain::ValueFigure{50})};
  const CampaignForecast forecast = Forecast(catalogue, inputs, Ask("2020-06-30"));
  ASSERT_EQ(forecast.measures.size(), 1);
  EXPECT_EQ(forecast.measures[0].forecast.probability, 0);
  ASSERT_FALSE(forecast.drawn.empty());
  EXPECT_EQ(std::get<Fixed>(forecast.drawn[0].chances[0].chance).achievement, 0.5);
}

}  // namespace
}  // namespace qcity::aggregation::score
