// Ezhou in a server process, as benchmarks call it: real gRPC over loopback, real SQLite. A process of its own, since within one process gRPC's clients and
// servers poll for each other. One thread makes it; calls from any.
#ifndef QCITY_TESTS_BENCH_CITY_H_
#define QCITY_TESTS_BENCH_CITY_H_

#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "tests/support/process.h"
#include "tests/support/test_server.h"

namespace qcity::bench {

inline constexpr char kCampaign[] = "campaigns/ezhou-2017";
inline constexpr char kReadiness[] = "campaigns/ezhou-2017/readiness";
inline constexpr char kOfficer[] = "bench@zhiqiangban";

class City {
 public:
  // `binary` in bin/ on Ezhou's plan, its databases in `data`, its clock started at `now`.
  City(absl::string_view binary, const std::string& data, absl::Time now);

  // A connection of its own.
  std::shared_ptr<grpc::Channel> NewConnection() const { return process_.NewConnection(); }
  // Loads the sample figures through the client, moves the clock to noon of `today` and waits until aggregation has read everything.
  void LoadSample(absl::CivilDay today);

 private:
  testing_support::ServerProcess process_;
};

// Before the first sample figure was recorded.
absl::Time BeforeTheSample();

// Figures that the plan accepts, one for each measure or part and period up to `today`, shorter than a year: nothing of the sample is in their way.
std::vector<indicators::v1::Observation> SubannualFigures(absl::CivilDay today);

// The value, or the end of the program: a benchmark of errors would be worth nothing.
template <typename T>
T Demand(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::cerr << result.status() << "\n";
    std::exit(1);
  }
  return *std::move(result);
}

inline void Demand(const absl::Status& status) {
  Demand(status.ok() ? absl::StatusOr<int>(0) : absl::StatusOr<int>(status));
}

}  // namespace qcity::bench

#endif  // QCITY_TESTS_BENCH_CITY_H_
