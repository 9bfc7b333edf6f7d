// The socket that a server listens on, and the addresses that it may have. Movable; one thread.
#ifndef QCITY_COMMON_RPC_LISTEN_SOCKET_H_
#define QCITY_COMMON_RPC_LISTEN_SOCKET_H_

#include <sys/socket.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::rpc {

struct Address {
  sockaddr_storage storage = {};
  socklen_t length = 0;
  bool loopback = false;
};

// "127.0.0.1:7017", "[::1]:7017" or "localhost:7017"; no names are looked up. INVALID_ARGUMENT at `path` otherwise.
absl::StatusOr<Address> ParseAddress(absl::string_view address, absl::string_view path);

class ListenSocket {
 public:
  // Listens at once: whoever connects waits until an acceptor runs. A taken port is ALREADY_EXISTS, reason PORT_TAKEN.
  static absl::StatusOr<ListenSocket> Open(const std::string& address);

  ListenSocket(ListenSocket&& other) noexcept;
  ListenSocket& operator=(ListenSocket&&) = delete;
  ~ListenSocket();

  int fd() const { return fd_; }
  int port() const { return port_; }
  // As a gRPC target: "127.0.0.1:7017".
  const std::string& target() const { return target_; }

 private:
  explicit ListenSocket(int fd) : fd_(fd) {}

  int fd_;
  int port_ = 0;
  std::string target_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_LISTEN_SOCKET_H_
