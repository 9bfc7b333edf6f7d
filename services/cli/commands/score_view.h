// The pure library's result in the words of AggregationService, so that offline and online answers look alike. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SCORE_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_SCORE_VIEW_H_

#include <vector>

#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/aggregation/v1/forecast.pb.h"
#include "services/aggregation/score/forecast.h"
#include "services/aggregation/score/score.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

aggregation::v1::Line LineOf(const aggregation::score::Result& result);

// The campaign's forecast as the server gives it, without measures and duties.
aggregation::v1::Forecast ForecastOf(const aggregation::score::CampaignForecast& forecast,
                                     const aggregation::score::ForecastQuestion& question);

// The leaves of fed pillars: number, achievement, met, verdict, flags, points, contribution and what tells them apart; for measures the probability and the value
// at the last evaluation date.
Json LeavesJson(const aggregation::score::Result& result);
Table LeafTable(const domain::Plan& plan, const aggregation::score::Result& result, Language language);

// The gates that are not met, binding ones first.
std::vector<aggregation::v1::Gap> OpenGates(const domain::Plan& plan, const aggregation::score::Result& result);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SCORE_VIEW_H_
