// What holds of every score (scoring.md 9), on random cities.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/performance.h"
#include "tests/services/aggregation/score/score_testing.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;

constexpr int kSeeds = 60;

std::vector<std::string> PeriodsOf(Dice& dice, const plan::v1::Indicator& indicator, int year) {
  const plan::v1::Frequency frequency =
      dice.Chance(0.8) ? indicator.frequency() : static_cast<plan::v1::Frequency>(1 + dice.Below(4));
  std::vector<std::string> periods;
  for (int i = 1; i <= domain::PeriodsPerYear(frequency); ++i) {
    if (dice.Chance(0.9)) periods.push_back(domain::Period(year, frequency, i).ToString());
  }
  return periods;
}

void AddFigures(Dice& dice, const domain::Plan& plan, int position, absl::string_view part, absl::string_view subject,
                Inputs& inputs) {
  const plan::v1::Indicator& indicator = plan.document().indicators(position);
  for (int year = 2015; year <= 2020; ++year) {
    if (dice.Chance(0.2)) continue;
    for (const std::string& period : PeriodsOf(dice, indicator, year)) {
      FigureInput row = RowOf(plan, subject, indicator.number(), period, AnyFigure(dice, indicator, 80, 0.5));
      row.part = std::string(part);
      row.name = absl::StrCat("row ", inputs.figures.size());
      row.verified = dice.Chance(0.85);
      row.preliminary = dice.Chance(0.1);
      row.series_break = dice.Chance(0.05);
      if (dice.Chance(0.5)) row.published = row.period.LastDay() + dice.Below(200);
      inputs.figures.push_back(std::move(row));
    }
  }
}

void AddMeasure(Dice& dice, const domain::Plan& plan, int position, Inputs& inputs) {
  const plan::v1::Indicator& indicator = plan.document().indicators(position);
  std::vector<std::string> subjects = {"", "NATIONAL"};
  const auto& peers = plan.document().policy().peers();
  if (indicator.target().kind() == plan::v1::LEADING_AMONG_PEERS)
    subjects.insert(subjects.end(), peers.begin(), peers.end());
  for (const std::string& subject : subjects) {
    if (indicator.parts().empty() || dice.Chance(0.2)) AddFigures(dice, plan, position, "", subject, inputs);
    for (const plan::v1::Part& part : indicator.parts()) AddFigures(dice, plan, position, part.key(), subject, inputs);
  }
}

void AddParts(Dice& dice, const domain::Plan& plan, Inputs& inputs) {
  const Catalogue catalogue(plan);
  for (const TaskLeaf& task : catalogue.tasks()) {
    for (const Report& report : task.reports) {
      if (dice.Chance(0.3)) continue;
      PartInput part = Part(plan, task.leaf.number, report.occurrence, report.lead, static_cast<State>(dice.Below(5)));
      if (dice.Chance(0.8)) part.state = dice.Chance(0.6) ? State::kCompleted : State::kOpen;
      if (part.state != State::kOpen) part.submitted = report.due + (dice.Below(80) - 60);
      if (dice.Chance(0.1)) part.due = report.due + dice.Below(90);
      if (dice.Chance(0.5)) part.rating = 0.2 * dice.Below(6);
      part.reported = dice.Chance(0.8);
      inputs.parts.push_back(std::move(part));
    }
  }
}

struct City {
  PlanPointer plan;
  Inputs inputs;
  Question question;
};

City AnyCity(std::uint64_t seed) {
  Dice dice(seed);
  City city{
      .plan = seed % 3 == 0 ? testing_support::Ezhou() : testing_support::SmallCity(), .inputs = {}, .question = {}};
  for (int i = 0; i < city.plan->document().indicators_size(); ++i) {
    if (!dice.Chance(0.15)) AddMeasure(dice, *city.plan, i, city.inputs);
    if (dice.Chance(0.05)) city.inputs.not_applicable.push_back(i);
  }
  AddParts(dice, *city.plan, city.inputs);
  city.inputs.has_tasks = dice.Chance(0.8);
  if (dice.Chance(0.05)) city.inputs.vetoes = {{"vetoes/1", "事故"}, {"vetoes/2", "另一起"}};
  city.question.as_of = Day("2018-01-01") + dice.Below(1000);
  city.question.judged_at = dice.Chance(0.5) ? city.question.as_of : city.plan->LastEvaluationDate();
  city.question.provisional = dice.Chance(0.3);
  return city;
}

