#include "services/tasks/module.h"

#include "common/rpc/service_module.h"
#include "services/tasks/service.h"

namespace qcity::tasks {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  return rpc::MakeServiceModule<TasksService>(env, "tasks", v1::TasksService::service_full_name(), {kSchema});
}

}  // namespace qcity::tasks
