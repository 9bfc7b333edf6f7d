#include "services/aggregation/score/change.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/figures.h"

namespace qcity::aggregation::score {
namespace {

// Shares of the weight with data, and their mean achievement.
struct Shares {
  std::vector<double> share;
  double mean = 0;
};

Shares SharesOf(absl::Span<const Weighed> leaves) {
  std::vector<double> weights;
  for (const Weighed& leaf : leaves) weights.push_back(leaf.achievement.has_value() ? leaf.weight : 0);
  const double all = CompensatedSum(weights);
  Shares shares;
  std::vector<double> terms;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    shares.share.push_back(weights[i] / all);
    terms.push_back(shares.share[i] * leaves[i].achievement.value_or(0));
  }
  shares.mean = CompensatedSum(terms);
  return shares;
}

// Two leaves of one id on the way from one state to the next; the states on the way have no leaves that neither end has.
using ById = std::map<std::string, const Leaf*>;

ById LeavesById(const Result& result) {
  ById leaves;
  for (const Leaf& leaf : result.leaves) leaves[leaf.id] = &leaf;
  return leaves;
}

const Leaf* Find(const ById& leaves, const std::string& id) {
  const auto found = leaves.find(id);
  return found == leaves.end() ? nullptr : found->second;
}

std::vector<Weighed> WeighedOf(const Result& result, const std::vector<LeafMove>& moves) {
  const ById leaves = LeavesById(result);
  std::vector<Weighed> weighed;
  for (const LeafMove& move : moves) {
    const Leaf* leaf = Find(leaves, move.id);
    if (leaf == nullptr || !leaf->applicable) {
      weighed.emplace_back();
    } else {
      weighed.push_back({leaf->points, leaf->achievement});
    }
  }
  return weighed;
}

// One step of the way; `performance` names what changes of achievement are called in it.
void AddStep(const Result& before, const Result& after, Stage performance, std::vector<LeafMove>& moves) {
  const std::vector<Moved> moved = Decompose(WeighedOf(before, moves), WeighedOf(after, moves));
  const Stage composition = performance == Stage::kPlan ? Stage::kPlan : Stage::kAvailability;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    moves[i].stages[static_cast<int>(performance)] += moved[i].performance;
    moves[i].stages[static_cast<int>(composition)] += moved[i].composition;
  }
}

// The earlier day's inputs, with every figure that stood then as it stands on the later day. What was published in between is known by then, so it must not be
// hidden again by the question of the earlier day.
Inputs Revised(const domain::Plan& plan, const Inputs& earlier, const Question& then, const Inputs& later,
               const Question& now) {
  const FigureTable before(plan, PointersTo(earlier.figures), then);
  const FigureTable after(plan, PointersTo(later.figures), now);
  std::set<std::tuple<int, std::string, std::string>> series;
  for (const FigureInput& row : earlier.figures) series.emplace(row.indicator, row.part, row.subject);
  Inputs revised;
  for (const auto& [indicator, part, subject] : series) {
    const auto rows = after.Rows(indicator, part, subject);
    for (const FigureInput* known : before.Rows(indicator, part, subject)) {
      const auto row =
          std::find_if(rows.begin(), rows.end(), [&](const FigureInput* one) { return one->period == known->period; });
      if (row == rows.end()) continue;
      FigureInput figure = **row;
      if (figure.published.has_value()) figure.published = std::min(*figure.published, then.as_of);
      revised.figures.push_back(std::move(figure));
    }
  }
  revised.parts = earlier.parts;
  revised.not_applicable = earlier.not_applicable;
  revised.has_tasks = earlier.has_tasks;
  return revised;
}

