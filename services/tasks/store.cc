#include "services/tasks/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::tasks {
namespace {

constexpr char kSelect[] = "SELECT body FROM task_part WHERE task = $1 AND occurrence = $2 AND lead = $3";

constexpr char kSelectOccurrence[] = "SELECT body FROM task_part WHERE task = $1 AND occurrence = $2 ORDER BY lead";

constexpr char kSelectAll[] = "SELECT body FROM task_part ORDER BY task, occurrence, lead";

constexpr char kUpsert[] = R"sql(
  INSERT INTO task_part (task, occurrence, lead, version, body) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (task, occurrence, lead) DO UPDATE SET version = excluded.version, body = excluded.body)sql";

absl::StatusOr<std::vector<v1::TaskPart>> PartsOf(const std::vector<sql::Row>& rows) {
  std::vector<v1::TaskPart> parts;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(parts.emplace_back(), sql::MessageAt<v1::TaskPart>(row, 0));
  }
  return parts;
}

}  // namespace

absl::StatusOr<std::optional<v1::TaskPart>> TaskStore::Load(sql::Transaction& transaction, const PartKey& key) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row,
                   transaction.QueryOne(kSelect, key.occurrence.task, key.occurrence.id, key.lead));
  if (!row.has_value()) return std::nullopt;
  return sql::MessageAt<v1::TaskPart>(*row, 0);
}

absl::StatusOr<std::vector<v1::TaskPart>> TaskStore::LoadOccurrence(sql::Transaction& transaction,
                                                                    const OccurrenceKey& key) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectOccurrence, key.task, key.id));
  return PartsOf(rows);
}

absl::StatusOr<std::vector<v1::TaskPart>> TaskStore::LoadAll(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAll));
  return PartsOf(rows);
}

absl::Status TaskStore::Save(sql::Transaction& transaction, const PartKey& key, const v1::TaskPart& part) const {
  return transaction.Execute(kUpsert, key.occurrence.task, key.occurrence.id, key.lead, part.version(),
                             sql::Bytes{part.SerializeAsString()});
}

}  // namespace qcity::tasks
