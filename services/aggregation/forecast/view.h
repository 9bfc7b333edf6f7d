// Forecasts as messages, and as what is kept of them. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_FORECAST_VIEW_H_
#define QCITY_SERVICES_AGGREGATION_FORECAST_VIEW_H_

#include <vector>

#include "common/domain/plan.h"
#include "qcity/aggregation/v1/forecast.pb.h"
#include "services/aggregation/forecast/quality.h"
#include "services/aggregation/score/forecast.h"

namespace qcity::aggregation::forecast {

v1::Forecast ForecastOf(const domain::Plan& plan, const score::CampaignForecast& forecast,
                        const score::ForecastQuestion& question);

// Every probability that it issues.
std::vector<Issued> IssuedIn(const domain::Plan& plan, const score::CampaignForecast& forecast,
                             const score::ForecastQuestion& question, std::int64_t state_version);

}  // namespace qcity::aggregation::forecast

#endif  // QCITY_SERVICES_AGGREGATION_FORECAST_VIEW_H_
