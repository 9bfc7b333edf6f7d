// FeedService: serves the outboxes of all modules of a server to their watchers. Made, shut down and destroyed by one thread; serves on gRPC's.
#ifndef QCITY_COMMON_FEED_FEED_SERVICE_H_
#define QCITY_COMMON_FEED_FEED_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/feed/distributor.h"
#include "common/feed/outbox.h"
#include "common/rpc/serve.h"

namespace qcity::feed {

using FeedServerOptions = DistributorOptions;

// One per server. Destroy it after the grpc::Server that it is registered with.
class FeedServer {
 public:
  // Starts one thread per outbox; begin before anything is written. `edge` is the edge of "qcity.feed.v1.FeedService"; it and the outboxes outlive the
  // result. An error: a feed's head cannot be read, or two feeds share a name.
  static absl::StatusOr<std::unique_ptr<FeedServer>> Make(const std::vector<Outbox*>& outboxes,
                                                          const std::string& plan_digest, rpc::Edge& edge,
                                                          const FeedServerOptions& options = {});
  virtual ~FeedServer() = default;

  // To be registered with the server.
  virtual grpc::Service* service() = 0;

  // Ends every watch with UNAVAILABLE (CANCELLED if a message was under way) and joins the threads. Call before the server's Shutdown. Idempotent.
  virtual void Shutdown() = 0;
};

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_FEED_SERVICE_H_
