#include "services/tasks/activities/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::tasks::activities {
namespace {

constexpr char kLastActivity[] = "SELECT id FROM activity ORDER BY id DESC LIMIT 1";
constexpr char kLastBriefing[] = "SELECT id FROM briefing ORDER BY id DESC LIMIT 1";
constexpr char kSelect[] = "SELECT body FROM activity WHERE id = $1";
constexpr char kSelectOfTask[] = "SELECT body FROM activity WHERE task = $1 ORDER BY id";
constexpr char kSelectAfter[] = "SELECT body FROM activity WHERE id > $1 ORDER BY id LIMIT $2";
constexpr char kSelectBriefingsAfter[] = "SELECT body FROM briefing WHERE id > $1 ORDER BY id LIMIT $2";
constexpr char kUpsert[] = R"sql(
  INSERT INTO activity (id, task, body) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body)sql";
constexpr char kInsertBriefing[] = "INSERT INTO briefing (id, body) VALUES ($1, $2)";

absl::StatusOr<std::int64_t> NextOf(const absl::StatusOr<std::optional<sql::Row>>& last) {
  RETURN_IF_ERROR(last.status());
  return last->has_value() ? (*last)->Int(0) + 1 : 1;
}

template <typename Message>
absl::StatusOr<std::vector<Message>> MessagesOf(const absl::StatusOr<std::vector<sql::Row>>& rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<Message> messages;
  for (const sql::Row& row : *rows) {
    ASSIGN_OR_RETURN(messages.emplace_back(), sql::MessageAt<Message>(row, 0));
  }
  return messages;
}

}  // namespace

absl::StatusOr<std::int64_t> ActivityStore::NextActivityId(sql::Transaction& transaction) const {
  return NextOf(transaction.QueryOne(kLastActivity));
}

absl::StatusOr<std::int64_t> ActivityStore::NextBriefingId(sql::Transaction& transaction) const {
  return NextOf(transaction.QueryOne(kLastBriefing));
}

absl::StatusOr<std::optional<v1::Activity>> ActivityStore::Load(sql::Transaction& transaction, std::int64_t id) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, id));
  if (!row.has_value()) return std::nullopt;
  return sql::MessageAt<v1::Activity>(*row, 0);
}

absl::Status ActivityStore::Save(sql::Transaction& transaction, std::int64_t id, const std::string& task,
                                 const v1::Activity& activity) const {
  return transaction.Execute(kUpsert, id, task, sql::Bytes{activity.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::Activity>> ActivityStore::LoadOfTask(sql::Transaction& transaction,
                                                                    const std::string& task) const {
  return MessagesOf<v1::Activity>(transaction.Query(kSelectOfTask, task));
}

absl::StatusOr<std::vector<v1::Activity>> ActivityStore::LoadAfter(sql::Transaction& transaction, std::int64_t id,
                                                                   std::int64_t limit) const {
  return MessagesOf<v1::Activity>(transaction.Query(kSelectAfter, id, limit));
}

absl::Status ActivityStore::SaveBriefing(sql::Transaction& transaction, std::int64_t id,
                                         const v1::Briefing& briefing) const {
  return transaction.Execute(kInsertBriefing, id, sql::Bytes{briefing.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::Briefing>> ActivityStore::LoadBriefingsAfter(sql::Transaction& transaction,
                                                                            std::int64_t id, std::int64_t limit) const {
  return MessagesOf<v1::Briefing>(transaction.Query(kSelectBriefingsAfter, id, limit));
}

}  // namespace qcity::tasks::activities
