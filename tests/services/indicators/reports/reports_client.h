// Short ways to ask a served reports service, for its tests. One thread.
#ifndef QCITY_TESTS_SERVICES_INDICATORS_REPORTS_REPORTS_CLIENT_H_
#define QCITY_TESTS_SERVICES_INDICATORS_REPORTS_REPORTS_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "qcity/indicators/v1/reports.grpc.pb.h"
#include "tests/services/indicators/indicators_client.h"

namespace qcity::indicators {

class ReportsClient {
 public:
  using Stub = v1::ReportsService::Stub;

  explicit ReportsClient(IndicatorsClient& indicators)
      : indicators_(indicators), stub_(v1::ReportsService::NewStub(indicators.server().channel())) {}

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                absl::string_view caller, const Request& request) {
    return testing_support::Call(*stub_, method, caller, request);
  }

  absl::StatusOr<v1::ListMissingReportsResponse> List(const v1::ListMissingReportsRequest& request,
                                                      absl::string_view caller = "wang@office") {
    return Call(&Stub::ListMissingReports, caller, request);
  }

  v1::UrgeReportRequest NewUrging(absl::string_view number, absl::string_view period, absl::string_view part = "") {
    v1::UrgeReportRequest request;
    request.set_request_id(indicators_.NewId());
    request.set_indicator(NameOf(number));
    request.set_period(std::string(period));
    request.set_part(std::string(part));
    request.set_text("请于三日内报送");
    return request;
  }
  absl::StatusOr<v1::UrgedReport> Urge(const v1::UrgeReportRequest& request, absl::string_view caller = "wang@office") {
    return Call(&Stub::UrgeReport, caller, request);
  }

 private:
  IndicatorsClient& indicators_;
  std::unique_ptr<Stub> stub_;
};

inline v1::ListMissingReportsRequest MissingRequest(absl::string_view number = "") {
  v1::ListMissingReportsRequest request;
  request.set_parent(number.empty() ? "campaigns/small-city" : NameOf(number));
  return request;
}

// "1-1 2018Q1 +3" (three days overdue), "8/cod 2018 NOTHING": what each says in short.
inline std::vector<std::string> Short(const v1::ListMissingReportsResponse& response) {
  std::vector<std::string> lines;
  for (const v1::MissingReport& missing : response.missing()) {
    const std::string number = missing.indicator().substr(missing.indicator().rfind('/') + 1);
    lines.push_back(absl::StrCat(number, missing.part().empty() ? "" : "/", missing.part(), " ", missing.period(), " +",
                                 missing.days_overdue()));
  }
  return lines;
}

}  // namespace qcity::indicators

#endif  // QCITY_TESTS_SERVICES_INDICATORS_REPORTS_REPORTS_CLIENT_H_
