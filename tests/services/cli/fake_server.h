// A server that answers like the services do, with fixed answers, and remembers what it was asked. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_SERVER_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "qcity/indicators/v1/action_plans.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/indicators/v1/reports.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"

namespace qcity::cli {

// One call as it came in.
struct Asked {
  std::string caller;
  std::string clock;
  std::string request;  // As text.
};

class FakeServer {
 public:
  // Runs `campaigns` campaigns.
  explicit FakeServer(int campaigns = 1);
  ~FakeServer();

  std::string address() const { return address_; }
  // Every write so far.
  std::vector<Asked> asked() const;

 private:
  class Aggregation;
  class Indicators;
  class Reports;
  class ActionPlans;
  class Tasks;
  class Feed;
  struct Log;

  std::unique_ptr<Log> log_;
  std::unique_ptr<Aggregation> aggregation_;
  std::unique_ptr<Indicators> indicators_;
  std::unique_ptr<Reports> reports_;
  std::unique_ptr<ActionPlans> action_plans_;
  std::unique_ptr<Tasks> tasks_;
  std::unique_ptr<Feed> feed_;
  std::vector<std::unique_ptr<grpc::Service>> agreements_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_SERVER_H_
