// Why the score changed, on cities small enough to follow by hand, and on the decomposition vectors.
#include "services/aggregation/score/change.h"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::ValueFigure;
using testing::DoubleNear;
using testing::ElementsAre;

KnownOn On(absl::string_view day, const domain::Plan& plan, const std::vector<FigureInput>& figures) {
  return {Day(day), plan, [figures](const domain::Plan&) {
            Inputs inputs;
            inputs.figures = figures;
            inputs.has_tasks = false;
            return inputs;
          }};
}

FigureInput Published(FigureInput row, absl::string_view day) {
  row.published = Day(day);
  return row;
}

auto Near(double plan, double revision, double fresh, double availability) {
  return ElementsAre(DoubleNear(plan, 1e-9), DoubleNear(revision, 1e-9), DoubleNear(fresh, 1e-9),
                     DoubleNear(availability, 1e-9));
}

TEST(Decompose, AgreesWithTheVectors) {
  std::ifstream file(QCITY_SOURCE_DIR "/tests/data/scoring/decomposition.csv");
  std::vector<Weighed> before, after;
  std::vector<double> exact;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line) && line.compare(0, 5, "total") != 0) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    std::vector<double> numbers(5);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(absl::SimpleAtod(cells[i], &numbers[i])) << line;
    before.push_back({numbers[1], numbers[2]});
    after.push_back({numbers[1], numbers[3]});
    exact.push_back(numbers[4]);
  }
  ASSERT_EQ(before.size(), 5U);
  const std::vector<Moved> moved = Decompose(before, after);
  for (std::size_t i = 0; i < moved.size(); ++i) {
    EXPECT_NEAR(moved[i].performance, 100 * exact[i], 1e-12) << i;
    EXPECT_EQ(moved[i].composition, 0) << i;
  }
}

TEST(Decompose, WhatGainsDataIsCompositionWhole) {
  // S goes from 50 to (50 + 90) / 2 = 70: a leaf of 90 came.
  const std::vector<Weighed> before = {{1, 0.5}, {1, std::nullopt}}, after = {{1, 0.5}, {1, 0.9}};
  const std::vector<Moved> moved = Decompose(before, after);
  EXPECT_EQ(moved[0].performance + moved[1].performance, 0);
  EXPECT_NEAR(moved[0].composition, 100 * (0.5 - 0.6) * -0.5, 1e-12);
  EXPECT_NEAR(moved[1].composition, 100 * (0.9 - 0.6) * 0.5, 1e-12);
  EXPECT_NEAR(moved[0].composition + moved[1].composition, 20, 1e-12);
}

TEST(Compare, ACorrectionOfAKnownPeriodIsARevisionThoughItWasPublishedLater) {
  const PlanPointer plan = Alone("2");  // At most 40, zero credit at 60.
  const FigureInput first = Published(Row(*plan, "2", "2017", ValueFigure{50}), "2018-02-01");
  const FigureInput corrected = Published(Row(*plan, "2", "2017", ValueFigure{45}), "2018-06-10");
  const auto change = Compare(On("2018-06-01", *plan, {first}), On("2018-07-01", *plan, {corrected}));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_NEAR(change->points, 25, 1e-9);
  EXPECT_THAT(change->stages, Near(0, 25, 0, 0));
}

TEST(Compare, ANewPeriodIsNew) {
  const PlanPointer plan = Alone("2");
  const FigureInput last = Row(*plan, "2", "2017", ValueFigure{50}), now = Row(*plan, "2", "2018", ValueFigure{45});
  const auto change = Compare(On("2018-06-01", *plan, {last}), On("2019-06-01", *plan, {last, now}));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_THAT(change->stages, Near(0, 0, 25, 0));
}

TEST(Compare, ACorrectedOldPeriodAndANewOneAreToldApart) {
  const PlanPointer plan = Alone("2");
  const FigureInput last = Row(*plan, "2", "2017", ValueFigure{50}),
                    corrected = Row(*plan, "2", "2017", ValueFigure{58});
  const FigureInput now = Row(*plan, "2", "2018", ValueFigure{45});
  const auto change = Compare(On("2018-06-01", *plan, {last}), On("2019-06-01", *plan, {corrected, now}));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_THAT(change->stages, Near(0, -40, 65, 0));
}

TEST(Compare, AnotherZeroCreditPointIsThePlan) {
  const PlanPointer plan = Alone("2");
  const PlanPointer later = Alone("2", [](plan::v1::Indicator& one) { one.mutable_target()->set_zero_credit(80); });
  const FigureInput row = Row(*plan, "2", "2017", ValueFigure{50});
  const auto change = Compare(On("2018-06-01", *plan, {row}), On("2018-06-02", *later, {row}));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_THAT(change->stages, Near(25, 0, 0, 0));
}

TEST(Compare, OtherWeightsAreThePlanToo) {
  const auto city = [](double points) {
    return Edited([points](plan::v1::Plan& document) { document.mutable_policy()->set_pass_mark(points); });
  };
  const PlanPointer plan = city(80), later = Edited([](plan::v1::Plan&document) {
                                       document.mutable_policy()->mutable_points()->set_indicators(300);
                                     });
  const std::vector<FigureInput> rows = {Row(*plan, "2", "2017", ValueFigure{50})};
  const auto known = [&](absl::string_view day, const domain::Plan& of) {
    return KnownOn{Day(day), of, [&rows](const domain::Plan&) {
                     Inputs inputs;
                     inputs.figures = rows;
                     return inputs;
                   }};
  };
  const auto change = Compare(known("2018-12-01", *plan), known("2018-12-02", *later));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_NEAR(change->stages[0], change->points, 1e-9);
}

TEST(Compare, AStateOnTheWayWithoutAnyDataIsPassedOver) {
  const PlanPointer plan = Alone("2");
  const FigureInput withdrawn = Row(*plan, "2", "2016", ValueFigure{50}),
                    now = Row(*plan, "2", "2017", ValueFigure{40});
  const auto change = Compare(On("2018-06-01", *plan, {withdrawn}), On("2018-07-01", *plan, {now}));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_THAT(change->stages, Near(0, 0, 50, 0));
}

TEST(Compare, WithoutDataOnOneDayThereIsNothingToCompare) {
  const PlanPointer plan = Alone("2");
  const FigureInput row = Row(*plan, "2", "2017", ValueFigure{50});
  for (const bool back : {false, true}) {
    const KnownOn empty = On(back ? "2018-09-01" : "2018-05-01", *plan, {});
    const absl::Status status = Compare(empty, On("2018-06-01", *plan, {row})).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(DetailOf(status)->reason, "NO_SCORE");
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(back ? "2018-09-01" : "2018-05-01"));
  }
}

}  // namespace
}  // namespace qcity::aggregation::score
