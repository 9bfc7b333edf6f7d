#include "tests/services/cli/fake_forecast.h"

#include "qcity/aggregation/v1/forecast.grpc.pb.h"
#include "tests/services/cli/fake_log.h"

namespace qcity::cli {
namespace {

constexpr char kForecast[] = R"(
  as_of: "2018-10-15" version: 17 illustrative: true
  forecasts {
    evaluation_date: "2019-08-01" draws: 4000 seed: 7 pass_probability: 0.8125
    binding { independent: 0.30125 one_factor: 0.4125 lower: 0 upper: 0.62 without_probability: "49" }
    all_gates { independent: 0.1 one_factor: 0.175 lower: 0 upper: 0.4 without_probability: "49" without_probability: "42" }
    score { mean: 82.5 low: 76.25 high: 88.5 }
    measures { number: "3" title: "地产农产品抽查合格率" gate: BINDING period: "2018" verdict: AT_RISK probability: 0.62
      value { mean: 95.25 low: 91.5 high: 98 } horizon: 1 observed: 3 past: 92 past: 92.5 past: 94.5 target_zh: "≥ 95 %" target_en: "≥ 95 %" unit: "%"
      rule_zh: "由截至 2017 的 3 个值外推 1 年：中心 95.25，尺度 1.5" rule_en: "from 3 value(s) up to 2017, 1 year(s) ahead: middle 95.25, scale 1.5" }
    measures { number: "49" title: "公共检测平台" gate: BINDING period: "2018" verdict: NO_DATA target_zh: "≥ 1 个" target_en: "≥ 1 个" unit: "个" }
    duties { node: "tasks/29-1/2018/echeng" title: "公开质量承诺 · 2018 · 鄂城区" lead: "echeng" lead_title: "鄂城区" due: "2018-12-31" on_time: 0.75 expected_credit: 0.9
      rule_zh: "按本单位和全市按期率，按期 0.75、迟交 0.17" rule_en: "by its own and the campaign's record: in time 0.75, late 0.17" }
  })";

constexpr char kQuality[] = R"(
  issued: 120 outcomes: 60 least_outcomes: 50 brier: 0.125 brier_of_share: 0.2 calibration_error: 0.0425
  bins { from: 0.2 to: 0.3 count: 20 mean_probability: 0.25 frequency: 0.2 }
  bins { from: 0.9 to: 1 count: 40 mean_probability: 0.95 frequency: 0.975 })";

class Forecasts final : public aggregation::v1::ForecastService::Service {
  grpc::Status GetForecast(grpc::ServerContext*, const aggregation::v1::GetForecastRequest* request,
                           aggregation::v1::GetForecastResponse* reply) override {
    *reply = Parse<aggregation::v1::GetForecastResponse>(kForecast);
    reply->mutable_forecasts(0)->set_seed(request->seed());
    if (request->draws() > 0) reply->mutable_forecasts(0)->set_draws(request->draws());
    return grpc::Status::OK;
  }

  grpc::Status GetForecastQuality(grpc::ServerContext*, const aggregation::v1::GetForecastQualityRequest*,
                                  aggregation::v1::ForecastQuality* reply) override {
    *reply = Parse<aggregation::v1::ForecastQuality>(kQuality);
    return grpc::Status::OK;
  }
};

}  // namespace

std::unique_ptr<grpc::Service> NewFakeForecast() { return std::make_unique<Forecasts>(); }

}  // namespace qcity::cli
