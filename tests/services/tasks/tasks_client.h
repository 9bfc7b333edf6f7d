// A served tasks service and short ways to call it, for its tests. One thread.
#ifndef QCITY_TESTS_SERVICES_TASKS_TASKS_CLIENT_H_
#define QCITY_TESTS_SERVICES_TASKS_TASKS_CLIENT_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"

namespace qcity::tasks {

// "1", "2019" -> the occurrence's name in the small city's campaign.
inline std::string NameOf(absl::string_view task, absl::string_view id) {
  return absl::StrCat("campaigns/small-city/tasks/", task, "/occurrences/", id);
}

class TasksClient {
 public:
  using Stub = v1::TasksService::Stub;

  explicit TasksClient(testing_support::TestServerOptions options = {}) : server_({MakeModule}, std::move(options)) {}

  testing_support::TestServer& server() { return server_; }

  // Of any service of the module.
  template <typename AnyStub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (AnyStub::*method)(grpc::ClientContext*, const Request&, Response*),
                                absl::string_view caller, const Request& request) {
    AnyStub stub(server_.channel());
    return testing_support::Call(stub, method, caller, request);
  }

  // A request with an id of its own, about an occurrence and, where it is given, somebody's part.
  template <typename Request>
  Request New(absl::string_view name, absl::string_view lead = "") {
    Request request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_name(std::string(name));
    request.set_lead(std::string(lead));
    return request;
  }

  absl::StatusOr<v1::TaskPart> Acknowledge(absl::string_view caller, absl::string_view name) {
    return Call(&Stub::AcknowledgeTask, caller, New<v1::AcknowledgeTaskRequest>(name));
  }
  absl::StatusOr<v1::TaskPart> Report(absl::string_view caller, absl::string_view name, int percent) {
    auto request = New<v1::ReportProgressRequest>(name);
    request.set_percent(percent);
    request.set_text("按计划推进");
    return Call(&Stub::ReportProgress, caller, request);
  }
  // Answers the criterion of the small city's first duty.
  v1::SubmitCompletionRequest NewSubmission(absl::string_view name) {
    auto request = New<v1::SubmitCompletionRequest>(name);
    v1::CriterionAnswer& answer = *request.add_answers();
    answer.set_key("centers");
    answer.set_value(1);
    request.add_evidence()->set_name("验收报告");
    return request;
  }
  absl::StatusOr<v1::TaskPart> Review(absl::string_view caller, absl::string_view name, absl::string_view lead,
                                      bool approve) {
    auto request = New<v1::ReviewCompletionRequest>(name, lead);
    request.set_approve(approve);
    if (!approve) request.set_reason("缺少检测报告");
    return Call(&Stub::ReviewCompletion, caller, request);
  }
  absl::StatusOr<v1::Occurrence> Get(absl::string_view name, absl::string_view caller = "wang@office") {
    v1::GetTaskRequest request;
    request.set_name(std::string(name));
    return Call(&Stub::GetTask, caller, request);
  }

 private:
  testing_support::TestServer server_;
  int requests_ = 0;
};

}  // namespace qcity::tasks

#endif  // QCITY_TESTS_SERVICES_TASKS_TASKS_CLIENT_H_
