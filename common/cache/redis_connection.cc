#include "common/cache/redis_connection.h"

#include <sys/time.h>

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"

namespace qcity::cache {
namespace {

absl::Status Broken(const redisContext& context) {
  return absl::UnavailableError(absl::StrCat("redis: ", context.errstr));
}

absl::Status BadAddress(absl::string_view address) {
  return InvalidField("redis", Text{absl::StrCat("Redis 地址 “", address, "” 应为 HOST:PORT 或 unix:PATH"),
                                    absl::StrCat("the Redis address '", address, "' is not HOST:PORT or unix:PATH")});
}

void Append(redisContext* context, absl::Span<const std::string> command) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const std::string& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  redisAppendCommandArgv(context, static_cast<int>(words.size()), words.data(), sizes.data());
}

RedisReply ToReply(const redisReply& reply) {
  using Kind = RedisReply::Kind;
  switch (reply.type) {
    case REDIS_REPLY_NIL: return {Kind::kNil, 0, ""};
    case REDIS_REPLY_INTEGER: return {Kind::kInteger, reply.integer, ""};
    case REDIS_REPLY_STRING: return {Kind::kString, 0, std::string(reply.str, reply.len)};
    case REDIS_REPLY_STATUS: return {Kind::kStatus, 0, std::string(reply.str, reply.len)};
    case REDIS_REPLY_ERROR: return {Kind::kError, 0, std::string(reply.str, reply.len)};
    default: return {Kind::kOther, 0, ""};
  }
}

}  // namespace

absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view address) {
  RedisAddress parsed;
  absl::string_view rest = address;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    if (rest.empty()) return BadAddress(address);
    parsed.path = std::string(rest);
    return parsed;
  }
  const std::size_t colon = rest.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return BadAddress(address);
  if (!absl::SimpleAtoi(rest.substr(colon + 1), &parsed.port) || parsed.port < 1 || parsed.port > 65535) {
    return BadAddress(address);
  }
  parsed.host = std::string(rest.substr(0, colon));
  return parsed;
}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const RedisAddress& address,
                                                                       absl::Duration timeout) {
  const timeval limit = absl::ToTimeval(timeout);
  redisContext* const context = address.path.empty()
                                    ? redisConnectWithTimeout(address.host.c_str(), address.port, limit)
                                    : redisConnectUnixWithTimeout(address.path.c_str(), limit);
  if (context == nullptr) return absl::ResourceExhaustedError("redis: no memory for a connection");
  auto connection = std::unique_ptr<RedisConnection>(new RedisConnection(context));
  if (context->err != 0 || redisSetTimeout(context, limit) != REDIS_OK) return Broken(*context);
  return connection;
}

absl::StatusOr<RedisReply> RedisConnection::Ask(absl::Span<const std::string> command) {
  const std::string mark = RandomId();
  Append(context_.get(), {"ECHO", mark});
  Append(context_.get(), command);
  ASSIGN_OR_RETURN(const RedisReply echo, NextReply());
  if (echo.kind != RedisReply::Kind::kString || echo.text != mark) {
    return absl::UnavailableError("redis: the answer belongs to another question");
  }
  return NextReply();
}

absl::StatusOr<RedisReply> RedisConnection::NextReply() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK || raw == nullptr) return Broken(*context_);
  RedisReply reply = ToReply(*static_cast<redisReply*>(raw));
  freeReplyObject(raw);
  return reply;
}

}  // namespace qcity::cache
