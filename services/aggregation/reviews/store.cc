#include "services/aggregation/reviews/store.h"

#include <utility>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::aggregation::reviews {
namespace {

constexpr char kNextId[] = "SELECT COALESCE(MAX(id), 0) + 1 FROM review";
constexpr char kSelect[] = "SELECT body FROM review WHERE id = $1";
constexpr char kIds[] = "SELECT id FROM review ORDER BY id";
constexpr char kUpsert[] = R"sql(
  INSERT INTO review (id, body) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body)sql";

constexpr char kSelectSnapshot[] = "SELECT body FROM review_snapshot WHERE review = $1";
constexpr char kInsertSnapshot[] = "INSERT INTO review_snapshot (review, body) VALUES ($1, $2)";

constexpr char kMarks[] = "SELECT body FROM review_mark WHERE review = $1 ORDER BY number";
constexpr char kInsertMark[] = R"sql(
  INSERT INTO review_mark (review, number, body)
  SELECT $1, COALESCE(MAX(number), 0) + 1, $2 FROM review_mark WHERE review = $1)sql";

constexpr char kFindings[] = "SELECT body FROM review_finding WHERE review = $1 ORDER BY number";
constexpr char kNextFinding[] = "SELECT COALESCE(MAX(number), 0) + 1 FROM review_finding WHERE review = $1";
constexpr char kSelectFinding[] = "SELECT body FROM review_finding WHERE review = $1 AND number = $2";
constexpr char kUpsertFinding[] = R"sql(
  INSERT INTO review_finding (review, number, body) VALUES ($1, $2, $3)
  ON CONFLICT (review, number) DO UPDATE SET body = excluded.body)sql";

template <typename Message>
absl::StatusOr<std::vector<Message>> MessagesOf(const absl::StatusOr<std::vector<sql::Row>>& rows) {
  if (!rows.ok()) return rows.status();
  std::vector<Message> messages;
  messages.reserve(rows->size());
  for (const sql::Row& row : *rows) {
    ASSIGN_OR_RETURN(messages.emplace_back(), sql::MessageAt<Message>(row, 0));
  }
  return messages;
}

absl::StatusOr<std::int64_t> NumberOf(const absl::StatusOr<std::optional<sql::Row>>& row) {
  if (!row.ok()) return row.status();
  return (*row)->Int(0);
}

template <typename Message>
absl::StatusOr<std::optional<Message>> MessageOf(const absl::StatusOr<std::optional<sql::Row>>& row) {
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  return sql::MessageAt<Message>(**row, 0);
}

}  // namespace

absl::StatusOr<std::int64_t> ReviewsStore::NextId(sql::Transaction& transaction) const {
  return NumberOf(transaction.QueryOne(kNextId));
}

absl::StatusOr<std::optional<v1::Review>> ReviewsStore::Load(sql::Transaction& transaction, std::int64_t id) const {
  return MessageOf<v1::Review>(transaction.QueryOne(kSelect, id));
}

absl::Status ReviewsStore::Save(sql::Transaction& transaction, std::int64_t id, const v1::Review& review) const {
  return transaction.Execute(kUpsert, id, sql::Bytes{review.SerializeAsString()});
}

absl::StatusOr<std::vector<std::int64_t>> ReviewsStore::Ids(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kIds));
  std::vector<std::int64_t> ids;
  ids.reserve(rows.size());
  for (const sql::Row& row : rows) ids.push_back(row.Int(0));
  return ids;
}

absl::StatusOr<std::string> ReviewsStore::LoadSnapshot(sql::Transaction& transaction, std::int64_t id) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectSnapshot, id));
  if (!row.has_value()) return absl::DataLossError("a review has lost what was frozen");
  return row->Blob(0);
}

absl::Status ReviewsStore::SaveSnapshot(sql::Transaction& transaction, std::int64_t id, std::string frozen) const {
  return transaction.Execute(kInsertSnapshot, id, sql::Bytes{std::move(frozen)});
}

absl::StatusOr<std::vector<v1::ItemMark>> ReviewsStore::Marks(sql::Transaction& transaction, std::int64_t id) const {
  return MessagesOf<v1::ItemMark>(transaction.Query(kMarks, id));
}

absl::Status ReviewsStore::AddMark(sql::Transaction& transaction, std::int64_t id, const v1::ItemMark& mark) const {
  return transaction.Execute(kInsertMark, id, sql::Bytes{mark.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::Finding>> ReviewsStore::Findings(sql::Transaction& transaction, std::int64_t id) const {
  return MessagesOf<v1::Finding>(transaction.Query(kFindings, id));
}

absl::StatusOr<std::int64_t> ReviewsStore::NextFinding(sql::Transaction& transaction, std::int64_t id) const {
  return NumberOf(transaction.QueryOne(kNextFinding, id));
}

absl::StatusOr<std::optional<v1::Finding>> ReviewsStore::LoadFinding(sql::Transaction& transaction, std::int64_t id,
                                                                     std::int64_t number) const {
  return MessageOf<v1::Finding>(transaction.QueryOne(kSelectFinding, id, number));
}

absl::Status ReviewsStore::SaveFinding(sql::Transaction& transaction, std::int64_t id, std::int64_t number,
                                       const v1::Finding& finding) const {
  return transaction.Execute(kUpsertFinding, id, number, sql::Bytes{finding.SerializeAsString()});
}

}  // namespace qcity::aggregation::reviews
