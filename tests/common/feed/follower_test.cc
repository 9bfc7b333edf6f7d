// A follower and a feed server over a real connection: restarts of either side, failures, another history.
#include "common/feed/follower.h"

#include <filesystem>
#include <memory>
#include <string>

#include "common/rpc/channel.h"
#include "gtest/gtest.h"
#include "tests/common/feed/feed_host.h"
#include "tests/common/feed/feed_testing.h"
#include "tests/support/proxy.h"

namespace qcity::feed {
namespace {

FollowerOptions Options() {
  FollowerOptions options;
  options.feed = kFeed;
  options.plan_digest = "digest";
  options.caller = "tests@service";
  options.shortest_pause = absl::Milliseconds(1);
  options.longest_pause = absl::Milliseconds(20);
  return options;
}

class FollowerTest : public ::testing::Test {
 protected:
  // Progress often: it is what tells the sink that it has all.
  void StartProducer() {
    producer_.reset();
    producer_ =
        std::make_unique<Producer>(feed_path_, socket_, FeedServerOptions{.progress_interval = absl::Milliseconds(5)});
  }
  void StartFollower(FollowerOptions options = Options()) {
    follower_.reset();
    follower_ = MakeFollower(ChannelTo(socket_), sink_, std::move(options));
    follower_->Start();
  }
  void FollowThrough(const testing_support::Proxy& proxy, const rpc::KeepAlive& keep_alive) {
    follower_ = MakeFollower(rpc::MakeChannel(proxy.address(), keep_alive), sink_, Options());
    follower_->Start();
  }
  void Write(int writes, std::uint64_t seed) {
    WriteAtRandom(producer_->database(), producer_->outbox(), 4, writes, seed);
  }
  void ExpectCopied() {
    sink_.AwaitCaughtUp(producer_->outbox().Committed());
    EXPECT_TRUE(IsComplete(sink_.ReadState(), producer_->outbox()));
  }

  const std::string directory_ = FreshDirectory();
  const std::string feed_path_ = directory_ + "/feed.db";
  const std::string socket_ = directory_ + "/s";
  CopySink sink_{directory_ + "/copy.db"};
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<Follower> follower_;
};

TEST_F(FollowerTest, CopiesHistoryAndWhatComesLive) {
  StartProducer();
  Write(20, 1);
  StartFollower();
  Write(20, 2);
  ExpectCopied();
  EXPECT_TRUE(follower_->Ready().ok()) << follower_->Ready();
}

TEST_F(FollowerTest, WaitsForAProducerThatIsNotThereYet) {
  StartFollower();
  EXPECT_EQ(follower_->Ready().code(), absl::StatusCode::kUnavailable);
  StartProducer();
  Write(5, 1);
  ExpectCopied();
}

TEST_F(FollowerTest, GoesOnThroughRestartsOfTheProducer) {
  StartProducer();
  StartFollower();
  for (int round = 0; round < 5; ++round) {
    Write(10, round);
    StartProducer();
    Write(10, 100 + round);
  }
  ExpectCopied();
  EXPECT_EQ(sink_.resets(), 0);
}

TEST_F(FollowerTest, GoesOnAfterItsOwnRestarts) {
  StartProducer();
  for (int round = 0; round < 5; ++round) {
    StartFollower();
    Write(10, round);
    follower_->Stop();
    Write(10, 100 + round);
  }
  StartFollower();
  ExpectCopied();
  EXPECT_EQ(sink_.resets(), 0);
}

TEST_F(FollowerTest, AFailureOfTheSinkIsRetriedFromItsToken) {
  StartProducer();
  StartFollower();
  for (int round = 0; round < 5; ++round) {
    sink_.FailApply(2);
    Write(5, round);
  }
  ExpectCopied();
}

TEST_F(FollowerTest, AnotherEpochRebuildsFromTheBeginning) {
  StartProducer();
  StartFollower();
  Write(20, 1);
  ExpectCopied();
  ASSERT_TRUE(producer_->outbox().RenewEpoch().ok());
  StartProducer();
  sink_.AwaitReset();
  Write(20, 2);
  ExpectCopied();
  EXPECT_EQ(sink_.resets(), 1);
}

TEST_F(FollowerTest, ARestoredOlderDatabaseRebuildsFromTheBeginning) {
  StartProducer();
  StartFollower();
  Write(20, 1);
  ExpectCopied();
  producer_.reset();
  // The operator puts an older copy back (here: none at all) and begins a new epoch.
  std::filesystem::remove(feed_path_);
  StartProducer();
  sink_.AwaitReset();
  Write(1, 2);
  ExpectCopied();
}

TEST_F(FollowerTest, AnotherPlanKeepsItFromBeingReady) {
  StartProducer();
  FollowerOptions options = Options();
  options.plan_digest = "another";
  StartFollower(std::move(options));
  Write(5, 1);
  ExpectCopied();
  EXPECT_EQ(follower_->Ready().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(FollowerTest, APeerThatFallsSilentIsFoundOut) {
  StartProducer();
  testing_support::Proxy proxy(socket_);
  FollowThrough(proxy, {.interval = absl::Milliseconds(10), .patience = absl::Milliseconds(500)});
  Write(5, 1);
  ExpectCopied();
  proxy.Silence();
  Write(5, 2);
  ExpectCopied();
  EXPECT_GE(proxy.accepted(), 2);
}

TEST_F(FollowerTest, APeerThatIsSlowToGreetIsWaitedFor) {
  StartProducer();
  Write(5, 1);
  // Longer than the first pauses between attempts, which are no measure of how long an attempt may take.
  testing_support::Proxy proxy(socket_, absl::Milliseconds(300));
  FollowThrough(proxy, {});
  ExpectCopied();
  EXPECT_EQ(proxy.accepted(), 1);
}

TEST_F(FollowerTest, StopsWhileItWaitsAndWhileItPauses) {
  FollowerOptions options = Options();
  options.shortest_pause = options.longest_pause = absl::Hours(1);
  StartFollower(options);
  follower_->Stop();
  follower_->Stop();
  StartProducer();
  StartFollower(options);
  sink_.AwaitCaughtUp(0);
  follower_->Stop();
}

}  // namespace
}  // namespace qcity::feed
