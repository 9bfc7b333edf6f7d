// A history that comes in any order, in any batches, through failed commits, lost answers and restarts gives, to the byte, the readiness of the history read once.
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/feed/outbox.h"
#include "common/rpc/command.h"
#include "common/sql/staging.h"
#include "gtest/gtest.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/live.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/faulty_database.h"
#include "tests/support/plans.h"
#include "tests/support/test_server.h"

namespace qcity::aggregation {
namespace {

constexpr int kSeeds = 6;
constexpr absl::CivilDay kToday(2019, 7, 20);
const std::vector<std::string>& Feeds() {
  static const auto& feeds = *new std::vector<std::string>{"indicators", "tasks"};
  return feeds;
}

// The two feeds as their services might have written them: each entity in its versions, oldest first, the entities mingled.
using Streams = std::map<std::string, std::vector<feed::v1::Change>>;

Streams Mingled(const History& history, std::mt19937_64& random) {
  std::map<std::string, std::deque<feed::v1::Change>> by_entity;
  for (const absl::CivilDay day :
       {absl::CivilDay(2018, 8, 1), absl::CivilDay(2019, 2, 1), absl::CivilDay(2021, 1, 1)}) {
    for (const feed::v1::Change& change : UpTo(history, EndOfShanghaiDay(day)).changes) {
      by_entity[change.subject()].push_back(change);
    }
  }
  Streams streams;
  while (!by_entity.empty()) {
    const auto entity = std::next(by_entity.begin(), static_cast<std::ptrdiff_t>(random() % by_entity.size()));
    feed::v1::Change change = std::move(entity->second.front());
    const bool of_tasks = change.type() == tasks::v1::TaskPart::descriptor()->full_name();
    std::vector<feed::v1::Change>& stream = streams[of_tasks ? "tasks" : "indicators"];
    change.set_sequence(static_cast<std::int64_t>(stream.size()) + 1);
    stream.push_back(std::move(change));
    entity->second.pop_front();
    if (entity->second.empty()) by_entity.erase(entity);
  }
  return streams;
}

// An aggregator on a database file, killed and opened again at will.
class Replica {
 public:
  explicit Replica(std::string directory) : directory_(std::move(directory)) { Restart(); }

  void Restart() {
    aggregator_.reset();
    outbox_.reset();
    faulty_.reset();
    database_.reset();
    const std::string schema =
        absl::StrCat(feed::kFeedSchema, "\n", rpc::kRequestSchema, "\n", sql::kStagingSchema, "\n", kSchema);
    database_ = *sql::OpenSqlite({.path = directory_ + "/aggregation.db", .clock_kind = "set"}, {{1, schema}});
    faulty_ = std::make_unique<testing_support::FaultyDatabase>(*database_);
    outbox_ = std::make_unique<feed::Outbox>(*faulty_, "aggregation", plans_.Latest()->id());
    aggregator_ = *Aggregator::Open(*faulty_, *outbox_, plans_, *clock_, Feeds(), [](const v1::Readiness&) {});
  }

  // Gives it the next of the stream, as many as `batch`; false once there is nothing left. A failure is a follower's: it asks again where the token stands.
  bool Feed(const std::string& feed, const std::vector<feed::v1::Change>& stream, std::size_t batch) {
    const std::optional<feed::v1::Token> read = *aggregator_->LoadToken(feed);
    const auto from = static_cast<std::size_t>(read.has_value() ? read->position() : 0);
    if (from == stream.size()) return false;
    std::vector<const feed::v1::Change*> changes;
    for (std::size_t i = from; i < std::min(from + batch, stream.size()); ++i) changes.push_back(&stream[i]);
    feed::v1::Token token;
    token.set_feed(feed);
    token.set_epoch("1");
    token.set_position(changes.back()->sequence());
    failures_ += !aggregator_->Apply(changes, token).ok();
    return true;
  }

  testing_support::FaultyDatabase& database() { return *faulty_; }
  std::shared_ptr<const Knowledge> Known() const { return aggregator_->Known(); }
  int failures() const { return failures_; }

 private:
  const std::string directory_;
  const domain::PlanVersions plans_{{testing_support::SmallCity()}};
  const std::unique_ptr<Clock> clock_ = MakeSetClock(EndOfShanghaiDay(kToday), /*ticking=*/false);
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<testing_support::FaultyDatabase> faulty_;
  std::unique_ptr<feed::Outbox> outbox_;
  std::unique_ptr<Aggregator> aggregator_;
  int failures_ = 0;
};

void Replay(const Streams& streams, std::mt19937_64& random, Replica& replica) {
  const absl::Status lost = absl::UnavailableError("the disk is gone");
  for (bool more = true; more;) {
    more = false;
    for (const auto& [feed, stream] : streams) {
      const std::uint64_t chance = random() % 12;
      if (chance == 0) replica.database().FailBeforeCommit(1, lost);
      if (chance == 1) replica.database().FailAfterCommit(1, lost);
      more = replica.Feed(feed, stream, 1 + random() % 25) || more;
      if (chance == 1 || chance == 2) replica.Restart();
    }
  }
  replica.Restart();
}

// What is answered as of `day`, without what counts the states of knowledge.
std::string AnswerOf(const Knowledge& knowledge, absl::CivilDay day) {
  return ReadinessAsOf(*testing_support::SmallCity(), knowledge.entities, day).SerializeAsString();
}

TEST(Replay, AShuffledFailedAndRestartedHistoryGivesTheSameBytesAtEveryDay) {
  int failures = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    History history = RandomHistory(*testing_support::SmallCity(), static_cast<std::uint64_t>(seed));
    history.vetoes.clear();
    const Knowledge once{.entities = EntitiesOf(history)};
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const std::string directory = testing_support::NewDataDirectory();
    std::filesystem::create_directories(directory);
    Replica replica(directory);
    Replay(Mingled(history, random), random, replica);
    failures += replica.failures();
    const std::shared_ptr<const Knowledge> replayed = replica.Known();
    for (absl::CivilDay day(2018, 1, 1); day <= kToday; day += 13) {
      ASSERT_TRUE(AnswerOf(*replayed, day) == AnswerOf(once, day)) << day;
    }
    v1::Readiness today = replayed->readiness;
    today.clear_version();
    EXPECT_TRUE(today.SerializeAsString() == AnswerOf(once, kToday));
  }
  EXPECT_GT(failures, 10);  // Else nothing was put to the test.
}

}  // namespace
}  // namespace qcity::aggregation
