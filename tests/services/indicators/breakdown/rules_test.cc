#include "services/indicators/breakdown/rules.h"

#include <string>
#include <utility>
#include <vector>

#include "common/domain/figure_proto.h"
#include "gmock/gmock.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::indicators::breakdown {
namespace {

using domain::AttestationFigure;
using domain::EventsFigure;
using domain::Figure;
using domain::FractionFigure;
using domain::SampleFigure;
using domain::ValueFigure;
using ::qcity::testing_support::SmallCity;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::BreakdownRow;

constexpr auto kDistrict = BreakdownRow::DISTRICT;
constexpr auto kIndustry = BreakdownRow::INDUSTRY;

struct Row {
  BreakdownRow::Dimension dimension;
  std::string key;
  Figure figure;
};

v1::Observation Of(const Figure& whole, const std::vector<Row>& rows, const std::string& period = "2018") {
  v1::Observation observation;
  observation.set_period(period);
  *observation.mutable_figure() = domain::MessageOf(whole);
  for (const Row& row : rows) {
    BreakdownRow& added = *observation.add_breakdown();
    added.set_dimension(row.dimension);
    added.set_key(row.key);
    *added.mutable_figure() = domain::MessageOf(row.figure);
  }
  return observation;
}

absl::StatusOr<v1::Observation> Reconciled(absl::string_view number, const v1::Observation& observation) {
  const auto plan = SmallCity();
  return Reconcile(*plan, *plan->FindIndicator(number), observation);
}

std::vector<int> Dimensions(const absl::StatusOr<v1::Observation>& observation) {
  EXPECT_TRUE(observation.ok()) << observation.status();
  return observation.ok() ? std::vector<int>(observation->reconciled().begin(), observation->reconciled().end())
                          : std::vector<int>{};
}

TEST(Breakdown, OfASumAddsUp) {
  // Indicator 6, published in steps of 0.1.
  EXPECT_THAT(Dimensions(Reconciled("6", Of(ValueFigure{10}, {{kDistrict, "east", ValueFigure{4}},
                                                              {kDistrict, "west", ValueFigure{6.04}},
                                                              {kIndustry, "food", ValueFigure{10}}}))),
              ElementsAre(kDistrict, kIndustry));
  const auto refused = Reconciled(
      "6", Of(ValueFigure{10}, {{kDistrict, "east", ValueFigure{4}}, {kDistrict, "west", ValueFigure{5.5}}}));
  EXPECT_EQ(Told(refused), "INVALID_ARGUMENT breakdown");
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("by district the sum is 9.5, the city's is 10: a difference of -0.5"));
}

TEST(Breakdown, OfARatioAddsUpByBothNumbers) {
  const auto told = [](double passed, double tested) {
    return Told(Reconciled("1-1", Of(FractionFigure{97, 100}, {{kDistrict, "east", FractionFigure{50, 50}},
                                                               {kDistrict, "west", FractionFigure{passed, tested}}})));
  };
  EXPECT_EQ(told(47, 50), "OK");
  EXPECT_EQ(told(46, 50), "INVALID_ARGUMENT breakdown");
  EXPECT_EQ(told(47, 51), "INVALID_ARGUMENT breakdown");
  EXPECT_THAT(Dimensions(Reconciled("5", Of(EventsFigure{3, 40}, {{kIndustry, "food", EventsFigure{1, 15}},
                                                                  {kIndustry, "machinery", EventsFigure{2, 25}}}))),
              ElementsAre(kIndustry));
  EXPECT_EQ(Told(Reconciled("1-2", Of(SampleFigure{320, 400}, {{kDistrict, "east", SampleFigure{300, 380}}}))),
            "INVALID_ARGUMENT breakdown");
}

