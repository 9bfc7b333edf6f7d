// Changes of the score between days of random histories: the parts are exact, whatever happened.
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/what_if/change_answer.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation::what_if {
namespace {

constexpr int kSeeds = 16;

// The small city, and its plan as it might have been changed in 2019: other weights, another target, a measure that is new.
const domain::Plan& First() {
  static const domain::Plan& plan =
      *[] {
        plan::v1::Plan document = testing_support::SmallCity()->document();
        for (int i = 0; i < document.indicators_size(); ++i) {
          if (document.indicators(i).number() == "8") document.mutable_indicators()->DeleteSubrange(i, 1);
        }
        return new std::shared_ptr<const domain::Plan>(*domain::Plan::Make(document));
      }()
           ->get();
  return plan;
}

const domain::Plan& Second() {
  static const domain::Plan& plan =
      *[] {
        plan::v1::Plan document = testing_support::SmallCity()->document();
        document.mutable_policy()->mutable_points()->set_tasks(400);
        document.mutable_policy()->mutable_tasks()->set_late_credit(0.7);
        for (plan::v1::Indicator& indicator : *document.mutable_indicators()) {
          if (indicator.number() == "2") indicator.mutable_target()->set_value(30);
        }
        return new std::shared_ptr<const domain::Plan>(*domain::Plan::Make(document));
      }()
           ->get();
  return plan;
}

const domain::Plan& PlanOn(absl::CivilDay day) { return day < absl::CivilDay(2019, 2, 1) ? First() : Second(); }

absl::StatusOr<score::Change> CompareDays(const Entities& entities, absl::CivilDay from, absl::CivilDay to) {
  const auto known_on = [&](absl::CivilDay day) {
    return score::KnownOn{day, PlanOn(day), [&entities, day](const domain::Plan& plan) {
                            return InputsAsOf(plan, entities, EndOfShanghaiDay(day));
                          }};
  };
  return score::Compare(known_on(from), known_on(to));
}

const std::vector<absl::CivilDay>& Days() {
  static const auto& days = *new std::vector<absl::CivilDay>{absl::CivilDay(2018, 6, 1),  absl::CivilDay(2018, 12, 20),
                                                             absl::CivilDay(2019, 1, 31), absl::CivilDay(2019, 2, 1),
                                                             absl::CivilDay(2019, 7, 15), absl::CivilDay(2020, 1, 10),
                                                             absl::CivilDay(2020, 6, 30)};
  return days;
}

// Every pair of days on which there is a score at all, in both orders.
void ForEachPair(const std::function<void(const Entities&, const score::Change&)>& check) {
  int pairs = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const Entities entities = EntitiesOf(RandomHistory(*testing_support::SmallCity(), seed));
    for (const absl::CivilDay from : Days()) {
      for (const absl::CivilDay to : Days()) {
        const auto change = CompareDays(entities, from, to);
        if (!change.ok()) continue;
        SCOPED_TRACE(testing::Message() << "seed " << seed << " from " << from << " to " << to);
        check(entities, *change);
        ++pairs;
      }
    }
  }
  EXPECT_GT(pairs, kSeeds * 20);
}

double Sum(const score::StagePoints& stages) { return stages[0] + stages[1] + stages[2] + stages[3]; }

TEST(Change, PartsAddUpToTheDifference) {
  std::array<int, 4> moved = {};
  ForEachPair([&](const Entities&, const score::Change& change) {
    EXPECT_EQ(change.points, *change.to.raw_score - *change.from.raw_score);
    double leaves = 0;
    for (const score::LeafMove& move : change.leaves) {
      EXPECT_NEAR(Sum(move.stages), move.points, 1e-9) << move.id;
      leaves += move.points;
    }
    EXPECT_NEAR(leaves, change.points, 1e-9);
    EXPECT_NEAR(Sum(change.stages), change.points, 1e-9);
    for (int stage = 0; stage < 4; ++stage) moved[stage] += change.stages[stage] != 0;
  });
  for (int stage = 0; stage < 4; ++stage) EXPECT_GT(moved[stage], 50) << "stage " << stage << " never moves";
}

TEST(Change, TheMessagesPartsAddUpToo) {
  ForEachPair([](const Entities&, const score::Change& change) {
    const v1::ReadinessChange message =
        ChangeOf(PlanOn(change.from.question.as_of), PlanOn(change.to.question.as_of), change);
    double numbers = 0, last = 1e9;
    for (const v1::NumberChange& number : message.numbers()) {
      double leaves = 0, stages = 0;
      for (const v1::LeafChange& leaf : number.leaves()) leaves += leaf.points();
      for (const v1::StagePoints& stage : number.stages()) stages += stage.points();
      EXPECT_NEAR(leaves, number.points(), 1e-9);
      EXPECT_NEAR(stages, number.points(), 1e-9);
      EXPECT_LE(std::abs(number.points()), last);
      last = std::abs(number.points());
      numbers += number.points();
    }
    EXPECT_NEAR(numbers, message.change(), 1e-9);
    EXPECT_EQ(message.stages_size(), 4);
  });
}

TEST(Change, FromADayToItselfIsNothing) {
  ForEachPair([](const Entities&, const score::Change& change) {
    if (change.from.question.as_of != change.to.question.as_of) return;
    EXPECT_EQ(change.points, 0);
    for (const score::LeafMove& move : change.leaves) {
      for (const double points : move.stages) EXPECT_EQ(points, 0) << move.id;
    }
  });
}

TEST(Change, TurnedRoundIsItsNegative) {
  ForEachPair([](const Entities& entities, const score::Change& change) {
    const auto back = CompareDays(entities, change.to.question.as_of, change.from.question.as_of);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->points, -change.points);
    ASSERT_EQ(back->leaves.size(), change.leaves.size());
    for (std::size_t i = 0; i < change.leaves.size(); ++i) {
      EXPECT_EQ(back->leaves[i].points, -change.leaves[i].points);
      EXPECT_EQ(back->leaves[i].id, change.leaves[i].id);
      for (int stage = 0; stage < 4; ++stage) {
        EXPECT_EQ(back->leaves[i].stages[stage], -change.leaves[i].stages[stage]);
      }
    }
  });
}

