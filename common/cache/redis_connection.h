// One connection to Redis. One thread at a time; after an error it is broken for good, since the next reply may belong to an earlier question.
#ifndef QCITY_COMMON_CACHE_REDIS_CONNECTION_H_
#define QCITY_COMMON_CACHE_REDIS_CONNECTION_H_

#include <hiredis/hiredis.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace qcity::cache {

// Where Redis listens: a TCP address, or a socket's path if `path` is not empty.
struct RedisAddress {
  std::string path = "";
  std::string host = "";
  int port = 0;
};

// From "HOST:PORT" or "unix:PATH"; INVALID_ARGUMENT otherwise.
absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view address);

// An answer of Redis to one command: an error among them is an answer, not a failure of the connection.
struct RedisReply {
  enum class Kind { kNil, kInteger, kString, kStatus, kError, kOther };
  Kind kind = Kind::kNil;
  std::int64_t integer = 0;
  std::string text;
};

class RedisConnection {
 public:
  // Waits at most `timeout`, here and for each answer.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const RedisAddress& address, absl::Duration timeout);

  // One command. Sends an ECHO before it and checks its answer, so that an answer to another question is UNAVAILABLE like any other fault.
  absl::StatusOr<RedisReply> Ask(absl::Span<const std::string> command);

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  explicit RedisConnection(redisContext* context) : context_(context) {}
  absl::StatusOr<RedisReply> NextReply();

  const std::unique_ptr<redisContext, Free> context_;
};

}  // namespace qcity::cache

#endif  // QCITY_COMMON_CACHE_REDIS_CONNECTION_H_
