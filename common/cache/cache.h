// A cache shared by all processes of a service (Redis), expendable: every answer is the same without it. Thread-safe.
//
// Filled under leases, so that a value read before a write is never stored after it: a miss takes a lease, only its holder may fill, a write's Invalidate
// (after commit) deletes value and lease.
#ifndef QCITY_COMMON_CACHE_CACHE_H_
#define QCITY_COMMON_CACHE_CACHE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace qcity::cache {

class Cache {
 public:
  // What a look-up found: a value, or the right to fill (lease), or neither (another fills, or the cache is down: read the database, do not fill).
  struct Found {
    std::optional<std::string> value;
    std::string lease;
  };

  virtual ~Cache() = default;
  // Never an error: a broken cache finds nothing.
  virtual Found Get(absl::string_view key) = 0;
  // Stores `value` if `lease` is still held.
  virtual void Fill(absl::string_view key, absl::string_view lease, absl::string_view value) = 0;
  // Deletes value and lease. Call after the commit, before answering the writer.
  virtual void Invalidate(absl::string_view key) = 0;
};

struct RedisOptions {
  std::string address;                              // "HOST:PORT" or "unix:PATH".
  absl::Duration timeout = absl::Milliseconds(50);  // Of one exchange; the context is closed after it.
  absl::Duration ttl = absl::Seconds(60);
  absl::Duration lease_ttl = absl::Seconds(3);
  absl::Duration breaker_pause = absl::Seconds(1);  // After an error, nothing is asked for so long.
  int schema = 1;                                   // Values written under another number are misses.
  int max_idle = 8;                                 // Pooled connections.
};

// INVALID_ARGUMENT for a malformed address. Does not connect: Redis may come and go.
absl::StatusOr<std::unique_ptr<Cache>> MakeRedisCache(const RedisOptions& options);

// Finds nothing, keeps nothing.
std::unique_ptr<Cache> MakeNullCache();

}  // namespace qcity::cache

#endif  // QCITY_COMMON_CACHE_CACHE_H_