Result ScoreOf(const City& city) { return Score(*city.plan, city.inputs, city.question); }

class Property : public ::testing::TestWithParam<int> {
 protected:
  City city_ = AnyCity(static_cast<std::uint64_t>(GetParam()));
  Dice dice_{static_cast<std::uint64_t>(GetParam()) + 1000000};
};

INSTANTIATE_TEST_SUITE_P(Seeds, Property, ::testing::Range(0, kSeeds));

TEST_P(Property, TheScoreLiesInItsBoundsAndTheWidthIsWhatIsNotKnown) {
  const Result result = ScoreOf(city_);
  EXPECT_GE(result.low, 0);
  EXPECT_LE(result.high, 100);
  EXPECT_LE(result.low, result.high);
  if (result.raw_score.has_value()) {
    EXPECT_LE(result.low, *result.raw_score + 1e-9);
    EXPECT_GE(result.high, *result.raw_score - 1e-9);
  }
  double unknown = 0, applicable = 0;
  for (const Leaf& leaf : result.leaves) {
    if (!leaf.applicable) continue;
    applicable += leaf.points;
    unknown += leaf.points * (leaf.achievement.has_value() ? leaf.open_share : 1);
  }
  EXPECT_NEAR(result.high - result.low, 100 * unknown / applicable, 1e-9);
}

TEST_P(Property, MetMeansFullAchievementAndVerdictsAgree) {
  for (const Leaf& leaf : ScoreOf(city_).leaves) {
    if (leaf.met) {
      EXPECT_EQ(leaf.achievement, 1) << leaf.id;
    }
    EXPECT_EQ(leaf.met, leaf.verdict == LeafVerdict::kMet) << leaf.id;
    EXPECT_EQ(!leaf.applicable, leaf.verdict == LeafVerdict::kNotApplicable) << leaf.id;
    if (leaf.verdict == LeafVerdict::kNoData) {
      EXPECT_EQ(leaf.achievement, std::nullopt) << leaf.id;
    }
    if (leaf.achievement.has_value()) {
      EXPECT_GE(*leaf.achievement, 0) << leaf.id;
      EXPECT_LE(*leaf.achievement, 1) << leaf.id;
    }
    EXPECT_GE(leaf.open_share, 0) << leaf.id;
    EXPECT_LT(leaf.open_share, 1) << leaf.id;
    EXPECT_TRUE(std::is_sorted(leaf.flags.begin(), leaf.flags.end())) << leaf.id;
    EXPECT_FALSE(leaf.rule.zh.empty()) << leaf.id;
    EXPECT_FALSE(leaf.rule.en.empty()) << leaf.id;
  }
}

TEST_P(Property, LeavesAndPillarsAddUpToTheScore) {
  const Result result = ScoreOf(city_);
  double contribution = 0, low = 0, high = 0, pillars = 0;
  for (const Leaf& leaf : result.leaves) {
    contribution += leaf.contribution;
    low += leaf.low;
    high += leaf.high;
  }
  for (const PillarResult& pillar : result.pillars) pillars += pillar.contribution;
  EXPECT_NEAR(contribution, result.raw_score.value_or(0), 1e-9);
  EXPECT_NEAR(pillars, result.raw_score.value_or(0), 1e-9);
  EXPECT_NEAR(low, result.low, 1e-9);
  EXPECT_NEAR(high, result.high, 1e-9);
}

TEST_P(Property, TheOrderOfTheInputsChangesNoBit) {
  const std::string before = Dump(ScoreOf(city_));
  std::shuffle(city_.inputs.figures.begin(), city_.inputs.figures.end(), dice_.random());
  std::shuffle(city_.inputs.parts.begin(), city_.inputs.parts.end(), dice_.random());
  std::shuffle(city_.inputs.not_applicable.begin(), city_.inputs.not_applicable.end(), dice_.random());
  std::shuffle(city_.inputs.vetoes.begin(), city_.inputs.vetoes.end(), dice_.random());
  EXPECT_EQ(Dump(ScoreOf(city_)), before);
}

TEST_P(Property, AKeptCatalogueGivesTheSame) {
  EXPECT_EQ(Dump(Score(Catalogue(*city_.plan), city_.inputs, city_.question)), Dump(ScoreOf(city_)));
}

