// Everything that the printed readiness report is made of, as the services answered. Pure values; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_DOSSIER_H_
#define QCITY_SERVICES_CLI_READINESS_DOSSIER_H_

#include <optional>

#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/aggregation/v1/forecast.pb.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::cli {

struct Dossier {
  plan::v1::Plan plan;
  aggregation::v1::Readiness readiness;
  aggregation::v1::ExplainReadinessResponse explained;
  aggregation::v1::ExplainReadinessResponse provisional;  // The same for the provisional line.
  aggregation::v1::ListGapsResponse gaps;
  aggregation::v1::GetReadinessHistoryResponse history;
  std::optional<aggregation::v1::RankOrganizationsResponse> ranking;  // Not for everyone.
  std::optional<aggregation::v1::GetForecastResponse> forecast;       // Where the server has forecasts.
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_DOSSIER_H_
