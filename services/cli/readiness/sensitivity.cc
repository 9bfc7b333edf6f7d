// qcity readiness sensitivity: how far readiness rests on choices of policy, with its progress on a terminal.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/sensitivity.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/request_fields.h"
#include "services/cli/output/progress.h"
#include "services/cli/readiness/sensitivity_view.h"
#include "services/cli/readiness/subcommands.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "aggregation";
constexpr int kSteps = 100;

// Reads the stream to its end; the result is its last message.
absl::Status Receive(Connection& connection, const AnalyzeSensitivityRequest& request, Context& context,
                     Sensitivity& result) {
  SensitivityService::Stub stub(connection.To(kService));
  grpc::ClientContext call;
  connection.Prepare(call);
  const auto reader = stub.AnalyzeSensitivity(&call, request);
  Progress progress(context.err(), context.draws_progress(), kSteps);
  int drawn = 0;
  for (AnalyzeSensitivityResponse response; reader->Read(&response);) {
    for (; drawn < kSteps * response.progress(); ++drawn) progress.Advance();
    if (response.has_result()) result.Swap(response.mutable_result());
  }
  return connection.StatusOf(kService, reader->Finish());
}

absl::Status Analyze(Context& context, const RequestFields& fields) {
  Connection connection(context);
  AnalyzeSensitivityRequest request;
  RETURN_IF_ERROR(fields.Fill(request));
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  request.set_name(absl::StrCat("campaigns/", campaign, "/readiness"));
  Sensitivity result;
  RETURN_IF_ERROR(Receive(connection, request, context, result));
  context.Print(SensitivityReport(result, context.language()));
  return absl::OkStatus();
}

}  // namespace

void AddSensitivity(Commands& group) {
  auto fields = std::make_shared<RequestFields>();
  Command command = group.Leaf(
      "sensitivity", {"得分和结论在多大程度上取决于政策选择", "How far score and verdict rest on choices of policy"},
      [fields](Context& context) { return Analyze(context, *fields); });
  fields->Add(command, "--as-of", "as_of", "DATE", {"截至哪一天 [今天]", "As of this day [today]"});
  fields->Add(command, "--at", "evaluation_date", "DATE",
              {"按哪个评估日评判 [截至日]", "Judged at this evaluation date [the as-of day]"});
  fields->Add(command, "--samples", "samples", "N", {"样本数，64 到 16384 [2048]", "Samples, 64 to 16384 [2048]"});
  fields->Add(command, "--seed", "seed", "S",
              {"随机数种子；相同则结果相同 [0]", "Seed; the same gives the same answer [0]"});
}

}  // namespace qcity::cli
