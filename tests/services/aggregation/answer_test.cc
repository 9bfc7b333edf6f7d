// Answers made of scores: lines, gaps, series and ranks.
#include "services/aggregation/answer.h"

#include <algorithm>
#include <functional>

#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/projector.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const domain::Plan& Plan() { return *testing_support::SmallCity(); }

score::Inputs InputsOf(int seed, absl::CivilDay day) {
  return InputsAsOf(Plan(), EntitiesOf(RandomHistory(Plan(), seed)), EndOfShanghaiDay(day));
}

score::Result ResultOf(int seed, absl::CivilDay day) {
  return score::Score(Plan(), InputsOf(seed, day), {.as_of = day, .judged_at = day});
}

void ForEachCity(const std::function<void(int seed, absl::CivilDay day)>& check) {
  for (int seed = 0; seed < 20; ++seed) {
    for (const absl::CivilDay day :
         {absl::CivilDay(2018, 9, 1), absl::CivilDay(2019, 12, 31), absl::CivilDay(2020, 6, 30)}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " as of " << day);
      check(seed, day);
    }
  }
}

TEST(Readiness, TheLinesAskTheThreeQuestions) {
  const absl::CivilDay day(2019, 5, 5);
  const v1::Readiness readiness = ReadinessOf(Plan(), InputsOf(3, day), day);
  EXPECT_EQ(readiness.name(), "campaigns/small-city/readiness");
  EXPECT_EQ(readiness.as_of(), "2019-05-05");
  EXPECT_EQ(readiness.now().judged_at(), "2019-05-05");
  EXPECT_EQ(readiness.provisional().judged_at(), "2019-05-05");
  EXPECT_EQ(readiness.outlook().judged_at(), "2020-06-30");
  EXPECT_EQ(readiness.plan_version(), "1");
  EXPECT_EQ(readiness.policy_version(), "house-1");
}

TEST(Readiness, AfterTheLastEvaluationTheOutlookIsTheDayItself) {
  const absl::CivilDay day(2020, 9, 9);
  EXPECT_EQ(ReadinessOf(Plan(), InputsOf(3, day), day).outlook().judged_at(), "2020-09-09");
}

TEST(Readiness, EveryLineKeepsItsBounds) {
  ForEachCity([](int seed, absl::CivilDay day) {
    const v1::Readiness readiness = ReadinessOf(Plan(), InputsOf(seed, day), day);
    for (const v1::Line* line : {&readiness.now(), &readiness.outlook(), &readiness.provisional()}) {
      EXPECT_LE(0, line->score_low());
      EXPECT_LE(line->score_low(), line->score_high() + 1e-9);
      EXPECT_LE(line->score_high(), 100 + 1e-9);
      EXPECT_EQ(line->has_score(), line->coverage() >= Plan().document().policy().least_coverage());
      EXPECT_FALSE(line->has_score() && line->grade() == v1::GRADE_UNSPECIFIED);
      EXPECT_EQ(line->pillars_size(), 4);
      EXPECT_NE(line->verdict(), v1::READINESS_VERDICT_UNSPECIFIED);
      EXPECT_FALSE(line->reason_zh().empty() || line->reason_en().empty());
    }
  });
}

TEST(Gaps, AreExactlyTheLeavesThatAreNotFullyCredited) {
  ForEachCity([](int seed, absl::CivilDay day) {
    const score::Result result = ResultOf(seed, day);
    std::vector<std::string> wanted, found;
    for (const score::Leaf& leaf : result.leaves) {
      const bool indicator = leaf.pillar == score::Pillar::kIndicators;
      const bool credited = indicator ? leaf.met : !leaf.due || leaf.achievement == 1.0;
      if (leaf.applicable && !credited) wanted.push_back(leaf.id);
    }
    for (const v1::Gap& gap : GapsOf(Plan(), result, "", day)) {
      found.push_back(gap.node());
      EXPECT_GE(gap.missing(), 0);
      EXPECT_THAT(gap.leads(), Not(IsEmpty())) << gap.node();
    }
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(wanted));
  });
}

TEST(Gaps, GatesComeFirstThenWhatIsMissingMost) {
  ForEachCity([](int seed, absl::CivilDay day) {
    const std::vector<v1::Gap> gaps = GapsOf(Plan(), ResultOf(seed, day), "", day);
    const auto order = [](const v1::Gap& gap) {
      return std::pair(gap.gate() == plan::v1::BINDING ? 0 : gap.gate() == plan::v1::EXPECTED ? 1 : 2, -gap.missing());
    };
    EXPECT_TRUE(std::is_sorted(gaps.begin(), gaps.end(),
                               [&](const v1::Gap& a, const v1::Gap& b) { return order(a) < order(b); }));
  });
}

TEST(Gaps, OfAnOrganisationAreThoseItLeadsOnTheDay) {
  const absl::CivilDay before(2019, 3, 31), after(2019, 4, 1);
  const auto leads_one = [](const std::string& organization, absl::CivilDay day) {
    const std::vector<v1::Gap> gaps = GapsOf(Plan(), ResultOf(5, day), organization, day);
    for (const v1::Gap& gap : gaps) EXPECT_THAT(gap.leads(), Contains(organization)) << gap.node();
    return std::any_of(gaps.begin(), gaps.end(),
                       [](const v1::Gap& gap) { return gap.node().rfind("indicators/", 0) == 0; });
  };
  EXPECT_TRUE(leads_one("quality-bureau", before));
  EXPECT_FALSE(leads_one("market-bureau", before));
  EXPECT_FALSE(leads_one("quality-bureau", after));
  EXPECT_TRUE(leads_one("market-bureau", after));
}

TEST(Point, SaysWhatTheLineSays) {
  ForEachCity([](int seed, absl::CivilDay day) {
    const v1::Line line = LineOf(ResultOf(seed, day));
    const v1::HistoryPoint point = PointOf(ResultOf(seed, day));
    EXPECT_EQ(point.as_of(), line.judged_at());
    EXPECT_EQ(point.verdict(), line.verdict());
    EXPECT_EQ(point.has_score(), line.has_score());
    EXPECT_EQ(point.score(), line.score());
    EXPECT_EQ(point.score_low(), line.score_low());
    EXPECT_EQ(point.score_high(), line.score_high());
    EXPECT_EQ(point.coverage(), line.coverage());
  });
}

TEST(Ranks, EveryOrganisationHasItsNameAndAPlaceAmongItsKind) {
  ForEachCity([](int seed, absl::CivilDay day) {
    for (const v1::OrganizationRank& rank : RanksOf(Plan(), InputsOf(seed, day), day)) {
      EXPECT_EQ(rank.title(), Plan().FindOrganization(rank.organization())->name());
      EXPECT_GE(rank.rank(), 1);
      EXPECT_LE(rank.rank(), rank.ranked_among());
      EXPECT_EQ(rank.on_time() + rank.late() + rank.open(), rank.n());
      const bool district =
          rank.organization() == "east" || rank.organization() == "west" || rank.organization() == "north";
      EXPECT_EQ(rank.district_or_zone(), district);
    }
  });
}

}  // namespace
}  // namespace qcity::aggregation
