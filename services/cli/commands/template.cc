// qcity template: workbooks in which an organisation fills in what it owes.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/indicators/v1/reports.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"
#include "services/cli/clerk/campaign.h"
#include "services/cli/clerk/indicator_template.h"
#include "services/cli/clerk/task_template.h"
#include "services/cli/commands/commands.h"
#include "services/cli/workbook/writer.h"

namespace qcity::cli {
namespace {

using domain::Period;

struct TemplateArgs {
  std::string organization;
  std::string period;
  std::string as_of;
  std::string out;
};

// What a template asks of the campaign before its rows.
struct Wanted {
  ClerkCampaign campaign;
  RowKey head;
  std::optional<Period> within;
};

absl::StatusOr<Wanted> Prepare(Connection& connection, const TemplateArgs& args) {
  Wanted wanted;
  if (!args.period.empty()) {
    ASSIGN_OR_RETURN(wanted.within, Period::Parse(args.period));
  }
  ASSIGN_OR_RETURN(wanted.campaign, AskCampaign(connection, args.as_of));
  wanted.head.campaign = wanted.campaign.id;
  wanted.head.plan = wanted.campaign.digest;
  ASSIGN_OR_RETURN(wanted.head.organization, OrganizationOf(*wanted.campaign.plan, args.organization));
  return wanted;
}

// What stands on the sheet that nobody sees, for whoever has to look into a file.
DraftSheet HeadSheet(const Wanted& wanted, const TemplateArgs& args, const char* kind) {
  const std::string day = domain::FormatDay(wanted.campaign.day);
  return {"qcity",
          true,
          {{"field"}, {"value", 40}},
          {{{"kind"}, {kind}},
           {{"campaign"}, {wanted.head.campaign}},
           {{"plan"}, {wanted.head.plan}},
           {{"organization"}, {wanted.head.organization}},
           {{"day"}, {day}},
           {{"period"}, {args.period}}}};
}

absl::Status Write(Context& context, const Wanted& wanted, const TemplateArgs& args, const char* kind,
                   DraftSheet sheet) {
  const std::size_t rows = sheet.rows.size();
  RETURN_IF_ERROR(WriteWorkbook(args.out, {std::move(sheet), HeadSheet(wanted, args, kind)}));
  Report report;
  report.json = {{"file", args.out},
                 {"kind", kind},
                 {"organization", wanted.head.organization},
                 {"asOf", domain::FormatDay(wanted.campaign.day)},
                 {"rows", rows}};
  const std::string name = wanted.campaign.plan->NameOf(wanted.head.organization);
  report.heading.push_back({absl::StrCat(args.out, "：", name, " 待填 ", rows, " 行"),
                            absl::StrCat(args.out, ": ", rows, " rows for ", name, " to fill in")});
  context.Print(report);
  return absl::OkStatus();
}

// Every page of a list.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> AskAll(Connection& connection, const char* service, Stub& stub, Request request,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  SetLargestPage(request);
  Response response, page;
  do {
    page.Clear();
    RETURN_IF_ERROR(
        connection.Call(service, [&](grpc::ClientContext* call) { return (stub.*method)(call, request, &page); }));
    response.MergeFrom(page);
  } while (TurnPage(page, request));
  return response;
}

// The measures that the organisation leads, with their histories.
absl::StatusOr<std::vector<indicators::v1::IndicatorView>> AskIndicators(Connection& connection, const RowKey& head) {
  constexpr char kService[] = "indicators";
  using Stub = indicators::v1::IndicatorsService::Stub;
  Stub stub(connection.To(kService));
  indicators::v1::ListIndicatorsRequest list;
  list.set_parent(absl::StrCat("campaigns/", head.campaign));
  list.set_organization(head.organization);
  ASSIGN_OR_RETURN(const indicators::v1::ListIndicatorsResponse led,
                   AskAll(connection, kService, stub, list, &Stub::ListIndicators));
  std::vector<indicators::v1::IndicatorView> views;
  for (const indicators::v1::IndicatorView& view : led.indicators()) {
    indicators::v1::GetIndicatorRequest request;
    request.set_name(view.name());
    indicators::v1::IndicatorView& whole = views.emplace_back();
    RETURN_IF_ERROR(
        connection.Call(kService, [&](grpc::ClientContext* call) { return stub.GetIndicator(call, request, &whole); }));
  }
  return views;
}

// What the service misses of the organisation, by indicator; also what is not due yet.
absl::StatusOr<std::map<std::string, MissingPeriods>> AskMissing(Connection& connection, const Wanted& wanted) {
  constexpr char kService[] = "indicators";
  constexpr int kLongestDelay = 400;  // Days in which a figure may be due after its period.
  using Stub = indicators::v1::ReportsService::Stub;
  Stub stub(connection.To(kService));
  indicators::v1::ListMissingReportsRequest request;
  request.set_parent(absl::StrCat("campaigns/", wanted.head.campaign));
  request.set_organization(wanted.head.organization);
  request.set_as_of(domain::FormatDay(wanted.campaign.day));
  request.set_due_to(domain::FormatDay(wanted.campaign.day + kLongestDelay));
  ASSIGN_OR_RETURN(const indicators::v1::ListMissingReportsResponse response,
                   AskAll(connection, kService, stub, request, &Stub::ListMissingReports));
  std::map<std::string, MissingPeriods> missing;
  for (const indicators::v1::MissingReport& report : response.missing()) {
    ASSIGN_OR_RETURN(const Period period, Period::Parse(report.period()));
    ASSIGN_OR_RETURN(const absl::CivilDay due, domain::ParseDay(report.due(), "due"));
    missing[report.indicator()].emplace(period, due);
  }
  return missing;
}

absl::Status IndicatorTemplate(Context& context, const TemplateArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const Wanted wanted, Prepare(connection, args));
  ASSIGN_OR_RETURN(const std::vector<indicators::v1::IndicatorView> views, AskIndicators(connection, wanted.head));
  ASSIGN_OR_RETURN(const auto missing, AskMissing(connection, wanted));
  std::vector<FigureRow> rows;
  for (const indicators::v1::IndicatorView& view : views) {
    const auto found = missing.find(view.name());
    const MissingPeriods periods = found == missing.end() ? MissingPeriods() : found->second;
    for (OwedFigure& owed : OwedFigures(view, wanted.campaign.day, wanted.within, periods)) {
      rows.push_back({&view, std::move(owed)});
    }
  }
  return Write(context, wanted, args, "indicators", FigureSheet(rows, wanted.head, context.language()));
}

