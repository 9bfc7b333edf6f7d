// Kinds that hold the city against others: BELOW_NATIONAL, RANK_WITHIN, LEADING_AMONG_PEERS.
#include "absl/strings/str_cat.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;
using plan::v1::Target;

void SayNational(Outcome& outcome, const Indicator& indicator, double value, double national) {
  const std::string mine = Quantity(value, indicator), theirs = Quantity(national, indicator);
  const std::string credit = Number(*outcome.achievement);
  Append(
      outcome.rule, absl::StrCat(mine, outcome.met ? " 达到，全国 " : " 未达到，全国 ", theirs, "，得 ", credit),
      absl::StrCat(mine, outcome.met ? " meets, national " : " misses, national ", theirs, ", achievement ", credit));
}

// The policy's share decides; what 前列 would mean at a tenth and at a third is said beside it.
void SayPlace(Outcome& outcome, const Measure& measure, const domain::RankFigure& rank) {
  const std::string place = RankWords(rank), credit = Number(*outcome.achievement);
  const std::string leading = Number(100 * measure.policy().leading_share());
  Append(outcome.rule, absl::StrCat("名次 ", place, outcome.met ? " 在前 " : " 不在前 ", leading, " %，得 ", credit),
         absl::StrCat("rank ", place, outcome.met ? " is in the first " : " is not in the first ", leading,
                      " %, achievement ", credit));
  for (const double other : {0.10, 0.33}) {
    const bool met = PeerShare(rank) <= other;
    Append(outcome.rule, absl::StrCat("；按前 ", Number(100 * other), " % ", met ? "达到" : "未达到"),
           absl::StrCat("; at ", Number(100 * other), " % ", met ? "met" : "missed"));
  }
}

}  // namespace

domain::RankFigure PlaceAmongPeers(const Measure& measure, absl::string_view part, const domain::Period& period,
                                   double value, std::vector<const FigureInput*>& inputs) {
  std::int64_t better = 0, as_good = 1, compared = 1;
  for (const std::string& peer : measure.policy().peers()) {
    const std::optional<Observed> theirs = measure.SeriesOf(part, peer).At(period);
    if (!theirs.has_value() || !theirs->covers) continue;
    const std::optional<double> number = domain::NumberOf(measure.indicator(), theirs->figure);
    if (!number.has_value()) continue;
    ++compared;
    if (*number > value) ++better;
    if (*number == value) ++as_good;
    inputs.insert(inputs.end(), theirs->inputs.begin(), theirs->inputs.end());
  }
  return {better + 1, better + as_good, compared};
}

Outcome ScoreBelowNational(const Measure& measure, absl::string_view part, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const std::optional<Observed> observed = Evaluated(series, indicator, measure.plan.document(), measure.judged_at);
  if (!observed.has_value()) return NoFigure(measure);
  const std::optional<double> value = domain::NumberOf(indicator, observed->figure);
  if (!value.has_value()) return NoFigure(measure);
  Outcome outcome = From(measure, *observed);
  const Series references = measure.SeriesOf(part, "NATIONAL");
  const std::optional<double> national = NumberAt(indicator, references, observed->period);
  if (!national.has_value()) {
    const std::string period = observed->period.ToString();
    Append(outcome.rule, absl::StrCat("缺 ", period, " 全国值，无法比较"),
           absl::StrCat("no national value for ", period, " to compare with"));
    return outcome;
  }
  const std::vector<const FigureInput*> inputs = references.At(observed->period)->inputs;
  outcome.inputs.insert(outcome.inputs.end(), inputs.begin(), inputs.end());
  Take(outcome, BelowNational(*value, *national));
  if (*national > 0) outcome.judged = {{plan::v1::BELOW_NATIONAL, *value, *national, 2 * *national}};
  SayNational(outcome, indicator, *value, *national);
  SayChance(outcome, indicator, observed->figure, *national, /*upward=*/false);
  return outcome;
}

Outcome ScoreRank(const Measure& measure, const Target& target, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const std::optional<Observed> observed = Evaluated(series, indicator, measure.plan.document(), measure.judged_at);
  const auto* rank = observed.has_value() ? std::get_if<domain::RankFigure>(&observed->figure) : nullptr;
  if (rank == nullptr) return NoFigure(measure);
  Outcome outcome = From(measure, *observed);
  const auto zero = target.has_zero_credit() ? std::optional<double>(target.zero_credit()) : std::nullopt;
  Take(outcome, RankWithin(*rank, target.value(), zero));
  const double last = ZeroCreditRank(*rank, target.value(), zero);
  if (last > target.value()) {
    outcome.judged = {{plan::v1::RANK_WITHIN, static_cast<double>(rank->rank_last), target.value(), last}};
  }
  if (TieSpans(*rank, target.value())) outcome.flags.push_back("tie");
  const std::string place = RankWords(*rank), wanted = Number(target.value());
  const std::string credit = Number(*outcome.achievement);
  Append(
      outcome.rule, absl::StrCat("名次 ", place, outcome.met ? " 在前 " : " 不在前 ", wanted, " 名，得 ", credit),
      absl::StrCat("rank ", place, outcome.met ? " is within " : " is not within ", wanted, ", achievement ", credit));
  return outcome;
}

Outcome ScoreLeading(const Measure& measure, absl::string_view part, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const std::optional<Observed> observed = Evaluated(series, indicator, measure.plan.document(), measure.judged_at);
  if (!observed.has_value()) return NoFigure(measure);
  Outcome outcome = From(measure, *observed);
  domain::RankFigure rank;
  if (const auto* reported = std::get_if<domain::RankFigure>(&observed->figure)) {
    rank = *reported;
  } else if (const std::optional<double> value = domain::NumberOf(indicator, observed->figure); value.has_value()) {
    rank = PlaceAmongPeers(measure, part, observed->period, *value, outcome.inputs);
  }
  const int least = measure.policy().least_peers();
  if (rank.ranked < least) {
    Append(outcome.rule, absl::StrCat("参与比较的城市 ", rank.ranked, " 个，少于 ", least, " 个"),
           absl::StrCat(rank.ranked, " cities compared, fewer than ", least));
    return outcome;
  }
  const double leading = measure.policy().leading_share(), trailing = measure.policy().trailing_share();
  Take(outcome, Leading(PeerShare(rank), leading, trailing));
  outcome.judged = {{plan::v1::LEADING_AMONG_PEERS, PeerShare(rank), leading, trailing}};
  SayPlace(outcome, measure, rank);
  return outcome;
}

}  // namespace qcity::aggregation::score
