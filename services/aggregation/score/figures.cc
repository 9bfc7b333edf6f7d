#include "services/aggregation/score/figures.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace qcity::aggregation::score {
namespace {

using domain::Period;

auto SeriesKey(const FigureInput& row) {
  return std::make_tuple(row.indicator, absl::string_view(row.part), absl::string_view(row.subject));
}

bool SamePlace(const FigureInput& a, const FigureInput& b) {
  return SeriesKey(a) == SeriesKey(b) && a.period == b.period;
}

// By place; within one place the figure that stands comes last: one that was reported, a final one, a verified one, the last published, the
// greatest name (of the lines of a file the last).
bool Before(const FigureInput* a, const FigureInput* b) {
  if (SeriesKey(*a) != SeriesKey(*b)) return SeriesKey(*a) < SeriesKey(*b);
  if (a->period != b->period) return a->period < b->period;
  const auto standing = [](const FigureInput& row) {
    return std::make_tuple(!row.derived, !row.preliminary, row.verified, row.published, row.name.size(),
                           absl::string_view(row.name));
  };
  return standing(*a) < standing(*b);
}

bool Reads(const domain::Plan& plan, const FigureInput& row, const Question& question) {
  if (row.indicator < 0 || row.indicator >= plan.document().indicators_size()) return false;
  if (!row.verified && !question.provisional) return false;
  if (row.published.has_value() && *row.published > question.as_of) return false;
  return domain::CheckFigure(plan.document().indicators(row.indicator), row.figure, "").ok();
}

// The frequency next below, and how many of its periods one period holds.
std::pair<plan::v1::Frequency, int> Below(plan::v1::Frequency frequency) {
  switch (frequency) {
    case plan::v1::YEARLY: return {plan::v1::HALF_YEARLY, 2};
    case plan::v1::HALF_YEARLY: return {plan::v1::QUARTERLY, 2};
    case plan::v1::QUARTERLY: return {plan::v1::MONTHLY, 3};
    default: return {plan::v1::MONTHLY, 0};
  }
}

bool PublishedBeforeItsEnd(const FigureInput& row) {
  return row.published.has_value() && *row.published <= row.period.LastDay();
}

}  // namespace

FigureTable::FigureTable(const domain::Plan& plan, absl::Span<const FigureInput* const> inputs,
                         const Question& question) {
  rows_.reserve(inputs.size());
  for (const FigureInput* row : inputs) {
    if (Reads(plan, *row, question)) rows_.push_back(row);
  }
  std::sort(rows_.begin(), rows_.end(), Before);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool stands = i + 1 == rows_.size() || !SamePlace(*rows_[i], *rows_[i + 1]);
    if (stands) rows_[kept++] = rows_[i];
  }
  rows_.resize(kept);
  illustrative_ = std::any_of(rows_.begin(), rows_.end(), [](const FigureInput* row) { return row->illustrative; });
}

absl::Span<const FigureInput* const> FigureTable::Rows(int indicator, absl::string_view part,
                                                       absl::string_view subject) const {
  const auto key = std::make_tuple(indicator, part, subject);
  const auto first =
      std::partition_point(rows_.begin(), rows_.end(), [&](const FigureInput* row) { return SeriesKey(*row) < key; });
  const auto last = std::find_if(first, rows_.end(), [&](const FigureInput* row) { return SeriesKey(*row) != key; });
  return absl::MakeConstSpan(rows_).subspan(first - rows_.begin(), last - first);
}

Series::Series(const FigureTable& table, const plan::v1::Indicator& indicator, int position, absl::string_view part,
               absl::string_view subject)
    : indicator_(indicator), rows_(table.Rows(position, part, subject)) {
  if (!part.empty() || indicator.part_rule() != plan::v1::ADD) return;
  for (const plan::v1::Part& category : indicator.parts()) {
    parts_.push_back(Series(table, indicator, position, category.key(), subject));
  }
}

std::optional<Observed> Series::At(const Period& period) const {
  std::optional<Observed> whole = FromRows(period);
  if (parts_.empty() || (whole.has_value() && whole->covers)) return whole;
  std::optional<Observed> sum = FromParts(period);
  return sum.has_value() ? sum : whole;
}

std::optional<Observed> Series::FromRows(const Period& period) const {
  if (rows_.empty()) return std::nullopt;
  Observed observed(period);
  observed.covers = Collect(period, observed.inputs);
  if (observed.inputs.empty()) return std::nullopt;
  observed.ended = std::none_of(observed.inputs.begin(), observed.inputs.end(),
                                [](const FigureInput* row) { return PublishedBeforeItsEnd(*row); });
  if (observed.inputs.front()->period == period) {
    observed.figure = observed.inputs.front()->figure;
    return observed;
  }
  std::vector<domain::Figure> figures;
  for (const FigureInput* row : observed.inputs) figures.push_back(row->figure);
  absl::StatusOr<domain::Figure> combined = domain::Combine(indicator_, figures);
  if (!combined.ok()) return std::nullopt;
  observed.figure = *std::move(combined);
  return observed;
}

// A category that was not reported may hold anything: the sum stands only where every category does.
std::optional<Observed> Series::FromParts(const Period& period) const {
  Observed sum(period);
  double value = 0;
  for (const Series& category : parts_) {
    const std::optional<Observed> observed = category.At(period);
    if (!observed.has_value()) return std::nullopt;
    const std::optional<double> number = domain::NumberOf(indicator_, observed->figure);
    if (!number.has_value()) return std::nullopt;
    value += *number;
    sum.covers = sum.covers && observed->covers;
    sum.ended = sum.ended && observed->ended;
    sum.inputs.insert(sum.inputs.end(), observed->inputs.begin(), observed->inputs.end());
  }
  sum.figure = domain::ValueFigure{value};
  return sum;
}

bool Series::Collect(const Period& period, std::vector<const FigureInput*>& inputs) const {
  const auto row = std::find_if(rows_.begin(), rows_.end(),
                                [&](const FigureInput* candidate) { return candidate->period == period; });
  if (row != rows_.end()) {
    inputs.push_back(*row);
    return true;
  }
  const auto [frequency, count] = Below(period.frequency());
  bool covers = count > 0;
  for (int i = 1; i <= count; ++i) {
    const Period shorter(period.year(), frequency, (period.index() - 1) * count + i);
    if (!Collect(shorter, inputs)) covers = false;
  }
  return covers;
}

}  // namespace qcity::aggregation::score
