// The tree adds up, whatever was recorded.
#include "services/aggregation/explain.h"

#include <cmath>
#include <functional>
#include <set>
#include <string>

#include "common/base/clock.h"
#include "gtest/gtest.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation {
namespace {

constexpr double kTolerance = 1e-9;

const domain::Plan& Plan() { return *testing_support::SmallCity(); }

score::Result ResultOf(int seed, absl::CivilDay day, bool provisional) {
  const Entities entities = EntitiesOf(RandomHistory(Plan(), seed));
  return score::Score(Plan(), InputsAsOf(Plan(), entities, EndOfShanghaiDay(day)),
                      {.as_of = day, .judged_at = day, .provisional = provisional});
}

void ForEachCity(const std::function<void(const score::Result&, const v1::Node&)>& check) {
  for (int seed = 0; seed < 25; ++seed) {
    for (const absl::CivilDay day :
         {absl::CivilDay(2018, 9, 1), absl::CivilDay(2019, 12, 31), absl::CivilDay(2020, 6, 30)}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " as of " << day);
      const score::Result result = ResultOf(seed, day, seed % 2 == 1);
      check(result, ExplainOf(Plan(), result));
    }
  }
}

void ExpectSums(const v1::Node& node) {
  if (node.has_leaf()) {
    EXPECT_TRUE(node.children().empty()) << node.id();
    return;
  }
  ASSERT_FALSE(node.children().empty()) << node.id();
  double points = 0, contribution = 0, low = 0, high = 0;
  for (const v1::Node& child : node.children()) {
    points += child.points();
    contribution += child.contribution();
    low += child.low();
    high += child.high();
    ExpectSums(child);
  }
  EXPECT_NEAR(node.points(), points, kTolerance) << node.id();
  EXPECT_NEAR(node.contribution(), contribution, kTolerance) << node.id();
  EXPECT_NEAR(node.low(), low, kTolerance) << node.id();
  EXPECT_NEAR(node.high(), high, kTolerance) << node.id();
}

TEST(Explain, ChildrenAddUpToTheirParent) {
  ForEachCity([](const score::Result&, const v1::Node& root) { ExpectSums(root); });
}

TEST(Explain, TheRootIsTheScore) {
  int scored = 0;
  ForEachCity([&](const score::Result& result, const v1::Node& root) {
    EXPECT_NEAR(root.contribution(), result.raw_score.value_or(0), kTolerance);
    EXPECT_NEAR(root.low(), result.low, kTolerance);
    EXPECT_NEAR(root.high(), result.high, kTolerance);
    EXPECT_NEAR(root.coverage(), result.coverage, kTolerance);
    scored += result.raw_score.has_value();
  });
  EXPECT_GT(scored, 50);
}

TEST(Explain, EachPillarIsANode) {
  ForEachCity([](const score::Result& result, const v1::Node& root) {
    for (const auto& [pillar, id] :
         {std::pair(score::Pillar::kIndicators, "indicators"), std::pair(score::Pillar::kTasks, "tasks")}) {
      const score::PillarResult& scored = result.pillars[static_cast<std::size_t>(pillar)];
      const v1::Node* node = FindNode(root, id);
      ASSERT_NE(node, nullptr) << id;
      EXPECT_NEAR(node->contribution(), scored.contribution, kTolerance) << id;
      EXPECT_NEAR(node->coverage(), scored.coverage, kTolerance) << id;
    }
  });
}

int CollectIds(const v1::Node& node, std::set<std::string>& ids) {
  int count = 1;
  ids.insert(node.id());
  for (const v1::Node& child : node.children()) count += CollectIds(child, ids);
  return count;
}

TEST(Explain, IdsAreUniqueAndFoundAgain) {
  ForEachCity([](const score::Result& result, const v1::Node& root) {
    std::set<std::string> ids;
    const int nodes = CollectIds(root, ids);
    EXPECT_EQ(nodes, static_cast<int>(ids.size()));
    for (const score::Leaf& leaf : result.leaves) {
      const v1::Node* node = FindNode(root, leaf.id);
      ASSERT_NE(node, nullptr) << leaf.id;
      EXPECT_TRUE(node->has_leaf());
      EXPECT_DOUBLE_EQ(node->contribution(), leaf.contribution);
    }
    EXPECT_EQ(FindNode(root, "indicators/99"), nullptr);
  });
}

}  // namespace
}  // namespace qcity::aggregation
