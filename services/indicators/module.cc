#include "services/indicators/module.h"

#include "common/rpc/service_module.h"
#include "services/indicators/action_plans/service.h"
#include "services/indicators/action_plans/store.h"
#include "services/indicators/measurements/service.h"
#include "services/indicators/reports/service.h"
#include "services/indicators/reports/store.h"
#include "services/indicators/service.h"
#include "services/indicators/surveys/service.h"
#include "services/indicators/warnings/store.h"

namespace qcity::indicators {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  return rpc::MakeServiceModule<IndicatorsService, reports::ReportsService, measurements::MeasurementsService,
                                surveys::SurveysService, action_plans::ActionPlansService>(
      env, "indicators",
      {kSchema, reports::kSchema, measurements::kSchema, surveys::kSchema, warnings::kSchema, action_plans::kSchema});
}

}  // namespace qcity::indicators
