#include "common/rpc/channel.h"

namespace qcity::rpc {
namespace {

// How long one attempt to connect may take, greeting included: that is what gRPC reads from MIN_RECONNECT_BACKOFF. Far more than a busy machine needs.
constexpr int kAttemptMs = 5'000;
constexpr int kShortestPauseMs = 100;
constexpr int kLongestPauseMs = 2'000;

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target, const KeepAlive& keep_alive) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // A proxy of the environment is not for calls within the suite.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kAttemptMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kShortestPauseMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestPauseMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, static_cast<int>(absl::ToInt64Milliseconds(keep_alive.interval)));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, static_cast<int>(absl::ToInt64Milliseconds(keep_alive.patience)));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // No end of them: who follows a feed sends nothing.
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace qcity::rpc
