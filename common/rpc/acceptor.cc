#include "common/rpc/acceptor.h"

#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "common/base/log.h"

namespace qcity::rpc {
namespace {

// What databases, redis and calls to other services need, however many clients there are.
constexpr int kReserve = 128;
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr absl::Duration kForever = absl::InfiniteDuration();

// Descriptors that clients may still take.
int FreeDescriptors() {
  rlimit limit = {};
  DIR* const directory = ::opendir("/proc/self/fd");
  if (directory == nullptr || ::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    if (directory != nullptr) ::closedir(directory);
    return 0;  // Nothing left even to look.
  }
  int used = 0;
  while (::readdir(directory) != nullptr) ++used;
  ::closedir(directory);
  const int all = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1 << 20));
  return all - std::min(kReserve, all / 4) - used;
}

}  // namespace

absl::Status Acceptor::Start() {
  wake_ = ::eventfd(0, EFD_CLOEXEC);
  if (wake_ < 0) return absl::ErrnoToStatus(errno, "eventfd");
  thread_ = std::thread([this] { Loop(); });
  return absl::OkStatus();
}

void Acceptor::Stop() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof(one));
  thread_.join();
  ::close(wake_);
}

void Acceptor::Loop() {
  while (Wait(/*for_connection=*/true, kForever)) {
    // Those who find no room wait in the kernel's queue until others leave.
    while (!HasRoom()) {
      if (!Wait(/*for_connection=*/false, kPause)) return;
    }
    AcceptOne();
  }
}

// False once the thread is to end.
bool Acceptor::Wait(bool for_connection, absl::Duration timeout) const {
  pollfd files[] = {{wake_, POLLIN, 0}, {socket_.fd(), POLLIN, 0}};
  const int milliseconds = timeout == kForever ? -1 : static_cast<int>(absl::ToInt64Milliseconds(timeout));
  ::poll(files, for_connection ? 2 : 1, milliseconds);
  return files[0].revents == 0;
}

// gRPC does not tell when a connection closes, so descriptors are counted; not for every connection, since that looks at all of them.
bool Acceptor::HasRoom() {
  if (room_ > 0) return true;
  const int free = FreeDescriptors();
  room_ = free > 0 ? (free + 1) / 2 : 0;
  return room_ > 0;
}

void Acceptor::AcceptOne() {
  const int fd = ::accept4(socket_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return;
    Log(Severity::kWarning, "accept", {{"error", std::strerror(errno)}});
    Wait(/*for_connection=*/false, kPause);  // If it is to end, Loop's own Wait sees it too.
    return;
  }
  --room_;
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  Sink::NewConnectionParameters connection;
  connection.listener_fd = socket_.fd();
  connection.fd = fd;
  sink_->HandleNewConnection(&connection);
}

}  // namespace qcity::rpc
