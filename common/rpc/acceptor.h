// Accepts connections for gRPC on a socket of our own, and leaves some descriptors free: gRPC 1.51's own listener goes deaf for ever once the process has
// none left. Owns one thread; started and stopped by another.
#ifndef QCITY_COMMON_RPC_ACCEPTOR_H_
#define QCITY_COMMON_RPC_ACCEPTOR_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/listen_socket.h"

namespace qcity::rpc {

class Acceptor {
 public:
  using Sink = grpc::experimental::ExternalConnectionAcceptor;

  Acceptor(ListenSocket socket, std::unique_ptr<Sink> sink) : socket_(std::move(socket)), sink_(std::move(sink)) {}
  ~Acceptor() { Stop(); }

  // Once, after the gRPC server has started.
  absl::Status Start();
  // Hands over nothing from now on; before the gRPC server shuts down. Idempotent.
  void Stop();

  int port() const { return socket_.port(); }

 private:
  void Loop();
  bool Wait(bool for_connection, absl::Duration timeout) const;
  bool HasRoom();
  void AcceptOne();

  const ListenSocket socket_;
  const std::unique_ptr<Sink> sink_;
  int wake_ = -1;  // An eventfd: readable once the thread is to end.
  int room_ = 0;   // Connections that may be accepted before the descriptors are counted again.
  std::thread thread_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_ACCEPTOR_H_
