// Pages of what is kept under rising ids: asks for rows after an id until a page of those wanted is full. Runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_TASKS_ACTIVITIES_PAGES_H_
#define QCITY_SERVICES_TASKS_ACTIVITIES_PAGES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::tasks::activities {

// The id at the end of a resource name; 0 if there is none.
inline std::int64_t IdOf(const std::string& name) {
  std::int64_t id = 0;
  return absl::SimpleAtoi(name.substr(name.rfind('/') + 1), &id) ? id : 0;
}

// The id that a page token holds; 0 for the first page.
inline absl::StatusOr<std::int64_t> AfterOf(const std::vector<std::string>& columns) {
  std::int64_t id = 0;
  if (columns.empty() || absl::SimpleAtoi(columns[0], &id)) return id;
  return InvalidField("page_token", {"不是本服务给出的页标记", "no token of this service"});
}

template <typename Message>
struct Page {
  std::vector<Message> messages;
  bool more = false;  // There is at least one more that is wanted.
};

// Up to `size` messages that `wanted` admits, after the one with id `after`. `load(id, limit)` gives the next ones by id, fewer than `limit` at the end.
template <typename Message, typename Load, typename Wanted>
absl::StatusOr<Page<Message>> PageOf(std::int64_t after, std::size_t size, Load load, Wanted wanted) {
  constexpr std::int64_t kBatch = 500;
  Page<Message> page;
  for (std::size_t loaded = kBatch; loaded == kBatch;) {
    ASSIGN_OR_RETURN(std::vector<Message> batch, load(after, kBatch));
    loaded = batch.size();
    for (Message& message : batch) {
      after = IdOf(message.name());
      if (!wanted(message)) continue;
      if (page.messages.size() == size) {
        page.more = true;
        return page;
      }
      page.messages.push_back(std::move(message));
    }
  }
  return page;
}

}  // namespace qcity::tasks::activities

#endif  // QCITY_SERVICES_TASKS_ACTIVITIES_PAGES_H_
