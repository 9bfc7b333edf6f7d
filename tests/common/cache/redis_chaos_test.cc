// The shared cache between a database and many threads that read and write it, while everything that can happen to Redis happens. A reader must never
// get a value older than the newest write acknowledged before it asked.
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/mutex.h"
#include "common/cache/cache.h"
#include "gtest/gtest.h"
#include "tests/support/redis_server.h"

namespace qcity::cache {
namespace {

using ::qcity::testing_support::RedisServer;

constexpr int kKeys = 4;
constexpr int kThreads = 4;

std::string KeyName(int key) { return absl::StrCat("key-", key); }

// A database of counters, each with the newest value that a writer was told is stored.
class Model {
 public:
  explicit Model(Cache& cache) : cache_(cache) {}

  void Write(int key) {
    const std::int64_t value = ++stored_[key];
    cache_.Invalidate(KeyName(key));
    std::int64_t seen = acknowledged_[key];
    while (seen < value && !acknowledged_[key].compare_exchange_weak(seen, value)) {
    }
  }

  void Read(int key) {
    const std::int64_t least = acknowledged_[key];
    const Cache::Found found = cache_.Get(KeyName(key));
    if (found.value.has_value()) {
      ++hits_;
      absl::string_view text = *found.value;
      std::int64_t value = -1;
      const bool of_this_key =
          absl::ConsumePrefix(&text, absl::StrCat(KeyName(key), "=")) && absl::SimpleAtoi(text, &value);
      if (!of_this_key || value < least || value > stored_[key]) ++wrong_;
    } else if (!found.lease.empty()) {
      const std::int64_t value = stored_[key];
      std::this_thread::yield();
      cache_.Fill(KeyName(key), found.lease, absl::StrCat(KeyName(key), "=", value));
    }
  }

  int hits() const { return hits_; }
  int wrong() const { return wrong_; }

 private:
  Cache& cache_;
  std::array<std::atomic<std::int64_t>, kKeys> stored_{};
  std::array<std::atomic<std::int64_t>, kKeys> acknowledged_{};
  std::atomic<int> hits_ = 0;
  std::atomic<int> wrong_ = 0;
};

std::unique_ptr<Cache> Make(const std::string& address) {
  RedisOptions options;
  options.address = address;
  options.timeout = absl::Milliseconds(20);
  options.lease_ttl = absl::Milliseconds(50);
  options.breaker_pause = absl::Milliseconds(1);
  return *MakeRedisCache(options);
}

void Act(Model& model, int keys, std::mt19937_64& random) {
  const int key = static_cast<int>(random() % keys);
  if (random() % 8 == 0) {
    model.Write(key);
  } else {
    model.Read(key);
  }
}

void RunThreads(Model& model, const std::function<void()>& meanwhile) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&model, &stop, i] {
      std::mt19937_64 random(i);
      while (!stop) Act(model, kKeys, random);
    });
  }
  meanwhile();
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

void HarmOnce(RedisServer& redis, std::mt19937_64& random) {
  const std::string value_key = absl::StrCat("qcity/value/", KeyName(random() % kKeys));
  const std::string lease_key = absl::StrCat("qcity/lease/", KeyName(random() % kKeys));
  const auto pause = [] { ::poll(nullptr, 0, 30); };  // Longer than a time-out of the cache.
  switch (random() % 8) {
    case 0:
      redis.Kill();
      pause();
      redis.Start();
      break;
    case 1:
      redis.Freeze();
      pause();
      redis.Continue();
      break;
    case 2: redis.Ask({"FLUSHALL"}); break;
    case 3: redis.Ask({"SET", value_key, "garbage"}); break;
    case 4: redis.Ask({"SET", lease_key, "garbage", "PX", "50"}); break;
    case 5: redis.Ask({"COPY", value_key, absl::StrCat("qcity/value/", KeyName(random() % kKeys)), "REPLACE"}); break;
    case 6: redis.Ask({"DEL", lease_key}); break;
    default: redis.Ask({"CLIENT", "KILL", "TYPE", "NORMAL", "SKIPME", "yes"}); break;
  }
}

