// The suite as it is deployed: every service in one process, or each in its own. One thread starts and ends processes; calls from any.
#ifndef QCITY_TESTS_SYSTEM_SUITE_H_
#define QCITY_TESTS_SYSTEM_SUITE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/support/process.h"

namespace qcity::system_test {

enum class Deployment { kAllInOne, kSeparate };

// "AllInOne", "Separate": the names of parametrised tests.
std::string NameOf(const testing::TestParamInfo<Deployment>& deployment);

class Suite {
 public:
  // Starts it, producers first. Here and in Start and Restart: ends the test program, saying why, if a process does not serve.
  explicit Suite(Deployment deployment);
  // Kills it and removes its data.
  ~Suite();

  void KillAll();
  // What KillAll ended, on the data that is there.
  void Start();
  // kill -9 of the process of one service, and its start on the same data.
  void Restart(const std::string& service);

  std::shared_ptr<grpc::Channel> NewConnection(const std::string& service) const {
    return ProcessOf(service).NewConnection();
  }
  // An aggregation without data that has read these feeds from zero. It ends with the result.
  std::unique_ptr<testing_support::ServerProcess> StartFreshAggregation() const;

 private:
  struct Part {
    std::vector<std::string> services;
    std::unique_ptr<testing_support::ServerProcess> process;
  };

  void Add(std::vector<std::string> services, absl::string_view binary,
           const testing_support::TestServerOptions& options);
  testing_support::ServerProcess& ProcessOf(const std::string& service) const;

  const std::string data_;
  std::vector<Part> parts_;  // In order of starting.
};

}  // namespace qcity::system_test

#endif  // QCITY_TESTS_SYSTEM_SUITE_H_
