#include "services/tasks/reminders/rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/tasks/rules.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::tasks::reminders {
namespace {

using ::qcity::testing_support::CallAs;
using ::qcity::testing_support::NewDataDirectory;
using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Stub = TasksClient::Stub;

plan::v1::TaskPolicy Policy() {
  plan::v1::TaskPolicy policy;
  policy.add_reminder_days(30);
  policy.add_reminder_days(7);
  return policy;
}

TEST(KindDue, IsTheLastThatHasCome) {
  EXPECT_EQ(KindDue(Policy(), 31), std::nullopt);
  EXPECT_EQ(KindDue(Policy(), 30), 30);
  EXPECT_EQ(KindDue(Policy(), 8), 30);
  EXPECT_EQ(KindDue(Policy(), 7), 7);
  EXPECT_EQ(KindDue(Policy(), 0), 7);
  EXPECT_EQ(KindDue(Policy(), -1), kOverdue);
}

// A part due 2018-09-30 and what was announced of it on each of these days, one after the other.
class AnnouncementDueTest : public testing::Test {
 protected:
  AnnouncementDueTest() {
    occurrence_.set_name("campaigns/c/tasks/1/occurrences/2018");
    part_ = NewPart(occurrence_.name(), "unit");
    SetDue(part_, absl::CivilDay(2018, 9, 30));
  }
  // "30 unit" if one is due, which is then noted.
  std::string On(int month, int day) {
    const auto due = AnnouncementDue(Policy(), occurrence_, part_, absl::CivilDay(2018, month, day), announced_);
    if (!due.has_value()) return "";
    announced_[KindOf(due->reminder(), due->days_before())] = *due;
    return absl::StrCat(due->days_before(), " ", due->reminder().lead());
  }

  v1::Occurrence occurrence_;
  v1::TaskPart part_;
  Announced announced_;
};

TEST_F(AnnouncementDueTest, EachKindIsAnnouncedOnceAlsoAfterDaysDown) {
  EXPECT_EQ(On(8, 30), "");
  EXPECT_EQ(On(9, 3), "30 unit");  // Down on its first day.
  EXPECT_EQ(On(9, 4), "");
  EXPECT_EQ(On(9, 23), "7 unit");
  EXPECT_EQ(On(10, 1), "-1 unit");
  EXPECT_EQ(On(10, 2), "");
}

TEST_F(AnnouncementDueTest, AKindThatALaterOneHasOvertakenIsNotMadeUpFor) {
  EXPECT_EQ(On(9, 28), "7 unit");
  EXPECT_EQ(On(9, 29), "");
}

TEST_F(AnnouncementDueTest, AnExtensionBeginsAnew) {
  EXPECT_EQ(On(10, 1), "-1 unit");
  part_.set_due("2018-10-31");
  EXPECT_EQ(On(10, 2), "30 unit");
  EXPECT_EQ(On(11, 1), "-1 unit");
}

TEST_F(AnnouncementDueTest, WhoGetsThePartIsToldToo) {
  EXPECT_EQ(On(9, 23), "7 unit");
  part_.set_holder("other");
  EXPECT_EQ(On(9, 24), "7 other");
}

TEST_F(AnnouncementDueTest, NothingIsSaidOfWhatIsNotOpen) {
  for (const v1::PartState state : {v1::SUBMITTED, v1::COMPLETED, v1::SUSPENDED, v1::CANCELLED}) {
    part_.set_state(state);
    EXPECT_EQ(On(10, 1), "") << v1::PartState_Name(state);
  }
}

// Keys of the reminders that the feed holds.
std::vector<std::string> Published(TasksClient& client) {
  std::vector<std::string> keys;
  for (const feed::v1::Change& change : ReadHistory(client.server().channel(), "tasks")) {
    if (change.type() == v1::ReminderAnnouncement::descriptor()->full_name()) keys.push_back(change.subject());
  }
  return keys;
}

// Reads the feed until the change of that subject comes; the call's deadline bounds it.
bool Await(TasksClient& client, const std::string& subject) {
  const auto stub = feed::v1::FeedService::NewStub(client.server().channel());
  CallAs context("test@service");
  feed::v1::WatchRequest request;
  request.set_feed("tasks");
  const auto reader = stub->Watch(&context, request);
  bool found = false;
  for (feed::v1::WatchResponse response; !found && reader->Read(&response);) {
    for (const feed::v1::Change& change : response.changes().changes()) found = found || change.subject() == subject;
  }
  context.TryCancel();
  for (feed::v1::WatchResponse rest; reader->Read(&rest);) continue;
  reader->Finish();
  return found;
}

constexpr char kOfEast[] = "reminder/3/2018/east/2018-03-20/overdue";
constexpr char kOfWest[] = "reminder/3/2018/west/2018-03-20/overdue";
constexpr char kOfOffice[] = "reminder/3/2018/office/2018-03-20/overdue";

TEST(Announcer, AnnouncesWhatIsDueAtStartAndNothingTwice) {
  TasksClient client({.data = NewDataDirectory()});  // On 2018-05-07.
  EXPECT_THAT(Published(client), UnorderedElementsAre(kOfEast, kOfWest, kOfOffice));
  client.server().Restart();
  EXPECT_THAT(Published(client), UnorderedElementsAre(kOfEast, kOfWest, kOfOffice));
  ASSERT_EQ(client.Acknowledge("sun@east", NameOf("3", "2019"))->version(), 4);  // No position was taken in vain.
}

TEST(Announcer, AnnouncesAgainWhenTheDayChanges) {
  TasksClient client;
  ASSERT_TRUE(client.server().clock().AdvanceTo(NoonOf(2018, 5, 31)).ok());
  EXPECT_TRUE(Await(client, "reminder/4-1/2018Q2/office/2018-06-30/30"));
}

TEST(Announcer, CatchesUpTheDaysOnWhichItWasDown) {
  TasksClient client({.data = NewDataDirectory()});
  ASSERT_TRUE(client.server().clock().AdvanceTo(NoonOf(2018, 6, 28)).ok());
  client.server().Restart();
  EXPECT_THAT(Published(client),
              UnorderedElementsAre(kOfEast, kOfWest, kOfOffice, "reminder/4-1/2018Q2/office/2018-06-30/7"));
}

TEST(ListReminders, SaysWhatWasAnnouncedWhen) {
  TasksClient client;
  v1::ListRemindersRequest request;
  request.set_parent("campaigns/small-city");
  request.set_organization("east");
  const auto today = client.Call(&Stub::ListReminders, "sun@east", request);
  ASSERT_EQ(Told(today), "OK");
  ASSERT_EQ(today->announcements_size(), 1);
  EXPECT_EQ(today->announcements(0).days_before(), kOverdue);
  EXPECT_EQ(today->announcements(0).reminder().title(), "制定年度计划");
  EXPECT_EQ(today->announcements(0).reminder().announced().seconds(), absl::ToUnixSeconds(NoonOf(2018, 5, 7)));
  ASSERT_EQ(today->reminders_size(), 1);
  EXPECT_EQ(today->reminders(0).announced().seconds(), absl::ToUnixSeconds(NoonOf(2018, 5, 7)));
  request.set_date("2018-05-08");
  const auto tomorrow = client.Call(&Stub::ListReminders, "sun@east", request);
  EXPECT_EQ(tomorrow->announcements_size(), 0);
  EXPECT_TRUE(tomorrow->reminders(0).has_announced());
}

}  // namespace
}  // namespace qcity::tasks::reminders
