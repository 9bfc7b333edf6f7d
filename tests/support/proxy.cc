#include "tests/support/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"

namespace qcity::testing_support {
namespace {

int Listen() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 || ::listen(fd, 16) != 0) std::abort();
  return fd;
}

// -1 if nobody listens there.
int ConnectTo(const std::string& unix_socket) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  unix_socket.copy(address.sun_path, sizeof(address.sun_path) - 1);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

Proxy::Proxy(std::string unix_socket, absl::Duration delay)
    : unix_socket_(std::move(unix_socket)), delay_(delay), listener_(Listen()), wake_(::eventfd(0, EFD_CLOEXEC)) {
  thread_ = std::thread([this] { Loop(); });
}

Proxy::~Proxy() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  for (const Connection& connection : connections_) {
    for (const int end : connection.ends) ::close(end);
  }
  ::close(listener_);
  ::close(wake_);
}

std::string Proxy::address() const {
  sockaddr_in address = {};
  socklen_t length = sizeof(address);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  return absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
}

int Proxy::accepted() const {
  MutexLock lock(mutex_);
  return static_cast<int>(connections_.size());
}

void Proxy::Silence() {
  {
    MutexLock lock(mutex_);
    for (Connection& connection : connections_) connection.opens = absl::InfiniteFuture();
  }
  Wake();
}

void Proxy::Wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof(one));
}

void Proxy::Loop() {
  constexpr int kLookMs = 10;  // For connections whose time has come.
  while (true) {
    std::vector<pollfd> files = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
    {
      MutexLock lock(mutex_);
      if (stopping_) return;
      for (const Connection& connection : connections_) {
        const bool passes = connection.passes(MonotonicNow());
        for (const int end : connection.ends) files.push_back({passes ? end : -1, POLLIN, 0});
      }
    }
    ::poll(files.data(), files.size(), delay_ > absl::ZeroDuration() ? kLookMs : -1);
    std::uint64_t wakes = 0;
    if (files[0].revents != 0) [[maybe_unused]]
      const ssize_t taken = ::read(wake_, &wakes, sizeof(wakes));
    MutexLock lock(mutex_);
    for (std::size_t i = 2; i < files.size(); ++i) {
      Connection& connection = connections_[(i - 2) / 2];
      const bool ready = files[i].revents != 0 && connection.passes(MonotonicNow());
      if (!ready || Pass(connection.ends[i % 2], connection.ends[1 - i % 2])) continue;
      for (int& end : connection.ends) ::close(std::exchange(end, -1));
    }
    if (files[1].revents != 0) Accept();
  }
}

void Proxy::Accept() {
  const int near = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  const int far = ConnectTo(unix_socket_);
  connections_.push_back({{near, far}, MonotonicNow() + delay_});
  if (far >= 0) return;
  ::close(std::exchange(connections_.back().ends[0], -1));
}

// What there is to read. False: one side has closed.
bool Proxy::Pass(int from, int to) {
  char buffer[1 << 16];
  const ssize_t size = ::read(from, buffer, sizeof(buffer));
  for (ssize_t done = 0; done < size;) {
    const ssize_t written = ::send(to, buffer + done, static_cast<std::size_t>(size - done), MSG_NOSIGNAL);
    if (written <= 0) return false;
    done += written;
  }
  return size > 0;
}

}  // namespace qcity::testing_support