TEST(RedisChaos, NoReaderGetsAnOldValue) {
  RedisServer redis;
  const std::unique_ptr<Cache> cache = Make(redis.address());
  Model model(*cache);
  std::mt19937_64 random(7);
  RunThreads(model, [&] {
    for (int i = 0; i < 60; ++i) {
      HarmOnce(redis, random);
      ::poll(nullptr, 0, 10);
    }
  });
  EXPECT_EQ(model.wrong(), 0);
  EXPECT_GT(model.hits(), 0);
}

// Relays between one client and Redis, but says something more at the beginning: every answer is then taken for the answer to the question before.
class ShiftedServer {
 public:
  explicit ShiftedServer(RedisServer& redis) : redis_(redis), path_(redis.directory() + "/shifted.sock") {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = Address(path_);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(listener_, 64), 0);
    thread_ = std::thread([this] { Run(); });
  }
  ~ShiftedServer() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::string address() const { return absl::StrCat("unix:", path_); }
  int clients() const { return clients_; }

 private:
  struct Relay {
    int client;
    int server;
  };

  static sockaddr_un Address(const std::string& path) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return address;
  }

  void Run() {
    std::vector<Relay> relays;
    while (!stop_) {
      std::vector<pollfd> polled = {{listener_, POLLIN, 0}};
      for (const Relay& relay : relays) {
        polled.push_back({relay.client, POLLIN, 0});
        polled.push_back({relay.server, POLLIN, 0});
      }
      ::poll(polled.data(), polled.size(), 10);
      std::vector<Relay> kept;
      for (std::size_t i = 0; i < relays.size(); ++i) {
        const bool alive = (polled[2 * i + 1].revents == 0 || Pass(relays[i].client, relays[i].server)) &&
                           (polled[2 * i + 2].revents == 0 || Pass(relays[i].server, relays[i].client));
        if (alive) kept.push_back(relays[i]);
        if (!alive) Close(relays[i]);
      }
      relays = std::move(kept);
      if ((polled[0].revents & POLLIN) != 0) relays.push_back(Accept());
    }
    for (const Relay& relay : relays) Close(relay);
  }

  Relay Accept() {
    Relay relay{::accept(listener_, nullptr, nullptr), ::socket(AF_UNIX, SOCK_STREAM, 0)};
    const sockaddr_un address = Address(redis_.socket());
    EXPECT_EQ(::connect(relay.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    // Some clients are served faithfully, so that there are values to be wrong about; the others are one to six answers behind.
    for (int extra = clients_++ % 7; extra > 0; --extra) ::send(relay.client, "$5\r\nextra\r\n", 11, MSG_NOSIGNAL);
    return relay;
  }

  static bool Pass(int from, int to) {
    char buffer[4096];
    const ssize_t size = ::recv(from, buffer, sizeof(buffer), 0);
    return size > 0 && ::send(to, buffer, size, MSG_NOSIGNAL) == size;
  }

  static void Close(const Relay& relay) {
    ::close(relay.client);
    ::close(relay.server);
  }

  RedisServer& redis_;
  const std::string path_;
  int listener_ = -1;
  std::atomic<bool> stop_ = false;
  std::atomic<int> clients_ = 0;
  std::thread thread_;
};

TEST(RedisChaos, AnswersToOtherQuestionsAreNotBelieved) {
  RedisServer redis;
  ShiftedServer shifted(redis);
  const std::unique_ptr<Cache> cache = Make(shifted.address());
  Model model(*cache);
  std::mt19937_64 random(11);
  // One thread and one key, so that the answer to an earlier question would be a well-formed old value.
  for (int i = 0; i < 3'000; ++i) {
    Act(model, 1, random);
    // Makes the cache connect anew, now to a faithful server, now to a shifted one.
    if (i % 20 == 0) redis.Ask({"CLIENT", "KILL", "TYPE", "NORMAL", "SKIPME", "yes"});
    if (i % 20 == 1) ::poll(nullptr, 0, 2);
  }
  EXPECT_EQ(model.wrong(), 0);
  EXPECT_GT(model.hits(), 0);
  EXPECT_GT(shifted.clients(), 10);
}

}  // namespace
}  // namespace qcity::cache
