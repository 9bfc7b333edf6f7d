// Forecasts and their quality as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_FORECAST_VIEW_H_
#define QCITY_SERVICES_CLI_READINESS_FORECAST_VIEW_H_

#include <optional>
#include <string>

#include "absl/types/span.h"
#include "qcity/aggregation/v1/forecast.pb.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// CSV holds the measures.
Report ForecastReport(const aggregation::v1::GetForecastResponse& response, Format format, Language language);
Report QualityReport(const aggregation::v1::ForecastQuality& quality, Language language);

// One row for each evaluation date: the gates together and the score.
Table CampaignTable(absl::Span<const aggregation::v1::Forecast* const> forecasts, Language language);

// A probability as "83.2 %", a dash without one; never 0 or 100 for what is not certain.
Cell ProbabilityCell(std::optional<double> probability);
// "93.75 [92.1, 95.4] %".
std::string RangeText(double mean, double low, double high, const std::string& unit);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_FORECAST_VIEW_H_
