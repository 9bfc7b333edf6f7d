#include "tests/load/recompute.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"

namespace qcity::load {
namespace {

constexpr double kPrior = 5;

// What one report credits; nullopt if it does not count yet.
struct Credit {
  double value = 0;
  bool done = false;
};

std::optional<Credit> CreditOf(const Report& report, absl::CivilDay as_of) {
  if (report.fate == Fate::kSuspended) return std::nullopt;
  const absl::CivilDay due = report.extended.value_or(report.due);
  if (!report.filed.has_value() || *report.filed > as_of) {
    if (due < as_of) return Credit{};
    return std::nullopt;
  }
  const auto late = *report.filed - due;
  if (late <= 0) return Credit{1, true};
  if (late <= 30) return Credit{0.8, true};
  return Credit{late <= 90 ? 0.5 : 0.2, true};
}

// 2 sin^(2a-1) cos^(2b-1): the density of Beta(a, b) over the angle whose squared sine is x, but for its total.
double Density(double angle, double a, double b) {
  return std::pow(std::sin(angle), 2 * a - 1) * std::pow(std::cos(angle), 2 * b - 1);
}

// Simpson's rule.
double Integral(double to, double a, double b) {
  constexpr int kSteps = 20'000;
  const double step = to / kSteps;
  double sum = Density(0, a, b) + Density(to, a, b);
  for (int i = 1; i < kSteps; ++i) sum += (i % 2 == 1 ? 4 : 2) * Density(i * step, a, b);
  return sum * step / 3;
}

}  // namespace

double BetaPoint(double p, double a, double b) {
  const double quarter_turn = std::acos(0.0);
  const double whole = Integral(quarter_turn, a, b);
  double low = 0, high = quarter_turn;
  for (int i = 0; i < 30; ++i) {
    const double middle = (low + high) / 2;
    (Integral(middle, a, b) < p * whole ? low : high) = middle;
  }
  return std::pow(std::sin((low + high) / 2), 2);
}

std::map<std::string, Performance> PerformanceOf(const Campaign& campaign, absl::CivilDay as_of,
                                                 const std::map<std::string, bool>& districts,
                                                 const std::map<std::string, double>& corrected) {
  std::map<std::string, Performance> rows;
  std::map<std::string, double> sums;
  double total = 0, reports = 0;
  for (const Report& report : campaign.reports) {
    std::optional<Credit> credit = CreditOf(report, as_of);
    if (!credit.has_value()) continue;
    const auto correction = corrected.find(absl::StrCat(report.task, "/", report.occurrence, "/", report.lead));
    if (correction != corrected.end()) credit = Credit{correction->second, true};
    Performance& row = rows[report.lead];
    ++row.n;
    ++(!credit->done ? row.open : credit->value == 1 ? row.on_time : row.late);
    sums[report.lead] += credit->value;
    total += credit->value;
    ++reports;
  }
  for (auto& [lead, row] : rows) {
    const double sum = sums[lead] + kPrior * total / reports, weight = row.n + kPrior;
    row.score = 100 * sum / weight;
    row.low = std::min(row.score, 100 * BetaPoint(0.025, sum + 0.5, weight - sum + 0.5));
    row.high = std::max(row.score, 100 * BetaPoint(0.975, sum + 0.5, weight - sum + 0.5));
  }
  for (auto& [lead, row] : rows) {
    row.rank = 1;
    for (const auto& [other, others] : rows) {
      if (districts.at(other) != districts.at(lead)) continue;
      ++row.ranked_among;
      if (others.score > row.score + 1e-9) ++row.rank;
    }
  }
  return rows;
}

}  // namespace qcity::load