TEST_P(Property, ASecondCopyOfAnObservationChangesNothing) {
  const std::string before = Dump(ScoreOf(city_), /*input_names=*/false);
  const std::vector<FigureInput> rows = city_.inputs.figures;
  for (FigureInput copy : rows) {
    copy.name = absl::StrCat(dice_.Chance(0.5) ? "!" : "~", copy.name);
    city_.inputs.figures.push_back(std::move(copy));
  }
  EXPECT_EQ(Dump(ScoreOf(city_), /*input_names=*/false), before);
}

TEST_P(Property, ScalingAllPointsLeavesTheScore) {
  const Result before = ScoreOf(city_);
  plan::v1::Plan document = city_.plan->document();
  document.mutable_policy()->mutable_points()->set_indicators(7.3 * document.policy().points().indicators());
  document.mutable_policy()->mutable_points()->set_tasks(7.3 * document.policy().points().tasks());
  const Result after = Score(**domain::Plan::Make(std::move(document)), city_.inputs, city_.question);
  EXPECT_NEAR(after.raw_score.value_or(-1), before.raw_score.value_or(-1), 1e-9);
  EXPECT_NEAR(after.low, before.low, 1e-9);
  EXPECT_NEAR(after.high, before.high, 1e-9);
  EXPECT_NEAR(after.coverage, before.coverage, 1e-12);
}

TEST_P(Property, DeletingAMeasuresObservationsNeverNarrowsTheBounds) {
  const Result before = ScoreOf(city_);
  const std::vector<FigureInput> all = city_.inputs.figures;
  for (int position = 0; position < std::min(9, city_.plan->document().indicators_size()); ++position) {
    city_.inputs.figures = all;
    std::erase_if(city_.inputs.figures, [&](const FigureInput& row) { return row.indicator == position; });
    const Result after = ScoreOf(city_);
    EXPECT_LE(after.low, before.low + 1e-9);
    EXPECT_GE(after.high, before.high - 1e-9);
  }
}

TEST_P(Property, FiguresPublishedLaterChangeNothing) {
  const std::string before = Dump(ScoreOf(city_));
  const std::vector<FigureInput> rows = city_.inputs.figures;
  for (FigureInput later : rows) {
    later.name += " corrected";
    later.published = city_.question.as_of + (1 + dice_.Below(100));
    city_.inputs.figures.push_back(std::move(later));
  }
  EXPECT_EQ(Dump(ScoreOf(city_)), before);
}

TEST_P(Property, UnverifiedFiguresLeaveTheHeadline) {
  city_.question.provisional = false;
  const std::string before = Dump(ScoreOf(city_));
  std::erase_if(city_.inputs.figures, [](const FigureInput& row) { return !row.verified; });
  EXPECT_EQ(Dump(ScoreOf(city_)), before);
}

TEST_P(Property, ANewPeerLeavesOtherMeasures) {
  const Result before = ScoreOf(city_);
  for (int i = 0; i < city_.plan->document().indicators_size(); ++i) {
    const std::string peer = city_.plan->document().policy().peers(0);
    std::erase_if(city_.inputs.figures, [&](const FigureInput& row) { return row.subject == peer; });
    AddFigures(dice_, *city_.plan, i, "", peer, city_.inputs);
  }
  const Result after = ScoreOf(city_);
  for (std::size_t i = 0; i < before.leaves.size(); ++i) {
    const Leaf& leaf = before.leaves[i];
    const bool compares =
        leaf.pillar == Pillar::kIndicators &&
        city_.plan->document().indicators(leaf.position).target().kind() == plan::v1::LEADING_AMONG_PEERS;
    if (!compares) {
      EXPECT_EQ(leaf.achievement, after.leaves[i].achievement) << leaf.id;
    }
  }
}

TEST_P(Property, NotApplicableIsNotZero) {
  const Result before = ScoreOf(city_);
  const Leaf& out = before.leaves[dice_.Below(city_.plan->document().indicators_size())];
  city_.inputs.not_applicable.push_back(out.position);
  const Result after = ScoreOf(city_);
  std::vector<double> earned, weights;
  for (std::size_t i = 0; i < after.leaves.size(); ++i) {
    EXPECT_EQ(after.leaves[i].points, before.leaves[i].points);
    if (before.leaves[i].id == out.id || !before.leaves[i].applicable || !before.leaves[i].achievement.has_value())
      continue;
    earned.push_back(before.leaves[i].points * *before.leaves[i].achievement);
    weights.push_back(before.leaves[i].points);
  }
  if (!weights.empty()) {
    EXPECT_NEAR(*after.raw_score, 100 * CompensatedSum(earned) / CompensatedSum(weights), 1e-9);
  }
}

