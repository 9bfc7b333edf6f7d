#include "services/indicators/rules.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"

namespace qcity::indicators {
namespace {

using v1::MeasurePeriod;
using v1::Observation;
using v1::State;

// The states' names as users know them.
Text NameOf(State state) {
  switch (state) {
    case v1::DRAFT: return {"填报中", "DRAFT"};
    case v1::REPORTED: return {"已报送", "REPORTED"};
    case v1::VERIFIED: return {"已核实", "VERIFIED"};
    case v1::RETURNED: return {"已退回", "RETURNED"};
    case v1::CONFIRMED: return {"已确认", "CONFIRMED"};
    case v1::WITHDRAWN: return {"已撤回", "WITHDRAWN"};
    case v1::SUPERSEDED: return {"已被替代", "SUPERSEDED"};
    default: return {"未知", "UNKNOWN"};
  }
}

v1::Transition* Enter(Observation& observation, State state, const Actor& actor, absl::string_view reason = "") {
  observation.set_state(state);
  v1::Transition* transition = observation.add_history();
  transition->set_state(state);
  *transition->mutable_recorded() = TimestampOf(actor.now);
  transition->set_person(actor.person);
  transition->set_organization(actor.organization);
  transition->set_reason(std::string(reason));
  return transition;
}

void Supersede(Observation& observation, absl::string_view by, const Actor& actor) {
  Enter(observation, v1::SUPERSEDED, actor)->set_by(std::string(by));
}

Step Append(MeasurePeriod period, Observation observation, absl::string_view name, State state, const Actor& actor) {
  observation.set_name(std::string(name));
  Enter(observation, state, actor);
  *period.add_observations() = std::move(observation);
  const int changed = period.observations_size() - 1;
  return Step{std::move(period), changed};
}

// Position of the observation, checked against the etag and the states from which the step starts.
absl::StatusOr<int> Find(const MeasurePeriod& period, absl::string_view name, std::int64_t etag,
                         std::initializer_list<State> from) {
  int position = 0;
  while (position < period.observations_size() && period.observations(position).name() != name) ++position;
  if (position == period.observations_size()) {
    return Error(absl::StatusCode::kNotFound, "OBSERVATION_NOT_FOUND",
                 {absl::StrCat("没有数据 ", name), absl::StrCat("no observation ", name)});
  }
  const Observation& observation = period.observations(position);
  if (etag != 0 && etag != observation.version()) {
    return Error(
        absl::StatusCode::kAborted, "STALE_ETAG",
        {absl::StrCat("数据已变更：etag 为 ", etag, "，现为 ", observation.version(), "，请重新读取"),
         absl::StrCat("the observation changed: etag ", etag, ", now ", observation.version(), "; read it again")});
  }
  Text wanted;
  for (const State state : from) {
    if (observation.state() == state) return position;
    const Text state_name = NameOf(state);
    absl::StrAppend(&wanted.zh, wanted.zh.empty() ? "" : "或", state_name.zh);
    absl::StrAppend(&wanted.en, wanted.en.empty() ? "" : " or ", state_name.en);
  }
  const Text actual = NameOf(observation.state());
  return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
               {absl::StrCat("数据状态为“", actual.zh, "”，此操作要求“", wanted.zh, "”"),
                absl::StrCat("the observation is ", actual.en, "; this step wants ", wanted.en)});
}

// Who last took the step into `state` from `before`, or began with it. Reopening and unconfirming also enter REPORTED
// and VERIFIED, but from above: they are not the deeds that four eyes are about.
absl::string_view PersonWho(const Observation& observation, State state, State before) {
  for (int i = observation.history_size() - 1; i >= 0; --i) {
    const State previous = i == 0 ? before : observation.history(i - 1).state();
    if (observation.history(i).state() == state && (previous == before || i == 0))
      return observation.history(i).person();
  }
  return "";
}

absl::Status RequireAnother(absl::string_view person, const Actor& actor, const Text& did) {
  if (person != actor.person) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "FOUR_EYES",
               {absl::StrCat("须由另一人办理：", actor.person, " 已", did.zh),
                absl::StrCat("another person must do this: ", actor.person, " ", did.en)});
}

bool IsLocked(State state) { return state == v1::VERIFIED || state == v1::CONFIRMED; }

// A final figure may follow a verified preliminary one.
bool Locks(const Observation& standing, const Observation& next) {
  const bool finalises =
      standing.state() == v1::VERIFIED && standing.finality() == v1::PRELIMINARY && next.finality() == v1::FINAL;
  return IsLocked(standing.state()) && !finalises;
}

