// Rows of reminders that were announced. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_TASKS_REMINDERS_STORE_H_
#define QCITY_SERVICES_TASKS_REMINDERS_STORE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/tasks/names.h"
#include "services/tasks/reminders/rules.h"

namespace qcity::tasks::reminders {

extern const char kSchema[];  // schema.sql

class ReminderStore {
 public:
  absl::StatusOr<Announced> Load(sql::Transaction& transaction) const;
  // ALREADY_EXISTS if it was announced before.
  absl::Status Save(sql::Transaction& transaction, const OccurrenceKey& key,
                    const v1::ReminderAnnouncement& announcement) const;
};

}  // namespace qcity::tasks::reminders

#endif  // QCITY_SERVICES_TASKS_REMINDERS_STORE_H_
