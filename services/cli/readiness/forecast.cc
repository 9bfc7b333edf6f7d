// qcity readiness forecast, quality: where the city will probably stand, and how good earlier forecasts were.
#include "qcity/aggregation/v1/forecast.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/readiness/forecast_view.h"
#include "services/cli/readiness/subcommands.h"

namespace qcity::cli {

using aggregation::v1::ForecastService;

void AddForecast(Commands& group) {
  Unary(group, "forecast", {"预测到各评估日", "The forecast for the evaluation dates"}, "aggregation",
        &ForecastService::Stub::GetForecast)
      .Field("--as-of", "as_of", "DATE", {"截至哪一天 [今天]", "As of this day [today]"})
      .Field("--evaluation", "evaluation_date", "DATE", {"只看这个评估日", "Only this evaluation date"})
      .Field("--draws", "draws", "N", {"模拟次数，100 到 100000 [4000]", "Draws, 100 to 100,000 [4,000]"})
      .Field("--seed", "seed", "N", {"随机种子 [0]", "Seed [0]"})
      .Campaign("name", "/readiness")
      .Show([](const aggregation::v1::GetForecastResponse& response, const Context& context) {
        return ForecastReport(response, context.settings().format(), context.language());
      });

  Unary(group, "quality", {"以往预测的质量", "How good earlier forecasts were"}, "aggregation",
        &ForecastService::Stub::GetForecastQuality)
      .Campaign("name", "/readiness")
      .Show([](const aggregation::v1::ForecastQuality& quality, const Context& context) {
        return QualityReport(quality, context.language());
      });
}

}  // namespace qcity::cli