absl::Status CheckNotLocked(const MeasurePeriod& period, const Observation& next) {
  for (const Observation& standing : period.observations()) {
    if (!Locks(standing, next)) continue;
    const Text state = NameOf(standing.state());
    return Error(absl::StatusCode::kFailedPrecondition, "PERIOD_LOCKED",
                 {absl::StrCat(period.period(), " 的数据", state.zh, "并锁定，更正须先由质强委办公室重新开放该期：",
                               standing.name()),
                  absl::StrCat("the period ", period.period(), " is locked by a figure that is ", state.en,
                               "; the office must reopen it first: ", standing.name())});
  }
  return absl::OkStatus();
}

// What stands and waits must be named by the report that replaces it.
absl::Status CheckSupersedes(const MeasurePeriod& period, const Observation& next) {
  bool found = next.supersedes().empty();
  for (const Observation& standing : period.observations()) {
    const bool finalised = standing.state() == v1::VERIFIED && !Locks(standing, next);
    const bool replaceable = standing.state() == v1::REPORTED || standing.state() == v1::RETURNED || finalised;
    if (replaceable && standing.name() == next.supersedes()) found = true;
    if (standing.state() == v1::REPORTED && standing.name() != next.supersedes()) {
      return Error(absl::StatusCode::kFailedPrecondition, "ALREADY_REPORTED",
                   {absl::StrCat(period.period(), " 已报送，更正请在 supersedes 中写明 ", standing.name()),
                    absl::StrCat("a figure of ", period.period(),
                                 " was reported already; to correct it set supersedes to ", standing.name())});
    }
  }
  if (found) return absl::OkStatus();
  return InvalidField("supersedes", {"应为同一指标同一期、状态为已报送或已退回的数据，或最终数所替代的已核实初步数",
                                     "want a REPORTED or RETURNED observation of the same measure and period, or the "
                                     "VERIFIED preliminary one that a final one follows"});
}

// Recorded by the actor's unit, or by one that it took over.
bool IsOwn(const Observation& observation, const Actor& actor) {
  const std::string& owner = observation.history(0).organization();
  const auto& taken_over = actor.predecessors;
  return owner == actor.organization || std::find(taken_over.begin(), taken_over.end(), owner) != taken_over.end();
}

// Drafts are a unit's own: where a measure has several leads, each has its draft.
bool IsDraftOf(const Observation& observation, const Actor& actor) {
  return observation.state() == v1::DRAFT && IsOwn(observation, actor);
}

// The unit that recorded a figure goes on with it, or the office in its place.
absl::Status RequireOwn(const Observation& observation, const Actor& actor) {
  if (IsOwn(observation, actor) || actor.office) return absl::OkStatus();
  const std::string& owner = observation.history(0).organization();
  return Error(
      absl::StatusCode::kPermissionDenied, "NOT_YOUR_FIGURE",
      {absl::StrCat("该数据由 ", owner, " 填报，只能由其办理"), absl::StrCat("the figure is ", owner, "'s own")});
}

Step Move(MeasurePeriod period, int position, State state, absl::string_view reason, const Actor& actor) {
  Enter(*period.mutable_observations(position), state, actor, reason);
  return Step{std::move(period), position};
}

}  // namespace

absl::StatusOr<Step> Draft(MeasurePeriod period, Observation observation, absl::string_view name, const Actor& actor) {
  RETURN_IF_ERROR(CheckNotLocked(period, observation));
  for (Observation& standing : *period.mutable_observations()) {
    if (IsDraftOf(standing, actor)) Supersede(standing, name, actor);
  }
  return Append(std::move(period), std::move(observation), name, v1::DRAFT, actor);
}

absl::StatusOr<Step> Report(MeasurePeriod period, Observation observation, absl::string_view name, const Actor& actor) {
  RETURN_IF_ERROR(CheckNotLocked(period, observation));
  RETURN_IF_ERROR(CheckSupersedes(period, observation));
  for (Observation& standing : *period.mutable_observations()) {
    const bool named = standing.state() == v1::REPORTED && standing.name() == observation.supersedes();
    if (named || standing.state() == v1::RETURNED || IsDraftOf(standing, actor)) Supersede(standing, name, actor);
  }
  return Append(std::move(period), std::move(observation), name, v1::REPORTED, actor);
}

absl::StatusOr<Step> RecordReference(MeasurePeriod period, Observation observation, absl::string_view name,
                                     const Actor& actor) {
  for (Observation& standing : *period.mutable_observations()) {
    if (standing.state() == v1::CONFIRMED) {
      return Error(absl::StatusCode::kFailedPrecondition, "PERIOD_LOCKED",
                   {absl::StrCat(period.period(), " 的对照值已确认，须先撤销确认：", standing.name()),
                    absl::StrCat("the reference of ", period.period(),
                                 " is confirmed; withdraw its confirmation first: ", standing.name())});
    }
    if (standing.state() == v1::VERIFIED) Supersede(standing, name, actor);
  }
  return Append(std::move(period), std::move(observation), name, v1::VERIFIED, actor);
}

