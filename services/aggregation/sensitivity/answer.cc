#include "services/aggregation/sensitivity/answer.h"

#include <optional>

#include "common/domain/period.h"
#include "services/aggregation/answer.h"

namespace qcity::aggregation::sensitivity {
namespace {

void Fill(const std::optional<score::SobolIndices>& indices, v1::SobolIndices* (v1::FactorSensitivity::*place)(),
          v1::FactorSensitivity& message) {
  if (!indices.has_value()) return;
  v1::SobolIndices& shares = *(message.*place)();
  shares.set_first(indices->first);
  shares.set_total(indices->total);
}

v1::FactorSensitivity FactorOf(const score::FactorSensitivity& factor) {
  v1::FactorSensitivity message;
  message.set_key(factor.factor.key);
  message.set_title_zh(factor.factor.title.zh);
  message.set_title_en(factor.factor.title.en);
  message.set_range_zh(factor.factor.range.zh);
  message.set_range_en(factor.factor.range.en);
  Fill(factor.score, &v1::FactorSensitivity::mutable_score, message);
  Fill(factor.verdict, &v1::FactorSensitivity::mutable_verdict, message);
  return message;
}

v1::PolicySpread SpreadOf(const score::Spread& spread) {
  v1::PolicySpread message;
  message.set_mean(spread.mean);
  message.set_deviation(spread.deviation);
  message.set_p05(spread.p05);
  message.set_p50(spread.p50);
  message.set_p95(spread.p95);
  message.set_passes(spread.passes);
  return message;
}

v1::WeightAcceptability WeightsOf(const domain::Plan& plan, const score::Result& result,
                                  const score::WeightAcceptability& weights) {
  v1::WeightAcceptability message;
  message.set_share(weights.share);
  message.set_draws(weights.draws);
  for (const score::MeasureWeight& measure : weights.measures) {
    const score::Leaf& leaf = result.leaves[measure.leaf];
    v1::MeasureWeight& weight = *message.add_measures();
    weight.set_node(leaf.id);
    weight.set_title(TitleOf(plan, leaf));
    weight.set_achievement(*leaf.achievement);
    if (measure.central.has_value()) weight.set_central_weight(*measure.central);
    weight.set_rank(measure.rank);
  }
  return message;
}

v1::LeafOut LeafOutOf(const domain::Plan& plan, const score::Result& result, const score::LeafOut& out) {
  const score::Leaf& leaf = result.leaves[out.leaf];
  v1::LeafOut message;
  message.set_node(leaf.id);
  message.set_title(TitleOf(plan, leaf));
  message.set_points(leaf.points);
  message.set_achievement(*leaf.achievement);
  if (out.score.has_value()) message.set_score(*out.score);
  message.set_change(out.change);
  return message;
}

}  // namespace

v1::Sensitivity AnswerOf(const domain::Plan& plan, const score::Result& result, const score::Sensitivity& sensitivity,
                         const score::SensitivityOptions& options) {
  v1::Sensitivity message;
  message.set_as_of(domain::FormatDay(result.question.as_of));
  message.set_judged_at(domain::FormatDay(result.question.judged_at));
  message.set_verdict(static_cast<v1::ReadinessVerdict>(result.verdict));
  if (result.raw_score.has_value()) message.set_score(*result.raw_score);
  message.set_score_low(result.low);
  message.set_score_high(result.high);
  message.set_pass_mark(plan.document().policy().pass_mark());
  for (const score::FactorSensitivity& factor : sensitivity.factors) *message.add_factors() = FactorOf(factor);
  *message.mutable_spread() = SpreadOf(sensitivity.spread);
  for (std::size_t i = 0; i < sensitivity.verdicts.size(); ++i) {
    v1::VerdictShare& verdict = *message.add_verdicts();
    verdict.set_verdict(static_cast<v1::ReadinessVerdict>(i + 1));
    verdict.set_share(sensitivity.verdicts[i]);
  }
  *message.mutable_weights() = WeightsOf(plan, result, sensitivity.weights);
  for (const score::LeafOut& out : sensitivity.leaves_out) *message.add_leaves_out() = LeafOutOf(plan, result, out);
  message.set_samples(options.samples);
  message.set_evaluations(sensitivity.evaluations);
  message.set_seed(options.seed);
  message.set_illustrative(result.illustrative);
  return message;
}

}  // namespace qcity::aggregation::sensitivity
