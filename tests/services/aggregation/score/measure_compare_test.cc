// The kinds that compare the city with others, through Score.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using domain::EventsFigure;
using domain::RankFigure;
using domain::ValueFigure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Leaf Only(const domain::Plan& plan, std::vector<FigureInput> rows) {
  Inputs inputs;
  inputs.figures = std::move(rows);
  inputs.has_tasks = false;
  return Score(plan, inputs, On("2019-08-01")).leaves.at(0);
}

TEST(BelowNational, ComparesTheSamePeriodOnly) {
  const PlanPointer plan = Alone("5");
  const FigureInput own = Row(*plan, "5", "2019H1", EventsFigure{1, 50000});  // 0.2 in ten thousand.
  const Leaf met = Only(*plan, {own, RowOf(*plan, "NATIONAL", "5", "2019H1", ValueFigure{0.4})});
  EXPECT_TRUE(met.met);
  EXPECT_EQ(met.inputs.size(), 2u);
  EXPECT_EQ(met.rule.zh, "0.2 起/万台 达到，全国 0.4 起/万台，得 1");
  const Leaf other = Only(*plan, {own, RowOf(*plan, "NATIONAL", "5", "2018H2", ValueFigure{0.4})});
  EXPECT_EQ(other.achievement, std::nullopt);
  EXPECT_EQ(other.verdict, LeafVerdict::kNoData);
  EXPECT_THAT(other.rule.en, HasSubstr("no national value for 2019H1"));
  EXPECT_EQ(Only(*plan, {own, RowOf(*plan, "PROVINCE", "5", "2019H1", ValueFigure{0.4})}).achievement, std::nullopt);
}

TEST(BelowNational, EqualityIsFlagged) {
  const PlanPointer plan = Alone("5");
  const auto leaf = [&](double own, double national) {
    return Only(*plan, {Row(*plan, "5", "2019H1", ValueFigure{own}),
                        RowOf(*plan, "NATIONAL", "5", "2019H1", ValueFigure{national})});
  };
  EXPECT_EQ(leaf(0.4, 0.4).achievement, 1);
  EXPECT_FALSE(leaf(0.4, 0.4).met);
  EXPECT_THAT(leaf(0.4, 0.4).flags, ElementsAre("tie"));
  EXPECT_TRUE(leaf(0, 0).met);
  EXPECT_THAT(leaf(0, 0).flags, ElementsAre("tie"));
  EXPECT_EQ(leaf(0.1, 0).achievement, 0);
  EXPECT_THAT(leaf(0.6, 0.4).flags, IsEmpty());
  EXPECT_NEAR(*leaf(0.6, 0.4).achievement, 0.5, 1e-12);
}

TEST(RankWithin, ALimitInsideTheTieIsFlaggedAndNotMet) {
  const PlanPointer plan = Alone("4");  // Within 3.
  const Leaf tie = Only(*plan, {Row(*plan, "4", "2018", RankFigure{2, 4, 17})});
  EXPECT_FALSE(tie.met);
  EXPECT_EQ(tie.verdict, LeafVerdict::kAtRisk);
  EXPECT_THAT(tie.flags, ElementsAre("tie"));
  EXPECT_NEAR(*tie.achievement, (9 - 4) / 6.0, 1e-12);
  EXPECT_EQ(tie.rule.zh, "名次 2-4/17 不在前 3 名，得 0.8333");
  EXPECT_TRUE(Only(*plan, {Row(*plan, "4", "2018", RankFigure{2, 3, 17})}).met);
  EXPECT_EQ(Only(*plan, {}).verdict, LeafVerdict::kNoData);
}

PlanPointer Peers(int count = 4) {
  plan::v1::Indicator indicator = *testing_support::SmallCity()->FindIndicator("7");
  indicator.clear_tasks();
  indicator.clear_parts();
  indicator.clear_part_rule();
  return Edited([&](plan::v1::Plan& document) {
    document.clear_indicators();
    document.clear_validation_rules();
    *document.add_indicators() = indicator;
    document.mutable_policy()->clear_peers();
    for (int i = 0; i < count; ++i) document.mutable_policy()->add_peers("P" + std::to_string(i));
    for (plan::v1::Task& task : *document.mutable_tasks()) {
      task.clear_indicators();
      task.clear_scored_by_indicator();
    }
  });
}

