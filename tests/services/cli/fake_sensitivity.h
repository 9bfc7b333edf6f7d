// A server whose only service answers every analysis of sensitivity with the same messages, and remembers what it was asked. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_SENSITIVITY_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_SENSITIVITY_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "common/base/mutex.h"
#include "qcity/aggregation/v1/sensitivity.grpc.pb.h"

namespace qcity::cli {

class FakeSensitivity final : private aggregation::v1::SensitivityService::Service {
 public:
  FakeSensitivity();
  ~FakeSensitivity() override;

  std::string address() const { return address_; }
  // The last request, as text.
  std::string asked() const;

 private:
  grpc::Status AnalyzeSensitivity(grpc::ServerContext* context,
                                  const aggregation::v1::AnalyzeSensitivityRequest* request,
                                  grpc::ServerWriter<aggregation::v1::AnalyzeSensitivityResponse>* writer) override;

  mutable Mutex mutex_;
  std::string asked_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_SENSITIVITY_H_
