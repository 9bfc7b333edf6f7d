// A TCP proxy before a server on a unix socket, for what networks do: a peer that vanishes without a word, and one that is slow to greet. One thread uses
// it; it runs on one of its own.
#ifndef QCITY_TESTS_SUPPORT_PROXY_H_
#define QCITY_TESTS_SUPPORT_PROXY_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace qcity::testing_support {

class Proxy {
 public:
  // Accepts at once; nothing passes through a connection before it is `delay` old.
  explicit Proxy(std::string unix_socket, absl::Duration delay = absl::ZeroDuration());
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  // "127.0.0.1:PORT".
  std::string address() const;
  // Connections accepted so far.
  int accepted() const;
  // The connections of now stay open, but nothing passes through them any more. Later ones are as good as ever.
  void Silence();

 private:
  struct Connection {
    int ends[2];
    absl::Time opens;
    bool passes(absl::Time now) const { return ends[0] >= 0 && now >= opens; }
  };

  void Loop();
  void Accept() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wake() const;
  static bool Pass(int from, int to);

  const std::string unix_socket_;
  const absl::Duration delay_;
  int listener_ = -1;
  int wake_ = -1;  // An eventfd.
  mutable Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Connection> connections_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_PROXY_H_
