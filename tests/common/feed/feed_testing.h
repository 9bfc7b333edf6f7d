// What the tests of common/feed share: a database with a feed, writers that do every kind of write, and the validators of what watchers got. Any thread.
#ifndef QCITY_TESTS_COMMON_FEED_FEED_TESTING_H_
#define QCITY_TESTS_COMMON_FEED_FEED_TESTING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/feed/outbox.h"
#include "common/sql/database.h"
#include "gtest/gtest.h"

namespace qcity::feed {

inline constexpr char kFeed[] = "tests";

// `path` empty: in memory.
std::unique_ptr<sql::Database> OpenFeedDatabase(const std::string& path);

// A directory of this call's own; goes when the test program ends.
std::string FreshDirectory();

// Puts `value` under `key`, in a write of its own; its position.
absl::StatusOr<std::int64_t> Put(sql::Database& database, Outbox& outbox, absl::string_view key, std::int64_t value);

// One write of a random kind: one key, a pair of twins, a removal, or one that is rolled back.
void WriteSomething(sql::Database& database, Outbox& outbox, std::mt19937_64& random);

// `writers` threads, each with `writes` of them.
void WriteAtRandom(sql::Database& database, Outbox& outbox, int writers, int writes, std::uint64_t seed);

// What a watcher knows: the last change of each key.
using State = std::map<std::string, v1::Change>;
void Fold(absl::Span<const v1::Change> changes, State& state);

// The whole feed, as the database holds it.
std::vector<v1::Change> ReadAll(Outbox& outbox);

// Validators.
::testing::AssertionResult IsOrdered(absl::Span<const v1::Change> changes, std::int64_t after = 0);
::testing::AssertionResult IsUnique(absl::Span<const v1::Change> changes);
// Every key's last change is the one in the database, byte for byte, and there is no other.
::testing::AssertionResult IsComplete(const State& state, Outbox& outbox);
// No half of a write shows: twins carry the same value.
::testing::AssertionResult IsAtomic(absl::Span<const v1::Change> snapshot);
// Every position up to the head was given to exactly one change. `live`: all changes ever put, in order.
::testing::AssertionResult IsGapless(absl::Span<const v1::Change> live);

}  // namespace qcity::feed

#endif  // QCITY_TESTS_COMMON_FEED_FEED_TESTING_H_
