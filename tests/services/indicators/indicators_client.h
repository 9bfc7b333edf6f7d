// A served indicators service and short ways to call it, for its tests. One thread.
#ifndef QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_
#define QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/serve.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/indicators/module.h"
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

  testing_support::TestServer& server() { return server_; }

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
    testing_support::CallAs context(caller);
    v1::ImportObservationsResponse response;
    const auto writer = stub_->ImportObservations(&context, &response);
    v1::ImportObservationsRequest message;
    *message.mutable_settings() = settings;
    bool open = writer->Write(message);
    for (std::size_t i = 0; open && i < rows.size(); ++i) {
      message.mutable_row()->set_row(static_cast<std::int64_t>(i) + 2);  // As the lines of a file with a header.
      *message.mutable_row()->mutable_observation() = rows[i];
      open = writer->Write(message);
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  absl::StatusOr<v1::IndicatorView> Get(absl::string_view number, absl::string_view caller = "wang@office") {
    v1::GetIndicatorRequest request;
    request.set_name(NameOf(number));
    return Call(&Stub::GetIndicator, caller, request);
  }

 private:
  testing_support::TestServer server_{{MakeModule}};
  std::unique_ptr<Stub> stub_ = v1::IndicatorsService::NewStub(server_.channel());
  int requests_ = 0;
};

}  // namespace qcity::indicators

#endif  // QCITY_TESTS_SERVICES_INDICATORS_INDICATORS_CLIENT_H_
