#include "tests/common/feed/feed_testing.h"

#include <stdlib.h>

#include <filesystem>
#include <set>
#include <system_error>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "google/protobuf/wrappers.pb.h"

namespace qcity::feed {
namespace {

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

constexpr int kKeys = 12;

absl::StatusOr<std::int64_t> PutIn(sql::Transaction& transaction, Outbox& outbox, absl::string_view key,
                                   std::int64_t value) {
  google::protobuf::Int64Value entity;
  entity.set_value(value);
  ASSIGN_OR_RETURN(const std::int64_t next, outbox.PeekPosition(transaction));
  const absl::Time recorded = absl::FromUnixMicros(1'500'000'000'000'000 + next);
  ASSIGN_OR_RETURN(const std::int64_t position, outbox.NextPosition(transaction, recorded));
  RETURN_IF_ERROR(outbox.Put(transaction, position, key, entity, recorded));
  return position;
}

}  // namespace

std::unique_ptr<sql::Database> OpenFeedDatabase(const std::string& path) {
  const sql::Migration schema[] = {{1, kFeedSchema}};
  auto database = sql::OpenSqlite({.path = path, .clock_kind = "set"}, schema);
  EXPECT_TRUE(database.ok()) << database.status();
  return *std::move(database);
}

std::string FreshDirectory() {
  struct Made {
    ~Made() {
      std::error_code ignored;
      for (const std::string& path : paths) std::filesystem::remove_all(path, ignored);
    }
    std::vector<std::string> paths;
  };
  static Made made;
  std::string path = ::testing::TempDir() + "qcity_feed_XXXXXX";
  EXPECT_NE(::mkdtemp(path.data()), nullptr);
  made.paths.push_back(path);
  return path;
}

absl::StatusOr<std::int64_t> Put(sql::Database& database, Outbox& outbox, absl::string_view key, std::int64_t value) {
  return database.Write([&](sql::Transaction& transaction) { return PutIn(transaction, outbox, key, value); });
}

void WriteSomething(sql::Database& database, Outbox& outbox, std::mt19937_64& random) {
  const std::uint64_t kind = random() % 10;
  const std::string key = absl::StrCat(random() % kKeys);
  const auto value = static_cast<std::int64_t>(random() % 1'000'000);
  const absl::Status status = database.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (kind == 0) {
      ASSIGN_OR_RETURN(const std::int64_t position, outbox.NextPosition(transaction, absl::UnixEpoch()));
      return outbox.Remove(transaction, position, absl::StrCat("one/", key), absl::UnixEpoch());
    }
    if (kind <= 3) {
      RETURN_IF_ERROR(PutIn(transaction, outbox, absl::StrCat("twin/a/", key), value).status());
      return PutIn(transaction, outbox, absl::StrCat("twin/b/", key), value).status();
    }
    RETURN_IF_ERROR(PutIn(transaction, outbox, absl::StrCat("one/", key), value).status());
    return kind == 4 ? absl::AbortedError("rolled back on purpose") : absl::OkStatus();
  });
  EXPECT_TRUE(status.ok() || absl::IsAborted(status) || absl::IsNotFound(status)) << status;
}

void WriteAtRandom(sql::Database& database, Outbox& outbox, int writers, int writes, std::uint64_t seed) {
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      std::mt19937_64 random(seed * 1'000 + writer);
      for (int i = 0; i < writes; ++i) WriteSomething(database, outbox, random);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void Fold(absl::Span<const v1::Change> changes, State& state) {
  for (const v1::Change& change : changes) state[change.subject()] = change;
}

std::vector<v1::Change> ReadAll(Outbox& outbox) {
  auto changes = outbox.ReadAfter(0, 1'000'000);
  EXPECT_TRUE(changes.ok()) << changes.status();
  return *std::move(changes);
}

AssertionResult IsOrdered(absl::Span<const v1::Change> changes, std::int64_t after) {
  for (const v1::Change& change : changes) {
    if (change.sequence() <= after) return AssertionFailure() << change.sequence() << " came after " << after;
    after = change.sequence();
  }
  return AssertionSuccess();
}

AssertionResult IsUnique(absl::Span<const v1::Change> changes) {
  std::set<std::string> ids;
  for (const v1::Change& change : changes) {
    if (!ids.insert(change.id()).second) return AssertionFailure() << change.id() << " came twice";
  }
  return AssertionSuccess();
}

AssertionResult IsComplete(const State& state, Outbox& outbox) {
  const std::vector<v1::Change> truth = ReadAll(outbox);
  for (const v1::Change& change : truth) {
    const auto found = state.find(change.subject());
    if (found == state.end()) return AssertionFailure() << change.subject() << " is missing";
    if (found->second.SerializeAsString() != change.SerializeAsString()) {
      return AssertionFailure() << found->second.ShortDebugString() << " should be " << change.ShortDebugString();
    }
  }
  if (truth.size() != state.size()) return AssertionFailure() << state.size() << " keys instead of " << truth.size();
  return AssertionSuccess();
}

AssertionResult IsAtomic(absl::Span<const v1::Change> snapshot) {
  std::map<std::string, std::string> twins;
  for (const v1::Change& change : snapshot) {
    absl::string_view pair = change.subject();
    if (!absl::ConsumePrefix(&pair, "twin/")) continue;
    const auto [twin, first] = twins.try_emplace(std::string(pair.substr(2)), change.data().value());
    if (!first && twin->second != change.data().value())
      return AssertionFailure() << change.subject() << " differs from its twin";
    if (!first) twins.erase(twin);
  }
  if (!twins.empty()) return AssertionFailure() << twins.begin()->first << " has no twin";
  return AssertionSuccess();
}

AssertionResult IsGapless(absl::Span<const v1::Change> live) {
  for (std::size_t i = 0; i < live.size(); ++i) {
    if (live[i].sequence() != static_cast<std::int64_t>(i) + 1) {
      return AssertionFailure() << "change " << i + 1 << " has position " << live[i].sequence();
    }
  }
  return AssertionSuccess();
}

}  // namespace qcity::feed
