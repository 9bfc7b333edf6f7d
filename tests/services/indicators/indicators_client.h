// A served indicators service and short ways to call it, for its tests. One thread.
#ifndef QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_
#define QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/serve.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/indicators/module.h"
#include "tests/support/import_stream.h"
#include "tests/support/test_server.h"

namespace qcity::indicators {

inline std::string NameOf(absl::string_view number) { return absl::StrCat("campaigns/small-city/indicators/", number); }

// 97 of 100 samples passed in a quarter: the small city's indicator 1-1.
inline v1::Observation PassRate(absl::string_view period = "2018Q1", double passed = 97) {
  v1::Observation observation;
  observation.set_indicator(NameOf("1-1"));
  observation.set_period(std::string(period));
  observation.mutable_figure()->mutable_fraction()->set_numerator(passed);
  observation.mutable_figure()->mutable_fraction()->set_denominator(100);
  observation.set_source("监督抽查季报");
  return observation;
}

class IndicatorsClient {
 public:
  using Stub = v1::IndicatorsService::Stub;

  explicit IndicatorsClient(testing_support::TestServerOptions options = {})
      : server_({MakeModule}, std::move(options)), stub_(v1::IndicatorsService::NewStub(server_.channel())) {}

  testing_support::TestServer& server() { return server_; }
  Stub& stub() { return *stub_; }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                absl::string_view caller, const Request& request) {
    return testing_support::Call(*stub_, method, caller, request);
  }

  std::string NewId() { return absl::StrCat("r", ++requests_); }

  v1::ReportObservationRequest NewReport(const v1::Observation& observation) {
    v1::ReportObservationRequest request;
    request.set_request_id(NewId());
    *request.mutable_observation() = observation;
    return request;
  }
  absl::StatusOr<v1::Observation> Report(absl::string_view caller, const v1::Observation& observation) {
    return Call(&Stub::ReportObservation, caller, NewReport(observation));
  }

  // A step of the observation `name`, with a reason where the request takes one.
  template <typename Request>
  absl::StatusOr<v1::Observation> Move(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                    v1::Observation*),
                                       absl::string_view caller, const std::string& name) {
    Request request;
    request.set_request_id(NewId());
    request.set_name(name);
    if constexpr (requires { request.set_reason(""); }) request.set_reason("口径有误");
    if constexpr (requires { request.set_check(""); }) request.set_check("专家现场复核");
    return Call(method, caller, request);
  }
  absl::StatusOr<v1::Observation> Verify(absl::string_view caller, const std::string& name) {
    return Move(&Stub::VerifyObservation, caller, name);
  }

  absl::StatusOr<v1::ImportObservationsResponse> Import(absl::string_view caller, const v1::ImportSettings& settings,
                                                        const std::vector<v1::Observation>& rows) {
    testing_support::ImportStream stream(*stub_, caller, settings);
    std::int64_t line = 1;  // As in a file with a header.
    for (const v1::Observation& row : rows) stream.Send(++line, row);
    stream.SendEnd();
    return stream.Finish();
  }

  absl::StatusOr<v1::IndicatorView> Get(absl::string_view number, absl::string_view caller = "wang@office") {
    v1::GetIndicatorRequest request;
    request.set_name(NameOf(number));
    return Call(&Stub::GetIndicator, caller, request);
  }

 private:
  testing_support::TestServer server_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

}  // namespace qcity::indicators

#endif  // QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_
