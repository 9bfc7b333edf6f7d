// qcity readiness report: everything about readiness on a day as one printable page.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/forecast.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/output_file.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/readiness/report_page.h"
#include "services/cli/readiness/subcommands.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "aggregation";
constexpr int kAttempts = 5;

struct ReportArgs {
  std::string as_of;
  std::string format;
  std::string out;
};

// The questions that a dossier is put together from, all as of one day.
class Asker {
 public:
  Asker(Connection& connection, std::string campaign)
      : connection_(connection), campaign_(std::move(campaign)), stub_(connection.To(kService)) {}

  absl::StatusOr<Dossier> Ask(const std::string& as_of) {
    Dossier dossier;
    GetReadinessRequest readiness;
    readiness.set_name(Readiness());
    readiness.set_as_of(as_of);
    RETURN_IF_ERROR(Call(&AggregationService::Stub::GetReadiness, readiness, dossier.readiness));
    const std::string day = dossier.readiness.as_of();
    RETURN_IF_ERROR(Explain(day, dossier));
    ListGapsRequest gaps;
    gaps.set_name(Readiness());
    gaps.set_as_of(day);
    RETURN_IF_ERROR(Call(&AggregationService::Stub::ListGaps, gaps, dossier.gaps));
    GetReadinessHistoryRequest history;
    history.set_name(Readiness());
    history.set_to(day);
    RETURN_IF_ERROR(Call(&AggregationService::Stub::GetReadinessHistory, history, dossier.history));
    GetPlanRequest plan;
    plan.set_name(absl::StrCat("campaigns/", campaign_, "/plan"));
    plan.set_date(day);
    RETURN_IF_ERROR(Call(&AggregationService::Stub::GetPlan, plan, dossier.plan));
    RETURN_IF_ERROR(Rank(day, dossier));
    RETURN_IF_ERROR(Forecast(day, dossier));
    return dossier;
  }

 private:
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (AggregationService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response) {
    return connection_.Call(kService,
                            [&](grpc::ClientContext* call) { return (stub_.*method)(call, request, &response); });
  }

  std::string Readiness() const { return absl::StrCat("campaigns/", campaign_, "/readiness"); }

  absl::Status Explain(const std::string& day, Dossier& dossier) {
    ExplainReadinessRequest request;
    request.set_name(Readiness());
    request.set_as_of(day);
    RETURN_IF_ERROR(Call(&AggregationService::Stub::ExplainReadiness, request, dossier.explained));
    request.set_provisional(true);
    return Call(&AggregationService::Stub::ExplainReadiness, request, dossier.provisional);
  }

  // Experts may not see how organisations are ranked: their page does without.
  absl::Status Rank(const std::string& day, Dossier& dossier) {
    RankOrganizationsRequest request;
    request.set_parent(absl::StrCat("campaigns/", campaign_));
    request.set_as_of(day);
    RankOrganizationsResponse response;
    const absl::Status status = Call(&AggregationService::Stub::RankOrganizations, request, response);
    if (status.ok()) dossier.ranking = std::move(response);
    return absl::IsPermissionDenied(status) || absl::IsUnimplemented(status) ? absl::OkStatus() : status;
  }

  absl::Status Forecast(const std::string& day, Dossier& dossier) {
    ForecastService::Stub stub(connection_.To(kService));
    GetForecastRequest request;
    request.set_name(Readiness());
    request.set_as_of(day);
    GetForecastResponse response;
    const absl::Status status = connection_.Call(
        kService, [&](grpc::ClientContext* call) { return stub.GetForecast(call, request, &response); });
    if (status.ok()) dossier.forecast = std::move(response);
    return absl::IsUnimplemented(status) ? absl::OkStatus() : status;
  }

  Connection& connection_;
  const std::string campaign_;
  AggregationService::Stub stub_;
};

// Whether all answers speak of one state of knowledge: they are asked one after the other, and something may be recorded meanwhile.
bool IsOfOneState(const Dossier& dossier) {
  const std::int64_t version = dossier.readiness.version();
  const bool forecast = !dossier.forecast.has_value() || dossier.forecast->version() == version;
  return dossier.explained.version() == version && dossier.provisional.version() == version && forecast;
}

Json DossierJson(const Dossier& dossier) {
  Json json;
  json["readiness"] = JsonOf(dossier.readiness);
  json["explained"] = JsonOf(dossier.explained);
  json["provisional"] = JsonOf(dossier.provisional);
  json["gaps"] = JsonOf(dossier.gaps);
  json["history"] = JsonOf(dossier.history);
  json["ranking"] = dossier.ranking.has_value() ? JsonOf(*dossier.ranking) : Json();
  json["forecast"] = dossier.forecast.has_value() ? JsonOf(*dossier.forecast) : Json();
  return json;
}

absl::Status Write(Context& context, const ReportArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  Asker asker(connection, campaign);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    ASSIGN_OR_RETURN(const Dossier dossier, asker.Ask(args.as_of));
    if (!IsOfOneState(dossier)) continue;
    const bool json = args.format == "json" || (args.format.empty() && context.settings().format() == Format::kJson);
    const std::string text = json ? PrettyJson(DossierJson(dossier)) : ReadinessPage(dossier, context.language());
    if (!args.out.empty()) return WriteOutputFile(args.out, text);
    context.PrintText(text);
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kUnavailable, "CHANGING",
               {"数据正在变化，没有取到同一时刻的全部内容，请重试", "the figures keep changing: try again"});
}

}  // namespace

void AddReport(Commands& group) {
  auto args = std::make_shared<ReportArgs>();
  Command command =
      group.Leaf("report", {"验收准备度报告，可打印（A4）", "The readiness report, one printable page (A4)"},
                 [args](Context& context) { return Write(context, *args); });
  command.Option("--as-of", args->as_of, "DATE", {"截至哪一天 [今天]", "As of this day [today]"});
  command.Option("--format", args->format, "html|json", {"网页或 JSON [html]", "Page or JSON [html]"})
      .OneOf({"html", "json"});
  command.Option("--out", args->out, "FILE", {"写入文件 [标准输出]", "The file to write [standard output]"});
}

}  // namespace qcity::cli
