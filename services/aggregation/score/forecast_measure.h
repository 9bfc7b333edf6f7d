// Where a measure will probably stand at an evaluation date (scoring.md 7), from what was known on the as-of day. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_MEASURE_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_MEASURE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/aggregation/score/draws.h"
#include "services/aggregation/score/outcome.h"

namespace qcity::aggregation::score {

struct MeasureForecast {
  std::optional<double> probability;  // P(met); nullopt where nothing can be said.
  std::optional<Range> value;         // In the measure's unit; nullopt where it is not one number.
  bool decided = false;               // The judged figure is known, or nothing that comes can change the outcome.
  bool far = false;                   // More than two years ahead: farther than the method was measured.
  double horizon = 0;                 // Years from the last observed period to the judged one.
  int observed = 0;                   // Values that it rests on.
  std::vector<double> past;           // These values, oldest first; filled in with `rule`.
  domain::Period judged{0, plan::v1::YEARLY};
  std::vector<WeightedChance>
      chances;  // How the achievement may turn out; none where nothing can be said. Shares of 1.
  Text rule;    // How it was worked out.
};

// The evaluation date that a line's probabilities speak of: the day it judges at if that is still to come, else the campaign's last.
absl::CivilDay ForecastDay(const domain::Plan& plan, absl::CivilDay as_of, absl::CivilDay judged_at);

// The evaluation dates that are not before `as_of`; `as_of` itself once all are.
std::vector<absl::CivilDay> OutlookDays(const domain::Plan& plan, absl::CivilDay as_of);

// `measure.as_of` and its figures say what is known; `id` is the leaf's. `words`: fill in `rule` too.
MeasureForecast ForecastMeasure(const Measure& measure, absl::CivilDay evaluation, const std::string& id, bool words);

// One target on the city's figures of `part`, judged at `measure.judged_at`. Private to ForecastMeasure.
MeasureForecast ForecastNumber(const Measure& measure, const plan::v1::Target& target, absl::string_view part,
                               bool words);
MeasureForecast ForecastZero(const Measure& measure, absl::string_view part, bool words);
MeasureForecast ForecastNational(const Measure& measure, absl::string_view part, bool words);
MeasureForecast ForecastPlace(const Measure& measure, const plan::v1::Target& target, absl::string_view part,
                              bool words);
MeasureForecast ForecastSteps(const Measure& measure, const plan::v1::Target& target, absl::string_view part,
                              bool words);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_MEASURE_H_
