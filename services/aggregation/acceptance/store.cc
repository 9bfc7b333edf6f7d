#include "services/aggregation/acceptance/store.h"

#include <optional>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::aggregation::acceptance {
namespace {

constexpr char kSelect[] = "SELECT body FROM acceptance WHERE id = 1";
constexpr char kUpsert[] = R"sql(
  INSERT INTO acceptance (id, body) VALUES (1, $1)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<v1::Application> AcceptanceStore::Load(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect));
  if (!row.has_value()) return v1::Application();
  return sql::MessageAt<v1::Application>(*row, 0);
}

absl::Status AcceptanceStore::Save(sql::Transaction& transaction, const v1::Application& application) const {
  return transaction.Execute(kUpsert, sql::Bytes{application.SerializeAsString()});
}

}  // namespace qcity::aggregation::acceptance
