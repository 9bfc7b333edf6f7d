// The tasks service as a part of a server. Made and started by the server's thread.
#ifndef QCITY_SERVICES_TASKS_MODULE_H_
#define QCITY_SERVICES_TASKS_MODULE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/module.h"

namespace qcity::tasks {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_MODULE_H_
