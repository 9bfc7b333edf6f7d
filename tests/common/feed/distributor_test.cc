// One thread serves many watchers: all that the feed promises, without a network in between.
#include "common/feed/distributor.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "tests/common/feed/fake_receiver.h"
#include "tests/common/feed/feed_testing.h"
#include "tests/support/faulty_database.h"

namespace qcity::feed {
namespace {

// Small pages and a short tail, so that every path is taken.
constexpr DistributorOptions kSmall = {
    .page_changes = 3, .queue_messages = 2, .tail_pages = 2, .progress_interval = absl::Hours(1)};

class DistributorTest : public ::testing::Test {
 protected:
  void Open(const DistributorOptions& options, const std::string& path = "") {
    Close();
    database_ = OpenFeedDatabase(path);
    faulty_ = std::make_unique<testing_support::FaultyDatabase>(*database_);
    outbox_ = std::make_unique<Outbox>(*faulty_, kFeed, "campaign");
    auto distributor = Distributor::Make(*outbox_, "digest", options);
    ASSERT_TRUE(distributor.ok()) << distributor.status();
    distributor_ = *std::move(distributor);
  }
  void Close() {
    distributor_.reset();
    outbox_.reset();
    faulty_.reset();
    database_.reset();
  }

  v1::WatchRequest RequestAfter(std::int64_t position) {
    v1::WatchRequest request;
    request.set_feed(kFeed);
    request.mutable_token()->set_feed(kFeed);
    request.mutable_token()->set_epoch(outbox_->ReadHead()->epoch);
    request.mutable_token()->set_position(position);
    return request;
  }

