// Serialised replies kept in this process, so that a hot read costs neither SQL nor Redis: least recently used go first. Thread-safe.
//
// Each reply holds for one version of the data it was made from, usually the outbox's Committed(): readiness depends on everything, so any commit makes
// every reply old. Take the version before reading the database:
//
//   const std::int64_t version = outbox.Committed();
//   if (auto bytes = replies.Get(key, version)) return *bytes;
//   ... read, answer ...
//   replies.Put(key, version, reply.SerializeAsString());
#ifndef QCITY_COMMON_CACHE_REPLY_CACHE_H_
#define QCITY_COMMON_CACHE_REPLY_CACHE_H_

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"

namespace qcity::cache {

class ReplyCache {
 public:
  // Keys and replies together take at most `max_bytes`, not counting a small overhead for each.
  explicit ReplyCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // The reply made from `version` or a later one; null if there is none.
  std::shared_ptr<const std::string> Get(absl::string_view key, std::int64_t version);

  // Keeps `reply`, made from data not older than `version`. One that alone exceeds the bound is not kept, nor one older than what is there.
  void Put(absl::string_view key, std::int64_t version, std::string reply);

  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::int64_t version = 0;
    std::shared_ptr<const std::string> reply;
    std::size_t size() const { return key.size() + reply->size(); }
  };
  using Entries = std::list<Entry>;  // Most recently used first.

  void Drop(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t max_bytes_;
  mutable Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<absl::string_view, Entries::iterator> by_key_ ABSL_GUARDED_BY(mutex_);  // Keys live in entries_.
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace qcity::cache

#endif  // QCITY_COMMON_CACHE_REPLY_CACHE_H_
