#include "services/aggregation/score/flat.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "absl/container/btree_map.h"

namespace qcity::aggregation::score {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The group of a leaf by name; the number that it gets is that of its first appearance.
std::pair<Pillar, std::string> GroupOf(const domain::Plan& plan, const Leaf& leaf) {
  return {leaf.pillar, leaf.pillar == Pillar::kIndicators ? plan.document().indicators(leaf.position).section()
                                                          : plan.document().tasks(leaf.position).group()};
}

// NaN stays NaN.
double Clamped(double share) { return share < 0 ? 0 : share > 1 ? 1 : share; }

}  // namespace

FlatCampaign::FlatCampaign(const domain::Plan& plan, const Result& result) {
  absl::btree_map<std::pair<Pillar, std::string>, int> numbers;
  Sizes sizes;
  for (const Leaf& leaf : result.leaves) {
    if (!leaf.applicable) continue;
    numbers.try_emplace(GroupOf(plan, leaf), static_cast<int>(numbers.size()));
    ++sizes.leaves;
    sizes.elements += std::max<std::size_t>(1, leaf.judged.size());
  }
  sizes.groups = numbers.size();
  Allocate(sizes);
  for (const auto& [name, number] : numbers) group_pillar[number] = static_cast<std::int32_t>(name.first);
  std::size_t next = 0, further = sizes.leaves;
  for (std::size_t i = 0; i < result.leaves.size(); ++i) {
    const Leaf& leaf = result.leaves[i];
    if (!leaf.applicable) continue;
    weight[next] = leaf.points;
    open[next] = leaf.open_share;
    due[next] = leaf.due ? 1 : 0;
    position[next] = static_cast<std::int32_t>(i);
    group[next] = numbers.at(GroupOf(plan, leaf));
    if (leaf.judged.empty()) {
      Fill(next, next, {.value = leaf.achievement.value_or(kMissing)});
    } else {
      Fill(next, next, leaf.judged.front());
      for (std::size_t part = 1; part < leaf.judged.size(); ++part) Fill(next, further++, leaf.judged[part]);
    }
    ++next;
  }
}

FlatCampaign::FlatCampaign(const FlatCampaign& other) {
  Allocate({.leaves = other.leaves(), .elements = other.elements(), .groups = other.groups()});
  std::memcpy(block_.get(), other.block_.get(), bytes_);
}

void FlatCampaign::Allocate(const Sizes& sizes) {
  // Widest first, so that each array begins where its type may.
  const std::size_t doubles = 4 * sizes.elements + 2 * sizes.leaves;
  const std::size_t words = sizes.elements + 2 * sizes.leaves + sizes.groups;
  bytes_ = sizeof(double) * doubles + sizeof(std::int32_t) * words + sizes.elements + sizes.leaves;
  block_ = std::make_unique<std::byte[]>(bytes_);
  std::byte* next = block_.get();
  const auto place = [&next]<typename Item>(absl::Span<Item>& array, std::size_t length) {
    array = absl::Span<Item>(reinterpret_cast<Item*>(next), length);
    next += sizeof(Item) * length;
  };
  for (absl::Span<double>* array : {&value, &target, &zero, &share}) place(*array, sizes.elements);
  for (absl::Span<double>* array : {&weight, &open}) place(*array, sizes.leaves);
  place(leaf_of, sizes.elements);
  for (absl::Span<std::int32_t>* array : {&position, &group}) place(*array, sizes.leaves);
  place(group_pillar, sizes.groups);
  place(kind, sizes.elements);
  place(due, sizes.leaves);
}

void FlatCampaign::Fill(std::size_t leaf, std::size_t element, const Judged& judged) {
  value[element] = judged.value;
  target[element] = judged.target;
  zero[element] = judged.zero;
  share[element] = judged.share;
  kind[element] = static_cast<std::uint8_t>(judged.kind);
  leaf_of[element] = static_cast<std::int32_t>(leaf);
}

void FlatCampaign::Achieve(absl::Span<const double> values, absl::Span<double> achieved) const {
  const std::size_t first_further = leaves();
  const double *const y = values.data(), *const t = target.data(), *const f = zero.data(), *const s = share.data();
  double* const a = achieved.data();
  for (std::size_t i = 0; i < first_further; ++i) a[i] = s[i] * Clamped((y[i] - f[i]) / (t[i] - f[i]));
  for (std::size_t i = first_further; i < elements(); ++i) {
    a[leaf_of[i]] += s[i] * Clamped((y[i] - f[i]) / (t[i] - f[i]));
  }
}

