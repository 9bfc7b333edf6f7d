// Sobol indices: which share of an output's variance each uncertain factor causes, alone and with all its interactions. Jansen's estimators on a counter-based
// generator. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_SOBOL_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_SOBOL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

namespace qcity::aggregation::score {

// A number from the uniform distribution on (0, 1) that depends on seed, row and column alone: what else is drawn leaves it.
double UniformAt(std::uint64_t seed, std::uint64_t row, std::uint64_t column);

// A factor may move several coordinates at once.
struct SobolDesign {
  int samples = 0;
  std::uint64_t seed = 0;
  int factors = 0;
  std::vector<int> factor_of;  // Of each coordinate.
  int outputs = 1;

  // Calls of the model.
  std::int64_t evaluations() const { return static_cast<std::int64_t>(samples) * (factors + 2); }
};

struct SobolIndices {
  double first = 0;  // Alone.
  double total = 0;  // With its interactions. Both are estimates: either may leave 0..1 by its sampling error.
};

// Of one output.
struct SobolResult {
  double mean = 0;
  double variance = 0;
  std::vector<SobolIndices> factors;  // Empty if the output never varies.
};

// The outputs at a point of the unit cube, one value for each coordinate.
using SobolModel = absl::FunctionRef<void(absl::Span<const double> point, absl::Span<double> outputs)>;

// Calls `observe` with the outputs at each of the 2 x samples independent points, and `go_on` with the share that is done, after each sample; nullopt if that says no.
std::optional<std::vector<SobolResult>> Sobol(const SobolDesign& design, SobolModel model,
                                              absl::FunctionRef<void(absl::Span<const double> outputs)> observe,
                                              absl::FunctionRef<bool(double share)> go_on);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_SOBOL_H_