absl::Status TaskTemplate(Context& context, const TemplateArgs& args) {
  constexpr char kService[] = "tasks";
  using Stub = tasks::v1::TasksService::Stub;
  Connection connection(context);
  ASSIGN_OR_RETURN(const Wanted wanted, Prepare(connection, args));
  Stub stub(connection.To(kService));
  tasks::v1::ListTasksRequest request;
  request.set_parent(absl::StrCat("campaigns/", wanted.head.campaign));
  request.set_organization(wanted.head.organization);
  request.set_participation(tasks::v1::ListTasksRequest::LEADS);
  ASSIGN_OR_RETURN(const tasks::v1::ListTasksResponse response,
                   AskAll(connection, kService, stub, request, &Stub::ListTasks));
  const std::vector<tasks::v1::Occurrence> occurrences(response.occurrences().begin(), response.occurrences().end());
  const std::vector<TaskRow> rows =
      OwedParts(*wanted.campaign.plan, occurrences, wanted.head.organization, wanted.campaign.day, wanted.within);
  return Write(context, wanted, args, "tasks", TaskSheet(rows, wanted.head, context.language()));
}

void AddTemplate(Commands& group, const char* name, const Text& help,
                 absl::Status (*run)(Context&, const TemplateArgs&)) {
  auto args = std::make_shared<TemplateArgs>();
  Command command = group.Leaf(name, help, [args, run](Context& context) { return run(context, *args); });
  command.Option("--organization", args->organization, "ID", {"责任单位（编号或名称）", "The lead, by id or name"})
      .Required();
  command.Option("--period", args->period, "PERIOD",
                 {"只要这一期间的，如 2018 或 2018Q3", "Only of this period, e.g. 2018 or 2018Q3"});
  command.Option("--as-of", args->as_of, "DATE", {"哪一天该报的 [今天]", "What is owed on this day [today]"});
  command.Option("--out", args->out, "FILE.xlsx", {"写入的工作簿", "The workbook to write"}).Required();
}

}  // namespace

void RegisterTemplate(Commands& root) {
  Commands group = root.Group("template", {"填报表（Excel），填好后用 qcity import 导入",
                                           "Workbooks to fill in; bring them back with qcity import"});
  AddTemplate(group, "indicators", {"该单位本期应报的指标数据", "Figures that an organisation owes"},
              IndicatorTemplate);
  AddTemplate(group, "tasks", {"该单位未办结的任务节点", "Duties that an organisation has open"}, TaskTemplate);
}

}  // namespace qcity::cli
