#include "common/cache/reply_cache.h"

#include <utility>

namespace qcity::cache {

std::shared_ptr<const std::string> ReplyCache::Get(absl::string_view key, std::int64_t version) {
  MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const Entries::iterator entry = found->second;
  if (entry->version < version) {
    Drop(entry);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->reply;
}

void ReplyCache::Put(absl::string_view key, std::int64_t version, std::string reply) {
  Entry fresh{std::string(key), version, std::make_shared<const std::string>(std::move(reply))};
  MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end() && found->second->version > version) return;
  if (found != by_key_.end()) Drop(found->second);
  if (fresh.size() > max_bytes_) return;
  while (bytes_ + fresh.size() > max_bytes_) Drop(std::prev(entries_.end()));
  bytes_ += fresh.size();
  entries_.push_front(std::move(fresh));
  by_key_.emplace(entries_.front().key, entries_.begin());
}

std::size_t ReplyCache::bytes() const {
  MutexLock lock(mutex_);
  return bytes_;
}

void ReplyCache::Drop(Entries::iterator entry) {
  bytes_ -= entry->size();
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace qcity::cache
