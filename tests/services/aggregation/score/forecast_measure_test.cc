// Measures at the evaluation date, through Score and ForecastMeasure on SmallCity: the judged year is 2019.
#include "services/aggregation/score/forecast_measure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "services/aggregation/score/forecast_value.h"
#include "services/aggregation/score/measure.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::AttestationFigure;
using domain::EventsFigure;
using domain::FractionFigure;
using domain::RankFigure;
using domain::SampleFigure;
using domain::ValueFigure;

struct Told {
  std::string period;
  domain::Figure figure;
  std::string subject = "";
  std::string part = "";
};

// The leaf of the only measure of `plan` on `as_of`.
Leaf Foretold(const PlanPointer& plan, const std::vector<Told>& told, absl::string_view as_of) {
  const std::string number = plan->document().indicators(0).number();
  Inputs inputs;
  for (const Told& row : told) {
    inputs.figures.push_back(RowOf(*plan, row.subject, number, row.period, row.figure));
    inputs.figures.back().part = row.part;
  }
  return LeafOf(Score(*plan, inputs, On(as_of)), "indicators/" + number);
}

// The forecast of the only measure at the campaign's end.
MeasureForecast At(const PlanPointer& plan, const std::vector<Told>& told, absl::string_view as_of,
                   absl::string_view evaluation = "2020-06-30") {
  std::vector<FigureInput> rows;
  for (const Told& row : told) {
    rows.push_back(RowOf(*plan, row.subject, plan->document().indicators(0).number(), row.period, row.figure));
    rows.back().part = row.part;
  }
  const FigureTable table(*plan, PointersTo(rows), On(as_of));
  return ForecastMeasure({*plan, table, Day(as_of), 0, Day(as_of)}, Day(evaluation), "m", /*words=*/true);
}

const Nature kDust{.lower = 0, .unit = 1};
const std::vector<Told> kDustTold = {{"2016", ValueFigure{46}}, {"2017", ValueFigure{44}}, {"2018", ValueFigure{43}}};

TEST(NumberForecast, IsTheDistributionAtTheJudgedYear) {
  const std::vector<DatedValue> history = {{2016, 46}, {2017, 44}, {2018, 43}};
  const ValueForecast value = ValueForecast::After(history, 1, kDust);
  const Leaf leaf = Foretold(Alone("2"), kDustTold, "2019-06-01");
  EXPECT_DOUBLE_EQ(*leaf.probability, value.AtMost(40));
  EXPECT_DOUBLE_EQ(leaf.forecast->mean, value.Spread().mean);
  EXPECT_EQ(leaf.verdict, LeafVerdict::kUnlikely);
  EXPECT_FALSE(leaf.met);
  const MeasureForecast forecast = At(Alone("2"), kDustTold, "2019-06-01");
  EXPECT_EQ(forecast.horizon, 1);
  EXPECT_EQ(forecast.observed, 3);
  EXPECT_EQ(forecast.judged.ToString(), "2019");
  EXPECT_EQ(forecast.rule.en.substr(0, 59), "from 3 value(s) up to 2018 (46, 44, 43), 1 year(s) ahead: m");
}

TEST(NumberForecast, VerdictsFollowTheProbability) {
  const auto verdict = [](double target) {
    const PlanPointer plan = Alone("2", [&](auto& indicator) { indicator.mutable_target()->set_value(target); });
    return Foretold(plan, kDustTold, "2019-06-01").verdict;
  };
  EXPECT_EQ(verdict(40), LeafVerdict::kUnlikely);
  EXPECT_EQ(verdict(42), LeafVerdict::kUnlikely);
  EXPECT_EQ(verdict(42.4), LeafVerdict::kAtRisk);
  EXPECT_EQ(verdict(43), LeafVerdict::kMet);
  const std::vector<Told> steep = {{"2016", ValueFigure{60}}, {"2017", ValueFigure{52}}, {"2018", ValueFigure{43}}};
  const PlanPointer plan = Alone("2", [](auto& indicator) { indicator.mutable_target()->set_value(42); });
  EXPECT_EQ(Foretold(plan, steep, "2019-06-01").verdict, LeafVerdict::kAtRisk);
  EXPECT_EQ(VerdictFor(0.8), LeafVerdict::kLikely);
  EXPECT_EQ(VerdictFor(0.4), LeafVerdict::kAtRisk);
  EXPECT_EQ(VerdictFor(0.3999), LeafVerdict::kUnlikely);
  EXPECT_EQ(VerdictFor(std::nullopt), LeafVerdict::kNotMetYet);
}

