// The reading side of a feed: follows one feed of another service, for ever, through restarts of either side. Owns one thread.
#ifndef QCITY_COMMON_FEED_FOLLOWER_H_
#define QCITY_COMMON_FEED_FOLLOWER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "qcity/feed/v1/feed.pb.h"

namespace grpc {
class Channel;
}

namespace qcity::feed {

// Where a follower puts what it reads. Called by the follower's thread alone.
class Sink {
 public:
  virtual ~Sink() = default;
  // The token stored with the last effect; nullopt: start from the beginning.
  virtual absl::StatusOr<std::optional<v1::Token>> LoadToken() = 0;
  // Stores the changes' effect and `token` in one transaction. An error: the follower watches again from LoadToken().
  virtual absl::Status Apply(absl::Span<const v1::Change* const> changes, const v1::Token& token) = 0;
  // The feed's history is another one: forget everything that came from it, and the token.
  virtual absl::Status Reset() = 0;
  // Nothing is left to read up to `position`; called at caught_up and at each progress message.
  virtual void CaughtUp(std::int64_t position) = 0;
};

struct FollowerOptions {
  std::string feed;
  // The plan that this side scores with; another one on the far side is logged and keeps Ready() bad.
  std::string plan_digest;
  // Name of the follower as a caller: NAME@service.
  std::string caller;
  // Pauses between attempts double from the one to the other; a message that brings news starts over.
  absl::Duration shortest_pause = absl::Milliseconds(50);
  absl::Duration longest_pause = absl::Seconds(2);
};

class Follower {
 public:
  virtual ~Follower() = default;
  virtual void Start() = 0;
  // Ends the stream and joins the thread. Idempotent; there is no second start.
  virtual void Stop() = 0;
  // OK once caught up at least once and the plans agree; the reason otherwise.
  virtual absl::Status Ready() const = 0;
};

// `sink` outlives the result. The channel keeps alive (common/rpc/channel.h): a follower waits for messages as long as the
// connection stands.
std::unique_ptr<Follower> MakeFollower(const std::shared_ptr<grpc::Channel>& channel, Sink& sink,
                                       FollowerOptions options);

}  // namespace qcity::feed

#endif  // QCITY_COMMON_FEED_FOLLOWER_H_
