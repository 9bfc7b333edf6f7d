// Aggregation of a tree of indicators level by level (COINr's way), apart from the score itself, which is flat. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_AGGREGATE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_AGGREGATE_H_

#include <cmath>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace qcity::aggregation::score {

enum class Rule { kArithmetic, kGeometric, kHarmonic };

// A node: leaves hold values; others hold children. Weights are relative among siblings.
struct TreeNode {
  int parent = -1;    // Position of the parent, smaller than this node's own; -1 for the root.
  double weight = 1;  // > 0.
};

// The value of every node. `values` has one entry per node; those of inner nodes are ignored. A node without any present child is absent; weights are renormalised
// over present children. INVALID_ARGUMENT for a malformed tree, weights that are not positive, and values <= 0 under the geometric and harmonic rules.
absl::StatusOr<std::vector<std::optional<double>>> Aggregate(absl::Span<const TreeNode> tree, Rule rule,
                                                             absl::Span<const std::optional<double>> values);

// Every rule is an arithmetic mean of transformed values, brought back.
double Transformed(double value, Rule rule);
double Restored(double mean, Rule rule);

// A sum that does not depend on its terms' order of magnitude (Neumaier); callers order terms by id for equal bytes.
class Compensated {
 public:
  void Add(double term) {
    const double next = sum_ + term;
    // What the addition rounded away from the smaller of the two.
    lost_ += std::abs(sum_) >= std::abs(term) ? (sum_ - next) + term : (term - next) + sum_;
    sum_ = next;
  }
  double sum() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};
double CompensatedSum(absl::Span<const double> terms);

// Wilson's score interval of a share, for n' effective answers (design effect, finite population): scoring.md, vectors in wilson.csv.
struct Interval {
  double low = 0;
  double high = 0;
};
Interval Wilson(double successes, double n, double population, double design_effect, double z = 1.959963984540054);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_AGGREGATE_H_