  std::shared_ptr<FakeReceiver> Watch(const v1::WatchRequest& request, bool slow = false) {
    auto receiver = std::make_shared<FakeReceiver>(distributor_->waker(), slow);
    const absl::Status status = distributor_->Add(request, receiver);
    EXPECT_TRUE(status.ok()) << status;
    return receiver;
  }
  std::shared_ptr<FakeReceiver> WatchAll(bool slow = false) {
    v1::WatchRequest request;
    request.set_feed(kFeed);
    return Watch(request, slow);
  }
  absl::Status Try(const v1::WatchRequest& request) {
    return distributor_->Add(request, std::make_shared<FakeReceiver>(distributor_->waker()));
  }
  void PutMany(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Put(*database_, *outbox_, absl::StrCat("one/", i % 10), i).ok());
  }

  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<testing_support::FaultyDatabase> faulty_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<Distributor> distributor_;
};

TEST_F(DistributorTest, AWatchIsHelloHistoryCaughtUpAndThenLiveChangesWithProgressAtTheEnd) {
  Open({.progress_interval = absl::Hours(1)});
  ASSERT_NO_FATAL_FAILURE(PutMany(2));
  const auto watcher = WatchAll();
  watcher->AwaitCaughtUp();
  ASSERT_NO_FATAL_FAILURE(PutMany(1));
  watcher->Await([](const std::vector<Message>& messages) { return messages.back()->has_progress(); });
  const std::vector<Message> messages = watcher->received();
  ASSERT_EQ(messages.size(), 5u);
  EXPECT_EQ(messages[0]->hello().epoch(), outbox_->ReadHead()->epoch);
  EXPECT_EQ(messages[0]->hello().head(), 2);
  EXPECT_EQ(messages[0]->hello().plan_digest(), "digest");
  EXPECT_EQ(messages[1]->changes().changes_size(), 2);
  EXPECT_EQ(messages[2]->caught_up().position(), 2);
  EXPECT_EQ(messages[3]->changes().changes(0).sequence(), 3);
  EXPECT_EQ(messages[4]->progress().position(), 3);
}

TEST_F(DistributorTest, AnEmptyFeedIsCaughtUpAtOnce) {
  Open(kSmall);
  WatchAll()->AwaitCaughtUp();
}

TEST_F(DistributorTest, WatchersOfEverySpeedGetEverythingInOrderUnderManyWriters) {
  for (int seed = 1; seed <= 5; ++seed) {
    ASSERT_NO_FATAL_FAILURE(Open(kSmall));
    const auto quick = WatchAll();
    const auto slow = WatchAll(true);
    std::atomic<bool> stop = false;
    std::thread reader([&] {
      std::mt19937_64 random(seed);
      while (!stop) {
        if (random() % 4 == 0) slow->ReadSome();
        std::this_thread::yield();
      }
    });
    WriteAtRandom(*database_, *outbox_, 4, 60, seed);
    const auto late = WatchAll();
    WriteAtRandom(*database_, *outbox_, 4, 20, seed + 100);
    const std::int64_t head = outbox_->Committed();
    quick->AwaitPosition(head);
    late->AwaitPosition(head);
    stop = true;
    reader.join();
    while (slow->changes().empty() || slow->changes().back().sequence() < head) {
      if (!slow->ReadSome()) std::this_thread::yield();
    }
    for (const auto& watcher : {quick, slow, late}) {
      State state;
      Fold(watcher->changes(), state);
      EXPECT_TRUE(IsOrdered(watcher->changes()));
      EXPECT_TRUE(IsUnique(watcher->changes()));
      EXPECT_TRUE(IsComplete(state, *outbox_));
    }
  }
}

TEST_F(DistributorTest, AWatchResumesAtEveryPosition) {
  Open(kSmall);
  const auto live = WatchAll();
  std::mt19937_64 random(5);
  for (int i = 0; i < 60; ++i) {
    const std::int64_t before = outbox_->Committed();
    WriteSomething(*database_, *outbox_, random);
    // One write at a time, so that no change is replaced before it is sent.
    if (outbox_->Committed() > before) live->AwaitPosition(outbox_->Committed());
  }
  const std::vector<v1::Change> all = live->changes();
  ASSERT_TRUE(IsGapless(all));
  for (std::size_t position = 0; position <= all.size(); ++position) {
    State state;
    Fold(absl::MakeConstSpan(all).first(position), state);
    const auto watcher = Watch(RequestAfter(static_cast<std::int64_t>(position)));
    watcher->AwaitCaughtUp();
    EXPECT_TRUE(IsOrdered(watcher->changes(), static_cast<std::int64_t>(position)));
    Fold(watcher->changes(), state);
    EXPECT_TRUE(IsComplete(state, *outbox_)) << "resumed at " << position;
  }
}

TEST_F(DistributorTest, ASlowWatcherFallsBackToHistoryAndGetsAll) {
  Open(kSmall);
  const auto slow = WatchAll(true);
  const auto quick = WatchAll();
  ASSERT_NO_FATAL_FAILURE(PutMany(100));
  quick->AwaitPosition(100);
  // The queue is bounded; caught_up or progress may come on top of it.
  EXPECT_LE(slow->most_unsent(), kSmall.queue_messages + 1);
  while (slow->changes().empty() || slow->changes().back().sequence() < 100) {
    if (!slow->ReadSome()) std::this_thread::yield();
  }
  EXPECT_LE(slow->most_unsent(), kSmall.queue_messages + 1);
  EXPECT_TRUE(IsOrdered(slow->changes()));
  State state;
  Fold(slow->changes(), state);
  EXPECT_TRUE(IsComplete(state, *outbox_));
}

TEST_F(DistributorTest, AMessageStaysBelowItsBound) {
  DistributorOptions options = kSmall;
  options.page_changes = 256;
  options.page_bytes = 1'000;
  Open(options);
  google::protobuf::StringValue entity;
  for (const int size : {10, 400, 400, 400, 5'000, 10, 900, 90}) {
    entity.set_value(std::string(size, 'x'));
    ASSERT_TRUE(database_
                    ->Write([&](sql::Transaction& transaction) -> absl::Status {
                      ASSIGN_OR_RETURN(const std::int64_t position,
                                       outbox_->NextPosition(transaction, absl::UnixEpoch()));
                      return outbox_->Put(transaction, position, absl::StrCat(position), entity, absl::UnixEpoch());
                    })
                    .ok());
  }
  const auto watcher = WatchAll();
  watcher->AwaitCaughtUp();
  EXPECT_EQ(watcher->changes().size(), 8u);
  EXPECT_TRUE(IsOrdered(watcher->changes()));
  for (const Message& message : watcher->received()) {
    EXPECT_TRUE(message->changes().changes_size() <= 1 || message->ByteSizeLong() <= 1'100) << message->ByteSizeLong();
  }
}

TEST_F(DistributorTest, ProgressComesWhileNothingHappens) {
  DistributorOptions options = kSmall;
  options.progress_interval = absl::Milliseconds(1);
  Open(options);
  ASSERT_NO_FATAL_FAILURE(PutMany(2));
  const auto watcher = WatchAll();
  watcher->Await([](const std::vector<Message>& messages) {
    return std::count_if(messages.begin(), messages.end(), [](const Message& m) { return m->has_progress(); }) >= 2;
  });
  EXPECT_EQ(watcher->received().back()->progress().position(), 2);
}

TEST_F(DistributorTest, ATokenOfAnotherHistoryIsOutOfRange) {
  Open(kSmall);
  ASSERT_NO_FATAL_FAILURE(PutMany(2));
  EXPECT_EQ(Try(RequestAfter(3)).code(), absl::StatusCode::kOutOfRange);
  v1::WatchRequest request = RequestAfter(1);
  request.mutable_token()->set_epoch("another");
  EXPECT_EQ(Try(request).code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(Try(RequestAfter(2)).ok());
}

TEST_F(DistributorTest, AMalformedTokenIsInvalid) {
  Open(kSmall);
  EXPECT_EQ(Try(RequestAfter(-1)).code(), absl::StatusCode::kInvalidArgument);
  v1::WatchRequest request = RequestAfter(0);
  request.mutable_token()->set_feed("another");
  EXPECT_EQ(Try(request).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(DistributorTest, AWatchGoesOnAfterARestartOfTheProducer) {
  const std::string path = FreshDirectory() + "/feed.db";
  Open(kSmall, path);
  ASSERT_NO_FATAL_FAILURE(PutMany(5));
  const auto before = WatchAll();
  before->AwaitCaughtUp();
  State state;
  Fold(before->changes(), state);
  Close();
  EXPECT_EQ(before->AwaitEnd().code(), absl::StatusCode::kUnavailable);
  Open(kSmall, path);
  ASSERT_NO_FATAL_FAILURE(PutMany(5));
  const auto after = Watch(RequestAfter(5));
  after->AwaitCaughtUp();
  Fold(after->changes(), state);
  EXPECT_TRUE(IsOrdered(after->changes(), 5));
  EXPECT_TRUE(IsComplete(state, *outbox_));
}

TEST_F(DistributorTest, ARestoredDatabaseRefusesTheTokensOfItsFormerLife) {
  const std::string path = FreshDirectory() + "/feed.db";
  Open(kSmall, path);
  ASSERT_NO_FATAL_FAILURE(PutMany(5));
  const v1::WatchRequest request = RequestAfter(3);
  ASSERT_TRUE(outbox_->RenewEpoch().ok());
  Open(kSmall, path);
  EXPECT_EQ(Try(request).code(), absl::StatusCode::kOutOfRange);
}

TEST_F(DistributorTest, ShutdownEndsEveryWatchAndRefusesNewOnes) {
  Open(kSmall);
  const auto quick = WatchAll();
  const auto slow = WatchAll(true);
  distributor_->Shutdown();
  EXPECT_EQ(quick->AwaitEnd().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(slow->AwaitEnd().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Try(RequestAfter(0)).code(), absl::StatusCode::kUnavailable);
  distributor_->Shutdown();
  ASSERT_NO_FATAL_FAILURE(PutMany(1));  // A commit after the end disturbs nobody.
}

TEST_F(DistributorTest, AnUnreadableDatabaseEndsTheWatchAndTheNextOneWorks) {
  Open(kSmall);
  const auto watcher = WatchAll();
  watcher->AwaitCaughtUp();
  faulty_->FailRead(1, absl::DataLossError("damaged"));
  ASSERT_NO_FATAL_FAILURE(PutMany(1));
  EXPECT_EQ(watcher->AwaitEnd().code(), absl::StatusCode::kUnavailable);
  const auto next = WatchAll();
  next->AwaitCaughtUp();
  EXPECT_EQ(next->changes().size(), 1u);
}

}  // namespace
}  // namespace qcity::feed
