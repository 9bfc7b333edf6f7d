#include "common/rpc/service_database.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/feed/outbox.h"
#include "common/rpc/command.h"
#include "common/sql/staging.h"

namespace qcity::rpc {

absl::StatusOr<sql::Database*> OpenServiceDatabase(Env& env, absl::string_view name,
                                                   const std::vector<absl::string_view>& steps) {
  const std::string first =
      absl::StrCat(feed::kFeedSchema, "\n", kRequestSchema, "\n", sql::kStagingSchema, "\n", steps.front());
  std::vector<sql::Migration> migrations = {{1, first}};
  for (std::size_t i = 1; i < steps.size(); ++i) migrations.push_back({static_cast<int>(i) + 1, steps[i]});
  ASSIGN_OR_RETURN(sql::Database * database, env.OpenDatabase(name, migrations));
  RETURN_IF_ERROR(sql::Staging::Sweep(*database));
  return database;
}

}  // namespace qcity::rpc
