// A producer and a consumer of a feed as two services would be: one serves its outbox over gRPC, the other copies it into a database of its own. One
// thread makes and ends each.
#ifndef QCITY_TESTS_COMMON_FEED_FEED_HOST_H_
#define QCITY_TESTS_COMMON_FEED_FEED_HOST_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/domain/plan.h"
#include "common/feed/feed_service.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/rpc/directory.h"
#include "common/rpc/serve.h"
#include "tests/common/feed/feed_testing.h"

namespace qcity::feed {

// What an edge needs to admit callers. One for the whole program: it outlives every server.
rpc::Edge& TestEdge();

// Serves the database at `path` on the unix socket `socket` until it is destroyed.
class Producer {
 public:
  Producer(const std::string& path, const std::string& socket, const FeedServerOptions& options = {});
  ~Producer();

  sql::Database& database() { return *database_; }
  Outbox& outbox() { return *outbox_; }
  FeedServer& feeds() { return *feeds_; }

 private:
  const std::unique_ptr<sql::Database> database_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<FeedServer> feeds_;
  std::unique_ptr<grpc::Server> server_;
};

// A new connection; `socket` need not be there yet.
std::shared_ptr<grpc::Channel> ChannelTo(const std::string& socket);

// A sink that copies the feed into the database at `path`, and refuses a change that it has already had the effect of.
class CopySink : public Sink {
 public:
  explicit CopySink(const std::string& path);

  absl::StatusOr<std::optional<v1::Token>> LoadToken() override;
  absl::Status Apply(absl::Span<const v1::Change* const> changes, const v1::Token& token) override;
  absl::Status Reset() override;
  void CaughtUp(std::int64_t position) override;

  // The next `count` calls of Apply fail before they do anything.
  void FailApply(int count) { failures_ = count; }
  // Waits for the first reset.
  void AwaitReset();
  // Waits for a CaughtUp at `position` or later, since the last reset.
  void AwaitCaughtUp(std::int64_t position);
  // The copy.
  State ReadState();
  int resets();

 private:
  const std::unique_ptr<sql::Database> database_;
  std::atomic<int> failures_ = 0;
  Mutex mutex_;
  CondVar changed_;
  int resets_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t caught_up_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace qcity::feed

#endif  // QCITY_TESTS_COMMON_FEED_FEED_HOST_H_
