#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/log.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/cache/cache.h"
#include "common/cache/envelope.h"
#include "common/cache/redis_connection.h"

namespace qcity::cache {
namespace {

using Kind = RedisReply::Kind;
using Keys = std::set<std::string>;

// Deletions that wait for Redis to come back. Beyond it, waiting until every value has expired is cheaper.
constexpr std::size_t kMaxOwed = 10'000;

// KEYS: value, lease. ARGV: the lease's holder, the value, its life in milliseconds. Sent whole each time (Redis knows it by its digest): fills are rare.
constexpr char kFill[] =
    "if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end "
    "redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) "
    "redis.call('DEL', KEYS[2]) "
    "return 1";

std::string ValueKey(absl::string_view key) { return absl::StrCat("qcity/value/", key); }
std::string LeaseKey(absl::string_view key) { return absl::StrCat("qcity/lease/", key); }
std::string Millis(absl::Duration duration) { return absl::StrCat(absl::ToInt64Milliseconds(duration)); }

// What keeps a broken Redis from giving old values once it is back: a deletion that failed is owed, and nothing is read before all that is owed is paid.
// So within this process no fault of Redis makes a value older; other processes may see one for at most its life.
class RedisCache : public Cache {
 public:
  RedisCache(RedisAddress address, const RedisOptions& options) : address_(std::move(address)), options_(options) {}

  Found Get(absl::string_view key) override {
    if (!MayAsk()) return {};
    const absl::StatusOr<RedisReply> reply = Ask({"GET", ValueKey(key)});
    if (!reply.ok()) return {};
    if (reply->kind == Kind::kString) {
      if (std::optional<std::string> value = Unseal(key, options_.schema, reply->text)) return {std::move(value), ""};
    }
    std::string holder = RandomId();
    const absl::StatusOr<RedisReply> lease =
        Ask({"SET", LeaseKey(key), holder, "NX", "PX", Millis(options_.lease_ttl)});
    if (!lease.ok() || lease->kind != Kind::kStatus) return {};
    return {std::nullopt, std::move(holder)};
  }

  void Fill(absl::string_view key, absl::string_view lease, absl::string_view value) override {
    if (lease.empty() || !MayAsk()) return;
    // Whether it was still held, and whether it went well, changes nothing for the caller.
    Ask({"EVAL", kFill, "2", ValueKey(key), LeaseKey(key), std::string(lease), Seal(key, options_.schema, value),
         Millis(options_.ttl)})
        .IgnoreError();
  }

  void Invalidate(absl::string_view key) override {
    Keys keys = {std::string(key)};
    if (!MayAsk() || !Delete(keys)) Owe(std::move(keys));
  }

 private:
  // False: Redis is not to be asked now. Pays first what is owed.
  bool MayAsk() {
    Keys owed;
    {
      MutexLock lock(mutex_);
      if (paying_ || MonotonicNow() < closed_until_) return false;
      if (owed_.empty()) return true;
      paying_ = true;
      owed.swap(owed_);
    }
    const bool paid = Delete(owed);
    if (!paid) Owe(std::move(owed));
    MutexLock lock(mutex_);
    paying_ = false;
    return paid;
  }

  void Owe(Keys keys) {
    MutexLock lock(mutex_);
    owed_.merge(keys);
    if (owed_.size() <= kMaxOwed) return;
    owed_.clear();
    closed_until_ = MonotonicNow() + options_.ttl + options_.lease_ttl;
  }

  // Both keys of each at once: no fill comes between.
  bool Delete(const Keys& keys) {
    std::vector<std::string> command = {"DEL"};
    for (const std::string& key : keys) {
      command.push_back(ValueKey(key));
      command.push_back(LeaseKey(key));
    }
    const absl::StatusOr<RedisReply> reply = Ask(command);
    return reply.ok() && reply->kind == Kind::kInteger;
  }

  absl::StatusOr<RedisReply> Ask(const std::vector<std::string>& command) {
    absl::StatusOr<RedisReply> reply = AskOn(TakeIdle(), command);
    if (!reply.ok()) Break(reply.status());
    return reply;
  }

  absl::StatusOr<RedisReply> AskOn(std::unique_ptr<RedisConnection> connection,
                                   const std::vector<std::string>& command) {
    if (connection == nullptr) {
      ASSIGN_OR_RETURN(connection, RedisConnection::Open(address_, options_.timeout));
    }
    ASSIGN_OR_RETURN(RedisReply reply, connection->Ask(command));
    MutexLock lock(mutex_);
    if (static_cast<int>(idle_.size()) < options_.max_idle) idle_.push_back(std::move(connection));
    return reply;
  }

  std::unique_ptr<RedisConnection> TakeIdle() {
    MutexLock lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<RedisConnection> connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  // Whatever broke one connection has broken the idle ones too.
  void Break(const absl::Status& status) {
    std::vector<std::unique_ptr<RedisConnection>> idle;
    {
      MutexLock lock(mutex_);
      closed_until_ = std::max(closed_until_, MonotonicNow() + options_.breaker_pause);
      idle.swap(idle_);
    }
    Log(Severity::kWarning, "redis does not answer", {{"error", status.ToString()}});
  }

  const RedisAddress address_;
  const RedisOptions options_;
  Mutex mutex_;
  std::vector<std::unique_ptr<RedisConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  absl::Time closed_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  Keys owed_ ABSL_GUARDED_BY(mutex_);
  bool paying_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Cache>> MakeRedisCache(const RedisOptions& options) {
  ASSIGN_OR_RETURN(RedisAddress address, ParseRedisAddress(options.address));
  // hiredis writes to sockets whose other end may have gone; that is an error to handle, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  return std::make_unique<RedisCache>(std::move(address), options);
}

}  // namespace qcity::cache
