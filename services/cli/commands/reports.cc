// qcity indicators missing, urge, urge-all.
#include "services/cli/commands/reports.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "qcity/indicators/v1/reports.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/observation_fields.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = ReportsService::Stub;
constexpr char kService[] = "indicators";
// What the service takes at once.
constexpr int kBatch = 1000;

// The contract of `missing -o json` names indicators by their number.
Json MissingJson(const ListMissingReportsResponse& response) {
  Json list = Json::array();
  for (const MissingReport& missing : response.missing()) {
    Json json = JsonOf(missing);
    json["indicator"] = LastOf(missing.indicator());
    list.push_back(std::move(json));
  }
  return {{"asOf", response.as_of()}, {"missing", std::move(list)}};
}

Report MissingReports(const ListMissingReportsResponse& response, const Context& context) {
  Report report;
  report.json = MissingJson(response);
  Table table{{"", ""},
              {{"indicator", {"指标", "Indicator"}},
               {"part", {"分项", "Part"}},
               {"title", {"名称", "Name"}, false, 40},
               {"period", {"期间", "Period"}},
               {"due", {"应报日", "Due"}},
               {"daysOverdue", {"逾期天数", "Days overdue"}, true},
               {"leads", {"责任单位", "Leads"}},
               {"state", {"状态", "State"}},
               {"lastUrged", {"最近催报", "Last urged"}}},
              {}};
  for (const MissingReport& missing : response.missing()) {
    const bool overdue = missing.days_overdue() > 0;
    table.rows.push_back({LastOf(missing.indicator()), Cell(missing.part_title(), Tone::kPlain, missing.part()),
                          missing.title(), missing.period(), missing.due(),
                          Cell(absl::StrCat(missing.days_overdue()), overdue ? Tone::kBad : Tone::kPlain),
                          Cell(Listed(missing.lead_titles(), context.language()).text, Tone::kPlain,
                               Listed(missing.leads(), context.language()).raw.value_or("")),
                          Word(missing.state(), context.language()),
                          missing.has_last_urged() ? Cell(FormatInstant(missing.last_urged())) : Missing()});
  }
  report.tables.push_back(std::move(table));
  report.notes.push_back({absl::StrCat("截至 ", response.as_of(), "，缺报 ", response.missing_size(), " 项"),
                          absl::StrCat(response.missing_size(), " missing as of ", response.as_of())});
  return report;
}

Report UrgedReportOf(const UrgedReport& urged, const Context&) {
  Report report;
  report.json = JsonOf(urged);
  Table table{{"", ""},
              {{"indicator", {"指标", "Indicator"}},
               {"part", {"分项", "Part"}},
               {"period", {"期间", "Period"}},
               {"recorded", {"催报时间", "Urged"}},
               {"person", {"催报人", "By"}},
               {"text", {"内容", "Text"}, false, 60}},
              {}};
  for (const Urging& urging : urged.urgings()) {
    table.rows.push_back({LastOf(urged.indicator()), urged.part(), urged.period(), FormatInstant(urging.recorded()),
                          absl::StrCat(urging.person(), "@", urging.organization()), urging.text()});
  }
  report.tables.push_back(std::move(table));
  return report;
}

struct UrgeAllArgs {
  std::string organization;
  std::string text;
  bool yes = false;
};

absl::StatusOr<ListMissingReportsResponse> FetchMissing(Connection& connection, Stub& stub,
                                                        const std::string& organization) {
  ListMissingReportsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(connection, ""));
  request.set_organization(organization);
  SetLargestPage(request);
  ListMissingReportsResponse all, page;
  do {
    page.Clear();
    RETURN_IF_ERROR(connection.Call(
        kService, [&](grpc::ClientContext* call) { return stub.ListMissingReports(call, request, &page); }));
    all.MergeFrom(page);
  } while (TurnPage(page, request));
  return all;
}

UrgeReportRequest UrgingOf(const Context& context, const MissingReport& missing, const std::string& text) {
  UrgeReportRequest request;
  SetRequestId(context, request);
  if (!context.request_id.empty()) {  // Under one --request-id a repeated run repeats its ids.
    request.set_request_id(
        absl::StrCat(context.request_id, "-", LastOf(missing.indicator()), "-", missing.part(), "-", missing.period()));
  }
  request.set_indicator(missing.indicator());
  request.set_part(missing.part());
  request.set_period(missing.period());
  request.set_text(text);
  return request;
}

