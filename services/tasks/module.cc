#include "services/tasks/module.h"

#include "common/rpc/service_module.h"
#include "services/tasks/activities/service.h"
#include "services/tasks/imports/service.h"
#include "services/tasks/organizations/service.h"
#include "services/tasks/service.h"

namespace qcity::tasks {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  return rpc::MakeServiceModule<TasksService, imports::TaskImportService, organizations::OrganizationsService,
                                activities::ActivitiesService>(
      env, "tasks", {kSchema, organizations::kSchema, activities::kSchema});
}

}  // namespace qcity::tasks
