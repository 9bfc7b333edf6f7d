// The figures of a campaign year worked out a second time, from its facts alone and by the formulas of the text, without a line of the code that they check.
// Pure; any thread.
#ifndef QCITY_TESTS_LOAD_RECOMPUTE_H_
#define QCITY_TESTS_LOAD_RECOMPUTE_H_

#include <map>
#include <string>

#include "absl/time/civil_time.h"
#include "tests/load/campaign.h"

namespace qcity::load {

struct Performance {
  double score = 0;
  int rank = 0, ranked_among = 0;
  int n = 0, on_time = 0, late = 0, open = 0;
  double low = 0, high = 0;
};

// By organisation: 100 (sum of credits + 5 x mean of all)/(n + 5), credit 1 on time, 0.8 up to 30 days late, 0.5 up to 90, 0.2 beyond, 0 where it is due and not
// there; `districts` are ranked apart from the departments. `corrected` replaces single credits, by "TASK/OCCURRENCE/LEAD".
std::map<std::string, Performance> PerformanceOf(const Campaign& campaign, absl::CivilDay as_of,
                                                 const std::map<std::string, bool>& districts,
                                                 const std::map<std::string, double>& corrected);

// The x at which a share `p` of Beta(a, b) lies below it; a, b >= 1/2. To 1e-6.
double BetaPoint(double p, double a, double b);

}  // namespace qcity::load

#endif  // QCITY_TESTS_LOAD_RECOMPUTE_H_
