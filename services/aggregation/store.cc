#include "services/aggregation/store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::aggregation {
namespace {

constexpr char kSelectEntities[] = "SELECT body FROM entity ORDER BY feed, key";
constexpr char kUpsertEntity[] = R"sql(
  INSERT INTO entity (feed, key, body) VALUES ($1, $2, $3)
  ON CONFLICT (feed, key) DO UPDATE SET body = excluded.body)sql";
constexpr char kDeleteEntities[] = "DELETE FROM entity WHERE feed = $1";

constexpr char kSelectToken[] = "SELECT token FROM source WHERE feed = $1";
constexpr char kUpsertToken[] = R"sql(
  INSERT INTO source (feed, token) VALUES ($1, $2)
  ON CONFLICT (feed) DO UPDATE SET token = excluded.token)sql";
constexpr char kDeleteToken[] = "DELETE FROM source WHERE feed = $1";

constexpr char kSelectVetoes[] = "SELECT body FROM veto ORDER BY id";
constexpr char kSelectVeto[] = "SELECT body FROM veto WHERE id = $1";
constexpr char kUpsertVeto[] = R"sql(
  INSERT INTO veto (id, body) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body)sql";

}  // namespace

absl::StatusOr<Entities> AggregationStore::LoadEntities(sql::Transaction& transaction) const {
  Entities entities;
  ASSIGN_OR_RETURN(const std::vector<sql::Row> changes, transaction.Query(kSelectEntities));
  for (const sql::Row& row : changes) {
    ASSIGN_OR_RETURN(const feed::v1::Change change, sql::MessageAt<feed::v1::Change>(row, 0));
    RETURN_IF_ERROR(Project(change, entities));
  }
  ASSIGN_OR_RETURN(const std::vector<sql::Row> vetoes, transaction.Query(kSelectVetoes));
  for (const sql::Row& row : vetoes) {
    ASSIGN_OR_RETURN(v1::Veto veto, sql::MessageAt<v1::Veto>(row, 0));
    entities.vetoes[veto.name()] = std::make_shared<const v1::Veto>(veto);
  }
  return entities;
}

absl::StatusOr<std::optional<feed::v1::Token>> AggregationStore::LoadToken(sql::Transaction& transaction,
                                                                           const std::string& feed) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectToken, feed));
  if (!row.has_value()) return std::optional<feed::v1::Token>();
  ASSIGN_OR_RETURN(feed::v1::Token token, sql::MessageAt<feed::v1::Token>(*row, 0));
  return std::optional<feed::v1::Token>(std::move(token));
}

absl::Status AggregationStore::SaveToken(sql::Transaction& transaction, const feed::v1::Token& token) const {
  return transaction.Execute(kUpsertToken, token.feed(), sql::Bytes{token.SerializeAsString()});
}

absl::Status AggregationStore::SaveChange(sql::Transaction& transaction, const std::string& feed,
                                          const feed::v1::Change& change) const {
  return transaction.Execute(kUpsertEntity, feed, change.subject(), sql::Bytes{change.SerializeAsString()});
}

absl::Status AggregationStore::ForgetFeed(sql::Transaction& transaction, const std::string& feed) const {
  RETURN_IF_ERROR(transaction.Execute(kDeleteEntities, feed));
  return transaction.Execute(kDeleteToken, feed);
}

absl::Status AggregationStore::SaveVeto(sql::Transaction& transaction, std::int64_t id, const v1::Veto& veto) const {
  return transaction.Execute(kUpsertVeto, id, sql::Bytes{veto.SerializeAsString()});
}

absl::StatusOr<v1::Veto> AggregationStore::LoadVeto(sql::Transaction& transaction, std::int64_t id) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectVeto, id));
  if (row.has_value()) return sql::MessageAt<v1::Veto>(*row, 0);
  return Error(absl::StatusCode::kNotFound, "VETO_NOT_FOUND",
               {absl::StrCat("没有编号为 ", id, " 的一票否决"), absl::StrCat("no veto ", id)});
}

}  // namespace qcity::aggregation
