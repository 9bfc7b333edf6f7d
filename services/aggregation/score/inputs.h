// What a score is calculated from: figures, task parts, applicability and vetoes as they stood at the as-of instant. Pure values; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_INPUTS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_INPUTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/domain/figure.h"
#include "common/domain/period.h"

namespace qcity::aggregation::score {

// One number or day that a derived figure rests on.
struct DerivedFrom {
  std::string key;
  Text name;
  std::string value;
};

// A doubt that the service noted when a figure was recorded. It never changes the score; whoever reads the leaf should know of it.
struct Doubt {
  std::string reason;  // "OUTLIER", "JUMP", "RULE".
  Text words;
};

// One observation that stood at the as-of instant: not a draft, returned, withdrawn or superseded one; or a derived figure, which speaks only where nothing
// else does.
struct FigureInput {
  std::string name;     // Resource name, or "row 12" of a file; ties are broken by it.
  int indicator = 0;    // Position in the plan's indicators.
  std::string part;     // Part key; empty: the indicator itself.
  std::string subject;  // Empty: the city; NATIONAL, PROVINCE or a peer's name: a reference.
  domain::Period period;
  domain::Figure figure;
  std::optional<absl::CivilDay> published;
  std::string source;
  bool verified = false;  // VERIFIED or CONFIRMED; else REPORTED: only the provisional line reads it.
  std::string state;      // Name of the state, shown in the explanation.
  bool preliminary = false;
  bool series_break = false;
  bool illustrative = false;
  bool derived = false;  // No observation: worked out by a service from records of its own.
  std::vector<DerivedFrom> derived_from;
  std::vector<Doubt> doubts;
};

// One lead's part of an occurrence as it stood at the as-of instant. Parts that nobody touched need no entry.
struct PartInput {
  int task = 0;            // Position in the plan's tasks.
  std::string occurrence;  // "2018", "2018Q3".
  std::string lead;        // Organisation id, as the plan has it.
  std::string holder;      // Organisation id of who has it instead; empty: the lead.
  enum class State { kOpen, kSubmitted, kCompleted, kSuspended, kCancelled };
  State state = State::kOpen;
  std::string state_name;  // As users know it, shown in the explanation.
  int percent = 0;
  std::optional<absl::CivilDay> submitted;  // Of the submission that is approved or waits.
  std::optional<absl::CivilDay> due;        // If extended.
  std::optional<double> rating;  // Of a continuous duty's year, on the part of its last quarter: 1, 0.8, 0.6 or 0.
  bool reported = false;         // A continuous duty's quarterly report is there.
  std::optional<absl::CivilDay> reported_on;  // The day of the first of its reports, where that is known.
  bool knows_staged = false;                  // Whether `staged` says anything; else a milestone counts as it was done.
  std::optional<absl::CivilDay> staged;       // The day on which a milestone's staged result was approved.
};

// A veto in force.
struct VetoInput {
  std::string name;
  std::string reason;
};

struct Inputs {
  std::vector<FigureInput> figures;
  std::vector<PartInput> parts;
  std::vector<int> not_applicable;  // Positions of indicators.
  std::vector<VetoInput> vetoes;
  bool has_tasks = true;  // False: nothing feeds the pillar "tasks"; it is left out and says so.
};

// Where each of `inputs` lies, for those who read a choice of them.
template <typename Input>
std::vector<const Input*> PointersTo(const std::vector<Input>& inputs) {
  std::vector<const Input*> pointers;
  pointers.reserve(inputs.size());
  for (const Input& input : inputs) pointers.push_back(&input);
  return pointers;
}

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_INPUTS_H_
