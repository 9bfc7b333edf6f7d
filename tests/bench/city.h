// Ezhou in a server, as benchmarks call it: real gRPC over loopback, real SQLite. One thread makes it; calls from any.
#ifndef QCITY_TESTS_BENCH_CITY_H_
#define QCITY_TESTS_BENCH_CITY_H_

#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "tests/support/test_server.h"

namespace qcity::bench {

inline constexpr char kCampaign[] = "campaigns/ezhou-2017";
inline constexpr char kReadiness[] = "campaigns/ezhou-2017/readiness";
inline constexpr char kOfficer[] = "bench@zhiqiangban";

// Before the first sample figure was recorded.
absl::Time BeforeTheSample();

// All modules in one process on Ezhou's plan, databases in `data` (empty: in memory).
std::unique_ptr<testing_support::TestServer> StartCity(const std::string& data, absl::Time now);

// Loads the sample figures through the client and waits until aggregation has read them; the clock then stands at noon of `today`.
void LoadSample(testing_support::TestServer& city, absl::CivilDay today);

// A connection of its own to that port of this machine.
std::shared_ptr<grpc::Channel> ConnectTo(int port);

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

}  // namespace qcity::bench

#endif  // QCITY_TESTS_BENCH_CITY_H_
