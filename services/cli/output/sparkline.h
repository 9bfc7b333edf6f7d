// A row of numbers as a row of bars: "▁▃▆█". Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_SPARKLINE_H_
#define QCITY_SERVICES_CLI_OUTPUT_SPARKLINE_H_

#include <optional>
#include <string>

#include "absl/types/span.h"

namespace qcity::cli {

// From the least value (the lowest bar) to the greatest (the highest); equal ones are all of middle height, a missing one is a gap.
std::string Sparkline(absl::Span<const std::optional<double>> values);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_SPARKLINE_H_
