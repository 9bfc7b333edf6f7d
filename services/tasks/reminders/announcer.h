// Announces reminders on the feed, each once: what is due and was not announced goes into the table and the outbox in one transaction. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_REMINDERS_ANNOUNCER_H_
#define QCITY_SERVICES_TASKS_REMINDERS_ANNOUNCER_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/sql/database.h"
#include "services/tasks/agenda.h"
#include "services/tasks/reminders/store.h"
#include "services/tasks/store.h"

namespace qcity::tasks::reminders {

class Announcer {
 public:
  Announcer(sql::Database& database, feed::Outbox& outbox, const domain::PlanVersions& plans, const Clock& clock)
      : database_(database), outbox_(outbox), plans_(plans), clock_(clock) {}

  // Everything that is due today. Run again on the same day it finds nothing.
  absl::Status Run() const;

 private:
  absl::Status AnnounceAll(sql::Transaction& transaction, absl::Time now) const;
  absl::Status AnnounceOccurrence(sql::Transaction& transaction, const Place& place,
                                  const std::vector<v1::TaskPart>& recorded, const Announced& announced,
                                  absl::Time now) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const Clock& clock_;
  const TaskStore store_{};
  const ReminderStore reminders_{};
};

}  // namespace qcity::tasks::reminders

#endif  // QCITY_SERVICES_TASKS_REMINDERS_ANNOUNCER_H_