std::vector<LeafMove> MovesOf(const Result& from, const Result& to) {
  const ById before = LeavesById(from), after = LeavesById(to);
  std::set<std::string> ids;
  for (const ById* leaves : {&before, &after}) {
    for (const auto& [id, leaf] : *leaves) ids.insert(id);
  }
  std::vector<LeafMove> moves;
  for (const std::string& id : ids) {
    LeafMove& move = moves.emplace_back();
    move.id = id;
    move.from = Find(before, id);
    move.to = Find(after, id);
  }
  return moves;
}

void SumStages(Change& change) {
  for (int stage = 0; stage < 4; ++stage) {
    std::vector<double> terms;
    for (const LeafMove& move : change.leaves) terms.push_back(move.stages[stage]);
    change.stages[stage] = CompensatedSum(terms);
  }
  for (LeafMove& move : change.leaves) move.points = CompensatedSum(move.stages);
}

Change Forward(const KnownOn& earlier, const KnownOn& later) {
  const Question then{earlier.day, earlier.day}, now{later.day, later.day};
  const Inputs inputs = later.inputs(later.plan);
  Change change;
  change.from = Score(earlier.plan, earlier.inputs(earlier.plan), then);
  change.to = Score(later.plan, inputs, now);
  if (!change.from.raw_score.has_value() || !change.to.raw_score.has_value()) return change;
  change.points = *change.to.raw_score - *change.from.raw_score;
  change.leaves = MovesOf(change.from, change.to);
  const Inputs known = earlier.inputs(later.plan);
  const Result planned = Score(later.plan, known, then);
  const Result revised = Score(later.plan, Revised(later.plan, known, then, inputs, now), then);
  // A state on the way without any data has no score: the way passes it over.
  const Result* at = &change.from;
  const std::array<std::pair<const Result*, Stage>, 3> steps = {
      {{&planned, Stage::kPlan}, {&revised, Stage::kRevision}, {&change.to, Stage::kNew}}};
  for (const auto& [next, stage] : steps) {
    if (!next->raw_score.has_value()) continue;
    AddStep(*at, *next, stage, change.leaves);
    at = next;
  }
  SumStages(change);
  return change;
}

double Negative(double value) { return value == 0 ? 0 : -value; }

void TurnRound(Change& change) {
  std::swap(change.from, change.to);
  change.points = Negative(change.points);
  for (double& points : change.stages) points = Negative(points);
  for (LeafMove& move : change.leaves) {
    std::swap(move.from, move.to);
    move.points = Negative(move.points);
    for (double& points : move.stages) points = Negative(points);
  }
}

absl::Status NoScore(absl::CivilDay day) {
  const std::string text = domain::FormatDay(day);
  return Error(absl::StatusCode::kFailedPrecondition, "NO_SCORE",
               {absl::StrCat(text, " 没有任何可计分的数据，无从比较"),
                absl::StrCat("nothing has data on ", text, ": there is no score to compare")});
}

}  // namespace

std::vector<Moved> Decompose(absl::Span<const Weighed> before, absl::Span<const Weighed> after) {
  const Shares from = SharesOf(before), to = SharesOf(after);
  const double mean = (from.mean + to.mean) / 2;
  std::vector<Moved> moved(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before[i].achievement.has_value() && !after[i].achievement.has_value()) continue;
    const double a = before[i].achievement.has_value() ? *before[i].achievement : *after[i].achievement;
    const double b = after[i].achievement.value_or(a);
    moved[i].performance = 100 * (from.share[i] + to.share[i]) / 2 * (b - a);
    moved[i].composition = 100 * ((a + b) / 2 - mean) * (to.share[i] - from.share[i]);
  }
  return moved;
}

absl::StatusOr<Change> Compare(const KnownOn& from, const KnownOn& to) {
  const bool back = to.day < from.day;
  Change change = back ? Forward(to, from) : Forward(from, to);
  if (back) TurnRound(change);
  if (!change.from.raw_score.has_value()) return NoScore(from.day);
  if (!change.to.raw_score.has_value()) return NoScore(to.day);
  return change;
}

}  // namespace qcity::aggregation::score