TEST(Change, FromDayToDayToDayAddsUp) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    const Entities entities = EntitiesOf(RandomHistory(*testing_support::SmallCity(), seed));
    const auto first = CompareDays(entities, Days()[1], Days()[3]),
               second = CompareDays(entities, Days()[3], Days()[5]);
    const auto both = CompareDays(entities, Days()[1], Days()[5]);
    if (!first.ok() || !second.ok() || !both.ok()) continue;
    EXPECT_NEAR(Sum(first->stages) + Sum(second->stages), Sum(both->stages), 1e-9) << seed;
  }
}

TEST(Change, WithoutAPlanChangeNothingIsThePlans) {
  ForEachPair([](const Entities&, const score::Change& change) {
    if (&PlanOn(change.from.question.as_of) == &PlanOn(change.to.question.as_of)) {
      EXPECT_EQ(change.stages[0], 0);
    }
  });
}

TEST(Change, LaterRecordsDoNotAlterIt) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    const History history = RandomHistory(*testing_support::SmallCity(), seed);
    const absl::CivilDay from(2018, 12, 1), to(2019, 6, 1);
    const Entities then = EntitiesOf(UpTo(history, EndOfShanghaiDay(to))), now = EntitiesOf(history);
    const auto before = CompareDays(then, from, to), after = CompareDays(now, from, to);
    ASSERT_EQ(before.ok(), after.ok());
    if (!before.ok()) continue;
    EXPECT_EQ(ChangeOf(First(), Second(), *before).SerializeAsString(),
              ChangeOf(First(), Second(), *after).SerializeAsString());
  }
}

v1::ReadinessChange Told(const char* from, const char* to, double change,
                         const std::vector<std::pair<std::string, double>>& numbers) {
  v1::ReadinessChange message;
  message.set_from(from);
  message.set_to(to);
  message.set_change(change);
  for (const auto& [number, points] : numbers) {
    v1::NumberChange& one = *message.add_numbers();
    one.set_pillar(number[0] == 't' ? "tasks" : "indicators");
    one.set_number(number.substr(1));
    one.set_points(points);
  }
  return message;
}

TEST(ChangeWords, NameTheLargestAndSumTheRest) {
  const Text words =
      WordsOf(Told("2018-06-01", "2018-12-31", 3.204,
                   {{"t57", 2.1}, {"i5", -1.0}, {"i6", 0.9}, {"t1", 0.8}, {"t2", 0.3}, {"t3", 0.103}, {"i9", 0.001}}));
  EXPECT_EQ(
      words.zh,
      "自 2018-06-01 以来得分上升 3.20 分：任务 57 2.10 分，指标 5 -1.00 分，指标 6 0.90 分，任务 1 0.80 分，任务 2 0.30 "
      "分，其余 2 项合计 0.10 分。");
  EXPECT_EQ(
      words.en,
      "Since 2018-06-01 the score rose 3.20: 2.10 from duty 57, -1.00 from indicator 5, 0.90 from indicator 6, 0.80 "
      "from duty 1, 0.30 from duty 2, 0.10 from 2 others.");
}

TEST(ChangeWords, SayFallsStandstillAndLooksBack) {
  EXPECT_EQ(WordsOf(Told("2018-06-01", "2018-12-31", -1.5, {{"t57", -1.5}})).en,
            "Since 2018-06-01 the score fell 1.50: -1.50 from duty 57.");
  EXPECT_EQ(WordsOf(Told("2018-06-01", "2018-12-31", 0, {})).zh, "自 2018-06-01 以来得分没有变化。");
  EXPECT_EQ(WordsOf(Told("2018-12-31", "2018-06-01", -1.5, {{"t57", -1.5}})).en,
            "On 2018-06-01 the score was 1.50 lower than on 2018-12-31: -1.50 from duty 57.");
  EXPECT_EQ(WordsOf(Told("2018-12-31", "2018-06-01", 1.5, {{"t57", 1.5}})).zh,
            "2018-06-01 与 2018-12-31 相比，得分高 1.50 分：任务 57 1.50 分。");
}

}  // namespace
}  // namespace qcity::aggregation::what_if
