#include "services/indicators/module.h"

#include "common/rpc/service_module.h"
#include "services/indicators/service.h"

namespace qcity::indicators {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  return rpc::MakeServiceModule<IndicatorsService>(env, "indicators", {kSchema});
}

}  // namespace qcity::indicators
