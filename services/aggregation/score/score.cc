#include "services/aggregation/score/score.h"

#include <algorithm>
#include <utility>

#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/scorecard.h"

namespace qcity::aggregation::score {
namespace {

// The inputs by what they are of; what the plan does not have is left out.
template <typename Input, typename Position>
std::vector<std::vector<const Input*>> Grouped(const std::vector<Input>& inputs, int positions, Position position) {
  std::vector<std::vector<const Input*>> groups(positions);
  for (const Input& input : inputs) {
    if (position(input) >= 0 && position(input) < positions) groups[position(input)].push_back(&input);
  }
  return groups;
}

}  // namespace

Result Score(const Catalogue& catalogue, const Inputs& inputs, const Question& question) {
  const plan::v1::Plan& plan = catalogue.plan().document();
  Scorecard card(catalogue, question, inputs.has_tasks);
  const auto figures =
      Grouped(inputs.figures, plan.indicators_size(), [](const auto& input) { return input.indicator; });
  for (int i = 0; i < plan.indicators_size(); ++i) {
    const bool applicable = std::count(inputs.not_applicable.begin(), inputs.not_applicable.end(), i) == 0;
    card.SetMeasure(i, figures[i], applicable);
  }
  if (inputs.has_tasks) {
    const auto parts = Grouped(inputs.parts, plan.tasks_size(), [](const auto& input) { return input.task; });
    for (int i = 0; i < plan.tasks_size(); ++i) card.SetTask(i, parts[i]);
  }
  card.Conclude(inputs.vetoes);
  return std::move(card).Release();
}

Result Score(const domain::Plan& plan, const Inputs& inputs, const Question& question) {
  return Score(Catalogue(plan), inputs, question);
}

}  // namespace qcity::aggregation::score