TEST(NumberForecast, AReportedJudgedYearIsCertain) {
  std::vector<Told> told = kDustTold;
  told.push_back({"2019", ValueFigure{39}});
  EXPECT_EQ(Foretold(Alone("2"), told, "2020-01-15").probability, 1) << "known before its lag is over";
  told.back().figure = ValueFigure{41};
  const MeasureForecast missed = At(Alone("2"), told, "2020-03-01");
  EXPECT_EQ(missed.probability, 0);
  EXPECT_TRUE(missed.decided);
  EXPECT_EQ(missed.value, (Range{41, 41, 41}));
}

TEST(NumberForecast, LaterKnowledgeAndBreaksChangeTheHistory) {
  EXPECT_EQ(At(Alone("2"), kDustTold, "2018-06-01").observed, 2) << "2018 has not ended";
  EXPECT_TRUE(At(Alone("2"), {{"2016", ValueFigure{46}}}, "2018-06-01").far);
  EXPECT_EQ(At(Alone("2"), {}, "2018-06-01").probability, std::nullopt);
  const PlanPointer plan = Alone("2");
  std::vector<FigureInput> rows;
  for (const Told& row : kDustTold) rows.push_back(Row(*plan, "2", row.period, row.figure));
  rows[1].series_break = true;
  const FigureTable table(*plan, PointersTo(rows), On("2019-06-01"));
  EXPECT_EQ(ForecastMeasure({*plan, table, Day("2019-06-01"), 0}, Day("2020-06-30"), "m", false).observed, 2);
}

TEST(NumberForecast, QuartersAreComparedWithTheSameQuarterOfEarlierYears) {
  const std::vector<Told> told = {{"2017Q3", FractionFigure{90, 100}},
                                  {"2018Q2", FractionFigure{50, 100}},
                                  {"2018Q3", FractionFigure{92, 100}},
                                  {"2019Q3", FractionFigure{93, 100}}};
  const MeasureForecast forecast = At(Alone("1-1"), told, "2019-11-01", "2020-03-31");
  EXPECT_EQ(forecast.judged.ToString(), "2019Q4");
  EXPECT_EQ(forecast.horizon, 0.25);
  EXPECT_EQ(forecast.observed, 3);
  const std::vector<DatedValue> history = {{2017, 90}, {2018, 92}, {2019, 93}};
  const ValueForecast value =
      ValueForecast::After(history, 0.25, {.lower = 0, .upper = 100, .percent = true, .unit = 0.1});
  EXPECT_DOUBLE_EQ(*forecast.probability, value.AtLeast(95));
}

TEST(NumberForecast, CountsOfACampaignAddTheYearsToCome) {
  const PlanPointer plan = Alone("6", [](plan::v1::Indicator& indicator) {
    indicator.set_span(plan::v1::WITHIN_CAMPAIGN);
    indicator.mutable_target()->Clear();
    indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
    indicator.mutable_target()->set_value(9);
  });
  const std::vector<Told> told = {{"2017", ValueFigure{3}}, {"2018", ValueFigure{4}}};
  const std::vector<DatedValue> history = {{2017, 3}, {2018, 4}};
  // The campaign began in 2018: four so far, and 2019 must bring five; what came before tells how the years go.
  const ValueForecast year = ValueForecast::After(history, 1, {.lower = 0, .unit = 0.1});
  const MeasureForecast forecast = At(plan, told, "2019-06-01");
  EXPECT_EQ(forecast.horizon, 1);
  EXPECT_DOUBLE_EQ(*forecast.probability, year.AtLeast(5));
  EXPECT_DOUBLE_EQ(forecast.value->low, 4 + year.Spread().low);
  EXPECT_EQ(At(plan, {{"2018", ValueFigure{4}}, {"2019", ValueFigure{5}}}, "2020-04-01").probability, 1);
  EXPECT_EQ(At(plan, {{"2017", ValueFigure{30}}}, "2018-06-01").probability, std::nullopt) << "before the campaign";
}

