#include "common/rpc/listen_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::rpc {
namespace {

constexpr int kBacklog = 1024;

absl::StatusOr<Address> ParseIpv4(const std::string& host, std::uint16_t port) {
  sockaddr_in in = {};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  if (::inet_pton(AF_INET, host.c_str(), &in.sin_addr) != 1) return absl::InvalidArgumentError("no IPv4 address");
  Address address;
  std::memcpy(&address.storage, &in, sizeof(in));
  address.length = sizeof(in);
  address.loopback = (ntohl(in.sin_addr.s_addr) >> 24) == 127;
  return address;
}

absl::StatusOr<Address> ParseIpv6(const std::string& host, std::uint16_t port) {
  sockaddr_in6 in = {};
  in.sin6_family = AF_INET6;
  in.sin6_port = htons(port);
  if (::inet_pton(AF_INET6, host.c_str(), &in.sin6_addr) != 1) return absl::InvalidArgumentError("no IPv6 address");
  Address address;
  std::memcpy(&address.storage, &in, sizeof(in));
  address.length = sizeof(in);
  address.loopback = IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
  return address;
}

absl::Status Refused(const std::string& address, int error) {
  if (error == EADDRINUSE) {
    return Error(
        absl::StatusCode::kAlreadyExists, "PORT_TAKEN",
        {absl::StrCat("地址 ", address, " 已被另一个进程占用，请换一个 --listen 端口或先停止它"),
         absl::StrCat("another process listens on ", address, ": stop it or choose another port with --listen")});
  }
  const std::string why = std::strerror(error);
  return Error(
      absl::StatusCode::kFailedPrecondition, "CANNOT_LISTEN",
      {absl::StrCat("无法在 ", address, " 上监听：", why), absl::StrCat("cannot listen on ", address, ": ", why)});
}

}  // namespace

absl::StatusOr<Address> ParseAddress(absl::string_view address, absl::string_view path) {
  const std::size_t colon = address.rfind(':');
  absl::string_view host = address.substr(0, colon);
  int port = -1;
  if (colon != absl::string_view::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) && port >= 0 &&
      port <= 65535) {
    const bool ipv6 = absl::ConsumePrefix(&host, "[") && absl::EndsWith(host, "]");
    if (ipv6) host.remove_suffix(1);
    const std::string number = host == "localhost" ? "127.0.0.1" : std::string(host);
    absl::StatusOr<Address> parsed = ipv6 ? ParseIpv6(number, static_cast<std::uint16_t>(port))
                                          : ParseIpv4(number, static_cast<std::uint16_t>(port));
    if (parsed.ok()) return parsed;
  }
  return InvalidField(path, {absl::StrCat("应为 127.0.0.1:7017 这样的数字地址与端口，收到 ", address),
                             absl::StrCat("wants a numeric address and port such as 127.0.0.1:7017, got ", address)});
}

absl::StatusOr<ListenSocket> ListenSocket::Open(const std::string& address) {
  ASSIGN_OR_RETURN(Address where, ParseAddress(address, "--listen"));
  auto* const name = reinterpret_cast<sockaddr*>(&where.storage);
  ListenSocket socket(::socket(where.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.fd_ < 0) return Refused(address, errno);
  // A server that restarts need not wait for the old one's connections to be forgotten.
  const int yes = 1;
  if (::setsockopt(socket.fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
      ::bind(socket.fd_, name, where.length) != 0 || ::listen(socket.fd_, kBacklog) != 0 ||
      ::getsockname(socket.fd_, name, &where.length) != 0) {
    return Refused(address, errno);
  }
  char host[INET6_ADDRSTRLEN] = {};
  if (where.storage.ss_family == AF_INET6) {
    const auto& in = reinterpret_cast<const sockaddr_in6&>(where.storage);
    socket.port_ = ntohs(in.sin6_port);
    socket.target_ = absl::StrCat("[", ::inet_ntop(AF_INET6, &in.sin6_addr, host, sizeof(host)), "]:", socket.port_);
  } else {
    const auto& in = reinterpret_cast<const sockaddr_in&>(where.storage);
    socket.port_ = ntohs(in.sin_port);
    socket.target_ = absl::StrCat(::inet_ntop(AF_INET, &in.sin_addr, host, sizeof(host)), ":", socket.port_);
  }
  return socket;
}

ListenSocket::ListenSocket(ListenSocket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), port_(other.port_), target_(std::move(other.target_)) {}

ListenSocket::~ListenSocket() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace qcity::rpc
