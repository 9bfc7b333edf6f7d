// The aggregation service as a part of a server: follows the feeds of the others and scores again at every local midnight. Made and started by the server's thread.
#ifndef QCITY_SERVICES_AGGREGATION_MODULE_H_
#define QCITY_SERVICES_AGGREGATION_MODULE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/module.h"

namespace qcity::aggregation {

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(rpc::Env& env);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_MODULE_H_
