#include "services/aggregation/projector.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/domain/figure_proto.h"
#include "common/domain/period.h"
#include "services/aggregation/names.h"

namespace qcity::aggregation {
namespace {

// The segment after "campaigns/C/COLLECTION/" of a resource name.
std::string NumberOf(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  return segments.size() >= 4 ? std::string(segments[3]) : "";
}

std::optional<absl::CivilDay> DayOf(const std::string& text) {
  if (text.empty()) return std::nullopt;  // Usual, and an error costs more than all the rest of an input.
  const absl::StatusOr<absl::CivilDay> day = domain::ParseDay(text, "date");
  if (!day.ok()) return std::nullopt;
  return *day;
}

template <typename Entity>
absl::StatusOr<std::shared_ptr<const Entity>> Unpacked(const feed::v1::Change& change) {
  auto entity = std::make_shared<Entity>();
  if (!change.data().UnpackTo(entity.get()))
    return absl::DataLossError(absl::StrCat("change ", change.id(), " does not hold a ", change.type()));
  return std::shared_ptr<const Entity>(std::move(entity));
}

// The measure or duty that an entity is of, as its resource name.
const std::string& OwnerOf(const indicators::v1::MeasurePeriod& measured) { return measured.indicator(); }
const std::string& OwnerOf(const plan::v1::DerivedFigure& derived) { return derived.indicator(); }
const std::string& OwnerOf(const tasks::v1::TaskPart& part) { return part.occurrence(); }

template <typename Entity>
absl::Status Replace(const feed::v1::Change& change, EntityGroups<Entity>& entities) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Entity> entity, Unpacked<Entity>(change));
  const std::string number = NumberOf(OwnerOf(*entity));
  entities.Put(number, change.subject(), std::move(entity));
  return absl::OkStatus();
}

// The state an observation was in at `instant`; STATE_UNSPECIFIED before it was recorded.
indicators::v1::State StateAt(const indicators::v1::Observation& observation, absl::Time instant) {
  indicators::v1::State state = indicators::v1::STATE_UNSPECIFIED;
  for (const indicators::v1::Transition& transition : observation.history()) {
    if (TimeOf(transition.recorded()) > instant) break;
    state = transition.state();
  }
  return state;
}

bool Scores(indicators::v1::State state) {
  return state == indicators::v1::REPORTED || state == indicators::v1::VERIFIED || state == indicators::v1::CONFIRMED;
}

std::optional<score::FigureInput> FigureAt(int indicator, const indicators::v1::MeasurePeriod& measured,
                                           const indicators::v1::Observation& observation, absl::Time instant) {
  const indicators::v1::State state = StateAt(observation, instant);
  if (!Scores(state)) return std::nullopt;
  const absl::StatusOr<domain::Period> period = domain::Period::Parse(measured.period());
  absl::StatusOr<domain::Figure> figure = domain::FigureOf(observation.figure());
  if (!period.ok() || !figure.ok()) return std::nullopt;
  score::FigureInput input{.name = observation.name(),
                           .indicator = indicator,
                           .part = measured.part(),
                           .subject = measured.subject(),
                           .period = *period,
                           .figure = *std::move(figure)};
  input.published = DayOf(observation.published());
  input.source = observation.source();
  input.verified = state != indicators::v1::REPORTED;
  input.state = indicators::v1::State_Name(state);
  input.preliminary = observation.finality() == indicators::v1::PRELIMINARY;
  input.series_break = observation.series_break();
  input.illustrative = observation.illustrative();
  for (const indicators::v1::Warning& warning : observation.warnings()) {
    input.doubts.push_back({warning.reason(), {warning.text_zh(), warning.text_en()}});
  }
  return input;
}

double CreditOf(tasks::v1::Rating rating) {
  switch (rating) {
    case tasks::v1::EXCELLENT: return 1;
    case tasks::v1::GOOD: return 0.8;
    case tasks::v1::PASS: return 0.6;
    default: return 0;
  }
}

score::PartInput::State ScoreState(tasks::v1::PartState state) {
  switch (state) {
    case tasks::v1::SUBMITTED: return score::PartInput::State::kSubmitted;
    case tasks::v1::COMPLETED: return score::PartInput::State::kCompleted;
    case tasks::v1::SUSPENDED: return score::PartInput::State::kSuspended;
    case tasks::v1::CANCELLED: return score::PartInput::State::kCancelled;
    default: return score::PartInput::State::kOpen;
  }
}

