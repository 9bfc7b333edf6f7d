// A whole server inside a test: real gRPC, real SQLite, a clock that stands still until it is told. One thread makes and ends it; calls from any.
//
//   TestServer server({indicators::MakeModule});
//   auto stub = indicators::v1::IndicatorsService::NewStub(server.channel());
//   absl::StatusOr<Observation> reply = Call(*stub, &Stub::ReportObservation, "li@quality-bureau", request);
#ifndef QCITY_TESTS_SUPPORT_TEST_SERVER_H_
#define QCITY_TESTS_SUPPORT_TEST_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/serve.h"
#include "common/rpc/server.h"

namespace qcity::testing_support {

// Noon of that day in Asia/Shanghai.
absl::Time NoonOf(int year, int month, int day);

struct TestServerOptions {
  std::string plans =
      "tests/support/plans/small-city";  // Below the source tree, or absolute; Ezhou's: "common/plans/ezhou-2017".
  std::string data = {};                 // Empty: databases in memory.
  absl::Time now = NoonOf(2018, 5, 7);
  std::string redis = {};
  absl::flat_hash_map<std::string, std::string> peers = {};
};

// A directory of its own under testing::TempDir().
std::string NewDataDirectory();

// The config of a server for such options, on any port of 127.0.0.1.
rpc::Config ConfigOf(const TestServerOptions& options);

class TestServer {
 public:
  // Stops the test program, saying why, if the server does not start.
  explicit TestServer(std::vector<rpc::ModuleFactory> factories, TestServerOptions options = {});

  rpc::Server& server() { return *server_; }
  Clock& clock() { return server_->clock(); }
  // In process, without a socket.
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  // Through the socket.
  std::shared_ptr<grpc::Channel> NewConnection();

  // Stops it and starts another on the same data, at the same time of day. Channels from before are dead.
  void Restart();

 private:
  void Start(absl::Time now);

  const std::vector<rpc::ModuleFactory> factories_;
  const TestServerOptions options_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The context of one call in the name of `caller` ("PERSON@ORGANISATION"; empty: nobody), with a deadline so that no test hangs.
class CallAs : public grpc::ClientContext {
 public:
  explicit CallAs(absl::string_view caller);
};

// One unary call: the reply, or the error as the service made it.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              absl::string_view caller, const Request& request) {
  CallAs context(caller);
  Response reply;
  const grpc::Status status = (stub.*method)(&context, request, &reply);
  if (!status.ok()) return rpc::FromGrpc(status);
  return reply;
}

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_TEST_SERVER_H_
