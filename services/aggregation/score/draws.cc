#include "services/aggregation/score/draws.h"

#include <algorithm>
#include <cmath>

#include "services/aggregation/score/achieve.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/joint.h"
#include "services/aggregation/score/normal.h"
#include "services/aggregation/score/random_bits.h"

namespace qcity::aggregation::score {
namespace {

constexpr char kCommonId[] = "common";

std::uint64_t KeyOf(absl::string_view id, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a.
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return MixedBits(hash ^ MixedBits(seed + kGoldenBits));
}

// The normal number of `draw` under a key.
double NormalAt(std::uint64_t key, std::uint64_t draw) {
  return NormalQuantile(UnitOf(MixedBits(key + (draw + 1) * kGoldenBits)));
}

bool UpIsBetter(ValueChance::Kind kind) {
  return kind == ValueChance::Kind::kAtLeast || kind == ValueChance::Kind::kAbove;
}

domain::RankFigure PlaceOf(double value, std::int64_t ranked) {
  const auto place = std::clamp<std::int64_t>(std::llround(value), 1, ranked);
  return {place, place, ranked};
}

double AchievedBy(const ValueChance& chance, double limit, double value) {
  switch (chance.kind) {
    case ValueChance::Kind::kAtLeast:
      return value >= limit ? 1 : AtLeast(value, chance.target, chance.zero).achievement;
    case ValueChance::Kind::kAbove: return value >= limit ? 1 : Above(value, chance.target, chance.zero).achievement;
    case ValueChance::Kind::kAtMost: return value < limit ? 1 : AtMost(value, chance.target, chance.zero).achievement;
    case ValueChance::Kind::kBelowNational: return BelowNational(value, 1).achievement;
    case ValueChance::Kind::kRankWithin:
      return RankWithin(PlaceOf(value, chance.ranked), chance.target, chance.zero).achievement;
    case ValueChance::Kind::kLeading:
      return Leading(PeerShare(PlaceOf(value, chance.ranked)), chance.target, chance.zero).achievement;
  }
  return 0;
}

// From a leaf's standard normal x, better when greater, to its achievement.
class Drawing {
 public:
  explicit Drawing(const Chance& chance) : chance_(chance) {
    if (const auto* ladder = std::get_if<Ladder>(&chance)) {
      double above = 0;
      for (const auto& [probability, achievement] : ladder->outcomes) {
        above += probability;
        steps_.emplace_back(-NormalQuantile(std::min(above, 1.0)), achievement);
      }
    } else if (const auto* value = std::get_if<ValueChance>(&chance)) {
      limit_ = value->kind == ValueChance::Kind::kAtLeast ? value->value.Edge(value->target, /*above=*/false)
                                                          : value->value.Edge(value->target, /*above=*/true);
    }
  }

  double At(double x) const {
    if (const auto* fixed = std::get_if<Fixed>(&chance_)) return fixed->achievement;
    if (const auto* ladder = std::get_if<Ladder>(&chance_)) {
      for (const auto& [threshold, achievement] : steps_) {
        if (x >= threshold) return achievement;
      }
      return ladder->otherwise;
    }
    const auto& value = std::get<ValueChance>(chance_);
    const double q = NormalCdf(UpIsBetter(value.kind) ? x : -x);
    return AchievedBy(value, limit_, value.value.Quantile(q));
  }

 private:
  const Chance& chance_;
  std::vector<std::pair<double, double>> steps_;  // From which x on, what.
  double limit_ = 0;
};

double QuantileOf(const std::vector<double>& sorted, double q) {
  return sorted[static_cast<std::size_t>(std::floor(q * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace

std::vector<double> DrawCommon(int draws, std::uint64_t seed) {
  std::vector<double> common(draws);
  const std::uint64_t key = KeyOf(kCommonId, seed);
  for (int i = 0; i < draws; ++i) common[i] = NormalAt(key, i);
  return common;
}

void DrawInto(const WeightedChance& chance, absl::Span<const double> common, std::uint64_t seed,
              absl::Span<double> achievements) {
  if (const auto* fixed = std::get_if<Fixed>(&chance.chance)) {
    for (double& achievement : achievements) achievement += chance.share * fixed->achievement;
    return;
  }
  const double shared = std::sqrt(kCommonShare), own = std::sqrt(1 - kCommonShare);
  const std::uint64_t key = KeyOf(chance.id, seed);
  const Drawing drawing(chance.chance);
  for (std::size_t i = 0; i < achievements.size(); ++i) {
    achievements[i] += chance.share * drawing.At(shared * common[i] + own * NormalAt(key, i));
  }
}

std::optional<ScoreDraws> DrawScores(absl::Span<const DrawnLeaf> leaves, int draws, std::uint64_t seed,
                                     double pass_mark) {
  std::vector<double> points;
  for (const DrawnLeaf& leaf : leaves) points.push_back(leaf.points);
  const double weight = CompensatedSum(points);
  if (weight <= 0 || draws <= 0) return std::nullopt;
  const std::vector<double> common = DrawCommon(draws, seed);
  std::vector<double> scores(draws, 0), achievements(draws);
  for (const DrawnLeaf& leaf : leaves) {
    std::fill(achievements.begin(), achievements.end(), 0);
    for (const WeightedChance& chance : leaf.chances) DrawInto(chance, common, seed, absl::MakeSpan(achievements));
    const double factor = 100 * leaf.points / weight;
    for (int i = 0; i < draws; ++i) scores[i] += factor * achievements[i];
  }
  ScoreDraws drawn;
  drawn.score.mean = CompensatedSum(scores) / draws;
  const auto pass = std::count_if(scores.begin(), scores.end(), [&](double score) { return score >= pass_mark; });
  drawn.pass = static_cast<double>(pass) / draws;
  std::sort(scores.begin(), scores.end());
  drawn.score.low = QuantileOf(scores, 0.05);
  drawn.score.high = QuantileOf(scores, 0.95);
  return drawn;
}

}  // namespace qcity::aggregation::score
