#include "tests/support/test_server.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/log.h"
#include "gtest/gtest.h"

namespace qcity::testing_support {

absl::Time NoonOf(int year, int month, int day) {
  return absl::FromCivil(absl::CivilHour(year, month, day, 12), ShanghaiZone());
}

std::string NewDataDirectory() { return absl::StrCat(testing::TempDir(), "/qcity-", RandomId()); }

rpc::Config ConfigOf(const TestServerOptions& options) {
  rpc::Config config;
  config.listen = "127.0.0.1:0";
  config.plans = (std::filesystem::path(QCITY_SOURCE_DIR) / options.plans).string();  // An absolute one stays.
  config.calendars = QCITY_SOURCE_DIR "/common/plans/calendars";
  config.data = options.data;
  config.database = options.data.empty() ? "memory" : "sqlite";
  config.redis = options.redis;
  config.insecure_local = true;
  config.peers = options.peers;
  return config;
}

TestServer::TestServer(std::vector<rpc::ModuleFactory> factories, TestServerOptions options)
    : factories_(std::move(factories)), options_(std::move(options)) {
  SetLogThreshold(Severity::kError);
  Start(options_.now);
}

void TestServer::Start(absl::Time now) {
  absl::StatusOr<std::unique_ptr<rpc::Server>> server =
      rpc::Server::Start(ConfigOf(options_), factories_, MakeSetClock(now, /*ticking=*/false));
  if (!server.ok()) {
    std::cerr << "the server does not start: " << server.status() << "\n";
    std::abort();
  }
  server_ = *std::move(server);
  channel_ = server_->InProcessChannel();
}

void TestServer::Restart() {
  const absl::Time now = clock().Now();
  channel_ = nullptr;
  server_ = nullptr;
  Start(now);
}

std::shared_ptr<grpc::Channel> TestServer::NewConnection() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // Else channels to one target share a connection.
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials(),
                                   arguments);
}

CallAs::CallAs(absl::string_view caller) {
  if (!caller.empty()) AddMetadata("x-qcity-caller", std::string(caller));
  set_deadline(absl::ToChronoTime(MakeSystemClock()->Now() + absl::Seconds(60)));
}

}  // namespace qcity::testing_support
