#include "common/domain/figure.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const plan::v1::Indicator& Measure(const char* number) { return *testing_support::SmallCity()->FindIndicator(number); }

// "" where the figure is fine.
std::string FaultOf(const plan::v1::Indicator& measure, const Figure& figure, const char* unit = "") {
  const absl::Status status = CheckFigure(measure, figure, unit);
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return DetailOf(status)->fields[0].path;
}

TEST(CheckFigure, AcceptsSoundFigures) {
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{96.5}, "%"), "");
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{0}), "");
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{100}), "");
  EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{40, 40}), "");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{320, 400, 1000, 1.5}), "");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{320, 400, 0, 0}), "");
  EXPECT_EQ(FaultOf(Measure("3"), ValueFigure{2}, "起"), "");
  EXPECT_EQ(FaultOf(Measure("4"), RankFigure{3, 5, 17}), "");
  EXPECT_EQ(FaultOf(Measure("5"), EventsFigure{3, 200}), "");
  EXPECT_EQ(FaultOf(Measure("8"), AttestationFigure{false}), "");
}

TEST(CheckFigure, RefusesNumbersThatAreNone) {
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{bad}), "figure.value");
    EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{bad, 1}), "figure.fraction.numerator");
    EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{1, bad}), "figure.fraction.denominator");
    EXPECT_EQ(FaultOf(Measure("5"), EventsFigure{bad, 1}), "figure.events.events");
    EXPECT_EQ(FaultOf(Measure("5"), EventsFigure{1, bad}), "figure.events.exposure");
    EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{bad, 1, 1, 1}), "figure.sample.successes");
    EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{1, bad, 1, 1}), "figure.sample.n");
    EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{1, 1, bad, 1}), "figure.sample.population");
    EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{1, 1, 1, bad}), "figure.sample.design_effect");
  }
}

TEST(CheckFigure, RefusesWhatContradictsItself) {
  EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{-1, 5}), "figure.fraction.numerator");
  EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{0, 0}), "figure.fraction.denominator");
  EXPECT_EQ(FaultOf(Measure("1-1"), FractionFigure{6, 5}), "figure.fraction.numerator");
  EXPECT_EQ(FaultOf(Measure("5"), EventsFigure{-1, 5}), "figure.events.events");
  EXPECT_EQ(FaultOf(Measure("5"), EventsFigure{1, 0}), "figure.events.exposure");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{401, 400, 0, 0}), "figure.sample.successes");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{0, 0, 0, 0}), "figure.sample.n");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{3, 4, 3, 0}), "figure.sample.population");
  EXPECT_EQ(FaultOf(Measure("1-2"), SampleFigure{3, 4, 0, 0.5}), "figure.sample.design_effect");
  EXPECT_EQ(FaultOf(Measure("4"), RankFigure{0, 0, 10}), "figure.rank.rank");
  EXPECT_EQ(FaultOf(Measure("4"), RankFigure{3, 2, 10}), "figure.rank.rank_last");
  EXPECT_EQ(FaultOf(Measure("4"), RankFigure{3, 11, 10}), "figure.rank.ranked");
}

TEST(CheckFigure, RefusesWhatLiesOutsideTheNaturalBounds) {
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{100.1}), "figure.value");
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{-0.1}), "figure.value");
  EXPECT_EQ(FaultOf(Measure("2"), ValueFigure{-1}), "figure.value");
  EXPECT_EQ(FaultOf(Measure("2"), ValueFigure{1e6}), "");
}

TEST(CheckFigure, TakesTheMicroSignForTheGreekLetter) {
  plan::v1::Indicator dust = Measure("1-1");
  dust.set_figure_unit("\u03BCg/m3");
  EXPECT_EQ(FaultOf(dust, ValueFigure{1}, "\u00B5g/m3"), "");
  EXPECT_EQ(FaultOf(dust, ValueFigure{1}, "\u03BCg/m3"), "");
  EXPECT_EQ(FaultOf(dust, ValueFigure{1}, "mg/m3"), "unit");
}

TEST(CheckFigure, RefusesForeignFormsAndUnits) {
  EXPECT_EQ(FaultOf(Measure("1-1"), SampleFigure{1, 2, 0, 0}), "figure.sample");
  EXPECT_EQ(FaultOf(Measure("4"), ValueFigure{1}), "figure.value");
  EXPECT_EQ(FaultOf(Measure("8"), RankFigure{1, 1, 2}), "figure.rank");
  EXPECT_EQ(FaultOf(Measure("2"), AttestationFigure{true}), "figure.attestation");
  EXPECT_EQ(FaultOf(Measure("1-1"), ValueFigure{1}, "‰"), "unit");
  EXPECT_EQ(FaultOf(Measure("3"), ValueFigure{1}, "/"), "unit");
}

