// The kept readiness is, to the byte, the one worked out whole, whatever changed in between and in whatever order.
#include "services/aggregation/live.h"

#include <algorithm>
#include <random>
#include <string>

#include "common/base/clock.h"
#include "gtest/gtest.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation {
namespace {

constexpr int kSeeds = 12;
constexpr absl::CivilDay kDay(2019, 3, 20);

const domain::Plan& Plan() { return *testing_support::SmallCity(); }

std::string Whole(const Entities& entities) { return ReadinessAsOf(Plan(), entities, kDay).SerializeAsString(); }

// The changes of earlier versions of the entities, shuffled, and then the last ones: entities are replaced, not only added.
std::vector<feed::v1::Change> Detour(const History& history, int seed) {
  History early = UpTo(history, EndOfShanghaiDay(absl::CivilDay(2018, 9, 1)));
  std::vector<feed::v1::Change> changes = std::move(early.changes);
  std::vector<feed::v1::Change> last = history.changes;
  std::shuffle(last.begin(), last.end(), std::mt19937_64(seed));
  changes.insert(changes.end(), last.begin(), last.end());
  return changes;
}

TEST(LiveReadiness, IsTheOneWorkedOutWholeAfterEveryChange) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    const History history = RandomHistory(Plan(), seed);
    LiveReadiness live(Plan(), kDay);
    Entities entities;
    EXPECT_TRUE(live.Of(entities).SerializeAsString() == Whole(entities)) << "nothing known, seed " << seed;
    int answers = 0;
    std::string before;
    for (const feed::v1::Change& change : Detour(history, seed)) {
      ASSERT_TRUE(Project(change, entities).ok());
      const std::string now = live.Of(entities).SerializeAsString();
      ASSERT_TRUE(now == Whole(entities)) << "seed " << seed << " after " << change.subject();
      answers += now != before;
      before = now;
    }
    EXPECT_GT(answers, 5) << "seed " << seed;
    entities.vetoes = history.vetoes;
    EXPECT_TRUE(live.Of(entities).SerializeAsString() == Whole(entities)) << "with vetoes, seed " << seed;
  }
}

TEST(LiveReadiness, FollowsWhatIsRemovedAndForgotten) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    History history = RandomHistory(Plan(), seed);
    Entities entities = EntitiesOf(history);
    LiveReadiness live(Plan(), kDay);
    EXPECT_TRUE(live.Of(entities).SerializeAsString() == Whole(entities)) << seed;
    std::mt19937_64 random(seed);
    std::shuffle(history.changes.begin(), history.changes.end(), random);
    for (std::size_t i = 0; i < history.changes.size(); i += 3) {
      feed::v1::Change gone = history.changes[i];
      gone.clear_data();
      ASSERT_TRUE(Project(gone, entities).ok());
      ASSERT_TRUE(live.Of(entities).SerializeAsString() == Whole(entities)) << seed << " without " << gone.subject();
    }
    for (const char* feed : {"tasks", "indicators"}) {
      Forget(feed, entities);
      EXPECT_TRUE(live.Of(entities).SerializeAsString() == Whole(entities)) << seed << " without " << feed;
    }
  }
}

TEST(LiveReadiness, DoesNotDependOnWhatItWasAskedBefore) {
  const Entities one = EntitiesOf(RandomHistory(Plan(), 1)), other = EntitiesOf(RandomHistory(Plan(), 2));
  LiveReadiness live(Plan(), kDay);
  for (const Entities* entities : {&one, &other, &one, &other}) {
    EXPECT_TRUE(live.Of(*entities).SerializeAsString() == Whole(*entities));
  }
}

}  // namespace
}  // namespace qcity::aggregation
