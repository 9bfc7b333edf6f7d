// The write side of a feed on real SQLite.
#include "common/feed/outbox.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "common/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "tests/common/feed/feed_testing.h"

namespace qcity::feed {
namespace {

using google::protobuf::Int64Value;
using ::testing::Each;
using ::testing::ElementsAre;

class OutboxTest : public ::testing::Test {
 protected:
  std::optional<Int64Value> Get(absl::string_view key) {
    const auto entity =
        database_->Read([&](sql::Transaction& transaction) { return outbox_.Get<Int64Value>(transaction, key); });
    EXPECT_TRUE(entity.ok()) << entity.status();
    return *entity;
  }

  absl::Status Remove(absl::string_view key) {
    return database_->Write([&](sql::Transaction& transaction) -> absl::Status {
      const absl::Time recorded = absl::FromUnixMicros(7);
      ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, recorded));
      return outbox_.Remove(transaction, position, key, recorded);
    });
  }

  const std::string path_ = FreshDirectory() + "/feed.db";
  std::unique_ptr<sql::Database> database_ = OpenFeedDatabase(path_);
  Outbox outbox_{*database_, kFeed, "campaign"};
};

TEST_F(OutboxTest, AChangeCarriesTheAttributesOfCloudEvents) {
  Int64Value entity;
  entity.set_value(42);
  const absl::Time recorded = absl::FromUnixMicros(1'538'000'000'123'456);
  ASSERT_TRUE(database_
                  ->Write([&](sql::Transaction& transaction) -> absl::Status {
                    ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, recorded));
                    return outbox_.Put(transaction, position, "key", entity, recorded);
                  })
                  .ok());
  const v1::Change change = ReadAll(outbox_).at(0);
  EXPECT_EQ(change.id(), outbox_.ReadHead()->epoch + "-1");
  EXPECT_EQ(change.source(), "//qcity/campaign/tests");
  EXPECT_EQ(change.type(), "google.protobuf.Int64Value");
  EXPECT_EQ(change.time().seconds(), 1'538'000'000);
  EXPECT_EQ(change.time().nanos(), 123'456'000);
  EXPECT_EQ(change.subject(), "key");
  EXPECT_EQ(change.sequence(), 1);
  Int64Value data;
  ASSERT_TRUE(change.data().UnpackTo(&data));
  EXPECT_EQ(data.value(), 42);
}

TEST_F(OutboxTest, ALaterChangeOfAKeyReplacesTheFormer) {
  ASSERT_EQ(*Put(*database_, outbox_, "a", 1), 1);
  ASSERT_EQ(*Put(*database_, outbox_, "b", 2), 2);
  ASSERT_EQ(*Put(*database_, outbox_, "a", 3), 3);
  std::vector<std::int64_t> positions;
  for (const v1::Change& change : ReadAll(outbox_)) positions.push_back(change.sequence());
  EXPECT_THAT(positions, ElementsAre(2, 3));
  EXPECT_EQ(Get("a")->value(), 3);
}

TEST_F(OutboxTest, ReadingIsLimitedAndGoesOn) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Put(*database_, outbox_, std::to_string(i), i).ok());
  const auto first = outbox_.ReadAfter(3, 4);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->size(), 4u);
  EXPECT_EQ(first->front().sequence(), 4);
  EXPECT_EQ(outbox_.ReadAfter(10, 4)->size(), 0u);
}

TEST_F(OutboxTest, ARemovedKeyLeavesATombstone) {
  ASSERT_TRUE(Put(*database_, outbox_, "a", 1).ok());
  ASSERT_TRUE(Remove("a").ok());
  const std::vector<v1::Change> changes = ReadAll(outbox_);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].sequence(), 2);
  EXPECT_FALSE(changes[0].has_data());
  EXPECT_EQ(changes[0].type(), "google.protobuf.Int64Value");
  EXPECT_EQ(Get("a"), std::nullopt);
}

TEST_F(OutboxTest, RemovingWhatWasNeverPutTakesNoPosition) {
  EXPECT_EQ(Remove("a").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*Put(*database_, outbox_, "a", 1), 1);
}

