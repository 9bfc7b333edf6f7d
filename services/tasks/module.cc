#include "services/tasks/module.h"

#include "common/base/midnight.h"
#include "common/base/status.h"
#include "common/rpc/service_database.h"
#include "common/rpc/service_module.h"
#include "services/tasks/activities/service.h"
#include "services/tasks/cooperation/service.h"
#include "services/tasks/handover/service.h"
#include "services/tasks/handover/store.h"
#include "services/tasks/imports/service.h"
#include "services/tasks/organizations/service.h"
#include "services/tasks/reminders/announcer.h"
#include "services/tasks/reminders/store.h"
#include "services/tasks/service.h"
#include "services/tasks/staged/service.h"

namespace qcity::tasks {
namespace {

constexpr char kName[] = "tasks";

class TasksModule final : public rpc::ServiceModule {
 public:
  TasksModule(rpc::Env& env, sql::Database& database)
      : rpc::ServiceModule(kName, env, database), announcer_(database, *outbox(), env.plans(), env.clock()) {}

  absl::Status Open() {
    RETURN_IF_ERROR(handover::EntrustHolders(database(), env().mutable_directory()));
    RETURN_IF_ERROR(Host<TasksService>());
    RETURN_IF_ERROR(Host<staged::StagedResultsService>());
    RETURN_IF_ERROR(Host<cooperation::CooperationService>());
    RETURN_IF_ERROR(Host<handover::HandoversService>());
    RETURN_IF_ERROR(Host<imports::TaskImportService>());
    RETURN_IF_ERROR(Host<organizations::OrganizationsService>());
    return Host<activities::ActivitiesService>();
  }

  absl::Status Start() override {
    midnight_ = std::make_unique<Midnight>(env().clock(), Midnight::First::kNow, [this] { return announcer_.Run(); });
    return absl::OkStatus();
  }

  void Stop() override { midnight_.reset(); }

 private:
  const reminders::Announcer announcer_;
  std::unique_ptr<Midnight> midnight_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env) {
  ASSIGN_OR_RETURN(
      sql::Database * database,
      rpc::OpenServiceDatabase(
          env, kName, {kSchema, organizations::kSchema, activities::kSchema, handover::kSchema, reminders::kSchema}));
  auto module = std::make_unique<TasksModule>(env, *database);
  RETURN_IF_ERROR(module->Open());
  return module;
}

}  // namespace qcity::tasks
