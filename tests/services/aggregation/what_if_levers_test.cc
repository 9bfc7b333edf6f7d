// The smallest set that makes the city ready, on random campaigns: supposing it closed makes it so, and no smaller one does.
#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/domain/figure_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/levers.h"
#include "services/aggregation/score/suppose.h"
#include "services/aggregation/what_if/answer.h"
#include "services/aggregation/what_if/rules.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"

namespace qcity::aggregation::what_if {
namespace {

using PlanPointer = std::shared_ptr<const domain::Plan>;

// The small city with fewer duties and a pass mark of its own.
PlanPointer Campaign(double pass_mark) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  document.mutable_policy()->set_pass_mark(pass_mark);
  absl::StatusOr<PlanPointer> plan = domain::Plan::Make(std::move(document));
  EXPECT_TRUE(plan.ok()) << plan.status();
  return *plan;
}

// What is known on the day; the nation's values are known of every half-year, and no veto is in force.
score::Inputs InputsOf(const domain::Plan& plan, int seed, absl::CivilDay day) {
  score::Inputs inputs =
      InputsAsOf(plan, EntitiesOf(RandomHistory(*testing_support::SmallCity(), seed)), EndOfShanghaiDay(day));
  inputs.vetoes.clear();
  for (int year = 2016; year <= 2020; ++year) {
    for (int half = 1; half <= 2; ++half) {
      score::FigureInput row{.name = "national",
                             .indicator = plan.IndicatorIndex("5"),
                             .part = {},
                             .subject = "NATIONAL",
                             .period = domain::Period(year, plan::v1::HALF_YEARLY, half),
                             .figure = domain::ValueFigure{0.7}};
      row.verified = true;
      inputs.figures.push_back(std::move(row));
    }
  }
  return inputs;
}

void AddFigure(const plan::v1::Indicator& indicator, const std::string& part, const domain::Period& period,
               const domain::Figure& figure, v1::SimulateReadinessRequest& request) {
  v1::SupposedFigure& supposed = *request.add_figures();
  supposed.set_number(indicator.number());
  supposed.set_part(part);
  supposed.set_period(period.ToString());
  *supposed.mutable_figure() = domain::MessageOf(figure);
}

// A figure as good as any.
domain::Figure BestFigure(const plan::v1::Indicator& indicator) {
  switch (indicator.forms(0)) {
    case plan::v1::FRACTION: return domain::FractionFigure{100, 100};
    case plan::v1::EVENTS: return domain::EventsFigure{0, 30000};
    case plan::v1::SAMPLE: return domain::SampleFigure{400, 400, 0, 0};
    case plan::v1::RANK: return domain::RankFigure{1, 1, 17};
    case plan::v1::ATTESTATION: return domain::AttestationFigure{true};
    default: break;
  }
  const bool low =
      indicator.target().kind() == plan::v1::AT_MOST || indicator.target().kind() == plan::v1::EXACTLY_ZERO;
  return domain::ValueFigure{low ? 0.0 : indicator.has_upper_bound() ? indicator.upper_bound() : 1e6};
}

void CloseMeasure(const plan::v1::Indicator& indicator, absl::CivilDay day, v1::SimulateReadinessRequest& request) {
  const domain::Period judged = score::SupposedPeriod(indicator, day);
  if (indicator.target().kind() == plan::v1::LEADING_AMONG_PEERS) {
    return AddFigure(indicator, "", judged, domain::RankFigure{1, 1, 17}, request);
  }
  if (indicator.target().kind() == plan::v1::IMPROVE_EACH_YEAR) {
    for (int back = 0; back < indicator.target().years(); ++back) {
      AddFigure(indicator, "", judged.Plus(-back), domain::ValueFigure{1e6 - 1000 * back}, request);
    }
    return;
  }
  if (indicator.part_rule() == plan::v1::ALL) {
    for (const plan::v1::Part& part : indicator.parts()) {
      AddFigure(indicator, part.key(), judged, BestFigure(indicator), request);
    }
    return;
  }
  AddFigure(indicator, "", judged, BestFigure(indicator), request);
  const bool zero = indicator.target().kind() == plan::v1::EXACTLY_ZERO;
  for (domain::Period later = judged.Plus(1); zero && later.FirstDay() <= day; later = later.Plus(1)) {
    AddFigure(indicator, "", later, domain::ValueFigure{0}, request);
  }
}

v1::SimulateReadinessRequest Closing(const domain::Plan& plan, absl::CivilDay day,
                                     const std::vector<std::string>& nodes) {
  v1::SimulateReadinessRequest request;
  for (const std::string& node : nodes) {
    const std::vector<std::string> names = absl::StrSplit(node, '/');
    if (names[0] == "indicators") {
      CloseMeasure(*plan.FindIndicator(names[1]), day, request);
      continue;
    }
    v1::SupposedCompletion& completion = *request.add_completions();
    completion.set_task(names[1]);
    completion.set_occurrence(names[2]);
    completion.set_lead(names[3]);
  }
  return request;
}

struct Case {
  PlanPointer plan;
  score::Inputs inputs;
  score::Question question;
  score::Result result;
  score::Levers levers;

