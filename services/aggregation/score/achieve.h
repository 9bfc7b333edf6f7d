// Achievement by kind of target, from plain numbers: the table of scoring.md 1. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_ACHIEVE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_ACHIEVE_H_

#include <optional>

#include "absl/types/span.h"
#include "common/domain/figure.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::aggregation::score {

struct Achieved {
  double achievement = 0;  // 0..1.
  bool met = false;        // A question of its own: a value equal to a strict limit has 1 and is not met.
  bool equal = false;      // The value is the limit itself, where that needs saying.
};

// The zero-credit point f: the plan's, else the default of the kind. Never from the sample of values.
double ZeroCredit(const plan::v1::Indicator& indicator, const plan::v1::Target& target);

Achieved AtLeast(double value, double target, double zero);
Achieved Above(double value, double target, double zero);
Achieved AtMost(double value, double target, double zero);
// `whole`: the judged period is observed to its end; else 0 so far is not yet met.
Achieved ExactlyZero(double value, double zero, bool whole);
Achieved BelowNational(double value, double national);

// The plan's zero-credit rank, else min(ranked, 3 N).
double ZeroCreditRank(const domain::RankFigure& rank, double target, std::optional<double> zero);
// The worst tied place counts.
Achieved RankWithin(const domain::RankFigure& rank, double target, std::optional<double> zero);
// Whether the limit lies inside the tie: the best tied place would meet it, the worst does not.
bool TieSpans(const domain::RankFigure& rank, double target);

// Share of the others that are better: (r - 1)/(M - 1) with the worst tied place.
double PeerShare(const domain::RankFigure& rank);
Achieved Leading(double share, double leading, double trailing);

// One value of a yearly series.
struct YearValue {
  double value = 0;
  bool after_break = false;  // The series begins anew with it.
};

// The steps of IMPROVE_EACH_YEAR between the values of consecutive years.
struct Steps {
  int improving = 0;
  int failing = 0;
  int missing = 0;       // A year is missing, or the series breaks there.
  bool ceiling = false;  // A step counts because the value holds its natural limit.
  bool broken = false;   // A step is missing because the series breaks.

  int observed() const { return improving + failing; }
  int all() const { return observed() + missing; }
};
Steps StepsOf(const plan::v1::Indicator& indicator, plan::v1::Direction direction,
              absl::Span<const std::optional<YearValue>> values);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_ACHIEVE_H_
