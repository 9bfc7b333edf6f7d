#include "services/aggregation/score/words.h"

#include <gtest/gtest.h>

namespace qcity::aggregation::score {
namespace {

TEST(Number, HasNoNoise) {
  EXPECT_EQ(Number(94), "94");
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(-0.0), "0");
  EXPECT_EQ(Number(0.1 + 0.2), "0.3");
  EXPECT_EQ(Number(93.33333333), "93.3333");
  EXPECT_EQ(Number(5.0 / 6), "0.8333");
  EXPECT_EQ(Number(0.000123456), "0.0001235");
  EXPECT_EQ(Number(1e9), "1000000000");
  EXPECT_EQ(Number(-2.5), "-2.5");
  EXPECT_EQ(Number(0.99999999), "1");
}

TEST(FigureWords, ShowWhatWasReportedAndWhatItMakes) {
  plan::v1::Indicator indicator;
  indicator.set_unit("%");
  indicator.set_scale(100);
  EXPECT_EQ(FigureWords(indicator, domain::FractionFigure{376, 400}), "376/400 = 94 %");
  EXPECT_EQ(FigureWords(indicator, domain::ValueFigure{94.5}), "94.5 %");
  EXPECT_EQ(FigureWords(indicator, domain::SampleFigure{320, 400, 0, 0}), "320/400 = 80 %");
  EXPECT_EQ(FigureWords(indicator, domain::SampleFigure{320, 400, 9000, 1.5}), "320/400 (N = 9000, deff = 1.5) = 80 %");
  EXPECT_EQ(FigureWords(indicator, domain::RankFigure{5, 5, 20}), "5/20");
  EXPECT_EQ(FigureWords(indicator, domain::RankFigure{5, 7, 20}), "5-7/20");
  EXPECT_EQ(FigureWords(indicator, domain::AttestationFigure{true}), "达到");
  EXPECT_EQ(FigureWords(indicator, domain::AttestationFigure{false}), "未达到");
  indicator.set_figure_unit("人/万台");
  indicator.set_scale(10000);
  EXPECT_EQ(FigureWords(indicator, domain::EventsFigure{1, 20000}), "1/20000 = 0.5 人/万台");
}

TEST(TargetWords, NamePartsThatHaveTheirOwnTarget) {
  plan::v1::Indicator indicator;
  indicator.set_figure_unit("件");
  indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
  indicator.mutable_target()->set_value(1080);
  EXPECT_EQ(TargetWords(indicator, plan::v1::Policy()), "≥ 1080 件");
  for (const auto& [name, value] : {std::pair("驰名商标", 10), std::pair("著名商标", 80)}) {
    plan::v1::Part& part = *indicator.add_parts();
    part.set_name(name);
    part.mutable_target()->set_kind(plan::v1::AT_LEAST);
    part.mutable_target()->set_value(value);
  }
  EXPECT_EQ(TargetWords(indicator, plan::v1::Policy()), "驰名商标 ≥ 10 件；著名商标 ≥ 80 件");
}

}  // namespace
}  // namespace qcity::aggregation::score
