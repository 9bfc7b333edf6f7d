// The service of echo.proto as a module: what the tests of edge and server run. Any thread.
#ifndef QCITY_TESTS_COMMON_RPC_ECHO_H_
#define QCITY_TESTS_COMMON_RPC_ECHO_H_

#include <functional>
#include <memory>
#include <optional>

#include "common/rpc/module.h"
#include "qcity/test/v1/echo.grpc.pb.h"

namespace qcity::testing_support {

// What a test may change of the service.
struct EchoHooks {
  // In every unary call that is served, and before each message of Tell.
  std::function<absl::Status(const rpc::CallContext&)> during = {};
  // What ForMembers has at hand.
  std::function<std::optional<test::v1::EchoResponse>(const test::v1::EchoRequest&)> at_hand = {};
  std::function<absl::Status()> ready = {};
  std::function<absl::Status(rpc::Env&)> make = {};  // While the module is made.
  std::function<void(rpc::Edge&)> edge = {};         // When its edge is made.
};

rpc::ModuleFactory MakeEcho(const EchoHooks& hooks = {});

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_COMMON_RPC_ECHO_H_
