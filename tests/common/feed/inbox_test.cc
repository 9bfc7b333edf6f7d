#include "common/feed/inbox.h"

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace qcity::feed {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Inbox, GivesAllThatCameMeanwhileInOrder) {
  Inbox<int> inbox(10);
  EXPECT_TRUE(inbox.Put(1));
  EXPECT_TRUE(inbox.Put(2));
  EXPECT_THAT(inbox.TakeAll().messages, ElementsAre(1, 2));
  EXPECT_TRUE(inbox.Put(3));
  EXPECT_THAT(inbox.TakeAll().messages, ElementsAre(3));
}

TEST(Inbox, PausesTheReaderWhenFullUntilItIsTaken) {
  Inbox<int> inbox(2);
  EXPECT_TRUE(inbox.Put(1));
  EXPECT_FALSE(inbox.Put(2));
  const auto batch = inbox.TakeAll();
  EXPECT_THAT(batch.messages, ElementsAre(1, 2));
  EXPECT_TRUE(batch.read_on);
  EXPECT_TRUE(inbox.Put(3));
  EXPECT_FALSE(inbox.TakeAll().read_on);  // The reader never paused.
}

TEST(Inbox, GivesWhatCameBeforeTheEndFirst) {
  Inbox<int> inbox(10);
  inbox.Put(1);
  inbox.End();
  EXPECT_THAT(inbox.TakeAll().messages, ElementsAre(1));
  EXPECT_THAT(inbox.TakeAll().messages, IsEmpty());
  EXPECT_THAT(inbox.TakeAll().messages, IsEmpty());
}

TEST(Inbox, LosesNothingBetweenTwoThreads) {
  constexpr int kMessages = 20'000;
  Inbox<int> inbox(16);
  std::vector<int> taken;
  int next = 0;
  const auto read = [&] {
    while (next < kMessages && inbox.Put(next++)) continue;
    if (next == kMessages) inbox.End();
  };
  std::thread reader(read);
  for (auto batch = inbox.TakeAll(); !batch.messages.empty(); batch = inbox.TakeAll()) {
    taken.insert(taken.end(), batch.messages.begin(), batch.messages.end());
    if (!batch.read_on) continue;
    reader.join();  // It has paused.
    reader = std::thread(read);
  }
  reader.join();
  ASSERT_EQ(taken.size(), kMessages);
  for (int i = 0; i < kMessages; ++i) ASSERT_EQ(taken[i], i);
}

}  // namespace
}  // namespace qcity::feed
