// The forecast of a campaign for one evaluation date: every measure and duty, the gates together, and the score (scoring.md 7). A pure function of plan, inputs, dates
// and seed; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/draws.h"
#include "services/aggregation/score/duty_forecast.h"
#include "services/aggregation/score/forecast_measure.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/joint.h"

namespace qcity::aggregation::score {

inline constexpr int kUsualDraws = 4000;

struct ForecastQuestion {
  absl::CivilDay as_of;
  absl::CivilDay evaluation;
  int draws = kUsualDraws;
  std::uint64_t seed = 0;
  bool words = true;  // Fill in how each was worked out.
};

// Gates together, and those of which nothing can be said.
struct GateForecast {
  Joint joint;
  std::vector<std::string> without;
};

struct CampaignForecast {
  struct OfMeasure {
    Leaf leaf;  // Judged at the evaluation date on what is known.
    MeasureForecast forecast;
  };
  struct OfDuty {
    Leaf leaf;
    DutyForecast forecast;
  };
  GateForecast binding;
  GateForecast all_gates;           // Binding and expected.
  std::optional<ScoreDraws> score;  // nullopt where no leaf counts.
  std::vector<OfMeasure> measures;  // Those that apply, in the plan's order.
  std::vector<OfDuty> duties;       // Due by the evaluation date, by plan, occurrence and lead; decided ones too.
  std::vector<DrawnLeaf> drawn;     // What the score was drawn from, by leaf id.
  bool illustrative = false;
};

CampaignForecast Forecast(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question);

// The same without drawing scores: leaves and chances stand.
CampaignForecast ForecastLeaves(const Catalogue& catalogue, const Inputs& inputs, const ForecastQuestion& question);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_FORECAST_H_
