// Channels from one service to another. Thread-safe.
#ifndef QCITY_COMMON_RPC_CHANNEL_H_
#define QCITY_COMMON_RPC_CHANNEL_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace qcity::rpc {

// While a call waits, the far side is asked after each interval whether it is there; a connection that does not answer in time is given up, and with it
// the calls on it (UNAVAILABLE). Without it, who waits for a stream of a machine that vanished waits for ever. gRPC asks once a second at most.
struct KeepAlive {
  absl::Duration interval = absl::Seconds(10);
  absl::Duration patience = absl::Seconds(5);
};

// Connects on first use, and again as long as it is used.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target, const KeepAlive& keep_alive = {});

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_CHANNEL_H_
