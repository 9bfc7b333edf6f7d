#include "services/aggregation/live.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"

namespace qcity::aggregation {
namespace {

void AddVetoes(const Entities& entities, absl::Time instant, v1::Readiness& readiness) {
  for (v1::Veto& veto : VetoesAt(entities, instant)) *readiness.add_vetoes() = std::move(veto);
}

// The group of `number`; nullptr if nothing is known of it.
template <typename Groups>
typename Groups::mapped_type GroupOf(const Groups& groups, const std::string& number) {
  const auto found = groups.find(number);
  return found == groups.end() ? nullptr : found->second;
}

}  // namespace

v1::Readiness ReadinessAsOf(const domain::Plan& plan, const Entities& entities, absl::CivilDay as_of) {
  const absl::Time instant = EndOfShanghaiDay(as_of);
  v1::Readiness readiness = ReadinessOf(plan, InputsAsOf(plan, entities, instant), as_of);
  AddVetoes(entities, instant, readiness);
  return readiness;
}

LiveReadiness::LiveReadiness(const domain::Plan& plan, absl::CivilDay as_of)
    : as_of_(as_of),
      instant_(EndOfShanghaiDay(as_of)),
      catalogue_(plan),
      measures_(plan.document().indicators_size()),
      tasks_(plan.document().tasks_size()) {
  for (const score::Question& question : QuestionsOf(plan, as_of)) {
    cards_.emplace_back(catalogue_, question, /*has_tasks=*/true);
  }
}

v1::Readiness LiveReadiness::Of(const Entities& entities) {
  const plan::v1::Plan& document = plan().document();
  const std::vector<int> left_out = NotApplicableAt(plan(), entities, instant_);
  for (int i = 0; i < document.indicators_size(); ++i) {
    const bool applicable = std::find(left_out.begin(), left_out.end(), i) == left_out.end();
    const std::string& number = document.indicators(i).number();
    UpdateMeasure(i, GroupOf(entities.figures.all(), number), GroupOf(entities.derived.all(), number), applicable);
  }
  for (int i = 0; i < document.tasks_size(); ++i) {
    UpdateTask(i, GroupOf(entities.parts.all(), document.tasks(i).number()));
  }
  std::vector<score::VetoInput> vetoes;
  for (const v1::Veto& veto : VetoesAt(entities, instant_)) vetoes.push_back({veto.name(), veto.reason()});
  v1::Readiness readiness =
      ReadinessOf(plan(), as_of_, static_cast<int>(cards_.size()),
                  [&](int question) -> const score::Result& { return cards_[question].Conclude(vetoes); });
  AddVetoes(entities, instant_, readiness);
  return readiness;
}

void LiveReadiness::UpdateMeasure(int position, const std::shared_ptr<const FigureGroup>& group,
                                  const std::shared_ptr<const DerivedGroup>& derived, bool applicable) {
  Measure& measure = measures_[position];
  const bool same = measure.group == group && measure.derived == derived && measure.applicable == applicable;
  if (measure.scored && same) return;
  static const FigureGroup& nothing = *new FigureGroup();
  const FigureGroup& now = group == nullptr ? nothing : *group;
  absl::erase_if(measure.entries, [&](const auto& entry) { return !now.contains(entry.first); });
  std::vector<const score::FigureInput*> figures;
  for (const auto& [key, entity] : now) {
    Measure::Entry& entry = measure.entries[key];
    if (entry.entity != entity) entry = {entity, FiguresAt(position, *entity, instant_)};
    for (const score::FigureInput& figure : entry.figures) figures.push_back(&figure);
  }
  std::vector<score::FigureInput> worked_out;
  if (derived != nullptr) {
    for (const auto& [key, entity] : *derived) {
      std::optional<score::FigureInput> figure = DerivedAt(position, *entity, instant_);
      if (figure.has_value()) worked_out.push_back(*std::move(figure));
    }
  }
  for (const score::FigureInput& figure : worked_out) figures.push_back(&figure);
  for (score::Scorecard& card : cards_) card.SetMeasure(position, figures, applicable);
  measure.group = group;
  measure.derived = derived;
  measure.applicable = applicable;
  measure.scored = true;
}

void LiveReadiness::UpdateTask(int position, const std::shared_ptr<const PartGroup>& group) {
  Task& task = tasks_[position];
  if (task.scored && task.group == group) return;
  std::vector<score::PartInput> parts;
  if (group != nullptr) {
    for (const auto& [key, part] : *group) {
      std::optional<score::PartInput> input = PartAt(position, *part, instant_);
      if (input.has_value()) parts.push_back(*std::move(input));
    }
  }
  const std::vector<const score::PartInput*> pointers = score::PointersTo(parts);
  for (score::Scorecard& card : cards_) card.SetTask(position, pointers);
  task.group = group;
  task.scored = true;
}

}  // namespace qcity::aggregation
