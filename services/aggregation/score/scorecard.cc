#include "services/aggregation/score/scorecard.h"

#include <algorithm>
#include <utility>

#include "services/aggregation/score/figures.h"
#include "services/aggregation/score/measure.h"
#include "services/aggregation/score/tasks.h"
#include "services/aggregation/score/totals.h"
#include "services/aggregation/score/verdict.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

// What holds of every leaf once it is scored. A leaf that does not apply keeps its weight and leaves every sum.
void Finish(bool interpreted, Leaf& leaf) {
  if (interpreted) leaf.flags.push_back("interpretation");
  if (!leaf.applicable) leaf.verdict = LeafVerdict::kNotApplicable;
  std::sort(leaf.flags.begin(), leaf.flags.end());
  leaf.flags.erase(std::unique(leaf.flags.begin(), leaf.flags.end()), leaf.flags.end());
}

}  // namespace

Scorecard::Scorecard(const Catalogue& catalogue, const Question& question, bool has_tasks)
    : catalogue_(catalogue), illustrative_(catalogue.measures().size()) {
  result_.question = question;
  result_.leaves = catalogue.measures();
  if (has_tasks) {
    for (const TaskLeaf& task : catalogue.tasks()) result_.leaves.push_back(task.leaf);
  }
  for (const int leaf : catalogue.by_id()) {
    if (leaf < static_cast<int>(result_.leaves.size())) by_id_.push_back(leaf);
  }
}

void Scorecard::SetMeasure(int position, absl::Span<const FigureInput* const> figures, bool applicable) {
  const domain::Plan& plan = catalogue_.plan();
  const FigureTable table(plan, figures, result_.question);
  Leaf leaf = catalogue_.measures()[position];
  leaf.applicable = applicable;
  if (applicable) {
    const Question& asked = result_.question;
    ScoreMeasure({plan, table, asked.judged_at, position, asked.as_of, asked.forecasts}, leaf);
  } else {
    Append(leaf.rule, "经批准不适用，不计分", "not applicable: out of every sum");
  }
  Finish(!plan.document().indicators(position).interpretations().empty(), leaf);
  illustrative_[position] = table.illustrative();
  result_.leaves[position] = std::move(leaf);
}

void Scorecard::SetTask(int position, absl::Span<const PartInput* const> parts) {
  const domain::Plan& plan = catalogue_.plan();
  const PartTable table(plan, parts);
  const bool interpreted = !plan.document().tasks(position).interpretations().empty();
  const auto [first, last] = catalogue_.LeavesOfTask(position);
  for (int i = first; i < last; ++i) {
    const TaskLeaf& task = catalogue_.tasks()[i];
    Leaf leaf = task.leaf;
    if (leaf.applicable) {
      ScoreTask(plan, table, result_.question, task.reports, leaf);
    } else {
      Append(leaf.rule, "由所列指标计分", "scored by the indicators that it names");
    }
    Finish(interpreted, leaf);
    result_.leaves[catalogue_.measures().size() + i] = std::move(leaf);
  }
}

const Result& Scorecard::Conclude(absl::Span<const VetoInput> vetoes) {
  const plan::v1::Policy& policy = catalogue_.plan().document().policy();
  const bool has_tasks = result_.leaves.size() > catalogue_.measures().size();
  result_.illustrative = std::find(illustrative_.begin(), illustrative_.end(), true) != illustrative_.end();
  const Totals totals = SumUp(absl::MakeSpan(result_.leaves), by_id_);
  result_.raw_score = totals.score;
  result_.score = totals.coverage >= policy.least_coverage() ? totals.score : std::nullopt;
  result_.low = totals.low;
  result_.high = totals.high;
  result_.coverage = totals.coverage;
  // Nothing feeds complaints and credit yet: those pillars are not applicable and say so.
  result_.pillars = PillarsOf(policy.points(), {true, has_tasks, false, false}, result_.leaves, by_id_);
  score::Conclude(catalogue_.plan(), vetoes, result_);
  return result_;
}

}  // namespace qcity::aggregation::score