TEST_F(OutboxTest, ARolledBackWriteTakesNoPositionAndWakesNobody) {
  std::atomic<int> heard = 0;
  outbox_.OnCommit([&](std::int64_t) { ++heard; });
  const absl::Status status = database_->Write([&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, absl::UnixEpoch()));
    RETURN_IF_ERROR(outbox_.Put(transaction, position, "a", Int64Value(), absl::UnixEpoch()));
    return absl::AbortedError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(outbox_.Committed(), 0);
  EXPECT_EQ(heard, 0);
  EXPECT_EQ(*Put(*database_, outbox_, "a", 1), 1);
  EXPECT_EQ(heard, 1);
}

TEST_F(OutboxTest, TheEpochOutlivesARestartAndIsRenewedOnRequest) {
  const std::string epoch = outbox_.ReadHead()->epoch;
  EXPECT_EQ(epoch.size(), 32u);
  database_.reset();
  database_ = OpenFeedDatabase(path_);
  Outbox again(*database_, kFeed, "campaign");
  EXPECT_EQ(again.ReadHead()->epoch, epoch);
  ASSERT_TRUE(again.RenewEpoch().ok());
  EXPECT_NE(again.ReadHead()->epoch, epoch);
  EXPECT_NE(Outbox(*OpenFeedDatabase(""), kFeed, "campaign").ReadHead()->epoch, epoch);
}

TEST_F(OutboxTest, ARestartKnowsWhatIsCommitted) {
  ASSERT_TRUE(Put(*database_, outbox_, "a", 1).ok());
  ASSERT_TRUE(Put(*database_, outbox_, "a", 2).ok());
  EXPECT_EQ(Outbox(*database_, kFeed, "campaign").Committed(), 2);
}

TEST_F(OutboxTest, TheLastInstantIsTheLatestThatThereEverWas) {
  EXPECT_EQ(*outbox_.LastRecorded(), absl::InfinitePast());
  ASSERT_TRUE(Put(*database_, outbox_, "a", 1).ok());
  EXPECT_EQ(*outbox_.LastRecorded(), absl::FromUnixMicros(1'500'000'000'000'001));
  ASSERT_TRUE(Put(*database_, outbox_, "b", 1).ok());
  const absl::Time latest = *outbox_.LastRecorded();
  EXPECT_EQ(latest, absl::FromUnixMicros(1'500'000'000'000'002));
  ASSERT_TRUE(Remove("b").ok());  // Bears an earlier instant.
  EXPECT_EQ(*outbox_.LastRecorded(), latest);
  EXPECT_EQ(*Outbox(*database_, kFeed, "campaign").LastRecorded(), latest);
}

TEST_F(OutboxTest, AWaiterWakesForACommitForWakeAllAndForTheTimeOut) {
  EXPECT_EQ(outbox_.WaitAfter(0, absl::Milliseconds(1)), 0);
  std::thread committer([&] { EXPECT_TRUE(Put(*database_, outbox_, "a", 1).ok()); });
  EXPECT_EQ(outbox_.WaitAfter(0, absl::InfiniteDuration()), 1);
  committer.join();
  std::atomic<bool> woken = false;
  std::thread waiter([&] {
    outbox_.WaitAfter(1, absl::InfiniteDuration());
    woken = true;
  });
  while (!woken) outbox_.WakeAll();
  waiter.join();
}

TEST_F(OutboxTest, ManyWritersGetGaplessPositionsInCommitOrder) {
  std::vector<std::int64_t> heard;  // Listeners run one at a time.
  outbox_.OnCommit([&](std::int64_t position) { heard.push_back(position); });
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop) {
      const std::int64_t committed = outbox_.Committed();
      const std::vector<v1::Change> snapshot = ReadAll(outbox_);
      EXPECT_TRUE(IsOrdered(snapshot));
      EXPECT_TRUE(IsAtomic(snapshot));
      EXPECT_GE(snapshot.empty() ? 0 : snapshot.back().sequence(), committed);
    }
  });
  WriteAtRandom(*database_, outbox_, 8, 100, 1);
  stop = true;
  reader.join();
  ASSERT_FALSE(heard.empty());
  for (std::size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(outbox_.ReadHead()->position, heard.back());
  EXPECT_TRUE(IsUnique(ReadAll(outbox_)));
}

}  // namespace
}  // namespace qcity::feed
