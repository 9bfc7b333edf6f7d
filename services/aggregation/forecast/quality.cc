#include "services/aggregation/forecast/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "services/aggregation/score/aggregate.h"

namespace qcity::aggregation::forecast {
namespace {

constexpr std::int64_t kLeastOutcomes = 50;
constexpr int kBins = 10;

auto Statement(const Issued& issued) {
  return std::tie(issued.evaluation_date, issued.number, issued.probability, issued.period, issued.decided,
                  issued.plan_version, issued.policy_version);
}

double MeanOf(const std::vector<double>& terms) {
  return score::CompensatedSum(terms) / static_cast<double>(terms.size());
}

struct Bin {
  std::vector<double> probabilities, came;
};

// The tenths that hold any outcome, and the mean distance of what was said and what came.
void FillBins(const std::array<Bin, kBins>& bins, double outcomes, v1::ForecastQuality& quality) {
  std::vector<double> distances;
  for (int i = 0; i < kBins; ++i) {
    const Bin& bin = bins[i];
    if (bin.came.empty()) continue;
    v1::ReliabilityBin& message = *quality.add_bins();
    const auto count = static_cast<double>(bin.came.size());
    message.set_from(static_cast<double>(i) / kBins);
    message.set_to(static_cast<double>(i + 1) / kBins);
    message.set_count(static_cast<std::int64_t>(bin.came.size()));
    message.set_mean_probability(MeanOf(bin.probabilities));
    message.set_frequency(MeanOf(bin.came));
    distances.push_back(count * std::abs(message.mean_probability() - message.frequency()) / outcomes);
  }
  quality.set_calibration_error(score::CompensatedSum(distances));
}

}  // namespace

std::vector<Issued> NewAmong(absl::Span<const Issued> issued, absl::Span<const Issued> stored) {
  std::vector<Issued> fresh;
  for (const Issued& candidate : issued) {
    const bool known = std::any_of(stored.begin(), stored.end(),
                                   [&](const Issued& row) { return Statement(row) == Statement(candidate); });
    if (!known) fresh.push_back(candidate);
  }
  return fresh;
}

v1::ForecastQuality QualityOf(std::int64_t issued, absl::Span<const Outcome> outcomes) {
  v1::ForecastQuality quality;
  const auto count = static_cast<std::int64_t>(outcomes.size());
  quality.set_issued(issued);
  quality.set_outcomes(count);
  quality.set_least_outcomes(kLeastOutcomes);
  if (count < kLeastOutcomes) return quality;
  std::array<Bin, kBins> bins;
  std::vector<double> squares, came;
  for (const Outcome& outcome : outcomes) {
    const double happened = outcome.came ? 1 : 0;
    squares.push_back((outcome.probability - happened) * (outcome.probability - happened));
    came.push_back(happened);
    Bin& bin = bins[std::clamp(static_cast<int>(outcome.probability * kBins), 0, kBins - 1)];
    bin.probabilities.push_back(outcome.probability);
    bin.came.push_back(happened);
  }
  const double share = MeanOf(came);
  quality.set_brier(MeanOf(squares));
  quality.set_brier_of_share(share * (1 - share));
  FillBins(bins, static_cast<double>(count), quality);
  return quality;
}

}  // namespace qcity::aggregation::forecast
