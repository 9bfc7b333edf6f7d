#include "services/aggregation/score/score.h"

#include <algorithm>

#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/measure.h"
#include "services/aggregation/score/tasks.h"
#include "services/aggregation/score/totals.h"
#include "services/aggregation/score/verdict.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

void AddMeasures(const Catalogue& catalogue, const Inputs& inputs, const FigureTable& figures, Result& result) {
  for (Leaf leaf : catalogue.measures()) {
    const int position = leaf.position;
    leaf.applicable =
        std::find(inputs.not_applicable.begin(), inputs.not_applicable.end(), position) == inputs.not_applicable.end();
    if (leaf.applicable) {
      ScoreMeasure({catalogue.plan(), figures, result.question.judged_at, position}, leaf);
    } else {
      Append(leaf.rule, "经批准不适用，不计分", "not applicable: out of every sum");
    }
    if (!catalogue.plan().document().indicators(position).interpretations().empty()) {
      leaf.flags.push_back("interpretation");
    }
    result.leaves.push_back(std::move(leaf));
  }
}

void AddTasks(const Catalogue& catalogue, const PartTable& parts, Result& result) {
  for (const TaskLeaf& task : catalogue.tasks()) {
    Leaf leaf = task.leaf;
    if (leaf.applicable) {
      ScoreTask(catalogue.plan(), parts, result.question, task.reports, leaf);
    } else {
      Append(leaf.rule, "由所列指标计分", "scored by the indicators that it names");
    }
    if (!catalogue.plan().document().tasks(leaf.position).interpretations().empty()) {
      leaf.flags.push_back("interpretation");
    }
    result.leaves.push_back(std::move(leaf));
  }
}

// What holds of every leaf once it is scored. A leaf that does not apply keeps its weight and leaves every sum.
void Finish(Leaf& leaf) {
  if (!leaf.applicable) leaf.verdict = LeafVerdict::kNotApplicable;
  std::sort(leaf.flags.begin(), leaf.flags.end());
  leaf.flags.erase(std::unique(leaf.flags.begin(), leaf.flags.end()), leaf.flags.end());
}

}  // namespace

Result Score(const Catalogue& catalogue, const Inputs& inputs, const Question& question) {
  const plan::v1::Policy& policy = catalogue.plan().document().policy();
  Result result;
  result.question = question;
  const FigureTable figures(catalogue.plan(), inputs, question);
  result.illustrative = figures.illustrative();
  result.leaves.reserve(catalogue.measures().size() + catalogue.tasks().size());
  AddMeasures(catalogue, inputs, figures, result);
  if (inputs.has_tasks) AddTasks(catalogue, PartTable(catalogue.plan(), inputs), result);
  for (Leaf& leaf : result.leaves) Finish(leaf);

  const Totals totals = SumUp(absl::MakeSpan(result.leaves));
  result.raw_score = totals.score;
  if (totals.coverage >= policy.least_coverage()) result.score = totals.score;
  result.low = totals.low;
  result.high = totals.high;
  result.coverage = totals.coverage;
  // Nothing feeds complaints and credit yet: those pillars are not applicable and say so.
  result.pillars = PillarsOf(policy.points(), {true, inputs.has_tasks, false, false}, result.leaves);
  Conclude(catalogue.plan(), inputs, result);
  return result;
}

Result Score(const domain::Plan& plan, const Inputs& inputs, const Question& question) {
  return Score(Catalogue(plan), inputs, question);
}

}  // namespace qcity::aggregation::score