  std::string NodeOf(int lever) const { return result.leaves[levers.levers[lever].leaf].id; }
  std::vector<std::string> NodesOf(const std::vector<int>& chosen) const {
    std::vector<std::string> nodes;
    for (const int lever : chosen) nodes.push_back(NodeOf(lever));
    return nodes;
  }
  score::Result After(const std::vector<int>& closed) const {
    const auto supposed = Suppose(plan, inputs, question, Closing(*plan, question.as_of, NodesOf(closed)));
    EXPECT_TRUE(supposed.ok()) << supposed.status();
    return score::Score(*supposed->plan, supposed->inputs, question);
  }
};

Case CaseOf(int seed) {
  std::mt19937_64 random(seed);
  const absl::CivilDay day = absl::CivilDay(2018, 6, 1) + static_cast<int>(random() % 760);
  Case one;
  one.plan = Campaign(60 + static_cast<double>(random() % 36));
  one.inputs = InputsOf(*one.plan, seed, day);
  one.question = {.as_of = day, .judged_at = day};
  const score::Catalogue catalogue(*one.plan);
  one.result = score::Score(catalogue, one.inputs, one.question);
  one.levers = score::LeversOf(catalogue, one.inputs, one.result);
  return one;
}

// S_low by the definition, with some levers closed.
double LowWith(const Case& one, const std::set<int>& closed) {
  double earned = 0, applicable = 0;
  for (int i = 0; i < static_cast<int>(one.result.leaves.size()); ++i) {
    const score::Leaf& leaf = one.result.leaves[i];
    if (!leaf.applicable) continue;
    double worst = leaf.achievement.value_or(0) * (1 - leaf.open_share);
    for (const int lever : closed) {
      if (one.levers.levers[lever].leaf == i) worst = one.levers.levers[lever].attainable;
    }
    earned += leaf.points * worst;
    applicable += leaf.points;
  }
  return 100 * earned / applicable;
}

// Whether some `size` of `others`, closed beside the gates, reach the pass mark: every combination is tried.
bool SomeReach(const Case& one, const std::vector<int>& others, std::size_t size, std::size_t from,
               std::set<int>& closed) {
  if (size == 0) return LowWith(one, closed) >= one.plan->document().policy().pass_mark() + 1e-9;
  for (std::size_t i = from; i + size <= others.size(); ++i) {
    closed.insert(others[i]);
    if (SomeReach(one, others, size - 1, i + 1, closed)) return true;
    closed.erase(others[i]);
  }
  return false;
}

TEST(ReadySet, SupposedClosedMakesTheCityReady) {
  int reached = 0, already = 0;
  for (int seed = 0; seed < 150; ++seed) {
    const Case one = CaseOf(seed);
    if (!one.levers.ready.reachable) continue;
    const score::Result after = one.After(one.levers.ready.levers);
    EXPECT_EQ(after.verdict, score::ReadinessVerdict::kReady) << seed << ": " << after.reason.en;
    EXPECT_NEAR(after.low, one.levers.ready.low, 1e-9) << seed;
    ++reached;
    already += one.levers.ready.levers.empty();
  }
  EXPECT_GT(reached, 20);
  EXPECT_LT(already, reached);
}

TEST(ReadySet, NoGateOfItCanBeSpared) {
  int spared = 0;
  for (int seed = 0; seed < 60; ++seed) {
    const Case one = CaseOf(seed);
    if (!one.levers.ready.reachable) continue;
    for (int i = 0; i < one.levers.ready.gates; ++i) {
      std::vector<int> fewer = one.levers.ready.levers;
      fewer.erase(fewer.begin() + i);
      EXPECT_NE(one.After(fewer).verdict, score::ReadinessVerdict::kReady) << seed << " without " << one.NodeOf(i);
      ++spared;
    }
  }
  EXPECT_GT(spared, 50);
}

TEST(ReadySet, OfTheOthersNoSmallerSetDoes) {
  int tried = 0;
  for (int seed = 0; seed < 400; ++seed) {
    const Case one = CaseOf(seed);
    const score::ReadySet& ready = one.levers.ready;
    const std::size_t wanted = ready.levers.size() - static_cast<std::size_t>(ready.gates);
    std::vector<int> others;
    std::set<int> gates;
    for (int i = 0; i < static_cast<int>(one.levers.levers.size()); ++i) {
      if (one.levers.levers[i].gate) {
        gates.insert(i);
      } else {
        others.push_back(i);
      }
    }
    if (!ready.reachable || wanted == 0 || wanted > 5) continue;
    EXPECT_FALSE(SomeReach(one, others, wanted - 1, 0, gates)) << seed;
    ++tried;
  }
  EXPECT_GT(tried, 15);
}

TEST(ReadySet, IsABoundWhereTheCityCannotBeReady) {
  int lost = 0;
  for (int seed = 0; seed < 400; ++seed) {
    const Case one = CaseOf(seed);
    if (one.levers.ready.reachable) continue;
    ++lost;
    std::vector<int> closable;
    for (int i = 0; i < static_cast<int>(one.levers.levers.size()); ++i) {
      if (one.levers.levers[i].closable) closable.push_back(i);
    }
    EXPECT_NE(one.After(closable).verdict, score::ReadinessVerdict::kReady) << seed << one.levers.ready.text.en;
  }
  EXPECT_GT(lost, 20);
}

TEST(Lever, GainsWhatSimulationSaysItGains) {
  int checked = 0;
  for (int seed = 0; seed < 60; ++seed) {
    const Case one = CaseOf(seed);
    for (int i = 0; i < static_cast<int>(one.levers.levers.size()); ++i) {
      const score::Lever& lever = one.levers.levers[i];
      if (!lever.closable) continue;
      const score::Result after = one.After({i});
      EXPECT_NEAR(after.low - one.result.low, lever.gain_low, 1e-9) << seed << " " << one.NodeOf(i);
      EXPECT_EQ(lever.gain.has_value(), one.result.raw_score.has_value());
      if (lever.gain.has_value()) {
        EXPECT_NEAR(*after.raw_score - *one.result.raw_score, *lever.gain, 1e-9) << seed << " " << one.NodeOf(i);
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 500);
}

TEST(Lever, AreSortedAndNarrowedByOrganisation) {
  const Case one = CaseOf(7);
  const v1::ListLeversResponse all = LeversMessage(*one.plan, one.result, one.levers, "");
  for (int i = 1; i < all.levers_size(); ++i) EXPECT_GE(all.levers(i - 1).gain_low(), all.levers(i).gain_low());
  const v1::ListLeversResponse office = LeversMessage(*one.plan, one.result, one.levers, "office");
  EXPECT_GT(office.levers_size(), 0);
  EXPECT_LT(office.levers_size(), all.levers_size());
  for (const v1::Lever& lever : office.levers()) EXPECT_THAT(lever.leads(), testing::Contains("office"));
  EXPECT_EQ(office.ready().SerializeAsString(), all.ready().SerializeAsString());
  EXPECT_EQ(
      std::count_if(all.levers().begin(), all.levers().end(), [](const v1::Lever& one) { return one.in_ready_set(); }),
      all.ready().nodes_size());
}

}  // namespace
}  // namespace qcity::aggregation::what_if