FlatScore::FlatScore(const FlatCampaign& campaign) : campaign_(campaign), achieved_(campaign.leaves(), kMissing) {
  while (width_ < campaign.leaves()) width_ *= 2;
  tree_.resize(2 * width_);
}

FlatScore::Sums FlatScore::SumsOf(std::size_t leaf) const {
  const double w = campaign_.weight[leaf], a = achieved_[leaf], decided = 1 - campaign_.open[leaf];
  const double owed = campaign_.due[leaf] != 0 ? w : 0;
  if (std::isnan(a)) return {.applicable = w, .due = owed, .best = w};
  return {.applicable = w,
          .due = owed,
          .with_data = w,
          .earned = w * a,
          .worst = w * (a * decided),
          .best = w * (1 - (1 - a) * decided)};
}

FlatScore::Sums FlatScore::Plus(const Sums& a, const Sums& b) {
  return {a.applicable + b.applicable, a.due + b.due,     a.with_data + b.with_data,
          a.earned + b.earned,         a.worst + b.worst, a.best + b.best};
}

void FlatScore::Evaluate(absl::Span<const double> values) {
  campaign_.Achieve(values, absl::MakeSpan(achieved_));
  for (std::size_t i = 0; i < achieved_.size(); ++i) tree_[i] = SumsOf(i);
  std::size_t from = 0;
  for (std::size_t half = width_ / 2; half > 0; half /= 2) {
    const Sums *const left = &tree_[from], *const right = left + half;
    Sums* const sum = &tree_[from + 2 * half];
    for (std::size_t i = 0; i < half; ++i) sum[i] = Plus(left[i], right[i]);
    from += 2 * half;
  }
}

void FlatScore::Put(std::size_t leaf, const Sums& sums) {
  tree_[leaf] = sums;
  std::size_t from = 0, node = leaf;
  for (std::size_t half = width_ / 2; half > 0; half /= 2) {
    node %= half;
    tree_[from + 2 * half + node] = Plus(tree_[from + node], tree_[from + half + node]);
    from += 2 * half;
  }
}

void FlatScore::Set(std::size_t leaf, double achievement) {
  achieved_[leaf] = achievement;
  Put(leaf, SumsOf(leaf));
}

void FlatScore::LeaveOut(std::size_t leaf) {
  achieved_[leaf] = kMissing;
  Put(leaf, {});
}

FlatTotals FlatScore::totals() const {
  const Sums& all = tree_[2 * width_ - 2];
  FlatTotals totals;
  if (all.applicable > 0) {
    totals.low = 100 * all.worst / all.applicable;
    totals.high = 100 * all.best / all.applicable;
  }
  if (all.due > 0) totals.coverage = all.with_data / all.due;
  if (all.with_data > 0) totals.score = 100 * all.earned / all.with_data;
  return totals;
}

std::optional<double> FlatLevels::Mean(Rule rule, double floor, absl::Span<const double> achieved) {
  std::fill(sums_.begin(), sums_.end(), Sums());
  for (std::size_t i = 0; i < achieved.size(); ++i) {
    const double w = campaign_.weight[i], a = achieved[i];
    Sums& sums = sums_[campaign_.group[i]];
    if (std::isnan(a)) {
      if (campaign_.due[i] != 0) sums.all += w;
      continue;
    }
    sums.all += w;
    sums.present += w;
    sums.term += w * Transformed(rule == Rule::kArithmetic ? a : std::max(a, floor), rule);
  }
  return MeanOfGroups(rule);
}

// Each mean is taken of transformed values, and only the last is brought back.
std::optional<double> FlatLevels::MeanOfGroups(Rule rule) {
  std::array<Sums, 4> pillars;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Sums& group = sums_[i];
    Sums& pillar = pillars[campaign_.group_pillar[i]];
    pillar.all += group.all;
    if (group.present <= 0) continue;
    pillar.present += group.all;
    pillar.term += group.all * (group.term / group.present);
  }
  Sums whole;
  for (const Sums& pillar : pillars) {
    if (pillar.present <= 0) continue;
    whole.present += pillar.all;
    whole.term += pillar.all * (pillar.term / pillar.present);
  }
  if (whole.present <= 0) return std::nullopt;
  return Restored(whole.term / whole.present, rule);
}

}  // namespace qcity::aggregation::score
