#include "services/tasks/reminders/store.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::tasks::reminders {
namespace {

constexpr char kSelectAll[] = "SELECT body FROM task_reminder ORDER BY task, occurrence, unit, due, days_before";

constexpr char kInsert[] = R"sql(
  INSERT INTO task_reminder (task, occurrence, unit, due, days_before, body) VALUES ($1, $2, $3, $4, $5, $6))sql";

}  // namespace

absl::StatusOr<Announced> ReminderStore::Load(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAll));
  Announced announced;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(v1::ReminderAnnouncement announcement, sql::MessageAt<v1::ReminderAnnouncement>(row, 0));
    const Kind kind = KindOf(announcement.reminder(), announcement.days_before());
    announced.emplace(kind, std::move(announcement));
  }
  return announced;
}

absl::Status ReminderStore::Save(sql::Transaction& transaction, const OccurrenceKey& key,
                                 const v1::ReminderAnnouncement& announcement) const {
  const v1::Reminder& reminder = announcement.reminder();
  return transaction.Execute(kInsert, key.task, key.id, reminder.lead(), reminder.due(),
                             static_cast<std::int64_t>(announcement.days_before()),
                             sql::Bytes{announcement.SerializeAsString()});
}

}  // namespace qcity::tasks::reminders
