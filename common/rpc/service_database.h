// A service's database: the house's tables (feed, requests, staged rows) and the service's own, as one history of migrations. Thread-safe.
#ifndef QCITY_COMMON_RPC_SERVICE_DATABASE_H_
#define QCITY_COMMON_RPC_SERVICE_DATABASE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/module.h"
#include "common/sql/database.h"

namespace qcity::rpc {

// Opens `name` with `steps` as the service's own migrations, oldest first; the first one is preceded by the house's tables. What imports left
// behind that a kill ended is forgotten.
absl::StatusOr<sql::Database*> OpenServiceDatabase(Env& env, absl::string_view name,
                                                   const std::vector<absl::string_view>& steps);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_SERVICE_DATABASE_H_