void NoteReport(const tasks::v1::TaskEvent& event, score::PartInput& input) {
  if (!input.reported) input.reported_on = ShanghaiDay(TimeOf(event.recorded()));
  input.reported = true;
}

void Read(const tasks::v1::TaskEvent& event, score::PartInput& input) {
  input.state = ScoreState(event.state());
  input.state_name = tasks::v1::PartState_Name(event.state());
  switch (event.kind_case()) {
    case tasks::v1::TaskEvent::kProgress:
      input.percent = event.progress().percent();
      NoteReport(event, input);
      break;
    case tasks::v1::TaskEvent::kSubmission:
      input.submitted = ShanghaiDay(TimeOf(event.recorded()));
      NoteReport(event, input);
      break;
    case tasks::v1::TaskEvent::kExtensionDecision:
      if (event.extension_decision().granted()) input.due = DayOf(event.extension_decision().due());
      break;
    case tasks::v1::TaskEvent::kStagedDecision:
      if (event.staged_decision().approved()) input.staged = ShanghaiDay(TimeOf(event.recorded()));
      break;
    case tasks::v1::TaskEvent::kHandover: input.holder = event.handover().to(); break;
    case tasks::v1::TaskEvent::kRating: input.rating = CreditOf(event.rating().rating()); break;
    default: break;
  }
}

// Whether the last decision in force by then says that the measure does not apply.
bool LeavesOutAt(const indicators::v1::Applicability& applicability, absl::Time instant) {
  bool applicable = true;
  for (const indicators::v1::ApplicabilityDecision& decision : applicability.decisions()) {
    const bool in_force = !decision.approved_by().empty() && TimeOf(decision.approved()) <= instant;
    if (in_force) applicable = decision.applicable();
  }
  return !applicable;
}

bool InForceAt(const v1::Veto& veto, absl::Time instant) {
  const bool lifted = !veto.lifted_by().empty() && TimeOf(veto.lifted()) <= instant;
  return TimeOf(veto.declared()) <= instant && !lifted;
}

}  // namespace

absl::Status Project(const feed::v1::Change& change, Entities& entities) {
  if (!change.has_data()) {
    entities.figures.Erase(change.subject());
    entities.derived.Erase(change.subject());
    entities.applicability.erase(change.subject());
    entities.parts.Erase(change.subject());
    return absl::OkStatus();
  }
  if (change.type() == indicators::v1::MeasurePeriod::descriptor()->full_name())
    return Replace(change, entities.figures);
  if (change.type() == plan::v1::DerivedFigure::descriptor()->full_name()) return Replace(change, entities.derived);
  if (change.type() == tasks::v1::TaskPart::descriptor()->full_name()) return Replace(change, entities.parts);
  if (change.type() == indicators::v1::Applicability::descriptor()->full_name()) {
    ASSIGN_OR_RETURN(entities.applicability[change.subject()], Unpacked<indicators::v1::Applicability>(change));
  }
  return absl::OkStatus();
}

bool Concerns(const feed::v1::Change& change) {
  const std::string& type = change.type();
  return !change.has_data() || type == indicators::v1::MeasurePeriod::descriptor()->full_name() ||
         type == plan::v1::DerivedFigure::descriptor()->full_name() ||
         type == tasks::v1::TaskPart::descriptor()->full_name() ||
         type == indicators::v1::Applicability::descriptor()->full_name();
}

void Forget(absl::string_view feed, Entities& entities) {
  if (feed == "indicators") {
    entities.figures.Clear();
    entities.derived.Clear();
    entities.applicability.clear();
  } else if (feed == "tasks") {
    entities.parts.Clear();
  }
}

std::vector<score::FigureInput> FiguresAt(int indicator, const indicators::v1::MeasurePeriod& measured,
                                          absl::Time instant) {
  std::vector<score::FigureInput> figures;
  for (const indicators::v1::Observation& observation : measured.observations()) {
    std::optional<score::FigureInput> figure = FigureAt(indicator, measured, observation, instant);
    if (figure.has_value()) figures.push_back(*std::move(figure));
  }
  return figures;
}

