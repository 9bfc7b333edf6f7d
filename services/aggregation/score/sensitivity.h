// How far readiness rests on choices of policy (scoring.md 8): the variance that each choice causes, the verdicts that others would give, weights under which the
// city passes, and the score without each leaf. Pure: the same result, options and seed give the same answer. Any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_SENSITIVITY_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_SENSITIVITY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/policy_draw.h"
#include "services/aggregation/score/score.h"
#include "services/aggregation/score/sobol.h"
#include "services/aggregation/score/weight_acceptability.h"

namespace qcity::aggregation::score {

struct SensitivityOptions {
  int samples = 2048;
  std::uint64_t seed = 0;
};

// One choice of policy, and the share of the variance that it causes.
struct FactorSensitivity {
  PolicyFactor factor;
  std::optional<SobolIndices> score;  // Of S; nullopt if S never varies.
  std::optional<SobolIndices>
      verdict;  // Of whether the verdict is the one of today's policy; nullopt if it always or never is.
};

// S over the drawn policies.
struct Spread {
  double mean = 0;
  double deviation = 0;  // Standard deviation.
  double p05 = 0, p50 = 0, p95 = 0;
  double passes = 0;  // Share with S >= pass mark.
};

// S as if one leaf did not apply.
struct LeafOut {
  int leaf = 0;                 // In the result's leaves.
  std::optional<double> score;  // nullopt if nothing else has data.
  double change = 0;            // Without it less with it; 0 where there is none.
};

struct Sensitivity {
  std::vector<FactorSensitivity> factors;  // By total index of S, the greatest first.
  Spread spread;
  std::array<double, 4> verdicts = {};  // Share of the drawn policies, by ReadinessVerdict from READY on.
  std::int64_t evaluations = 0;
  WeightAcceptability weights;
  std::vector<LeafOut> leaves_out;  // Leaves with data, by the size of the change, the greatest first.
};

// Calls `go_on` with the share that is done; nullopt if it says no. `vetoed`: a veto is in force.
std::optional<Sensitivity> AnalyzeSensitivity(const domain::Plan& plan, const Result& result, bool vetoed,
                                              const SensitivityOptions& options,
                                              absl::FunctionRef<bool(double share)> go_on);

// S without each leaf with data.
std::vector<LeafOut> LeaveOutEach(const domain::Plan& plan, const Result& result);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_SENSITIVITY_H_
