#include "common/rpc/service_database.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/feed/outbox.h"
#include "common/rpc/command.h"

namespace qcity::rpc {

absl::StatusOr<sql::Database*> OpenServiceDatabase(Env& env, absl::string_view name,
                                                   const std::vector<absl::string_view>& steps) {
  const std::string first = absl::StrCat(feed::kFeedSchema, "\n", kRequestSchema, "\n", steps.front());
  std::vector<sql::Migration> migrations = {{1, first}};
  for (std::size_t i = 1; i < steps.size(); ++i) migrations.push_back({static_cast<int>(i) + 1, steps[i]});
  return env.OpenDatabase(name, migrations);
}

}  // namespace qcity::rpc
