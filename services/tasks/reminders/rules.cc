#include "services/tasks/reminders/rules.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/base/timestamp.h"
#include "common/domain/period.h"
#include "services/tasks/lights.h"
#include "services/tasks/rules.h"

namespace qcity::tasks::reminders {
namespace {

// Whether the policy reminds `days_left` before the due day; of what is overdue it always does.
bool IsReminded(const plan::v1::TaskPolicy& policy, std::int64_t days_left) {
  const auto& days = policy.reminder_days();
  return days_left < 0 || std::find(days.begin(), days.end(), days_left) != days.end();
}

std::int64_t DaysLeft(const v1::TaskPart& part, absl::CivilDay date) {
  return *domain::ParseDay(part.due(), "due") - date;
}

absl::CivilDay AnnouncedOn(const v1::ReminderAnnouncement& announcement) {
  return ShanghaiDay(TimeOf(announcement.reminder().announced()));
}

}  // namespace

std::optional<int> KindDue(const plan::v1::TaskPolicy& policy, std::int64_t days_left) {
  if (days_left < 0) return kOverdue;
  std::optional<int> last;
  for (const int days : policy.reminder_days()) {
    if (days_left <= days && (!last.has_value() || days < *last)) last = days;
  }
  return last;
}

Kind KindOf(const v1::Reminder& reminder, int days_before) {
  return {reminder.occurrence(), reminder.lead(), reminder.due(), days_before};
}

v1::Reminder ReminderOf(const v1::Occurrence& occurrence, const v1::TaskPart& part, std::int64_t days_left) {
  v1::Reminder reminder;
  reminder.set_occurrence(occurrence.name());
  reminder.set_lead(ResponsibleFor(part));
  reminder.set_lead_title(part.lead_title());
  reminder.set_due(part.due());
  reminder.set_days_left(static_cast<std::int32_t>(days_left));
  reminder.set_title(occurrence.task().title());
  return reminder;
}

std::optional<v1::ReminderAnnouncement> AnnouncementDue(const plan::v1::TaskPolicy& policy,
                                                        const v1::Occurrence& occurrence, const v1::TaskPart& part,
                                                        absl::CivilDay date, const Announced& announced) {
  const std::int64_t days_left = DaysLeft(part, date);
  const std::optional<int> kind = KindDue(policy, days_left);
  if (!IsOpen(part.state()) || !kind.has_value()) return std::nullopt;
  v1::ReminderAnnouncement announcement;
  *announcement.mutable_reminder() = ReminderOf(occurrence, part, days_left);
  announcement.set_days_before(*kind);
  if (announced.contains(KindOf(announcement.reminder(), *kind))) return std::nullopt;
  return announcement;
}

void AddReminders(const plan::v1::TaskPolicy& policy, const v1::Occurrence& occurrence, absl::CivilDay date,
                  const Announced& announced, absl::FunctionRef<bool(const std::string& unit)> wanted,
                  v1::ListRemindersResponse& response) {
  for (const v1::TaskPart& part : occurrence.parts()) {
    const std::int64_t days_left = DaysLeft(part, date);
    if (!IsOpen(part.state()) || !IsReminded(policy, days_left) || !wanted(ResponsibleFor(part))) continue;
    v1::Reminder& reminder = *response.add_reminders();
    reminder = ReminderOf(occurrence, part, days_left);
    const auto made = announced.find(KindOf(reminder, *KindDue(policy, days_left)));
    if (made != announced.end()) *reminder.mutable_announced() = made->second.reminder().announced();
  }
  const Kind first{occurrence.name(), "", "", kOverdue};
  for (auto made = announced.lower_bound(first); made != announced.end(); ++made) {
    const v1::Reminder& reminder = made->second.reminder();
    if (reminder.occurrence() != occurrence.name()) break;
    if (AnnouncedOn(made->second) == date && wanted(reminder.lead())) *response.add_announcements() = made->second;
  }
}

}  // namespace qcity::tasks::reminders
