// A scored campaign as flat arrays, for whoever scores it thousands of times over: other weights, other limits, other values. The public score stays that of
// score.h, whose sums are compensated and in the order of ids; these agree with it to rounding. Any thread may read; one at a time writes.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_FLAT_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_FLAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// The leaves that apply, in the order of the result, in one allocation. NaN is what is missing.
//
// Element i is the number behind leaf i; the further parts of leaves that have several follow after the last leaf. An element achieves
// clamp((value - zero) / (target - zero)); a leaf the sum of its elements' achievements by their shares.
class FlatCampaign {
 public:
  FlatCampaign(const domain::Plan& plan, const Result& result);
  FlatCampaign(const FlatCampaign& other);
  FlatCampaign& operator=(const FlatCampaign&) = delete;

  std::size_t leaves() const { return weight.size(); }
  std::size_t elements() const { return value.size(); }
  std::size_t groups() const { return group_pillar.size(); }

  // The achievement of each leaf for one value of each element. Allocates nothing.
  void Achieve(absl::Span<const double> values, absl::Span<double> achieved) const;

  // By element.
  absl::Span<double> value, target, zero, share;
  absl::Span<std::uint8_t> kind;  // plan::v1::TargetKind; 0 where the value is the achievement itself.
  absl::Span<std::int32_t> leaf_of;
  // By leaf.
  absl::Span<double> weight, open;
  absl::Span<std::uint8_t> due;
  absl::Span<std::int32_t> position;  // In the result's leaves.
  absl::Span<std::int32_t> group;     // A section of measures, or a group of duties.
  // By group.
  absl::Span<std::int32_t> group_pillar;

 private:
  struct Sizes {
    std::size_t leaves = 0;
    std::size_t elements = 0;
    std::size_t groups = 0;
  };

  void Allocate(const Sizes& sizes);
  void Fill(std::size_t leaf, std::size_t element, const Judged& judged);

  std::size_t bytes_ = 0;
  std::unique_ptr<std::byte[]> block_;
};

struct FlatTotals {
  std::optional<double> score;
  double low = 0;
  double high = 100;
  double coverage = 0;
};

// The sums of a campaign in a tree of partial sums: a changed leaf costs an addition on each level, and gives the same bytes as summing all anew.
class FlatScore {
 public:
  // `campaign` must outlive it.
  explicit FlatScore(const FlatCampaign& campaign);

  // Sums all anew, for one value of each element. Neither this nor Set allocates.
  void Evaluate(absl::Span<const double> values);
  // One leaf's achievement is another; NaN: it has no data.
  void Set(std::size_t leaf, double achievement);
  // It leaves every sum, as if it did not apply.
  void LeaveOut(std::size_t leaf);

  FlatTotals totals() const;
  absl::Span<const double> achieved() const { return achieved_; }

 private:
  // Weights and what they earn, of a leaf or of all below a node.
  struct Sums {
    double applicable = 0, due = 0, with_data = 0, earned = 0, worst = 0, best = 0;
  };

  static Sums Plus(const Sums& a, const Sums& b);
  Sums SumsOf(std::size_t leaf) const;
  void Put(std::size_t leaf, const Sums& sums);

  const FlatCampaign& campaign_;
  std::size_t width_ = 1;  // Leaves, up to a power of two.
  std::vector<double> achieved_;
  // The leaves, then level by level half as many: node i of a level adds up nodes i and i + half of the one before.
  std::vector<Sums> tree_;
};

// Means of a campaign's leaves level by level: leaf, group, pillar, all; weights are renormalised over what is present. The same as Aggregate on that tree, without
// its allocations.
class FlatLevels {
 public:
  explicit FlatLevels(const FlatCampaign& campaign) : campaign_(campaign), sums_(campaign.groups()) {}

  // `achieved` by leaf; what is NaN is absent, and has weight in its group only if it is due. Geometric and harmonic means count less than `floor` as `floor`,
  // which must be above 0 for them. nullopt if nothing is present.
  std::optional<double> Mean(Rule rule, double floor, absl::Span<const double> achieved);

 private:
  struct Sums {
    double all = 0, present = 0, term = 0;
  };
  std::optional<double> MeanOfGroups(Rule rule);

  const FlatCampaign& campaign_;
  std::vector<Sums> sums_;
};

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_FLAT_H_
