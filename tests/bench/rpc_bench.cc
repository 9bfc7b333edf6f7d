// Hot reads beside a call that does nothing: the generated synchronous service of the same gRPC, whose request and reply are as long as ours. Each server is
// a process of its own; both answer the same number of clients over loopback, each client with a connection of its own and one call under way at a time.
#include <grpcpp/impl/client_unary_call.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/serve.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/bench/v1/echo.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/bench/city.h"
#include "tests/bench/side_by_side.h"

namespace qcity::bench {
namespace {

constexpr int kClients = 6;
constexpr absl::CivilDay kSampleDate(2018, 10, 15);

class EchoService final : public v1::EchoService::Service {
  grpc::Status Echo(grpc::ServerContext*, const v1::EchoRequest* request, v1::EchoResponse* response) override {
    response->set_payload(bytes_.data(), request->reply_bytes());
    return grpc::Status::OK;
  }
  const std::string bytes_ = std::string(1 << 20, 'x');
};

// Serves the echo until its parent ends. Writes its port to `pipe`.
[[noreturn]] void ServeEcho(int pipe) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  EchoService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.2:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (write(pipe, &port, sizeof port) != sizeof port) std::exit(1);
  server->Wait();
  std::exit(0);
}

// To be made before this process has threads: a fork has one.
class EchoProcess {
 public:
  EchoProcess() {
    int ends[2] = {};
    if (pipe(ends) != 0) Demand(absl::InternalError("no pipe"));
    pid_ = fork();
    if (pid_ == 0) ServeEcho(ends[1]);
    if (read(ends[0], &port_, sizeof port_) != sizeof port_)
      Demand(absl::InternalError("the echo server did not start"));
  }
  ~EchoProcess() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  EchoProcess(const EchoProcess&) = delete;
  EchoProcess& operator=(const EchoProcess&) = delete;

  std::shared_ptr<grpc::Channel> NewConnection() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // Else channels to one target share a connection.
    return grpc::CreateCustomChannel(absl::StrCat("127.0.0.2:", port_), grpc::InsecureChannelCredentials(), arguments);
  }

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

// Calls of the method at `path` of that server, from all clients. Replies are left as the bytes they came in: to read them is the client's own affair.
template <typename Server>
Side CallsOf(const Server& server, const std::string& path, const google::protobuf::Message& request) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < kClients; ++i) channels.push_back(server.NewConnection());
  const grpc::Slice bytes(request.SerializeAsString());
  return [=](absl::Duration slice) {
    return RateOf(kClients, slice, [&](int client) {
      testing_support::CallAs context(kOfficer);
      const grpc::ByteBuffer sent(&bytes, 1);
      grpc::ByteBuffer reply;
      const grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, channels[client]);
      Demand(rpc::FromGrpc(grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          channels[client].get(), method, &context, sent, &reply)));
    });
  };
}

// What the two sides of a comparison run on.
struct Servers {
  const City& city;
  const EchoProcess& echo;
};

// `method` of the city beside an echo of the same lengths.
template <typename Service, typename Request, typename Reply>
void CompareWithEcho(Report& report, const std::string& name, const Servers& servers,
                     grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                     const Request& request) {
  typename Service::Stub stub(servers.city.NewConnection());
  const std::size_t reply_bytes = Demand(testing_support::Call(stub, method, kOfficer, request)).ByteSizeLong();
  v1::EchoRequest echoed;
  echoed.set_reply_bytes(static_cast<std::int32_t>(reply_bytes));
  echoed.set_payload(std::string(request.ByteSizeLong() - echoed.ByteSizeLong(), 'x'));
  report.Compare(
      {.name = absl::StrCat(name, ", ", reply_bytes, " bytes"), .ours = "qcity", .reference = "echo", .goal = 0.85},
      CallsOf(servers.city, absl::StrCat("/", Service::service_full_name(), "/", name), request),
      CallsOf(servers.echo, absl::StrCat("/", v1::EchoService::service_full_name(), "/Echo"), echoed));
}

int Run(int argc, char** argv) {
  Report report("rpc_bench", argc, argv);
  const EchoProcess echo;
  City city("qcityd", report.NewDirectory(), BeforeTheSample());
  city.LoadSample(kSampleDate);

  using Aggregation = aggregation::v1::AggregationService;
  aggregation::v1::GetReadinessRequest readiness;
  readiness.set_name(kReadiness);
  CompareWithEcho<Aggregation>(report, "GetReadiness", {city, echo}, &Aggregation::Stub::GetReadiness, readiness);

  using Indicators = indicators::v1::IndicatorsService;
  indicators::v1::GetIndicatorRequest indicator;
  indicator.set_name(absl::StrCat(kCampaign, "/indicators/1-1"));
  CompareWithEcho<Indicators>(report, "GetIndicator", {city, echo}, &Indicators::Stub::GetIndicator, indicator);
  return report.Finish();
}

}  // namespace
}  // namespace qcity::bench

int main(int argc, char** argv) { return qcity::bench::Run(argc, argv); }
