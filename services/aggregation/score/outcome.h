// A target judged on its figures, and what the kinds of target share in judging. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_OUTCOME_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_OUTCOME_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/achieve.h"
#include "services/aggregation/score/figures.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// A measure of the plan beside all figures of the line.
struct Measure {
  const domain::Plan& plan;
  const FigureTable& figures;
  absl::CivilDay judged_at;
  int position = 0;
  absl::CivilDay as_of = judged_at;  // What is known was known then; forecasts set out from here.
  bool forecasts = true;             // As in Question.

  const plan::v1::Indicator& indicator() const { return plan.document().indicators(position); }
  const plan::v1::Policy& policy() const { return plan.document().policy(); }
  // Of the measure itself for an empty part; of the city for an empty subject.
  Series SeriesOf(absl::string_view part, absl::string_view subject) const {
    return Series(figures, indicator(), position, part, subject);
  }
};

// What a target makes of the figures.
struct Outcome {
  std::optional<double> achievement;  // nullopt without data.
  double open_share = 0;              // That figures still to come decide, 0..1.
  bool met = false;
  std::vector<Judged> judged;      // As in Leaf.
  bool impossible = false;         // No further figure can meet it.
  std::vector<std::string> flags;  // Unsorted, may repeat.
  std::string period;
  Text rule;
  std::vector<const FigureInput*> inputs;
};

// `target` judged on the city's figures of `part` (empty: of the measure itself).
Outcome ScoreTarget(const Measure& measure, const plan::v1::Target& target, absl::string_view part);

// The kinds, each with the city's series. Private to ScoreTarget.
Outcome ScoreNumber(const Measure& measure, const plan::v1::Target& target, const Series& series);
Outcome ScoreZero(const Measure& measure, const plan::v1::Target& target, const Series& series);
Outcome ScoreAttestation(const Measure& measure, const Series& series);
Outcome ScoreBelowNational(const Measure& measure, absl::string_view part, const Series& series);
Outcome ScoreRank(const Measure& measure, const plan::v1::Target& target, const Series& series);
Outcome ScoreLeading(const Measure& measure, absl::string_view part, const Series& series);
Outcome ScoreImprovement(const Measure& measure, const plan::v1::Target& target, const Series& series);

// No figure that may speak for the judged period.
Outcome NoFigure(const Measure& measure);
// The period, inputs and flags that come with the judged observation, whatever the kind.
Outcome From(const Measure& measure, const Observed& observed);
void Take(Outcome& outcome, const Achieved& achieved);

// The city's place among the policy's peers whose value of the same period is known, a greater value being better; their inputs are appended.
domain::RankFigure PlaceAmongPeers(const Measure& measure, absl::string_view part, const domain::Period& period,
                                   double value, std::vector<const FigureInput*>& inputs);

// A number against the target of a kind that holds one; for EXACTLY_ZERO that of a period that is whole.
Achieved AchieveNumber(const plan::v1::Indicator& indicator, const plan::v1::Target& target, double value);

// Flags a survey of fewer than 30 answers.
void FlagSmallSample(Outcome& outcome, const domain::Figure& figure);
// Says the probability that the true value meets, and flags the outcome uncertain where it is met with less than 0.9.
void SayChance(Outcome& outcome, double chance);
// P(the true share behind a survey lies above `limit`, in the measure's unit; below it where `upward` is false); nullopt for other figures.
std::optional<double> ChanceOfTrue(const plan::v1::Indicator& indicator, const domain::Figure& figure, double limit,
                                   bool upward);
// The same for a survey against `limit`, in the measure's unit; `upward`: the true value should lie above it. Nothing for other figures.
void SayChance(Outcome& outcome, const plan::v1::Indicator& indicator, const domain::Figure& figure, double limit,
               bool upward);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_OUTCOME_H_