TEST(SurveyForecast, AReportedSurveySaysTheChanceThatTheTrueValueMeets) {
  const Leaf leaf = Foretold(Alone("1-2"), {{"2019", SampleFigure{320, 400, 0, 1}}}, "2020-04-01");
  EXPECT_NEAR(*leaf.probability, 0.495, 0.005);
  EXPECT_FALSE(leaf.met) << "80 is not above 80";
  EXPECT_EQ(leaf.verdict, LeafVerdict::kAtRisk);
}

TEST(ZeroForecast, CountsWhatWasWatchedAndWhatIsToCome) {
  const std::vector<Told> told = {{"2018", ValueFigure{1}}, {"2019-01", ValueFigure{0}}, {"2019-02", ValueFigure{0}}};
  const MeasureForecast forecast = At(Alone("3"), told, "2019-03-15");
  const double watched = (365 + 59) / 365.25, ahead = 306 / 365.25;
  EXPECT_NEAR(*forecast.probability, std::pow((1 + watched) / (1 + watched + ahead), 1.5), 1e-12);
  EXPECT_FALSE(forecast.decided);
  const Leaf leaf = Foretold(Alone("3"), told, "2019-03-15");
  EXPECT_EQ(leaf.probability, forecast.probability);
  EXPECT_EQ(leaf.forecast, std::nullopt);
}

TEST(ZeroForecast, AnEventInTheJudgedYearIsTheEnd) {
  const MeasureForecast forecast = At(Alone("3"), {{"2019-01", ValueFigure{2}}}, "2019-03-15");
  EXPECT_EQ(forecast.probability, 0);
  EXPECT_TRUE(forecast.decided);
  EXPECT_EQ(At(Alone("3"), {{"2019", ValueFigure{0}}}, "2020-02-01").probability, 1);
}

TEST(RankForecast, TheWorstTiedPlaceIsTheNumber) {
  const std::vector<Told> told = {
      {"2016", RankFigure{8, 8, 17}}, {"2017", RankFigure{5, 6, 17}}, {"2018", RankFigure{4, 5, 17}}};
  const std::vector<DatedValue> history = {{2016, 8}, {2017, 6}, {2018, 5}};
  const ValueForecast value = ValueForecast::After(history, 1, {.lower = 1, .upper = 17});
  const Leaf leaf = Foretold(Alone("4"), told, "2019-06-01");
  EXPECT_DOUBLE_EQ(*leaf.probability, value.AtMost(3.5));
  EXPECT_EQ(leaf.verdict, LeafVerdict::kUnlikely);
}

TEST(RankForecast, ALimitInsideTheTieIsAtRisk) {
  const Leaf leaf = Foretold(Alone("4"), {{"2018", RankFigure{2, 5, 17}}}, "2019-06-01");
  EXPECT_EQ(leaf.verdict, LeafVerdict::kAtRisk);
  EXPECT_TRUE(HasFlag(leaf, "tie"));
}

TEST(NationalForecast, TheRatioIsForecastAgainstOne) {
  const std::vector<Told> told = {{"2017H2", ValueFigure{1.2}},
                                  {"2017H2", ValueFigure{1.0}, "NATIONAL"},
                                  {"2018H2", ValueFigure{0.9}},
                                  {"2018H2", ValueFigure{1.0}, "NATIONAL"}};
  const std::vector<DatedValue> ratios = {{2017, 1.2}, {2018, 0.9}};
  const MeasureForecast forecast = At(Alone("5"), told, "2019-03-01");
  EXPECT_EQ(forecast.horizon, 1);
  EXPECT_DOUBLE_EQ(*forecast.probability, ValueForecast::After(ratios, 1, {.lower = 0}).Below(1));
  EXPECT_TRUE(forecast.value.has_value());
  EXPECT_EQ(At(Alone("5"), {{"2018H2", ValueFigure{0.9}}}, "2019-03-01").probability, std::nullopt)
      << "nothing to compare with";
}

