// Keeps grpc.health.v1 true: asks every module again and again whether it can work. "" is the whole server, and each module has its name. Owns one thread;
// started and stopped by another.
#ifndef QCITY_COMMON_RPC_HEALTH_H_
#define QCITY_COMMON_RPC_HEALTH_H_

#include <grpcpp/health_check_service_interface.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"

namespace qcity::rpc {

class HealthMonitor {
 public:
  struct Check {
    std::string name;
    std::function<absl::Status()> ready;  // Thread-safe.
  };

  // Says NOT_SERVING until Start.
  HealthMonitor(grpc::HealthCheckServiceInterface& service, std::vector<Check> checks);
  ~HealthMonitor() { Stop(); }

  // Returns after the first round of checks.
  void Start();
  // NOT_SERVING for good. Idempotent.
  void Stop();

 private:
  void Loop();
  void CheckAll();
  void Report(const std::string& name, const absl::Status& status);

  grpc::HealthCheckServiceInterface& service_;
  const std::vector<Check> checks_;
  absl::flat_hash_map<std::string, absl::Status> last_;  // Of the checking thread.
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_HEALTH_H_
