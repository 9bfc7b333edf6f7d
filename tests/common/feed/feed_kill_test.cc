// kill -9 of producer and consumer at random moments. The producer reports every acknowledged write, the consumer every position whose effect it has
// stored; at the end nothing of either ledger may be missing and the copy must equal the original.
//
// This process forks both again and again, so it must not touch gRPC before the last of them is dead.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "tests/common/feed/feed_host.h"
#include "tests/common/feed/feed_testing.h"

namespace qcity::feed {
namespace {

constexpr int kKills = 16;
constexpr int kWriters = 4;

enum class Kind : std::int64_t { kWritten, kApplied };

// One line of the ledger. Small writes to a pipe are whole or absent.
struct Entry {
  Kind kind;
  std::int64_t position;
  std::int64_t value;   // kWritten: unique.
  std::int64_t unique;  // kWritten: whether the key is used once only.
};

std::string KeyOf(const Entry& entry) {
  return entry.unique != 0 ? absl::StrCat("once/", entry.value) : absl::StrCat("again/", entry.value % 20);
}

void Report(int pipe, const Entry& entry) {
  if (::write(pipe, &entry, sizeof(entry)) != sizeof(entry)) ::_exit(2);
}

FollowerOptions Options() {
  FollowerOptions options;
  options.feed = kFeed;
  options.plan_digest = "digest";
  options.caller = "tests@service";
  options.shortest_pause = absl::Milliseconds(1);
  options.longest_pause = absl::Milliseconds(10);
  return options;
}

class ReportingSink : public CopySink {
 public:
  ReportingSink(const std::string& path, int pipe) : CopySink(path), pipe_(pipe) {}
  absl::Status Apply(absl::Span<const v1::Change* const> changes, const v1::Token& token) override {
    absl::Status status = CopySink::Apply(changes, token);
    if (status.ok()) Report(pipe_, {Kind::kApplied, token.position(), 0, 0});
    if (absl::IsAlreadyExists(status)) ::_exit(3);  // An effect came twice.
    return status;
  }

 private:
  const int pipe_;
};

class FeedKill : public ::testing::Test {
 protected:
  FeedKill() { EXPECT_EQ(::pipe(pipe_), 0); }

  // Never returns.
  [[noreturn]] void Produce(int life) {
    Producer producer(feed_path_, socket_);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        for (std::int64_t i = 0;; ++i) {
          Entry entry{Kind::kWritten, 0, (std::int64_t{life} * kWriters + writer) * 1'000'000 + i, i % 2};
          const auto position = Put(producer.database(), producer.outbox(), KeyOf(entry), entry.value);
          if (!position.ok()) ::_exit(4);
          entry.position = *position;
          Report(pipe_[1], entry);
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
    ::_exit(5);
  }

  [[noreturn]] void Consume() {
    ReportingSink sink(copy_path_, pipe_[1]);
    const auto follower = MakeFollower(ChannelTo(socket_), sink, Options());
    follower->Start();
    while (true) ::pause();
  }

  template <typename Fn>
  pid_t Fork(Fn child) {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    child();
    ::_exit(6);
  }

  void Kill(pid_t pid) {
    if (pid == 0) return;
    ::kill(pid, SIGKILL);
    int result = 0;
    ASSERT_EQ(::waitpid(pid, &result, 0), pid);
    ASSERT_TRUE(WIFSIGNALED(result)) << "the process ended by itself: " << WEXITSTATUS(result);
    ASSERT_EQ(WTERMSIG(result), SIGKILL) << "the process crashed";
  }

  bool ReadEntry() {
    Entry entry;
    if (::read(pipe_[0], &entry, sizeof(entry)) != sizeof(entry)) return false;
    if (entry.kind == Kind::kWritten) written_.push_back(entry);
    if (entry.kind == Kind::kApplied) applied_ = std::max(applied_, entry.position);
    return true;
  }

  void ExpectNothingAcknowledgedIsLost(Outbox& outbox);

  const std::string directory_ = FreshDirectory();
  const std::string feed_path_ = directory_ + "/feed.db";
  const std::string copy_path_ = directory_ + "/copy.db";
  const std::string socket_ = directory_ + "/s";
  int pipe_[2];
  std::vector<Entry> written_;
  std::int64_t applied_ = 0;
};

void FeedKill::ExpectNothingAcknowledgedIsLost(Outbox& outbox) {
  State state;
  Fold(ReadAll(outbox), state);
  std::set<std::int64_t> positions;
  for (const Entry& entry : written_) {
    EXPECT_TRUE(positions.insert(entry.position).second) << "two writes were told position " << entry.position;
    const auto found = state.find(KeyOf(entry));
    ASSERT_NE(found, state.end()) << KeyOf(entry) << " is lost";
    EXPECT_GE(found->second.sequence(), entry.position) << KeyOf(entry) << " went back";
    if (entry.unique == 0) continue;
    google::protobuf::Int64Value value;
    ASSERT_TRUE(found->second.data().UnpackTo(&value));
    EXPECT_EQ(value.value(), entry.value);
    EXPECT_EQ(found->second.sequence(), entry.position);
  }
}

TEST_F(FeedKill, NothingAcknowledgedIsLostAndNothingTakesEffectTwice) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  int life = 0;
  pid_t producer = Fork([&] { Produce(life); });
  pid_t consumer = Fork([&] { Consume(); });
  for (int kill = 0; kill < kKills; ++kill) {
    for (std::uint64_t entries = random() % 400; entries > 0; --entries) ASSERT_TRUE(ReadEntry());
    // Where the disk is fast, so many writes take less time than the consumer needs to connect: every other time it must have got somewhere.
    const std::int64_t before = applied_;
    while (kill % 2 == 1 && applied_ == before) ASSERT_TRUE(ReadEntry());
    const std::uint64_t victim = random() % 3;
    for (const pid_t dying : {victim != 1 ? producer : 0, victim != 0 ? consumer : 0}) {
      ASSERT_NO_FATAL_FAILURE(Kill(dying));
    }
    ++life;
    if (victim != 1) producer = Fork([&] { Produce(life); });
    if (victim != 0) consumer = Fork([&] { Consume(); });
  }
  ASSERT_NO_FATAL_FAILURE(Kill(producer));
  ASSERT_NO_FATAL_FAILURE(Kill(consumer));
  ::close(pipe_[1]);
  while (ReadEntry()) {
  }
  EXPECT_GT(written_.size(), 500u);
  EXPECT_GT(applied_, 0);

  Producer last(feed_path_, socket_, {.progress_interval = absl::Milliseconds(5)});
  ASSERT_NO_FATAL_FAILURE(ExpectNothingAcknowledgedIsLost(last.outbox()));
  CopySink sink(copy_path_);
  const auto token = sink.LoadToken();
  ASSERT_TRUE(token.ok() && token->has_value());
  EXPECT_GE((*token)->position(), applied_) << "the consumer forgot what it had stored";
  const auto follower = MakeFollower(ChannelTo(socket_), sink, Options());
  follower->Start();
  sink.AwaitCaughtUp(last.outbox().Committed());
  EXPECT_TRUE(IsComplete(sink.ReadState(), last.outbox()));
  EXPECT_EQ(sink.resets(), 0);
}

}  // namespace
}  // namespace qcity::feed
