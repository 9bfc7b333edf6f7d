// Reminders (提醒): which are due, which were announced. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_REMINDERS_RULES_H_
#define QCITY_SERVICES_TASKS_REMINDERS_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "qcity/plan/v1/policy.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"

namespace qcity::tasks::reminders {

// The kind of a reminder of what is overdue; other kinds are the policy's days before the due day.
inline constexpr int kOverdue = -1;

// What is announced once: the occurrence's name, the unit, the due day in force, the kind.
using Kind = std::tuple<std::string, std::string, std::string, int>;
using Announced = absl::btree_map<Kind, v1::ReminderAnnouncement>;

// The last kind that has come `days_left` before the due day; nullopt if none has.
std::optional<int> KindDue(const plan::v1::TaskPolicy& policy, std::int64_t days_left);

// What a reminder of that kind is recorded under.
Kind KindOf(const v1::Reminder& reminder, int days_before);

// The reminder of a part with `days_left`, whatever the policy says.
v1::Reminder ReminderOf(const v1::Occurrence& occurrence, const v1::TaskPart& part, std::int64_t days_left);

// The announcement that is due of a part on `date` and was not made; nullopt if there is none.
std::optional<v1::ReminderAnnouncement> AnnouncementDue(const plan::v1::TaskPolicy& policy,
                                                        const v1::Occurrence& occurrence, const v1::TaskPart& part,
                                                        absl::CivilDay date, const Announced& announced);

// Adds what the policy reminds of on `date` (on its days before the due day, every day once that has passed), and what
// was announced on that day, of those parts of the occurrence for which `wanted` admits who is responsible.
void AddReminders(const plan::v1::TaskPolicy& policy, const v1::Occurrence& occurrence, absl::CivilDay date,
                  const Announced& announced, absl::FunctionRef<bool(const std::string& unit)> wanted,
                  v1::ListRemindersResponse& response);

}  // namespace qcity::tasks::reminders

#endif  // QCITY_SERVICES_TASKS_REMINDERS_RULES_H_
