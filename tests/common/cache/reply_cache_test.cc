// Replies kept in process, against a model that never forgets, and from many threads.
#include "common/cache/reply_cache.h"

#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace qcity::cache {
namespace {

TEST(ReplyCache, GivesBackWhatWasPutAtItsVersion) {
  ReplyCache replies(1'000);
  EXPECT_EQ(replies.Get("k", 0), nullptr);
  replies.Put("k", 5, "five");
  ASSERT_NE(replies.Get("k", 5), nullptr);
  EXPECT_EQ(*replies.Get("k", 5), "five");
}

TEST(ReplyCache, AReplyIsOldOnceTheVersionRises) {
  ReplyCache replies(1'000);
  replies.Put("k", 5, "five");
  EXPECT_EQ(replies.Get("k", 6), nullptr);
  EXPECT_EQ(replies.bytes(), 0u);
}

TEST(ReplyCache, ALateOlderReplyDoesNotReplaceANewerOne) {
  ReplyCache replies(1'000);
  replies.Put("k", 6, "six");
  replies.Put("k", 5, "five");
  EXPECT_EQ(*replies.Get("k", 6), "six");
}

TEST(ReplyCache, TheLeastRecentlyUsedGoesFirst) {
  ReplyCache replies(30);
  replies.Put("a", 1, std::string(9, 'a'));
  replies.Put("b", 1, std::string(9, 'b'));
  replies.Put("c", 1, std::string(9, 'c'));
  ASSERT_NE(replies.Get("a", 1), nullptr);
  replies.Put("d", 1, std::string(9, 'd'));
  EXPECT_EQ(replies.Get("b", 1), nullptr);
  EXPECT_NE(replies.Get("a", 1), nullptr);
  EXPECT_NE(replies.Get("c", 1), nullptr);
  EXPECT_NE(replies.Get("d", 1), nullptr);
}

TEST(ReplyCache, AReplyThatExceedsTheBoundIsNotKept) {
  ReplyCache replies(10);
  replies.Put("k", 1, std::string(10, 'x'));
  EXPECT_EQ(replies.Get("k", 1), nullptr);
}

TEST(ReplyCache, RandomUseAgreesWithTheModelAndStaysInBounds) {
  constexpr std::size_t kBound = 500;
  ReplyCache replies(kBound);
  std::map<std::string, std::int64_t> versions;  // Of every reply ever put; each begins with its key.
  std::mt19937_64 random(3);
  int hits = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::string key = absl::StrCat("key-", random() % 20);
    const std::int64_t version = static_cast<std::int64_t>(random() % 4) + i / 1'000;
    if (random() % 3 == 0) {
      std::string reply = absl::StrCat(key, " ", i, std::string(random() % 60, '.'));
      versions[reply] = version;
      replies.Put(key, version, std::move(reply));
    } else if (const auto found = replies.Get(key, version); found != nullptr) {
      ++hits;
      ASSERT_EQ(found->rfind(key + " ", 0), 0u);
      ASSERT_GE(versions.at(*found), version);
    }
    ASSERT_LE(replies.bytes(), kBound);
  }
  EXPECT_GT(hits, 0);
}

TEST(ReplyCache, NoReaderGetsAReplyOlderThanItsVersion) {
  ReplyCache replies(2'000);
  std::atomic<std::int64_t> committed = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      for (int i = 0; i < 20'000; ++i) {
        const std::string key = absl::StrCat(random() % 10);
        const std::int64_t version = random() % 16 == 0 ? ++committed : committed.load();
        std::int64_t read = -1;
        const auto found = replies.Get(key, version);
        if (found == nullptr) replies.Put(key, version, absl::StrCat(committed.load()));
        if (found != nullptr && (!absl::SimpleAtoi(*found, &read) || read < version)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace qcity::cache
