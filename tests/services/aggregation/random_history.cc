#include "tests/services/aggregation/random_history.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/timestamp.h"
#include "common/domain/occurrence.h"
#include "common/domain/period.h"
#include "gtest/gtest.h"

namespace qcity::aggregation {
namespace {

using indicators::v1::Applicability;
using indicators::v1::MeasurePeriod;
using indicators::v1::Observation;
using tasks::v1::TaskEvent;
using tasks::v1::TaskPart;

bool IsBy(const google::protobuf::Timestamp& recorded, absl::Time instant) { return recorded <= TimestampOf(instant); }

feed::v1::Change ChangeOf(const std::string& subject, const google::protobuf::Message& entity) {
  feed::v1::Change change;
  change.set_subject(subject);
  change.set_type(entity.GetDescriptor()->full_name());
  change.mutable_data()->PackFrom(entity);
  return change;
}

class Author {
 public:
  Author(const domain::Plan& plan, std::uint64_t seed) : plan_(plan), random_(seed) {}

  History Write() {
    History history;
    for (const plan::v1::Indicator& indicator : plan_.document().indicators()) AddFigures(indicator, history);
    for (const plan::v1::Task& task : plan_.document().tasks()) AddParts(task, history);
    AddApplicability(history);
    AddVetoes(history);
    for (const plan::v1::Indicator& indicator : plan_.document().indicators()) AddDerived(indicator, history);
    return history;
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }

  // Ascending instants, to the microsecond, some of them equal.
  std::vector<absl::Time> Instants(int count) {
    const absl::Time first = absl::FromCivil(absl::CivilDay(2018, 1, 1), ShanghaiZone());
    std::vector<absl::Time> instants;
    for (int i = 0; i < count; ++i) {
      const bool again = !instants.empty() && Chance(10);
      instants.push_back(again ? instants.back()
                               : first + absl::Hours(Below(911 * 24)) + absl::Microseconds(Below(1000)));
    }
    std::sort(instants.begin(), instants.end());
    return instants;
  }

  plan::v1::Figure AnyFigure(const plan::v1::Indicator& indicator) {
    plan::v1::Figure figure;
    switch (indicator.forms(Below(indicator.forms_size()))) {
      case plan::v1::FRACTION:
        figure.mutable_fraction()->set_numerator(70 + Below(31));
        figure.mutable_fraction()->set_denominator(100);
        break;
      case plan::v1::EVENTS:
        figure.mutable_events()->set_events(Below(4));
        figure.mutable_events()->set_exposure(30000);
        break;
      case plan::v1::SAMPLE:
        figure.mutable_sample()->set_successes(200 + Below(201));
        figure.mutable_sample()->set_n(400);
        break;
      case plan::v1::RANK:
        figure.mutable_rank()->set_rank(1 + Below(12));
        figure.mutable_rank()->set_ranked(17);
        break;
      case plan::v1::ATTESTATION: figure.mutable_attestation()->set_met(Chance(70)); break;
      default: figure.set_value(indicator.has_upper_bound() ? 70 + Below(31) : Below(60));
    }
    return figure;
  }

  // Reported, and then whatever the office does.
  Observation AnyObservation(const plan::v1::Indicator& indicator, const std::string& name) {
    Observation observation;
    observation.set_name(name);
    *observation.mutable_figure() = AnyFigure(indicator);
    observation.set_source("年报");
    observation.set_illustrative(Chance(2));
    observation.set_finality(Chance(15) ? indicators::v1::PRELIMINARY : indicators::v1::FINAL);
    const std::vector<absl::Time> instants = Instants(1 + Below(4));
    for (std::size_t i = 0; i < instants.size(); ++i) {
      indicators::v1::Transition& transition = *observation.add_history();
      transition.set_state(i == 0 ? indicators::v1::REPORTED : static_cast<indicators::v1::State>(1 + Below(7)));
      *transition.mutable_recorded() = TimestampOf(instants[i]);
      observation.set_state(transition.state());
    }
    return observation;
  }

