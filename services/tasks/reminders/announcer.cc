#include "services/tasks/reminders/announcer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "services/tasks/names.h"
#include "services/tasks/reminders/rules.h"
#include "services/tasks/view.h"

namespace qcity::tasks::reminders {
namespace {

std::string FeedKey(const OccurrenceKey& key, const v1::ReminderAnnouncement& announcement) {
  const v1::Reminder& reminder = announcement.reminder();
  const int kind = announcement.days_before();
  return absl::StrCat("reminder/", key.task, "/", key.id, "/", reminder.lead(), "/", reminder.due(), "/",
                      kind == kOverdue ? "overdue" : absl::StrCat(kind));
}

}  // namespace

absl::Status Announcer::AnnounceOccurrence(sql::Transaction& transaction, const Place& place,
                                           const std::vector<v1::TaskPart>& recorded, const Announced& announced,
                                           absl::Time now) const {
  const absl::CivilDay today = ShanghaiDay(now);
  const domain::Plan& plan = *plans_.InForce(today);
  const OccurrenceKey key{place.task->number(), place.occurrence.id};
  const v1::Occurrence occurrence = ViewOf(plan, place, recorded, today, Detail::kStates);
  for (const v1::TaskPart& part : occurrence.parts()) {
    std::optional<v1::ReminderAnnouncement> announcement =
        AnnouncementDue(plan.document().policy().tasks(), occurrence, part, today, announced);
    if (!announcement.has_value()) continue;
    *announcement->mutable_reminder()->mutable_announced() = TimestampOf(now);
    RETURN_IF_ERROR(reminders_.Save(transaction, key, *announcement));
    ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
    RETURN_IF_ERROR(outbox_.Put(transaction, position, FeedKey(key, *announcement), *announcement, now));
  }
  return absl::OkStatus();
}

absl::Status Announcer::AnnounceAll(sql::Transaction& transaction, absl::Time now) const {
  const domain::Plan& plan = *plans_.InForce(ShanghaiDay(now));
  ASSIGN_OR_RETURN(const Announced announced, reminders_.Load(transaction));
  ASSIGN_OR_RETURN(std::vector<v1::TaskPart> parts, store_.LoadAll(transaction));
  absl::btree_map<std::string, std::vector<v1::TaskPart>> recorded;  // By the occurrence's name.
  for (v1::TaskPart& part : parts) recorded[part.occurrence()].push_back(std::move(part));
  for (const Place& place : AgendaOf(plan)) {
    const std::string name = OccurrenceName(plan.id(), {place.task->number(), place.occurrence.id});
    RETURN_IF_ERROR(AnnounceOccurrence(transaction, place, recorded[name], announced, now));
  }
  return absl::OkStatus();
}

absl::Status Announcer::Run() const {
  const absl::Time now = clock_.Now();
  return database_.Write([&](sql::Transaction& transaction) { return AnnounceAll(transaction, now); });
}

}  // namespace qcity::tasks::reminders