TEST(NumberOf, IsInTheFigureUnit) {
  EXPECT_EQ(NumberOf(Measure("1-1"), FractionFigure{19, 20}), 95);
  EXPECT_EQ(NumberOf(Measure("1-2"), SampleFigure{320, 400, 0, 0}), 80);
  EXPECT_EQ(NumberOf(Measure("5"), EventsFigure{3, 60000}), 0.5);
  EXPECT_EQ(NumberOf(Measure("3"), ValueFigure{4}), 4);
  EXPECT_EQ(NumberOf(Measure("4"), RankFigure{1, 1, 2}), std::nullopt);
  EXPECT_EQ(NumberOf(Measure("8"), AttestationFigure{true}), std::nullopt);
  EXPECT_EQ(NumberOf(Measure("1-1"), FractionFigure{0, 0}), std::nullopt);
}

Figure Combined(const char* number, const std::vector<Figure>& figures) {
  const absl::StatusOr<Figure> combined = Combine(Measure(number), figures);
  EXPECT_TRUE(combined.ok()) << combined.status();
  return combined.value_or(ValueFigure{kNan});
}

TEST(Combine, AddsNumeratorsAndDenominatorsAndNeverAveragesPercentages) {
  const std::vector<Figure> quarters = {FractionFigure{9, 10}, FractionFigure{100, 200}};
  EXPECT_EQ(Combined("1-1", quarters), Figure(FractionFigure{109, 210}));
  EXPECT_EQ(Combined("5", {EventsFigure{1, 100}, EventsFigure{0, 300}}), Figure(EventsFigure{1, 400}));
}

TEST(Combine, PoolsSurveys) {
  EXPECT_EQ(Combined("1-2", {SampleFigure{80, 100, 1000, 2}, SampleFigure{150, 300, 3000, 0}}),
            Figure(SampleFigure{230, 400, 4000, 1.25}));
  EXPECT_EQ(std::get<SampleFigure>(Combined("1-2", {SampleFigure{1, 2, 0, 1}, SampleFigure{1, 2, 9, 1}})).population,
            0);
}

TEST(Combine, AddsCountsAndKeepsTheLastOfStocks) {
  EXPECT_EQ(Combined("3", {ValueFigure{1}, ValueFigure{0}, ValueFigure{2}}), Figure(ValueFigure{3}));
  EXPECT_EQ(Combined("2", {ValueFigure{41}, ValueFigure{39}}), Figure(ValueFigure{39}));
  EXPECT_EQ(Combined("4", {RankFigure{5, 5, 9}, RankFigure{2, 2, 9}}), Figure(RankFigure{2, 2, 9}));
}

TEST(Combine, OfOneIsThatOne) {
  EXPECT_EQ(Combined("1-1", {FractionFigure{9, 10}}), Figure(FractionFigure{9, 10}));
  EXPECT_EQ(Combined("3", {ValueFigure{7}}), Figure(ValueFigure{7}));
}

TEST(Combine, RefusesWhatHasNoMeaning) {
  const std::vector<std::pair<const char*, std::vector<Figure>>> cases = {
      {"1-1", {}},
      {"1-1", {ValueFigure{95}, ValueFigure{97}}},
      {"1-1", {FractionFigure{9, 10}, ValueFigure{97}}},
      {"3", {FractionFigure{1, 2}}},
      {"6", {RankFigure{1, 1, 2}}},
  };
  for (const auto& [number, figures] : cases) {
    EXPECT_EQ(Combine(Measure(number), figures).status().code(), absl::StatusCode::kFailedPrecondition) << number;
  }
}

TEST(PaceOf, IsOneOnTheStraightLineWhicheverWayIsBetter) {
  EXPECT_DOUBLE_EQ(*PaceOf({0, 80}, {50, 85}, {100, 90}, true), 1);
  EXPECT_DOUBLE_EQ(*PaceOf({0, 60}, {50, 55}, {100, 50}, false), 1);
  EXPECT_DOUBLE_EQ(*PaceOf({0, 80}, {50, 82.5}, {100, 90}, true), 0.5);
  EXPECT_LT(*PaceOf({0, 80}, {50, 79}, {100, 90}, true), 0);
}

TEST(PaceOf, HasNoAnswerWithoutAWayToGo) {
  EXPECT_FALSE(PaceOf({0, 90}, {50, 91}, {100, 90}, true).has_value());
  EXPECT_FALSE(PaceOf({0, 80}, {0, 85}, {100, 90}, true).has_value());
  EXPECT_FALSE(PaceOf({100, 80}, {150, 85}, {100, 90}, true).has_value());
}

}  // namespace
}  // namespace qcity::domain
