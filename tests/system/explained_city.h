// Ezhou's suite in process with the client beside it, and readiness' explanation of one measure. One thread.
#ifndef QCITY_TESTS_SYSTEM_EXPLAINED_CITY_H_
#define QCITY_TESTS_SYSTEM_EXPLAINED_CITY_H_

#include <cstdint>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/services/cli/client.h"
#include "tests/support/test_server.h"

namespace qcity::system_test {

inline constexpr char kOfficer[] = "wang@zhiqiangban";

class ExplainedCity : public testing::Test {
 protected:
  explicit ExplainedCity(absl::Time now)
      : server_({indicators::MakeModule, tasks::MakeModule, aggregation::MakeModule},
                {.plans = "common/plans/ezhou-2017", .now = now}) {
    std::filesystem::create_directories(folder_);
  }
  ~ExplainedCity() override { std::filesystem::remove_all(folder_); }

  cli::Outcome Run(const std::string& command, const std::string& caller) {
    return cli::RunClient(command, absl::StrCat("QCITY_SERVER=127.0.0.1:", server_.server().port(),
                                                " QCITY_CAMPAIGN=ezhou-2017 QCITY_CALLER=", caller));
  }

  // The leaf of a measure as readiness explains it.
  nlohmann::ordered_json Leaf(const std::string& number, const std::string& as_of) {
    const cli::Outcome run =
        Run(absl::StrCat("readiness explain -o json --node indicators/", number, " --as-of ", as_of), kOfficer);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.exit_code == 0 ? run.json()["root"]["leaf"] : nlohmann::ordered_json();
  }

  // Until readiness has read the indicators' feed so far.
  void AwaitReadiness(std::int64_t version) {
    using Stub = aggregation::v1::AggregationService::Stub;
    aggregation::v1::GetReadinessRequest request;
    request.set_name("campaigns/ezhou-2017/readiness");
    aggregation::v1::Source& wanted = *request.add_min_versions();
    wanted.set_feed("indicators");
    wanted.set_position(version);
    const auto stub = aggregation::v1::AggregationService::NewStub(server_.channel());
    absl::Status told = absl::UnavailableError("");
    for (int i = 0; i < 30 && absl::IsUnavailable(told); ++i) {
      told = testing_support::Call(*stub, &Stub::GetReadiness, kOfficer, request).status();
    }
    EXPECT_TRUE(told.ok()) << told;
  }

  testing_support::TestServer server_;
  const std::string folder_ = absl::StrCat(testing::TempDir(), "explained-city-", RandomId(), "/");
};

}  // namespace qcity::system_test

#endif  // QCITY_TESTS_SYSTEM_EXPLAINED_CITY_H_