  void AddFigures(const plan::v1::Indicator& indicator, History& history) {
    const std::string name = absl::StrCat("campaigns/", plan_.id(), "/indicators/", indicator.number());
    for (int year = 2016; year <= 2019; ++year) {
      for (int i = 1; i <= domain::PeriodsPerYear(indicator.frequency()); ++i) {
        if (Chance(25)) continue;
        MeasurePeriod measured;
        measured.set_indicator(name);
        if (!indicator.parts().empty()) measured.set_part(indicator.parts(Below(indicator.parts_size())).key());
        if (Chance(10)) measured.set_subject("NATIONAL");
        measured.set_period(domain::Period(year, indicator.frequency(), i).ToString());
        const int count = 1 + Below(3);
        for (int k = 0; k < count; ++k) {
          *measured.add_observations() = AnyObservation(indicator, absl::StrCat(name, "/observations/", ++id_));
        }
        history.changes.push_back(ChangeOf(absl::StrCat("figures/", indicator.number(), "/", measured.part(), "/",
                                                        measured.subject(), "/", measured.period()),
                                           measured));
      }
    }
  }

  TaskEvent AnyEvent(absl::Time instant) {
    TaskEvent event;
    event.set_state(static_cast<tasks::v1::PartState>(1 + Below(8)));
    *event.mutable_recorded() = TimestampOf(instant);
    switch (Below(7)) {
      case 0: event.mutable_progress()->set_percent(Below(101)); break;
      case 1: event.mutable_submission(); break;
      case 2: event.mutable_review()->set_approved(event.state() == tasks::v1::COMPLETED); break;
      case 3:
        event.mutable_extension_decision()->set_granted(true);
        event.mutable_extension_decision()->set_due(absl::StrCat("2019-0", 1 + Below(9), "-15"));
        break;
      case 4: event.mutable_staged_decision()->set_approved(Chance(70)); break;
      case 5: event.mutable_handover()->set_to(Chance(50) ? "east" : "environment-bureau"); break;
      default: event.mutable_rating()->set_rating(static_cast<tasks::v1::Rating>(1 + Below(4)));
    }
    return event;
  }

  void AddDerived(const plan::v1::Indicator& indicator, History& history) {
    for (int year = 2016; year <= 2019 && indicator.parts().empty(); ++year) {
      if (Chance(50)) continue;
      plan::v1::DerivedFigure derived;
      derived.set_indicator(absl::StrCat("campaigns/", plan_.id(), "/indicators/", indicator.number()));
      derived.set_period(domain::Period(year, indicator.frequency()).ToString());
      derived.set_name(absl::StrCat(derived.indicator(), "/derivedFigures/", derived.period()));
      for (const absl::Time instant : Instants(1 + Below(3))) {
        plan::v1::DerivedVersion& version = *derived.add_versions();
        if (Chance(90)) *version.mutable_figure() = AnyFigure(indicator);
        version.set_preliminary(Chance(30));
        *version.mutable_recorded() = TimestampOf(instant);
      }
      history.changes.push_back(ChangeOf(absl::StrCat("derived/", indicator.number(), "/", derived.period()), derived));
    }
  }

  void AddParts(const plan::v1::Task& task, History& history) {
    for (const domain::Occurrence& occurrence : domain::OccurrencesOf(plan_.document(), task)) {
      for (const std::string& spelling : task.leads()) {
        for (const std::string& lead : plan_.Resolve(spelling, occurrence.due)) {
          if (Chance(20)) continue;
          TaskPart part;
          part.set_occurrence(
              absl::StrCat("campaigns/", plan_.id(), "/tasks/", task.number(), "/occurrences/", occurrence.id));
          part.set_lead(lead);
          for (const absl::Time instant : Instants(1 + Below(5))) *part.add_events() = AnyEvent(instant);
          history.changes.push_back(
              ChangeOf(absl::StrCat("parts/", task.number(), "/", occurrence.id, "/", lead), part));
        }
      }
    }
  }