std::optional<score::FigureInput> DerivedAt(int indicator, const plan::v1::DerivedFigure& derived, absl::Time instant) {
  const plan::v1::DerivedVersion* version = nullptr;
  for (const plan::v1::DerivedVersion& later : derived.versions()) {
    if (TimeOf(later.recorded()) > instant) break;
    version = &later;
  }
  if (version == nullptr || !version->has_figure()) return std::nullopt;
  const absl::StatusOr<domain::Period> period = domain::Period::Parse(derived.period());
  absl::StatusOr<domain::Figure> figure = domain::FigureOf(version->figure());
  if (!period.ok() || !figure.ok()) return std::nullopt;
  score::FigureInput input{.name = derived.name(),
                           .indicator = indicator,
                           .part = derived.part(),
                           .period = *period,
                           .figure = *std::move(figure)};
  input.source = version->source();
  input.verified = true;  // Nobody needs to: it is recomputed, not reported.
  input.state = "DERIVED";
  input.preliminary = version->preliminary();
  input.illustrative = version->illustrative();
  input.derived = true;
  for (const plan::v1::DerivedInput& from : version->inputs()) {
    input.derived_from.push_back({from.key(), {from.name_zh(), from.name_en()}, from.value()});
  }
  input.derived_from.push_back({"version", {"版本", "version"}, absl::StrCat(version->version())});
  return input;
}

std::optional<score::PartInput> PartAt(int task, const tasks::v1::TaskPart& part, absl::Time instant) {
  score::PartInput input;
  input.task = task;
  input.occurrence = LastSegment(part.occurrence());
  input.lead = part.lead();
  input.knows_staged = true;
  bool recorded = false;
  for (const tasks::v1::TaskEvent& event : part.events()) {
    if (TimeOf(event.recorded()) > instant) break;
    Read(event, input);
    recorded = true;
  }
  if (!recorded) return std::nullopt;
  return input;
}

std::vector<int> NotApplicableAt(const domain::Plan& plan, const Entities& entities, absl::Time instant) {
  std::vector<int> indicators;
  for (const auto& [key, applicability] : entities.applicability) {
    const int indicator = plan.IndicatorIndex(NumberOf(applicability->indicator()));
    if (indicator >= 0 && LeavesOutAt(*applicability, instant)) indicators.push_back(indicator);
  }
  return indicators;
}

std::vector<v1::Veto> VetoesAt(const Entities& entities, absl::Time instant) {
  std::vector<v1::Veto> vetoes;
  for (const auto& [name, veto] : entities.vetoes) {
    if (!InForceAt(*veto, instant)) continue;
    v1::Veto& then = vetoes.emplace_back(*veto);
    then.clear_lifted_by();
    then.clear_lifted();
    then.clear_lift_reason();
  }
  return vetoes;
}

score::Inputs InputsAsOf(const domain::Plan& plan, const Entities& entities, absl::Time instant) {
  score::Inputs inputs;
  for (const auto& [number, group] : entities.figures.all()) {
    const int indicator = plan.IndicatorIndex(number);
    if (indicator < 0) continue;
    for (const auto& [key, measured] : *group) {
      std::vector<score::FigureInput> figures = FiguresAt(indicator, *measured, instant);
      std::move(figures.begin(), figures.end(), std::back_inserter(inputs.figures));
    }
  }
  for (const auto& [number, group] : entities.derived.all()) {
    const int indicator = plan.IndicatorIndex(number);
    if (indicator < 0) continue;
    for (const auto& [key, derived] : *group) {
      std::optional<score::FigureInput> figure = DerivedAt(indicator, *derived, instant);
      if (figure.has_value()) inputs.figures.push_back(*std::move(figure));
    }
  }
  for (const auto& [number, group] : entities.parts.all()) {
    const int task = plan.TaskIndex(number);
    if (task < 0) continue;
    for (const auto& [key, part] : *group) {
      std::optional<score::PartInput> input = PartAt(task, *part, instant);
      if (input.has_value()) inputs.parts.push_back(*std::move(input));
    }
  }
  inputs.not_applicable = NotApplicableAt(plan, entities, instant);
  for (const v1::Veto& veto : VetoesAt(entities, instant)) inputs.vetoes.push_back({veto.name(), veto.reason()});
  return inputs;
}

}  // namespace qcity::aggregation
