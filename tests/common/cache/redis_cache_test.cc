// The shared cache against a real redis-server: leases, damage and faults. Whatever happens to Redis, no answer is wrong.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <random>
#include <string>

#include "common/cache/cache.h"
#include "common/cache/envelope.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/redis_server.h"

namespace qcity::cache {
namespace {

using ::qcity::testing_support::RedisServer;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;

constexpr char kRawKey[] = "qcity/value/k";

std::unique_ptr<Cache> Make(const std::string& address, absl::Duration timeout, int schema = 1) {
  RedisOptions options;
  options.address = address;
  options.timeout = timeout;
  options.breaker_pause = absl::ZeroDuration();
  options.schema = schema;
  absl::StatusOr<std::unique_ptr<Cache>> cache = MakeRedisCache(options);
  EXPECT_TRUE(cache.ok()) << cache.status();
  return *std::move(cache);
}

// For what must succeed however slow the machine is, and for what must not wait.
constexpr absl::Duration kPatient = absl::Seconds(30);
constexpr absl::Duration kHasty = absl::Milliseconds(20);

void Store(Cache& cache, absl::string_view key, absl::string_view value) {
  const Cache::Found found = cache.Get(key);
  ASSERT_THAT(found.lease, Not(IsEmpty()));
  cache.Fill(key, found.lease, value);
  ASSERT_THAT(cache.Get(key).value, Optional(std::string(value)));
}

class RedisCacheTest : public ::testing::Test {
 protected:
  RedisServer redis_;
  std::unique_ptr<Cache> cache_ = Make(redis_.address(), kPatient);
};

TEST_F(RedisCacheTest, AMissTakesTheLeaseAndItsHolderFills) {
  Store(*cache_, "k", "value");
  EXPECT_THAT(cache_->Get("other").value, ::testing::Eq(std::nullopt));
}

TEST_F(RedisCacheTest, ASecondMisserGetsNoLease) {
  EXPECT_THAT(cache_->Get("k").lease, Not(IsEmpty()));
  EXPECT_THAT(cache_->Get("k").lease, IsEmpty());
}

TEST_F(RedisCacheTest, OnlyTheHolderFills) {
  const Cache::Found found = cache_->Get("k");
  cache_->Fill("k", "somebody", "wrong");
  cache_->Fill("k", "", "wrong");
  EXPECT_EQ(cache_->Get("k").value, std::nullopt);
  cache_->Fill("k", found.lease, "right");
  EXPECT_THAT(cache_->Get("k").value, Optional(std::string("right")));
  cache_->Fill("k", found.lease, "again");
  EXPECT_THAT(cache_->Get("k").value, Optional(std::string("right")));
}

TEST_F(RedisCacheTest, AFillAfterInvalidateIsRefused) {
  const Cache::Found before = cache_->Get("k");
  cache_->Invalidate("k");
  cache_->Fill("k", before.lease, "old");
  const Cache::Found after = cache_->Get("k");
  EXPECT_EQ(after.value, std::nullopt);
  EXPECT_THAT(after.lease, Not(IsEmpty()));
}

TEST_F(RedisCacheTest, InvalidateDeletesTheValue) {
  Store(*cache_, "k", "value");
  cache_->Invalidate("k");
  EXPECT_EQ(cache_->Get("k").value, std::nullopt);
}

TEST_F(RedisCacheTest, ValuesOfAnyBytesComeBack) {
  std::mt19937_64 random(1);
  for (const int size : {0, 1, 100, 1'000'000}) {
    std::string value(size, '\0');
    for (char& byte : value) byte = static_cast<char>(random());
    Store(*cache_, std::string("k\0\r\n", 4) + std::to_string(size), value);
  }
}

TEST_F(RedisCacheTest, ValuesAndLeasesExpire) {
  cache_->Get("k");
  EXPECT_GT(redis_.Ask({"PTTL", "qcity/lease/k"}).integer, 0);
  redis_.Ask({"DEL", "qcity/lease/k"});
  Store(*cache_, "k", "value");
  EXPECT_GT(redis_.Ask({"PTTL", kRawKey}).integer, 0);
}

// What stands in Redis under the key is a miss, and the next fill repairs it.
void ExpectMissAndRepair(Cache& cache) {
  const Cache::Found found = cache.Get("k");
  EXPECT_EQ(found.value, std::nullopt);
  ASSERT_THAT(found.lease, Not(IsEmpty()));
  cache.Fill("k", found.lease, "repaired");
  EXPECT_THAT(cache.Get("k").value, Optional(std::string("repaired")));
}

TEST_F(RedisCacheTest, RandomBytesAreAMiss) {
  std::mt19937_64 random(2);
  for (const int size : {0, 1, 15, 16, 17, 64, 5'000}) {
    std::string garbage(size, '\0');
    for (char& byte : garbage) byte = static_cast<char>(random());
    redis_.Ask({"SET", kRawKey, garbage});
    ExpectMissAndRepair(*cache_);
  }
}

TEST_F(RedisCacheTest, EveryTruncationAndEveryFlippedBitIsAMiss) {
  const std::string sealed = Seal("k", 1, "the value");
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(Unseal("k", 1, sealed.substr(0, size)), std::nullopt);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string damaged = sealed;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(Unseal("k", 1, damaged), std::nullopt);
  }
  redis_.Ask({"SET", kRawKey, sealed.substr(0, sealed.size() - 1)});
  ExpectMissAndRepair(*cache_);
}

TEST_F(RedisCacheTest, AnotherTypeIsAMiss) {
  redis_.Ask({"RPUSH", kRawKey, "element"});
  ExpectMissAndRepair(*cache_);
}

TEST_F(RedisCacheTest, AForeignKeysValueIsAMiss) {
  Store(*cache_, "foreign", "value");
  redis_.Ask({"COPY", "qcity/value/foreign", kRawKey});
  ExpectMissAndRepair(*cache_);
}

TEST_F(RedisCacheTest, AnotherSchemasValueIsAMiss) {
  Store(*Make(redis_.address(), kPatient, 1), "k", "value");
  ExpectMissAndRepair(*Make(redis_.address(), kPatient, 2));
}

TEST_F(RedisCacheTest, FlushAllIsAMiss) {
  Store(*cache_, "k", "value");
  redis_.Ask({"FLUSHALL"});
  ExpectMissAndRepair(*cache_);
}

TEST_F(RedisCacheTest, AKilledServerIsAMissAndARestartedOneServesAgain) {
  Store(*cache_, "k", "value");
  redis_.Kill();
  const Cache::Found found = cache_->Get("k");
  EXPECT_EQ(found.value, std::nullopt);
  EXPECT_THAT(found.lease, IsEmpty());
  cache_->Fill("k", "lease", "value");
  cache_->Invalidate("k");
  redis_.Start();
  Store(*cache_, "k", "new");
}

TEST_F(RedisCacheTest, AFrozenServerIsAMiss) {
  Store(*cache_, "k", "value");
  const auto hasty = Make(redis_.address(), kHasty);
  redis_.Freeze();
  EXPECT_EQ(hasty->Get("k").value, std::nullopt);
  redis_.Continue();
}

TEST_F(RedisCacheTest, WhatCouldNotBeDeletedIsDeletedBeforeAnythingIsRead) {
  Store(*cache_, "k", "old");
  const auto hasty = Make(redis_.address(), kHasty);
  redis_.Freeze();
  hasty->Invalidate("k");
  redis_.Continue();
  Cache::Found found;
  for (int i = 0; i < 1'000 && found.lease.empty(); ++i) {
    found = hasty->Get("k");
    ASSERT_EQ(found.value, std::nullopt);
  }
  EXPECT_THAT(found.lease, Not(IsEmpty()));
  EXPECT_EQ(cache_->Get("k").value, std::nullopt);
}

TEST_F(RedisCacheTest, AfterAnErrorTheBreakerAsksNothing) {
  RedisOptions options;
  options.address = redis_.address();
  options.breaker_pause = absl::InfiniteDuration();
  const std::unique_ptr<Cache> cache = *MakeRedisCache(options);
  redis_.Kill();
  cache->Get("k");
  redis_.Start();
  EXPECT_THAT(cache->Get("k").lease, IsEmpty());
}

TEST(RedisCache, AnAddressWhereNobodyListensIsAMiss) {
  EXPECT_EQ(Make("unix:" + ::testing::TempDir() + "/nobody.sock", kPatient)->Get("k").value, std::nullopt);
}

TEST(RedisCache, ABlackHoleIsAMiss) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = ::testing::TempDir() + "/qcity-black-hole-" + std::to_string(::getpid());
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(listener, 16), 0);
  const auto cache = Make("unix:" + path, kHasty);
  EXPECT_EQ(cache->Get("k").value, std::nullopt);
  cache->Invalidate("k");
  ::close(listener);
  ::unlink(path.c_str());
}

TEST(RedisCache, AMalformedAddressIsRefused) {
  for (const char* address : {"", "host", ":6379", "host:", "host:0", "host:65536", "host:x", "unix:"}) {
    RedisOptions options;
    options.address = address;
    EXPECT_EQ(MakeRedisCache(options).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

TEST(NullCache, FindsNothingAndKeepsNothing) {
  const auto cache = MakeNullCache();
  cache->Fill("k", "lease", "value");
  EXPECT_EQ(cache->Get("k").value, std::nullopt);
  EXPECT_THAT(cache->Get("k").lease, IsEmpty());
}

}  // namespace
}  // namespace qcity::cache