absl::StatusOr<Step> SendDraft(MeasurePeriod period, absl::string_view name, const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, 0, {v1::DRAFT}));
  RETURN_IF_ERROR(RequireOwn(period.observations(position), actor));
  RETURN_IF_ERROR(
      RequireAnother(period.observations(position).history(0).person(), actor, {"填报", "wrote the draft"}));
  RETURN_IF_ERROR(CheckNotLocked(period, period.observations(position)));
  RETURN_IF_ERROR(CheckSupersedes(period, period.observations(position)));
  for (Observation& standing : *period.mutable_observations()) {
    const bool named = !standing.name().empty() && standing.name() == period.observations(position).supersedes();
    if (standing.state() == v1::RETURNED || (named && standing.state() == v1::REPORTED))
      Supersede(standing, name, actor);
  }
  return Move(std::move(period), position, v1::REPORTED, "", actor);
}

absl::StatusOr<Step> Withdraw(MeasurePeriod period, absl::string_view name, std::int64_t etag, absl::string_view reason,
                              const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::DRAFT, v1::REPORTED}));
  RETURN_IF_ERROR(RequireOwn(period.observations(position), actor));
  return Move(std::move(period), position, v1::WITHDRAWN, reason, actor);
}

absl::StatusOr<Step> Verify(MeasurePeriod period, absl::string_view name, std::int64_t etag, const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::REPORTED}));
  RETURN_IF_ERROR(RequireAnother(PersonWho(period.observations(position), v1::REPORTED, v1::DRAFT), actor,
                                 {"报送", "reported it"}));
  // The lock may have come after the report: the preliminary figure was confirmed meanwhile, or the final one verified
  // before it.
  RETURN_IF_ERROR(CheckNotLocked(period, period.observations(position)));
  for (Observation& standing : *period.mutable_observations()) {
    if (standing.state() == v1::VERIFIED) Supersede(standing, name, actor);
  }
  return Move(std::move(period), position, v1::VERIFIED, "", actor);
}

absl::StatusOr<Step> Return(MeasurePeriod period, absl::string_view name, std::int64_t etag, absl::string_view reason,
                            const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::REPORTED}));
  return Move(std::move(period), position, v1::RETURNED, reason, actor);
}

absl::StatusOr<Step> Confirm(MeasurePeriod period, absl::string_view name, std::int64_t etag, absl::string_view check,
                             const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::VERIFIED}));
  RETURN_IF_ERROR(RequireAnother(PersonWho(period.observations(position), v1::VERIFIED, v1::REPORTED), actor,
                                 {"核实", "verified it"}));
  return Move(std::move(period), position, v1::CONFIRMED, check, actor);
}

absl::StatusOr<Step> Unconfirm(MeasurePeriod period, absl::string_view name, std::int64_t etag,
                               absl::string_view reason, const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::CONFIRMED}));
  return Move(std::move(period), position, v1::VERIFIED, reason, actor);
}

absl::StatusOr<Step> Reopen(MeasurePeriod period, absl::string_view name, std::int64_t etag, absl::string_view reason,
                            const Actor& actor) {
  ASSIGN_OR_RETURN(const int position, Find(period, name, etag, {v1::VERIFIED}));
  return Move(std::move(period), position, v1::REPORTED, reason, actor);
}

bool Stands(const MeasurePeriod& period, const Observation& observation) {
  const std::string said = observation.SerializeAsString();  // Comparing by reflection took a quarter of an import.
  for (Observation standing : period.observations()) {
    if (standing.state() != v1::REPORTED && !IsLocked(standing.state())) continue;
    standing.clear_name();
    standing.clear_state();
    standing.clear_history();
    standing.clear_warnings();
    standing.clear_version();
    standing.set_supersedes(observation.supersedes());
    if (standing.SerializeAsString() == said) return true;
  }
  return false;
}

absl::StatusOr<v1::Applicability> Decide(v1::Applicability applicability, bool applicable, absl::string_view reason,
                                         const v1::Evidence& document, const Actor& actor) {
  const auto now = TimestampOf(actor.now);
  const int last = applicability.decisions_size() - 1;
  if (last >= 0 && applicability.decisions(last).approved_by().empty() &&
      applicability.decisions(last).applicable() == applicable) {
    v1::ApplicabilityDecision& pending = *applicability.mutable_decisions(last);
    if (pending.proposed_by() == actor.person) {
      return Error(absl::StatusCode::kFailedPrecondition, "FOUR_EYES",
                   {"须由另一人批准：本人已提出", "another person must approve: you proposed it"});
    }
    pending.set_approved_by(actor.person);
    *pending.mutable_approved() = now;
    return applicability;
  }
  v1::ApplicabilityDecision& decision = *applicability.add_decisions();
  decision.set_applicable(applicable);
  decision.set_reason(std::string(reason));
  *decision.mutable_document() = document;
  decision.set_proposed_by(actor.person);
  *decision.mutable_proposed() = now;
  return applicability;
}

}  // namespace qcity::indicators
