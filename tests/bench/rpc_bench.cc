// Hot reads beside a call that does nothing: the generated synchronous service of the same gRPC, whose request and reply are as long as ours. Both answer
// the same number of clients over loopback, each client with a connection of its own and one call under way at a time.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/bench/v1/echo.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/bench/city.h"
#include "tests/bench/side_by_side.h"

namespace qcity::bench {
namespace {

using testing_support::CallAs;

constexpr int kClients = 6;
constexpr absl::CivilDay kSampleDate(2018, 10, 15);

class EchoServer final : public v1::EchoService::Service {
 public:
  explicit EchoServer(std::size_t reply_bytes) : reply_(reply_bytes, 'x') {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  int port() const { return port_; }

 private:
  grpc::Status Echo(grpc::ServerContext*, const v1::EchoRequest*, v1::EchoResponse* response) override {
    response->set_payload(reply_);
    return grpc::Status::OK;
  }

  const std::string reply_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Calls of `method` at that port, from all clients.
template <typename Service, typename Request, typename Reply>
Side CallsOf(int port, grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
             const Request& request) {
  std::vector<std::shared_ptr<typename Service::Stub>> stubs;
  for (int i = 0; i < kClients; ++i) stubs.push_back(std::make_shared<typename Service::Stub>(ConnectTo(port)));
  return [=](absl::Duration slice) {
    return RateOf(kClients, slice, [&](int client) {
      Demand(testing_support::Call(*stubs[client], method, kOfficer, request));
    });
  };
}

// `method` of the city beside an echo of the same lengths.
template <typename Service, typename Request, typename Reply>
void CompareWithEcho(Report& report, const std::string& name, int port,
                     grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                     const Request& request) {
  typename Service::Stub stub(ConnectTo(port));
  const std::size_t reply_bytes = Demand(testing_support::Call(stub, method, kOfficer, request)).ByteSizeLong();
  const EchoServer echo(reply_bytes);
  v1::EchoRequest echoed;
  echoed.set_payload(std::string(request.ByteSizeLong(), 'x'));
  report.Compare({.name = absl::StrCat(name, ", ", reply_bytes, " bytes"), .ours = "qcity", .reference = "echo", .goal = 0.85},
                 CallsOf<Service>(port, method, request),
                 CallsOf<v1::EchoService>(echo.port(), &v1::EchoService::Stub::Echo, echoed));
}

int Run(int argc, char** argv) {
  Report report("rpc_bench", argc, argv);
  const auto city = StartCity(report.NewDirectory(), BeforeTheSample());
  LoadSample(*city, kSampleDate);
  const int port = city->server().port();

  using Aggregation = aggregation::v1::AggregationService;
  aggregation::v1::GetReadinessRequest readiness;
  readiness.set_name(kReadiness);
  CompareWithEcho<Aggregation>(report, "GetReadiness", port, &Aggregation::Stub::GetReadiness, readiness);

  using Indicators = indicators::v1::IndicatorsService;
  indicators::v1::GetIndicatorRequest indicator;
  indicator.set_name(absl::StrCat(kCampaign, "/indicators/1-1"));
  CompareWithEcho<Indicators>(report, "GetIndicator", port, &Indicators::Stub::GetIndicator, indicator);
  return report.Finish();
}

}  // namespace
}  // namespace qcity::bench

int main(int argc, char** argv) { return qcity::bench::Run(argc, argv); }
