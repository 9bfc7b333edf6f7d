// As-of answers from the feeds: what was recorded later, the order of arrival and a second reading leave no trace.
#include "services/aggregation/projector.h"

#include <algorithm>
#include <random>
#include <string>

#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/explain.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation {
namespace {

using testing::SizeIs;

constexpr int kSeeds = 25;
constexpr absl::CivilDay kDays[] = {absl::CivilDay(2018, 6, 30), absl::CivilDay(2019, 3, 20),
                                    absl::CivilDay(2020, 6, 30)};

const domain::Plan& Plan() { return *testing_support::SmallCity(); }

// Everything that an answer as of the end of `day` says, to the last bit.
std::string AnswerOn(const Entities& entities, absl::CivilDay day) {
  const score::Inputs inputs = InputsAsOf(Plan(), entities, EndOfShanghaiDay(day));
  const score::Result result = score::Score(Plan(), inputs, {.as_of = day, .judged_at = day, .provisional = true});
  return ReadinessOf(Plan(), inputs, day).SerializeAsString() + ExplainOf(Plan(), result).SerializeAsString();
}

TEST(InputsAsOf, LaterRecordsNeverChangeAnEarlierAnswer) {
  int changed_since = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const History history = RandomHistory(Plan(), seed);
    for (const absl::CivilDay day : kDays) {
      const Entities then = EntitiesOf(UpTo(history, EndOfShanghaiDay(day)));
      const Entities now = EntitiesOf(history);
      EXPECT_EQ(AnswerOn(then, day), AnswerOn(now, day)) << "seed " << seed << " as of " << day;
      changed_since += AnswerOn(then, day) != AnswerOn(now, absl::CivilDay(2020, 6, 30));
    }
  }
  EXPECT_GE(changed_since, kSeeds);  // There was something to leave out.
}

TEST(InputsAsOf, TheOrderOfArrivalLeavesNoTrace) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    const History history = RandomHistory(Plan(), seed);
    History shuffled = history;
    std::shuffle(shuffled.changes.begin(), shuffled.changes.end(), std::mt19937_64(seed));
    // Former versions of some entities arrive before their last.
    History detour = UpTo(history, EndOfShanghaiDay(absl::CivilDay(2019, 1, 1)));
    detour.changes.insert(detour.changes.end(), shuffled.changes.begin(), shuffled.changes.end());
    detour.vetoes = history.vetoes;
    for (const absl::CivilDay day : kDays) {
      EXPECT_EQ(AnswerOn(EntitiesOf(history), day), AnswerOn(EntitiesOf(shuffled), day)) << "seed " << seed;
      EXPECT_EQ(AnswerOn(EntitiesOf(history), day), AnswerOn(EntitiesOf(detour), day)) << "seed " << seed;
    }
  }
}

TEST(Forget, AFeedReadAgainGivesTheSameAnswer) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    const History history = RandomHistory(Plan(), seed);
    for (const char* feed : {"indicators", "tasks"}) {
      Entities entities = EntitiesOf(history);
      const std::string before = AnswerOn(entities, kDays[2]);
      Forget(feed, entities);
      EXPECT_NE(AnswerOn(entities, kDays[2]), before) << feed;
      for (const feed::v1::Change& change : history.changes) ASSERT_TRUE(Project(change, entities).ok());
      EXPECT_EQ(AnswerOn(entities, kDays[2]), before) << feed;
    }
  }
}

TEST(Forget, LeavesWhatOtherFeedsBrought) {
  Entities entities = EntitiesOf(RandomHistory(Plan(), 1));
  Forget("tasks", entities);
  EXPECT_THAT(entities.parts, SizeIs(0));
  EXPECT_GT(entities.figures.size(), 0);
  EXPECT_FALSE(entities.vetoes.empty());
  Forget("indicators", entities);
  EXPECT_THAT(entities.figures, SizeIs(0));
  EXPECT_TRUE(entities.applicability.empty());
  EXPECT_FALSE(entities.vetoes.empty());
}

TEST(Project, ATombstoneRemovesTheEntity) {
  const History history = RandomHistory(Plan(), 1);
  Entities entities = EntitiesOf(history);
  const std::size_t before = entities.figures.size();
  feed::v1::Change gone;
  gone.set_subject(history.changes.front().subject());
  ASSERT_TRUE(Project(gone, entities).ok());
  EXPECT_THAT(entities.figures, SizeIs(before - 1));
}

TEST(Project, WhatThisVersionDoesNotKnowIsLeftAlone) {
  Entities entities;
  feed::v1::Change change;
  change.set_subject("strange");
  change.set_type("qcity.tea.v1.Tea");
  change.mutable_data()->set_value("x");
  EXPECT_TRUE(Project(change, entities).ok());
  EXPECT_FALSE(Concerns(change));
  EXPECT_EQ(entities.figures.size() + entities.parts.size() + entities.applicability.size(), 0);
}

TEST(Concerns, EveryChangeThatLeavesATrace) {
  for (const feed::v1::Change& change : RandomHistory(Plan(), 1).changes) EXPECT_TRUE(Concerns(change));
  feed::v1::Change reminder;
  reminder.set_type(tasks::v1::ReminderAnnouncement::descriptor()->full_name());
  reminder.mutable_data()->PackFrom(tasks::v1::ReminderAnnouncement());
  EXPECT_FALSE(Concerns(reminder));
  reminder.clear_data();  // A tombstone says what is gone by its subject alone.
  EXPECT_TRUE(Concerns(reminder));
}

