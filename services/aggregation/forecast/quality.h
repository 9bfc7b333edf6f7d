// Issued probabilities and how good they were. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_FORECAST_QUALITY_H_
#define QCITY_SERVICES_AGGREGATION_FORECAST_QUALITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "qcity/aggregation/v1/forecast.pb.h"

namespace qcity::aggregation::forecast {

// A probability that was issued for the day on which it was asked.
struct Issued {
  std::string as_of;
  std::string evaluation_date;
  std::string number;
  std::int64_t state_version = 0;
  double probability = 0;
  std::string period;
  bool decided = false;
  std::string plan_version;
  std::string policy_version;
};

// Those of `issued`, all of one day, that say something else than every row that is `stored` of that day.
std::vector<Issued> NewAmong(absl::Span<const Issued> issued, absl::Span<const Issued> stored);

// A probability and what came.
struct Outcome {
  double probability = 0;
  bool came = false;
};

// From 50 outcomes on with Brier score and reliability.
v1::ForecastQuality QualityOf(std::int64_t issued, absl::Span<const Outcome> outcomes);

}  // namespace qcity::aggregation::forecast

#endif  // QCITY_SERVICES_AGGREGATION_FORECAST_QUALITY_H_
