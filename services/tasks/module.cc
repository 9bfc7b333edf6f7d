#include "services/tasks/module.h"

#include "common/base/status.h"
#include "common/rpc/service_database.h"
#include "common/rpc/service_module.h"
#include "services/tasks/activities/service.h"
#include "services/tasks/cooperation/service.h"
#include "services/tasks/handover/service.h"
#include "services/tasks/handover/store.h"
#include "services/tasks/imports/service.h"
#include "services/tasks/organizations/service.h"
#include "services/tasks/service.h"
#include "services/tasks/staged/service.h"

namespace qcity::tasks {
namespace {

constexpr char kName[] = "tasks";

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  ASSIGN_OR_RETURN(sql::Database * database, rpc::OpenServiceDatabase(env, kName, {kSchema, organizations::kSchema, activities::kSchema, handover::kSchema}));
  RETURN_IF_ERROR(handover::EntrustHolders(*database, env.mutable_directory()));
  auto module = std::make_unique<rpc::ServiceModule>(kName, env, *database);
  RETURN_IF_ERROR(module->Host<TasksService>());
  RETURN_IF_ERROR(module->Host<staged::StagedResultsService>());
  RETURN_IF_ERROR(module->Host<cooperation::CooperationService>());
  RETURN_IF_ERROR(module->Host<handover::HandoversService>());
  RETURN_IF_ERROR(module->Host<imports::TaskImportService>());
  RETURN_IF_ERROR(module->Host<organizations::OrganizationsService>());
  RETURN_IF_ERROR(module->Host<activities::ActivitiesService>());
  return module;
}

}  // namespace qcity::tasks