TEST(Project, APayloadThatDoesNotParseIsDataLoss) {
  Entities entities;
  feed::v1::Change change = RandomHistory(Plan(), 1).changes.front();
  change.mutable_data()->set_value("\xff\xff");
  EXPECT_EQ(Project(change, entities).code(), absl::StatusCode::kDataLoss);
}

TEST(InputsAsOf, ARecordOfTheDaysLastMicrosecondCountsAndOneOfMidnightDoesNot) {
  const absl::CivilDay day(2019, 5, 5);
  const auto declare = [&](absl::Time instant) {
    auto veto = std::make_shared<v1::Veto>();
    const std::int64_t micros = absl::ToUnixMicros(instant);
    veto->mutable_declared()->set_seconds(micros / 1'000'000);
    veto->mutable_declared()->set_nanos(static_cast<int>(micros % 1'000'000 * 1'000));
    Entities entities;
    entities.vetoes["campaigns/small-city/vetoes/9"] = std::move(veto);
    return !VetoesAt(entities, EndOfShanghaiDay(day)).empty();
  };
  const absl::Time midnight = absl::FromCivil(day + 1, ShanghaiZone());
  EXPECT_TRUE(declare(midnight - absl::Microseconds(1)));
  EXPECT_FALSE(declare(midnight));
}

TEST(VetoesAt, ShowsAVetoAsItStoodBeforeItWasLifted) {
  const absl::Time declared = absl::FromCivil(absl::CivilDay(2019, 5, 5), ShanghaiZone());
  auto veto = std::make_shared<v1::Veto>();
  veto->mutable_declared()->set_seconds(absl::ToUnixSeconds(declared));
  const std::string then = veto->SerializeAsString();
  veto->set_lifted_by("wang");
  veto->set_lift_reason("整改完成");
  veto->mutable_lifted()->set_seconds(absl::ToUnixSeconds(declared + absl::Hours(24)));
  Entities entities;
  entities.vetoes["campaigns/small-city/vetoes/9"] = veto;
  ASSERT_EQ(VetoesAt(entities, declared).size(), 1u);
  EXPECT_EQ(VetoesAt(entities, declared).front().SerializeAsString(), then);
  EXPECT_TRUE(VetoesAt(entities, declared + absl::Hours(25)).empty());
}

TEST(PartAt, AQuarterIsReportedOnTheDayOfItsFirstReport) {
  tasks::v1::TaskPart part;
  const auto record = [&](int month, int day) {
    tasks::v1::TaskEvent& event = *part.add_events();
    event.mutable_recorded()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2018, month, day), ShanghaiZone())));
    return &event;
  };
  record(9, 20)->mutable_progress()->set_percent(50);
  record(10, 5)->mutable_submission();
  const auto input = PartAt(0, part, absl::InfiniteFuture());
  ASSERT_TRUE(input.has_value());
  EXPECT_TRUE(input->reported);
  EXPECT_EQ(input->reported_on, absl::CivilDay(2018, 9, 20));
  EXPECT_EQ(input->submitted, absl::CivilDay(2018, 10, 5));
}

TEST(PartAt, StagedResultAndHolderAreThoseOfThatInstant) {
  tasks::v1::TaskPart part;
  const auto record = [&](int month) {
    tasks::v1::TaskEvent& event = *part.add_events();
    event.mutable_recorded()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2018, month, 1), ShanghaiZone())));
    return &event;
  };
  record(3)->mutable_staged_proposal();
  record(4)->mutable_staged_decision()->set_approved(false);
  record(5)->mutable_staged_decision()->set_approved(true);
  record(6)->mutable_handover()->set_to("east");
  const auto at = [&](int month) { return PartAt(0, part, EndOfShanghaiDay(absl::CivilDay(2018, month, 15))); };
  EXPECT_TRUE(at(4)->knows_staged);
  EXPECT_FALSE(at(4)->staged.has_value());
  EXPECT_EQ(at(5)->staged, absl::CivilDay(2018, 5, 1));
  EXPECT_EQ(at(5)->holder, "");
  EXPECT_EQ(at(6)->holder, "east");
}

TEST(InputsAsOf, WhatThePlanDoesNotKnowIsLeftOut) {
  indicators::v1::MeasurePeriod measured;
  measured.set_indicator("campaigns/small-city/indicators/99");
  measured.set_period("2018");
  indicators::v1::Observation& observation = *measured.add_observations();
  observation.mutable_figure()->set_value(1);
  observation.add_history()->set_state(indicators::v1::VERIFIED);
  Entities entities;
  entities.figures.Put("99", "figures/99///2018", std::make_shared<const indicators::v1::MeasurePeriod>(measured));
  EXPECT_THAT(InputsAsOf(Plan(), entities, EndOfShanghaiDay(kDays[2])).figures, SizeIs(0));
  measured.set_indicator("campaigns/small-city/indicators/2");
  entities.figures.Put("2", "figures/2///2018", std::make_shared<const indicators::v1::MeasurePeriod>(measured));
  EXPECT_THAT(InputsAsOf(Plan(), entities, EndOfShanghaiDay(kDays[2])).figures, SizeIs(1));
}

}  // namespace
}  // namespace qcity::aggregation