  void AddApplicability(History& history) {
    for (const char* number : {"2", "4", "8"}) {
      Applicability applicability;
      applicability.set_indicator(absl::StrCat("campaigns/", plan_.id(), "/indicators/", number));
      const std::vector<absl::Time> instants = Instants(4);
      for (int i = 0; i < 2; ++i) {
        indicators::v1::ApplicabilityDecision& decision = *applicability.add_decisions();
        decision.set_applicable(i == 1);
        *decision.mutable_proposed() = TimestampOf(instants[2 * i]);
        if (i == 0 || Chance(50)) {
          decision.set_approved_by("wang");
          *decision.mutable_approved() = TimestampOf(instants[2 * i + 1]);
        }
      }
      history.changes.push_back(ChangeOf(absl::StrCat("applicability/", number), applicability));
    }
  }

  void AddVetoes(History& history) {
    for (int i = 0; i < 2; ++i) {
      const std::vector<absl::Time> instants = Instants(2);
      v1::Veto veto;
      veto.set_name(absl::StrCat("campaigns/", plan_.id(), "/vetoes/", i + 1));
      veto.set_reason("事故");
      *veto.mutable_declared() = TimestampOf(instants[0]);
      veto.set_lifted_by("wang");
      *veto.mutable_lifted() = TimestampOf(instants[1]);
      history.vetoes[veto.name()] = std::make_shared<const v1::Veto>(veto);
    }
  }

  const domain::Plan& plan_;
  std::mt19937_64 random_;
  int id_ = 0;
};

// Drops the steps recorded after `instant`; whether any is left.
template <typename Step>
bool Cut(google::protobuf::RepeatedPtrField<Step>& steps, absl::Time instant) {
  while (!steps.empty() && !IsBy(steps.rbegin()->recorded(), instant)) steps.RemoveLast();
  return !steps.empty();
}

bool CutFigures(MeasurePeriod& measured, absl::Time instant) {
  MeasurePeriod before = measured;
  measured.clear_observations();
  for (Observation& observation : *before.mutable_observations()) {
    if (!Cut(*observation.mutable_history(), instant)) continue;
    observation.set_state(observation.history().rbegin()->state());
    *measured.add_observations() = observation;
  }
  return !measured.observations().empty();
}

void CutDecisions(Applicability& applicability, absl::Time instant) {
  auto& decisions = *applicability.mutable_decisions();
  while (!decisions.empty() && !IsBy(decisions.rbegin()->proposed(), instant)) decisions.RemoveLast();
  for (indicators::v1::ApplicabilityDecision& decision : decisions) {
    if (IsBy(decision.approved(), instant)) continue;
    decision.clear_approved_by();
    decision.clear_approved();
  }
}

}  // namespace

History RandomHistory(const domain::Plan& plan, std::uint64_t seed) { return Author(plan, seed).Write(); }

History UpTo(const History& history, absl::Time instant) {
  History before;
  for (const feed::v1::Change& change : history.changes) {
    MeasurePeriod measured;
    TaskPart part;
    Applicability applicability;
    plan::v1::DerivedFigure derived;
    if (change.data().UnpackTo(&measured)) {
      if (CutFigures(measured, instant)) before.changes.push_back(ChangeOf(change.subject(), measured));
    } else if (change.data().UnpackTo(&part)) {
      if (Cut(*part.mutable_events(), instant)) before.changes.push_back(ChangeOf(change.subject(), part));
    } else if (change.data().UnpackTo(&derived)) {
      if (Cut(*derived.mutable_versions(), instant)) before.changes.push_back(ChangeOf(change.subject(), derived));
    } else if (change.data().UnpackTo(&applicability)) {
      CutDecisions(applicability, instant);
      before.changes.push_back(ChangeOf(change.subject(), applicability));
    }
  }
  for (const auto& [name, veto] : history.vetoes) {
    if (!IsBy(veto->declared(), instant)) continue;
    v1::Veto known = *veto;
    if (!IsBy(veto->lifted(), instant)) {
      known.clear_lifted_by();
      known.clear_lifted();
    }
    before.vetoes[name] = std::make_shared<const v1::Veto>(known);
  }
  return before;
}

Entities EntitiesOf(const History& history) {
  Entities entities;
  for (const feed::v1::Change& change : history.changes)
    EXPECT_TRUE(Project(change, entities).ok()) << change.subject();
  entities.vetoes = history.vetoes;
  return entities;
}

}  // namespace qcity::aggregation
