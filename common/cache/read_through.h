// A reply read through both levels of the cache: this process first, then Redis, then the database, filling what may be filled on the way back. Thread-safe.
#ifndef QCITY_COMMON_CACHE_READ_THROUGH_H_
#define QCITY_COMMON_CACHE_READ_THROUGH_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/cache/cache.h"
#include "common/cache/reply_cache.h"

namespace qcity::cache {

// What one service reads replies through.
struct Levels {
  ReplyCache& local;
  Cache& shared;
};

// The reply under `key`, made from data not older than `version` (taken before this call, e.g. Outbox::Committed()). `read` answers from the database. A value
// that does not parse is read again.
template <typename Reply>
absl::StatusOr<Reply> ReadThrough(const Levels& levels, absl::string_view key, std::int64_t version,
                                  absl::FunctionRef<absl::StatusOr<Reply>()> read) {
  Reply reply;
  if (const auto bytes = levels.local.Get(key, version); bytes != nullptr && reply.ParseFromString(*bytes))
    return reply;
  const Cache::Found found = levels.shared.Get(key);
  if (found.value.has_value() && reply.ParseFromString(*found.value)) {
    levels.local.Put(key, version, *found.value);
    return reply;
  }
  absl::StatusOr<Reply> fresh = read();
  if (!fresh.ok()) return fresh;
  std::string bytes = fresh->SerializeAsString();
  if (!found.lease.empty()) levels.shared.Fill(key, found.lease, bytes);
  levels.local.Put(key, version, std::move(bytes));
  return fresh;
}

}  // namespace qcity::cache

#endif  // QCITY_COMMON_CACHE_READ_THROUGH_H_