TEST(LeadingAmongPeers, TakesAReportedRank) {
  const PlanPointer plan = Peers();
  EXPECT_TRUE(Only(*plan, {Row(*plan, "7", "2018", RankFigure{3, 3, 9})}).met);
  const Leaf leaf = Only(*plan, {Row(*plan, "7", "2018", RankFigure{3, 4, 9})});
  EXPECT_FALSE(leaf.met);
  EXPECT_EQ(*leaf.achievement, 0.75);
  EXPECT_EQ(leaf.rule.zh, "名次 3-4/9 不在前 25 %，得 0.75；按前 10 % 未达到；按前 33 % 未达到");
  EXPECT_THAT(Only(*plan, {Row(*plan, "7", "2018", RankFigure{3, 3, 9})}).rule.en,
              HasSubstr("at 10 % missed; at 33 % met"));
  EXPECT_EQ(Only(*plan, {Row(*plan, "7", "2018", RankFigure{1, 1, 3})}).achievement, std::nullopt);
}

TEST(LeadingAmongPeers, ComputesThePlaceFromThePeersOfTheSamePeriod) {
  const PlanPointer plan = Peers(8);
  std::vector<FigureInput> rows = {Row(*plan, "7", "2018", ValueFigure{10})};
  const double values[] = {12, 11, 9, 8, 7, 6, 5, 4};
  for (int i = 0; i < 8; ++i)
    rows.push_back(RowOf(*plan, "P" + std::to_string(i), "7", "2018", ValueFigure{values[i]}));
  const Leaf third = Only(*plan, rows);
  EXPECT_TRUE(third.met);
  EXPECT_THAT(third.rule.zh, HasSubstr("名次 3/9 在前 25 %"));
  EXPECT_EQ(third.inputs.size(), 9u);
  rows[3].figure = ValueFigure{10};  // Tied: the worse place counts.
  EXPECT_THAT(Only(*plan, rows).rule.zh, HasSubstr("名次 3-4/9 不在前 25 %"));
  rows[3].period = *domain::Period::Parse("2017");
  EXPECT_THAT(Only(*plan, rows).rule.zh, HasSubstr("名次 3/8"));
}

TEST(LeadingAmongPeers, CitiesOutsideThePolicyDoNotCount) {
  const PlanPointer plan = Peers();
  std::vector<FigureInput> rows = {Row(*plan, "7", "2018", ValueFigure{10})};
  for (const char* city : {"P0", "P1", "武汉", "北京", "NATIONAL"})
    rows.push_back(RowOf(*plan, city, "7", "2018", ValueFigure{1}));
  const Leaf few = Only(*plan, rows);
  EXPECT_EQ(few.verdict, LeafVerdict::kNoData);
  EXPECT_THAT(few.rule.en, HasSubstr("3 cities compared, fewer than 4"));
  rows.push_back(RowOf(*plan, "P2", "7", "2018", ValueFigure{1}));
  EXPECT_TRUE(Only(*plan, rows).met);
}

TEST(LeadingAmongPeers, CategoriesAddUpForPeersToo) {
  const PlanPointer plan = Alone("7");
  std::vector<FigureInput> rows;
  for (const std::string peer : {"", "大城市", "中城市", "山城市", "水城市"}) {
    for (const char* part : {"trademarks", "patents"}) {
      FigureInput row = PartRow(*plan, "7", part, "2018", ValueFigure{peer.empty() ? 5.0 : 4.0});
      row.subject = peer;
      row.name += peer;
      rows.push_back(row);
    }
  }
  EXPECT_THAT(Only(*plan, rows).rule.zh, HasSubstr("名次 1/5 在前 25 %"));
}

}  // namespace
}  // namespace qcity::aggregation::score