TEST(StepsForecast, TheMissingStepsMultiply) {
  const std::vector<Told> told = {{"2016", ValueFigure{10}}, {"2017", ValueFigure{12}}, {"2018", ValueFigure{15}}};
  const std::vector<DatedValue> history = {{2016, 10}, {2017, 12}, {2018, 15}};
  const Nature nature{.lower = 0, .unit = 0.1};
  EXPECT_DOUBLE_EQ(*At(Alone("6"), told, "2019-06-01").probability, ChanceOfStep(history, 0, true, nature))
      << "of 2017 to 2019 one step is known";
  const auto two = absl::MakeConstSpan(history).first(2);
  EXPECT_DOUBLE_EQ(*At(Alone("6"), {told[0], told[1]}, "2018-06-01").probability,
                   ChanceOfStep(two, 0, true, nature) * ChanceOfStep(two, 1, true, nature));
}

TEST(StepsForecast, AFailedStepIsTheEndAndABreakSaysNothing) {
  const std::vector<Told> failed = {{"2017", ValueFigure{15}}, {"2018", ValueFigure{12}}};
  EXPECT_EQ(At(Alone("6"), failed, "2019-06-01").probability, 0);
  const std::vector<Told> all = {{"2017", ValueFigure{10}}, {"2018", ValueFigure{12}}, {"2019", ValueFigure{15}}};
  EXPECT_EQ(At(Alone("6"), all, "2020-04-01").probability, 1);
  const PlanPointer plan = Alone("6");
  std::vector<FigureInput> rows;
  for (const Told& row : all) rows.push_back(Row(*plan, "6", row.period, row.figure));
  rows[1].series_break = true;
  const FigureTable table(*plan, PointersTo(rows), On("2020-04-01"));
  EXPECT_EQ(ForecastMeasure({*plan, table, Day("2020-04-01"), 0}, Day("2020-06-30"), "m", false).probability,
            std::nullopt);
}

TEST(LeadingForecast, ThePlaceAmongThePeersIsForecast) {
  std::vector<Told> told;
  for (const char* year : {"2017", "2018"}) {
    told.push_back({year, ValueFigure{5}});
    told.push_back({year, ValueFigure{9}, "大城市"});
    told.push_back({year, ValueFigure{8}, "中城市"});
    told.push_back({year, ValueFigure{3}, "山城市"});
    told.push_back({year, ValueFigure{2}, "水城市"});
  }
  // Third of five; the first two lead: floor(1 + 0.25 x 4) = 2.
  const std::vector<DatedValue> places = {{2017, 3}, {2018, 3}};
  EXPECT_DOUBLE_EQ(*At(Alone("7"), told, "2019-06-01").probability,
                   ValueForecast::After(places, 1, {.lower = 1, .upper = 5}).AtMost(2.5));
  EXPECT_EQ(At(Alone("7"), {{"2018", ValueFigure{5}}}, "2019-06-01").probability, std::nullopt) << "too few peers";
}

TEST(AttestedForecast, OnlyDocumentsSpeak) {
  const Told cod{"2018", AttestationFigure{true}, "", "cod"}, nh3{"2018", AttestationFigure{true}, "", "nh3"};
  EXPECT_EQ(At(Alone("8"), {cod, nh3}, "2019-06-01").probability, 1);
  EXPECT_EQ(At(Alone("8"), {cod}, "2019-06-01").probability, std::nullopt);
}

TEST(Parts, MultiplyUnderAll) {
  const PlanPointer plan = Alone("2", [](plan::v1::Indicator& indicator) {
    indicator.set_part_rule(plan::v1::ALL);
    for (const char* key : {"fine", "coarse"}) {
      plan::v1::Part& part = *indicator.add_parts();
      part.set_key(key);
      part.set_name(key);
      *part.mutable_target() = indicator.target();
    }
  });
  std::vector<Told> told;
  for (Told row : kDustTold) {
    row.part = "fine";
    told.push_back(row);
    row.part = "coarse";
    told.push_back(row);
  }
  const double one = *At(Alone("2"), kDustTold, "2019-06-01").probability;
  const MeasureForecast both = At(plan, told, "2019-06-01");
  EXPECT_DOUBLE_EQ(*both.probability, one * one);
  EXPECT_EQ(both.value, std::nullopt);
  ASSERT_EQ(both.chances.size(), 2);
  EXPECT_EQ(both.chances[0].id, "m#fine");
  EXPECT_EQ(both.chances[0].share, 0.5);
}

}  // namespace
}  // namespace qcity::aggregation::score