TEST(Breakdown, OfAMeanAddsUpByTheWeightedMean) {
  const auto plan = SmallCity();
  plan::v1::Indicator mean = *plan->FindIndicator("1-1");
  mean.set_combination(plan::v1::WEIGHTED_MEAN);
  const auto told = [&](double numerator) {
    return Told(
        Reconcile(*plan, mean, Of(FractionFigure{90, 100}, {{kDistrict, "east", FractionFigure{numerator, 80}}})));
  };
  EXPECT_EQ(told(72), "OK");  // 90 % of another number.
  EXPECT_EQ(told(72.03), "OK");
  EXPECT_EQ(told(72.1), "INVALID_ARGUMENT breakdown");
}

TEST(Breakdown, OfWhatCannotBeAddedIsKept) {
  EXPECT_THAT(Dimensions(Reconciled("2", Of(ValueFigure{40}, {{kDistrict, "east", ValueFigure{30}}}))), IsEmpty());
  EXPECT_THAT(Dimensions(Reconciled("1-1", Of(ValueFigure{96}, {{kDistrict, "east", ValueFigure{99}}}))), IsEmpty());
  EXPECT_THAT(Dimensions(Reconciled("8", Of(AttestationFigure{true}, {{kDistrict, "east", AttestationFigure{true}}}))),
              IsEmpty());
}

TEST(Breakdown, NamesDistrictsAndIndustriesOfThePlan) {
  const auto told = [](const Row& row, const std::string& period = "2018") {
    return Told(Reconciled("2", Of(ValueFigure{40}, {row}, period)));
  };
  EXPECT_EQ(told({kDistrict, "nowhere", ValueFigure{1}}), "INVALID_ARGUMENT breakdown[0].key");
  EXPECT_EQ(told({kDistrict, "quality-bureau", ValueFigure{1}}), "INVALID_ARGUMENT breakdown[0].key");
  EXPECT_EQ(told({kDistrict, "food", ValueFigure{1}}), "INVALID_ARGUMENT breakdown[0].key");
  EXPECT_EQ(told({kIndustry, "east", ValueFigure{1}}), "INVALID_ARGUMENT breakdown[0].key");
  EXPECT_EQ(told({BreakdownRow::DIMENSION_UNSPECIFIED, "east", ValueFigure{1}}),
            "INVALID_ARGUMENT breakdown[0].dimension");
  EXPECT_EQ(told({kIndustry, "food", ValueFigure{1}}), "OK");
}

TEST(Breakdown, RowsAreSoundFiguresOfTheSameForm) {
  const auto told = [](const std::vector<Row>& rows) {
    return Told(Reconciled("1-1", Of(FractionFigure{97, 100}, rows)));
  };
  EXPECT_EQ(told({{kDistrict, "east", FractionFigure{97, 100}}, {kDistrict, "east", FractionFigure{97, 100}}}),
            "INVALID_ARGUMENT breakdown[1].key");
  EXPECT_EQ(told({{kDistrict, "east", ValueFigure{97}}}), "INVALID_ARGUMENT breakdown[0].figure");
  EXPECT_EQ(told({{kDistrict, "east", FractionFigure{101, 100}}}),
            "INVALID_ARGUMENT breakdown[0].figure.fraction.numerator");
  v1::Observation empty = Of(FractionFigure{97, 100}, {});
  empty.add_breakdown()->set_dimension(kDistrict);
  empty.mutable_breakdown(0)->set_key("east");
  EXPECT_EQ(Told(Reconciled("1-1", empty)), "INVALID_ARGUMENT breakdown[0].figure");
  v1::Observation many = empty;
  for (int i = 0; i < kMostRows; ++i) *many.add_breakdown() = empty.breakdown(0);
  EXPECT_EQ(Told(Reconciled("1-1", many)), "INVALID_ARGUMENT breakdown");
}

TEST(Breakdown, WhoReportsDoesNotSayThatItAddsUp) {
  v1::Observation observation = Of(ValueFigure{40}, {{kDistrict, "east", ValueFigure{30}}});
  observation.add_reconciled(kDistrict);
  EXPECT_THAT(Dimensions(Reconciled("2", observation)), IsEmpty());
}

}  // namespace
}  // namespace qcity::indicators::breakdown
