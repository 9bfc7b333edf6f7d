// Readiness as a pure function: plan, inputs and a question in, the scored leaves and the lines out. The same arguments give the same bytes on any machine,
// whatever the order of the inputs. No I/O, no clock, no gRPC; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_SCORE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_SCORE_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation::score {

// What is asked.
struct Question {
  absl::CivilDay as_of;      // A: what is due, what is known.
  absl::CivilDay judged_at;  // D: chooses the judged periods; A itself for "now", an evaluation date for the outlook.
  bool provisional = false;  // Read REPORTED figures and SUBMITTED parts too.
  bool forecasts = true;     // Foretell each measure; where only the sums are wanted it may be left out.
};

// Verdicts in the order of qcity.aggregation.v1.LeafVerdict, with its numbers.
enum class LeafVerdict { kNotApplicable = 1, kNoData, kMet, kNotMetYet, kLikely, kAtRisk, kUnlikely, kImpossible };
// Verdicts in the order of qcity.aggregation.v1.ReadinessVerdict, with its numbers.
enum class ReadinessVerdict { kReady = 1, kConditionallyReady, kNotReady, kUnknown };
enum class Grade { kNone = 0, kA, kB, kC, kD };
enum class Pillar { kIndicators = 0, kTasks, kComplaints, kCredit };

// An input as a leaf used it.
struct UsedInput {
  std::string name;
  std::string period;
  std::string subject;
  std::string part;  // Name of the measure's part.
  Text figure;       // In words: "376/400 = 94 %".
  std::string state;
  std::string source;
  std::vector<DerivedFrom> derived_from;
  std::vector<Doubt> doubts;
};

// A number that is not certain: its mean, and what 5 % of the courses lie below and above.
struct Range {
  friend bool operator==(const Range&, const Range&) = default;

  double mean = 0;
  double low = 0;
  double high = 0;
};

// One target judged on one number: its achievement is clamp((value - zero) / (target - zero)), whatever the kind. A measure whose parts must all hold has one of
// these for each part with data.
struct Judged {
  plan::v1::TargetKind kind = plan::v1::TARGET_KIND_UNSPECIFIED;
  double value = 0;   // In the target's unit; of a rank its worst place, of peers the share that is better.
  double target = 1;  // Achievement 1 from here on.
  double zero = 0;    // Achievement 0 up to here.
  double share = 1;   // Of the leaf's achievement.
};

// A measure, or one lead's part of an occurrence (of a year, for continuous duties).
struct Leaf {
  std::string id;  // "indicators/1-1", "tasks/29-1/2018/zhijianju".
  Pillar pillar = Pillar::kIndicators;
  int position = 0;    // In the plan's indicators or tasks.
  std::string number;  // "1-1", "29-1".
  std::string occurrence;
  std::string lead;   // Of a task part.
  double points = 0;  // Weight w, fixed by plan and policy.
  bool applicable = true;
  bool due = true;                    // False: open: out of S and of coverage, 0 in low, 1 in high.
  std::optional<double> achievement;  // a in 0..1; nullopt without data.
  double open_share = 0;              // Share of the leaf that data may still decide (missing steps), 0..1.
  bool met = false;
  std::vector<Judged> judged;  // Behind `achievement`; empty where it is no such quotient: duties, steps.
  LeafVerdict verdict = LeafVerdict::kNoData;
  std::optional<double> probability;  // P(met at the evaluation date); nullopt where nothing can be said.
  std::optional<Range> forecast;      // The value then, in the measure's unit.
  std::vector<std::string> flags;     // Sorted.
  double contribution = 0;            // 100 w a / sum w over leaves with data.
  double low = 0;                     // 100 w a (1 - open) / W applicable.
  double high = 0;                    // 100 w (a (1 - open) + open) / W applicable, missing as 1.
  std::string period;                 // Judged; empty for tasks.
  Text rule;                          // The rule applied and its numbers.
  Text target;                        // In words.
  std::vector<UsedInput> inputs;
};

struct PillarResult {
  Pillar pillar = Pillar::kIndicators;
  bool applicable = false;
  double points = 0;
  std::optional<double> score;
  double low = 0;
  double high = 0;
  double coverage = 0;
  double contribution = 0;
  int met = 0, unmet = 0, unknown = 0, open = 0;
};

struct GateResult {
  int met = 0, unmet = 0, unknown = 0;
  std::vector<std::string> unmet_numbers;
  std::vector<std::string> unknown_numbers;
};

struct Result {
  Question question;
  std::vector<Leaf> leaves;  // Indicators in the plan's order, then tasks by plan, occurrence, lead.
  std::array<PillarResult, 4> pillars;
  std::optional<double> raw_score;  // S, whatever the coverage; nullopt without any data.
  std::optional<double> score;      // S; nullopt under the policy's least coverage.
  double low = 0;
  double high = 0;
  double coverage = 0;
  Grade grade = Grade::kNone;
  ReadinessVerdict verdict = ReadinessVerdict::kUnknown;
  Text reason;
  GateResult binding;
  GateResult expected;
  std::string worst_section;
  bool illustrative = false;
};

// The plan's leaves and weights (catalogue.h): kept by callers that score one plan many times.
class Catalogue;

Result Score(const domain::Plan& plan, const Inputs& inputs, const Question& question);
Result Score(const Catalogue& catalogue, const Inputs& inputs, const Question& question);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_SCORE_H_
