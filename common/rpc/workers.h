// Threads for work that waits: for the disk, for Redis, for other services. gRPC's own few threads, which read and write the connections, must not.
// Thread-safe.
#ifndef QCITY_COMMON_RPC_WORKERS_H_
#define QCITY_COMMON_RPC_WORKERS_H_

#include <deque>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "common/base/mutex.h"

namespace qcity::rpc {

class Workers {
 public:
  using Work = absl::AnyInvocable<void()>;

  // As many threads as work was ever under way at once, at most `most`; what comes beyond waits its turn.
  explicit Workers(int most) : most_(most) {}
  // Does what waits and joins.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void Run(Work work);

 private:
  void Loop();

  const std::size_t most_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<Work> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;  // Threads that nobody has given work yet.
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_WORKERS_H_