// A better value never lowers achievement, score or bounds.
TEST_P(Property, TheScoreIsMonotoneInAValueThatShouldBeHigh) {
  const Result before = ScoreOf(city_);
  for (FigureInput& row : city_.inputs.figures) {
    const plan::v1::Indicator& indicator = city_.plan->document().indicators(row.indicator);
    auto* value = std::get_if<domain::ValueFigure>(&row.figure);
    const bool wants_more =
        indicator.target().kind() == plan::v1::AT_LEAST || indicator.target().kind() == plan::v1::ABOVE;
    if (value == nullptr || !wants_more || !dice_.Chance(0.5)) continue;
    value->value +=
        dice_.Share() * ((indicator.has_upper_bound() ? indicator.upper_bound() : value->value + 10) - value->value);
  }
  const Result after = ScoreOf(city_);
  for (std::size_t i = 0; i < before.leaves.size(); ++i) {
    if (before.leaves[i].achievement.has_value()) {
      EXPECT_GE(*after.leaves[i].achievement, *before.leaves[i].achievement);
    }
    EXPECT_GE(after.leaves[i].met, before.leaves[i].met);
  }
  EXPECT_GE(after.raw_score.value_or(0), before.raw_score.value_or(0) - 1e-9);
  EXPECT_GE(after.low, before.low - 1e-9);
  EXPECT_GE(after.high, before.high - 1e-9);
}

TEST_P(Property, TheVerdictStandsOnItsConditions) {
  const Result result = ScoreOf(city_);
  const double pass = city_.plan->document().policy().pass_mark();
  const bool conditional =
      city_.inputs.vetoes.empty() && result.binding.unmet == 0 && result.binding.unknown == 0 && result.low >= pass;
  const bool ready = conditional && result.expected.unmet == 0 && result.expected.unknown == 0;
  EXPECT_EQ(result.verdict == ReadinessVerdict::kReady, ready);
  EXPECT_EQ(result.verdict == ReadinessVerdict::kReady || result.verdict == ReadinessVerdict::kConditionallyReady,
            conditional);
  if (result.verdict == ReadinessVerdict::kUnknown) {
    EXPECT_GE(result.high, pass);
  }
  const bool grade = result.grade != Grade::kNone;
  EXPECT_EQ(grade, result.score.has_value() || !city_.inputs.vetoes.empty());
  EXPECT_EQ(result.score.has_value(),
            result.raw_score.has_value() && result.coverage >= city_.plan->document().policy().least_coverage());
}

TEST_P(Property, PillarCountsAreThoseOfTheirApplicableLeaves) {
  const Result result = ScoreOf(city_);
  for (const PillarResult& pillar : result.pillars) {
    const auto applicable = std::count_if(result.leaves.begin(), result.leaves.end(), [&](const Leaf& leaf) {
      return leaf.pillar == pillar.pillar && leaf.applicable;
    });
    EXPECT_EQ(pillar.met + pillar.unmet + pillar.unknown + pillar.open, applicable);
  }
}

TEST_P(Property, OrganizationsAreRankedAlikeInAnyOrder) {
  const auto dump = [&] {
    std::string text;
    for (const OrganizationScore& score : RankOrganizations(*city_.plan, city_.inputs, city_.question.as_of)) {
      absl::StrAppend(&text, score.organization, " ", score.score, " ", score.rank, "/", score.ranked_among, " ",
                      score.n, "\n");
      EXPECT_GE(score.score, 0);
      EXPECT_LE(score.score, 100 + 1e-9);
      EXPECT_EQ(score.n, score.on_time + score.late + score.open);
    }
    return text;
  };
  const std::string before = dump();
  std::shuffle(city_.inputs.parts.begin(), city_.inputs.parts.end(), dice_.random());
  EXPECT_EQ(dump(), before);
}

}  // namespace
}  // namespace qcity::aggregation::score
