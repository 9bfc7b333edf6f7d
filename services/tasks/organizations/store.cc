#include "services/tasks/organizations/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::tasks::organizations {
namespace {

constexpr char kSelect[] = "SELECT body FROM leading_body WHERE organization = $1";
constexpr char kSelectAll[] = "SELECT body FROM leading_body ORDER BY organization";
constexpr char kUpsert[] = R"sql(
  INSERT INTO leading_body (organization, body) VALUES ($1, $2)
  ON CONFLICT (organization) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<std::optional<v1::LeadingBody>> LeadingBodyStore::Load(sql::Transaction& transaction,
                                                                      const std::string& organization) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, organization));
  if (!row.has_value()) return std::nullopt;
  return sql::MessageAt<v1::LeadingBody>(*row, 0);
}

absl::StatusOr<std::vector<v1::LeadingBody>> LeadingBodyStore::LoadAll(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAll));
  std::vector<v1::LeadingBody> bodies;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(bodies.emplace_back(), sql::MessageAt<v1::LeadingBody>(row, 0));
  }
  return bodies;
}

absl::Status LeadingBodyStore::Save(sql::Transaction& transaction, const v1::LeadingBody& body) const {
  return transaction.Execute(kUpsert, body.organization(), sql::Bytes{body.SerializeAsString()});
}

}  // namespace qcity::tasks::organizations
