#include "services/cli/output/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qcity::cli {
namespace {

constexpr std::array<const char*, 8> kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

}  // namespace

std::string Sparkline(absl::Span<const std::optional<double>> values) {
  std::optional<double> least, greatest;
  for (const std::optional<double>& value : values) {
    if (!value.has_value()) continue;
    least = std::min(least.value_or(*value), *value);
    greatest = std::max(greatest.value_or(*value), *value);
  }
  std::string bars;
  for (const std::optional<double>& value : values) {
    if (!value.has_value()) {
      bars += ' ';
      continue;
    }
    const double place = *greatest > *least ? (*value - *least) / (*greatest - *least) : 0.5;
    bars += kBars[static_cast<std::size_t>(std::lround(place * (kBars.size() - 1)))];
  }
  return bars;
}

}  // namespace qcity::cli
