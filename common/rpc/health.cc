#include "common/rpc/health.h"

#include <utility>

#include "absl/time/time.h"
#include "common/base/log.h"

namespace qcity::rpc {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(200);

}  // namespace

HealthMonitor::HealthMonitor(grpc::HealthCheckServiceInterface& service, std::vector<Check> checks)
    : service_(service), checks_(std::move(checks)) {
  service_.SetServingStatus("", false);
  for (const Check& check : checks_) service_.SetServingStatus(check.name, false);
}

void HealthMonitor::Start() {
  CheckAll();
  thread_ = std::thread([this] { Loop(); });
}

void HealthMonitor::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    stopped_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
  service_.SetServingStatus(false);
}

void HealthMonitor::Loop() {
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!stopping_) stopped_.WaitFor(mutex_, kInterval);
      if (stopping_) return;
    }
    CheckAll();
  }
}

void HealthMonitor::CheckAll() {
  absl::Status all;
  for (const Check& check : checks_) {
    const absl::Status status = check.ready();
    Report(check.name, status);
    all.Update(status);
  }
  Report("", all);
}

// Tells and logs changes only.
void HealthMonitor::Report(const std::string& name, const absl::Status& status) {
  const auto it = last_.find(name);
  if (it != last_.end() && it->second == status) return;
  last_[name] = status;
  service_.SetServingStatus(name, status.ok());
  Log(Severity::kInfo, "health",
      {{"of", name.empty() ? "server" : name},
       {"status", status.ok() ? "SERVING" : "NOT_SERVING"},
       {"why", std::string(status.message())}});
}

}  // namespace qcity::rpc
