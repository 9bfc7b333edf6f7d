#include "services/aggregation/score/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/aggregation/score/flat.h"

namespace qcity::aggregation::score {
namespace {

constexpr int kWeightDraws = 20'000;
// Other draws than those of the factors.
constexpr std::uint64_t kWeightSeed = 0x77656967687473;

// The outputs of a drawn policy: S, whether the verdict is today's, and which one it is.
constexpr int kScore = 0, kSame = 1, kVerdict = 2, kOutputs = 3;

std::optional<SobolIndices> At(const SobolResult& result, std::size_t factor) {
  return result.factors.empty() ? std::nullopt : std::make_optional(result.factors[factor]);
}

double TotalOf(const FactorSensitivity& factor) { return factor.score.has_value() ? factor.score->total : 0; }

// The value below which a share `p` of the sorted `scores` lies.
double Quantile(const std::vector<double>& scores, double p) {
  const double place = p * static_cast<double>(scores.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= scores.size()) return scores.back();
  return scores[below] + (place - static_cast<double>(below)) * (scores[below + 1] - scores[below]);
}

Spread SpreadOf(std::vector<double> scores, const SobolResult& moments, double pass_mark) {
  std::sort(scores.begin(), scores.end());
  const auto passing = scores.end() - std::lower_bound(scores.begin(), scores.end(), pass_mark);
  return {.mean = moments.mean,
          .deviation = std::sqrt(std::max(0.0, moments.variance)),
          .p05 = Quantile(scores, 0.05),
          .p50 = Quantile(scores, 0.5),
          .p95 = Quantile(scores, 0.95),
          .passes = static_cast<double>(passing) / static_cast<double>(scores.size())};
}

std::vector<FactorSensitivity> FactorsOf(const std::vector<PolicyFactor>& factors,
                                         const std::vector<SobolResult>& indices) {
  std::vector<FactorSensitivity> sensitivities;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    sensitivities.push_back({factors[i], At(indices[kScore], i), At(indices[kSame], i)});
  }
  std::stable_sort(sensitivities.begin(), sensitivities.end(),
                   [](const FactorSensitivity& a, const FactorSensitivity& b) { return TotalOf(a) > TotalOf(b); });
  return sensitivities;
}

}  // namespace

std::vector<LeafOut> LeaveOutEach(const domain::Plan& plan, const Result& result) {
  const FlatCampaign campaign(plan, result);
  FlatScore score(campaign);
  score.Evaluate(campaign.value);
  const std::optional<double> whole = score.totals().score;
  std::vector<LeafOut> leaves;
  for (std::size_t leaf = 0; leaf < campaign.leaves(); ++leaf) {
    const double achieved = score.achieved()[leaf];
    if (std::isnan(achieved)) continue;
    score.LeaveOut(leaf);
    const std::optional<double> without = score.totals().score;
    leaves.push_back({campaign.position[leaf], without, without.has_value() ? *without - *whole : 0});
    score.Set(leaf, achieved);
  }
  std::stable_sort(leaves.begin(), leaves.end(),
                   [](const LeafOut& a, const LeafOut& b) { return std::abs(a.change) > std::abs(b.change); });
  return leaves;
}

std::optional<Sensitivity> AnalyzeSensitivity(const domain::Plan& plan, const Result& result, bool vetoed,
                                              const SensitivityOptions& options,
                                              absl::FunctionRef<bool(double share)> go_on) {
  PolicyDraw policy(plan, result, vetoed);
  const SobolDesign design{.samples = options.samples,
                           .seed = options.seed,
                           .factors = static_cast<int>(policy.factors().size()),
                           .factor_of = policy.factor_of(),
                           .outputs = kOutputs};
  Sensitivity sensitivity;
  std::vector<double> scores;
  const auto model = [&](absl::Span<const double> point, absl::Span<double> outputs) {
    const PolicyDraw::Outcome outcome = policy.At(point);
    outputs[kScore] = outcome.score;
    outputs[kSame] = outcome.verdict == result.verdict ? 1 : 0;
    outputs[kVerdict] = static_cast<double>(outcome.verdict);
  };
  const auto observe = [&](absl::Span<const double> outputs) {
    scores.push_back(outputs[kScore]);
    ++sensitivity.verdicts[static_cast<std::size_t>(outputs[kVerdict]) - 1];
  };
  const std::optional<std::vector<SobolResult>> indices = Sobol(design, model, observe, go_on);
  if (!indices.has_value()) return std::nullopt;
  for (double& share : sensitivity.verdicts) share /= static_cast<double>(scores.size());
  const double pass_mark = plan.document().policy().pass_mark();
  sensitivity.factors = FactorsOf(policy.factors(), *indices);
  sensitivity.spread = SpreadOf(std::move(scores), (*indices)[kScore], pass_mark);
  sensitivity.evaluations = design.evaluations();
  sensitivity.weights = AcceptabilityOf(result, pass_mark, kWeightDraws, options.seed ^ kWeightSeed);
  sensitivity.leaves_out = LeaveOutEach(plan, result);
  return sensitivity;
}

}  // namespace qcity::aggregation::score
