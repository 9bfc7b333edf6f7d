#include "services/tasks/module.h"

#include "common/rpc/service_module.h"
#include "services/tasks/service.h"

namespace qcity::tasks {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  return rpc::MakeServiceModule<TasksService>(env, "tasks", {kSchema});
}

}  // namespace qcity::tasks
