// What readiness would be under another policy: points, weights, zero-credit points, limits, gates, rules for missing data and for the mean, each drawn from its
// own range. One thread at a time.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_POLICY_DRAW_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_POLICY_DRAW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/base/text.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/flat.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// Something that the policy might have set otherwise.
struct PolicyFactor {
  std::string key;  // "points/indicators", "weights/一、产品质量", "zero_credit", "aggregator" ...
  Text title;
  Text range;  // What it is drawn from.
};

// Under geometric and harmonic means an achievement below this counts as this.
inline constexpr double kAggregatorFloor = 0.01;

class PolicyDraw {
 public:
  // Of a scored line. `vetoed`: a veto is in force. The plan must outlive it.
  PolicyDraw(const domain::Plan& plan, const Result& result, bool vetoed);
  PolicyDraw(const PolicyDraw&) = delete;
  PolicyDraw& operator=(const PolicyDraw&) = delete;

  const std::vector<PolicyFactor>& factors() const { return factors_; }
  // The factor that each coordinate of a point belongs to: weights of one section are drawn one by one and are one factor.
  const std::vector<int>& factor_of() const { return factor_of_; }

  struct Outcome {
    double score = 0;  // 0..100; 0 without any data.
    double low = 0;
    double high = 100;
    ReadinessVerdict verdict = ReadinessVerdict::kUnknown;
  };
  // Readiness under the policy at a point of the unit cube. Allocates nothing.
  Outcome At(absl::Span<const double> point);

 private:
  // Where things stand in a point.
  struct Coordinates {
    int indicator_points = -1, task_points = -1, first_weight = 0;
    int zero_credit = 0, leading_share = 0, zero_limit = 0, gates = 0, missing = 0, aggregator = 0;
  };
  enum class Missing { kLeftOut, kZero, kFull };
  struct Gate {
    std::size_t leaf = 0;
    bool binding = false;
    bool met = false;
    bool by_share = false;  // Met or not as the leading share has it.
  };

  void AddFactors(const Result& result);
  int AddFactor(PolicyFactor factor);
  void AddGates(const Result& result);
  void DrawWeights(absl::Span<const double> point);
  void DrawLimits(absl::Span<const double> point);
  void Fill(Missing missing);
  std::optional<double> Mean(Rule rule, absl::Span<const double> achieved);
  ReadinessVerdict Judge(const Outcome& outcome, bool expected_gates) const;

  const domain::Plan& plan_;
  const FlatCampaign base_;
  FlatCampaign drawn_;
  FlatLevels levels_;
  const bool vetoed_;
  std::vector<PolicyFactor> factors_;
  std::vector<int> factor_of_;
  Coordinates at_;
  std::vector<std::size_t> weighed_;  // Leaves of measures, in the order of their coordinates.
  std::vector<Gate> gates_;
  std::vector<double> achieved_, known_, worst_, best_;  // By leaf.
};

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_POLICY_DRAW_H_
