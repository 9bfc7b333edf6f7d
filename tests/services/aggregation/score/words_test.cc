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
  EXPECT_EQ(FigureWords(indicator, domain::FractionFigure{376, 400}), Alike("376/400 = 94 %"));
  EXPECT_EQ(FigureWords(indicator, domain::ValueFigure{94.5}), Alike("94.5 %"));
  EXPECT_EQ(FigureWords(indicator, domain::SampleFigure{320, 400, 0, 0}), Alike("320/400 = 80 %"));
  EXPECT_EQ(FigureWords(indicator, domain::SampleFigure{320, 400, 9000, 1.5}),
            Alike("320/400 (N = 9000, deff = 1.5) = 80 %"));
  EXPECT_EQ(FigureWords(indicator, domain::RankFigure{5, 5, 20}), Alike("5/20"));
  EXPECT_EQ(FigureWords(indicator, domain::RankFigure{5, 7, 20}), Alike("5-7/20"));
  EXPECT_EQ(FigureWords(indicator, domain::AttestationFigure{true}), (Text{"达到", "met"}));
  EXPECT_EQ(FigureWords(indicator, domain::AttestationFigure{false}), (Text{"未达到", "not met"}));
  indicator.set_figure_unit("人/万台");
  indicator.set_scale(10000);
  EXPECT_EQ(FigureWords(indicator, domain::EventsFigure{1, 20000}), Alike("1/20000 = 0.5 人/万台"));
}

TEST(TargetWords, NamePartsThatHaveTheirOwnTarget) {
  plan::v1::Indicator indicator;
  indicator.set_figure_unit("件");
  indicator.mutable_target()->set_kind(plan::v1::AT_LEAST);
  indicator.mutable_target()->set_value(1080);
  EXPECT_EQ(TargetWords(indicator, plan::v1::Policy()), Alike("≥ 1080 件"));
  for (const auto& [name, value] : {std::pair("驰名商标", 10), std::pair("著名商标", 80)}) {
    plan::v1::Part& part = *indicator.add_parts();
    part.set_name(name);
    part.mutable_target()->set_kind(plan::v1::AT_LEAST);
    part.mutable_target()->set_value(value);
  }
  EXPECT_EQ(TargetWords(indicator, plan::v1::Policy()),
            (Text{"驰名商标 ≥ 10 件；著名商标 ≥ 80 件", "驰名商标 ≥ 10 件; 著名商标 ≥ 80 件"}));
}

TEST(TargetWords, AreSaidInBothLanguages) {
  plan::v1::Policy policy;
  policy.set_leading_share(0.25);
  plan::v1::Indicator indicator;
  plan::v1::Target& target = *indicator.mutable_target();
  const auto words = [&](plan::v1::TargetKind kind) {
    target.set_kind(kind);
    return TargetWords(indicator, policy);
  };
  target.set_value(10);
  EXPECT_EQ(words(plan::v1::RANK_WITHIN), (Text{"前 10 名", "rank ≤ 10"}));
  EXPECT_EQ(words(plan::v1::BELOW_NATIONAL), (Text{"< 全国", "< national"}));
  EXPECT_EQ(words(plan::v1::LEADING_AMONG_PEERS), (Text{"同级城市前 25 %", "first 25 % of peer cities"}));
  EXPECT_EQ(words(plan::v1::MEETS_PROVINCIAL_REQUIREMENT), (Text{"达到省定要求", "as the province requires"}));
  target.set_direction(plan::v1::DOWN);
  target.set_years(3);
  EXPECT_EQ(words(plan::v1::IMPROVE_EACH_YEAR), (Text{"逐年下降，比较 3 年", "down each year, 3 years compared"}));
}

}  // namespace
}  // namespace qcity::aggregation::score