absl::Status ShowUrged(const ListMissingReportsResponse& missing, const BatchUrgeReportsResponse& response,
                       Context& context) {
  Report report;
  report.json = {{"results", JsonList(response.results())}};
  Table table{{"", ""},
              {{"indicator", {"指标", "Indicator"}},
               {"part", {"分项", "Part"}},
               {"period", {"期间", "Period"}},
               {"result", {"结果", "Result"}},
               {"message", {"说明", "Message"}, false, 80}},
              {}};
  int refused = 0;
  for (int i = 0; i < response.results_size(); ++i) {
    const RowError& error = response.results(i).error();
    const bool urged = response.results(i).has_report();
    if (!urged) ++refused;
    table.rows.push_back({LastOf(missing.missing(i).indicator()), missing.missing(i).part(),
                          missing.missing(i).period(),
                          urged ? Cell(context.Say({"已催报", "urged"}), Tone::kGood, "OK")
                                : Cell(absl::StrCat("✘ ", error.reason()), Tone::kBad, error.reason()),
                          urged ? "" : context.Say({error.text_zh(), error.text_en()})});
  }
  report.tables.push_back(std::move(table));
  context.Print(report);
  if (refused == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "ROWS_REFUSED",
               {absl::StrCat(refused, " 项未能催报"), absl::StrCat(refused, " were not urged")});
}

absl::Status UrgeAll(Context& context, const UrgeAllArgs& args) {
  Connection connection(context);
  Stub stub(connection.To(kService));
  ASSIGN_OR_RETURN(const ListMissingReportsResponse missing, FetchMissing(connection, stub, args.organization));
  if (!args.yes || missing.missing().empty()) {
    Report report = MissingReports(missing, context);
    if (!args.yes)
      report.notes.push_back({"尚未催报；加上 --yes 即催报以上各项", "Nobody was urged; --yes urges all of these"});
    context.Print(report);
    return absl::OkStatus();
  }
  BatchUrgeReportsResponse all;
  for (int begin = 0; begin < missing.missing_size(); begin += kBatch) {
    BatchUrgeReportsRequest request;
    for (int i = begin; i < std::min(begin + kBatch, missing.missing_size()); ++i)
      *request.add_requests() = UrgingOf(context, missing.missing(i), args.text);
    BatchUrgeReportsResponse response;
    RETURN_IF_ERROR(connection.Call(
        kService, [&](grpc::ClientContext* call) { return stub.BatchUrgeReports(call, request, &response); }));
    all.MergeFrom(response);
  }
  return ShowUrged(missing, all, context);
}

}  // namespace

void RegisterReports(Commands& group) {
  auto indicator = std::make_shared<std::string>();
  Unary(group, "missing", {"到期而没有报送的数据", "Figures that are due and were not reported"}, kService,
        &Stub::ListMissingReports)
      .Field("--organization", "organization", "ID", {"只看该单位应报的", "Only what this organisation owes"})
      .Field("--as-of", "as_of", "DATE", {"截至哪一天 [今天]", "As of this day [today]"})
      .Field("--due-from", "due_from", "DATE", {"应报日不早于", "Due on or after"})
      .Field("--due-to", "due_to", "DATE", {"应报日不晚于 [截至日]", "Due on or before [the as-of day]"})
      .With([indicator](Command& command) {
        command.Option("--indicator", *indicator, "NUMBER", {"只看这个指标", "Only this indicator"});
      })
      .Then([indicator](Connection& connection, ListMissingReportsRequest& request) {
        return FillParent(connection, *indicator, &request);
      })
      .Show(MissingReports);
  const Text text = {"要求何时报送什么", "What is expected by when"};
  Unary(group, "urge", {"催报一项数据", "Urge those who owe a figure"}, kService, &Stub::UrgeReport)
      .Resource("NUMBER", "indicator", {"indicators"}, {"指标编号，如 1-1", "The indicator's number, e.g. 1-1"})
      .Field("--period", "period", "PERIOD", {"期间，如 2018", "The period, e.g. 2018"}, kRequired)
      .Field("--part", "part", "KEY", {"分项", "The part"})
      .Field("--text", "text", "TEXT", text, kRequired)
      .Show(UrgedReportOf);
  auto args = std::make_shared<UrgeAllArgs>();
  Command all = group.Leaf("urge-all",
                           {"催报今天缺报的全部数据；不加 --yes 只列出",
                            "Urge all that is missing today; without --yes they are only listed"},
                           [args](Context& context) { return UrgeAll(context, *args); });
  all.Option("--organization", args->organization, "ID", {"只催该单位的", "Only what this organisation owes"});
  all.Option("--text", args->text, "TEXT", text).Required();
  all.Flag("--yes", args->yes, {"确认催报", "Do it"});
}

}  // namespace qcity::cli
