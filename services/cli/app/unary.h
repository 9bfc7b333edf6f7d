// A command that is one unary RPC: its options fill the request, its answer is shown. Paged lists are fetched to the end. Not thread-safe.
//
//   Unary(veto, "declare", {"宣布一票否决", "Declare a veto"}, "aggregation", &AggregationService::Stub::DeclareVeto)
//       .Campaign("parent")
//       .Field("--reason", "reason", "TEXT", {"事由", "What happened"}, kRequired)
//       .Show(VetoReport);
#ifndef QCITY_SERVICES_CLI_APP_UNARY_H_
#define QCITY_SERVICES_CLI_APP_UNARY_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/app/command.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/request_fields.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

enum Presence { kOptional, kRequired };

// Gives `request` the id of --request-id, or a random one, if it is a write.
void SetRequestId(const Context& context, google::protobuf::Message& request);

// Whether `response` is a page that is not the last: then `request` asks for the next one.
bool TurnPage(const google::protobuf::Message& response, google::protobuf::Message& request);
// As many per page as the services give.
void SetLargestPage(google::protobuf::Message& request);

template <typename Stub, typename Request, typename Response>
class UnaryCommand {
 public:
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  // Changes the request before it is sent, e.g. fills in what no single option says.
  using Step = std::function<absl::Status(Connection&, Request&)>;

  UnaryCommand(Commands& group, const std::string& name, const Text& help, std::string service, Method method)
      : state_(std::make_shared<State>(std::move(service), method)),
        command_(group.Leaf(name, help, [state = state_](Context& context) { return Run(*state, context); })) {}

  UnaryCommand& Field(const std::string& names, const std::string& path, const std::string& value_name,
                      const Text& help, Presence presence = kOptional) {
    Argument argument = state_->fields.Add(command_, names, path, value_name, help);
    if (presence == kRequired) argument.Required();
    return *this;
  }

  UnaryCommand& Flag(const std::string& names, const std::string& path, const Text& help) {
    state_->fields.AddFlag(command_, names, path, help);
    return *this;
  }

  // The field `path` is campaigns/{campaign}, followed by `suffix` ("/readiness").
  UnaryCommand& Campaign(const std::string& path, const std::string& suffix = "") {
    return Then([path, suffix](Connection& connection, Request& request) -> absl::Status {
      ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
      return SetField(request, path, "campaigns/" + campaign + suffix, path);
    });
  }

  // The field `path` is the name of a resource that the user gives by its ids.
  UnaryCommand& Resource(const std::string& argument, const std::string& path, std::vector<std::string> kinds,
                         const Text& help, const std::string& value_name = "NAME") {
    Field(argument, path, value_name, help, kRequired);
    return Then(
        [path, kinds](Connection& connection, Request& request) { return Complete(connection, path, kinds, request); });
  }

  // Options that are not single fields: `add` puts them on the command; a later Then reads them.
  UnaryCommand& With(const std::function<void(Command&)>& add) {
    add(command_);
    return *this;
  }

  UnaryCommand& Then(Step step) {
    state_->steps.push_back(std::move(step));
    return *this;
  }

  void Show(std::function<Report(const Response&, const Context&)> show) {
    state_->show = [show = std::move(show)](const Response& response, const Context& context, Connection&) {
      return show(response, context);
    };
  }
  // For answers whose table needs a further question.
  void ShowWith(std::function<absl::StatusOr<Report>(const Response&, const Context&, Connection&)> show) {
    state_->show = std::move(show);
  }

 private:
  struct State {
    State(std::string service, Method method) : service(std::move(service)), method(method) {}
    const std::string service;
    const Method method;
    RequestFields fields;
    std::vector<Step> steps;
    std::function<absl::StatusOr<Report>(const Response&, const Context&, Connection&)> show;
  };

  static absl::Status Complete(Connection& connection, const std::string& path, const std::vector<std::string>& kinds,
                               Request& request) {
    const google::protobuf::FieldDescriptor* field = Request::descriptor()->FindFieldByName(path);
    const std::string typed = request.GetReflection()->GetString(request, field);
    ASSIGN_OR_RETURN(const std::string campaign,
                     absl::StartsWith(typed, "campaigns/") ? std::string() : connection.Campaign());
    ASSIGN_OR_RETURN(const std::string name, ResourceName(campaign, kinds, typed));
    return SetField(request, path, name, path);
  }

  static absl::Status Run(const State& state, Context& context) {
    Connection connection(context);
    Request request;
    RETURN_IF_ERROR(state.fields.Fill(request));
    for (const Step& step : state.steps) RETURN_IF_ERROR(step(connection, request));
    SetRequestId(context, request);
    SetLargestPage(request);
    Stub stub(connection.To(state.service));
    Response response, page;
    do {
      page.Clear();
      RETURN_IF_ERROR(connection.Call(
          state.service, [&](grpc::ClientContext* call) { return (stub.*state.method)(call, request, &page); }));
      response.MergeFrom(page);
    } while (TurnPage(page, request));
    ASSIGN_OR_RETURN(const Report report, state.show(response, context, connection));
    context.Print(report);
    return absl::OkStatus();
  }

  std::shared_ptr<State> state_;
  Command command_;
};

// UnaryCommand with its types read off the method.
template <typename Stub, typename Request, typename Response>
UnaryCommand<Stub, Request, Response> Unary(Commands& group, const std::string& name, const Text& help,
                                            std::string service,
                                            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                         Response*)) {
  return UnaryCommand<Stub, Request, Response>(group, name, help, std::move(service), method);
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_UNARY_H_
