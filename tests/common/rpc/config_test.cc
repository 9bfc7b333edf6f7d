// What a server refuses before it opens anything.
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/rpc/server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using testing_support::ConfigOf;

TEST(Config, NamesEveryBadFlag) {
  rpc::Config config = ConfigOf({});
  EXPECT_TRUE(config.Validate().ok());
  config.listen = "0.0.0.0:7017";
  config.peers["tasks"] = "10.0.0.1:7018";
  config.peers["credit"] = "somewhere";
  config.plans = "";
  config.database = "oracle";
  config.clock = "noon";
  std::vector<std::string> paths;
  const ErrorDetail detail = *DetailOf(config.Validate());
  for (const FieldViolation& field : detail.fields) paths.push_back(field.path);
  EXPECT_THAT(paths, testing::UnorderedElementsAre("--listen", "--peer tasks", "--peer credit", "--plans", "--database",
                                                   "--clock"));
}

TEST(Config, ListensOnLoopbackOnly) {
  for (const auto& [address, good] :
       {std::pair("127.0.0.1:0", true), std::pair("127.9.9.9:80", true), std::pair("localhost:7017", true),
        std::pair("[::1]:7017", true), std::pair("0.0.0.0:1", false), std::pair("[::]:1", false),
        std::pair("192.168.0.1:1", false), std::pair("::1:7017", false), std::pair("127.0.0.1", false),
        std::pair("127.0.0.1:65536", false), std::pair("127.0.0.1:-1", false), std::pair("example.com:80", false),
        std::pair("", false), std::pair(":80", false)}) {
    rpc::Config config = ConfigOf({});
    config.listen = address;
    EXPECT_EQ(config.Validate().ok(), good) << address;
  }
}

TEST(Config, WithoutInsecureLocalThereIsNoStart) {
  rpc::Config config = ConfigOf({});
  config.insecure_local = false;
  const absl::Status status = rpc::Server::Start(config, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status)->fields.front().path, "--insecure-local");
}

}  // namespace
}  // namespace qcity
