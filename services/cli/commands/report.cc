// qcity report: documents for people who do not sit at this terminal.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/supervision.grpc.pb.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/output_file.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/supervision_page.h"
#include "services/cli/output/csv.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/situation/subcommand.h"

namespace qcity::cli {
namespace {

using aggregation::v1::GetSupervisionRequest;
using aggregation::v1::OverduePart;
using aggregation::v1::Supervision;
using aggregation::v1::SupervisionRow;
using aggregation::v1::SupervisionService;
using aggregation::v1::Urging;

struct SupervisionArgs {
  std::string format;
  std::string table = "organizations";
  std::string out;
};

Table OrganizationsTable(const Supervision& report) {
  Table table{{"各单位", "Organisations"},
              {{"rank", {"名次", "Rank"}, true},
               {"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"owed", {"应办", "Owed"}, true},
               {"dueThisMonth", {"本月到期", "Due"}, true},
               {"carriedOver", {"结转", "Carried over"}, true},
               {"onTime", {"按期", "On time"}, true},
               {"late", {"逾期办结", "Late"}, true},
               {"waiting", {"待审核", "Waiting"}, true},
               {"overdue", {"逾期未办结", "Overdue"}, true},
               {"notYetDue", {"未到期", "Not yet due"}, true},
               {"doneAhead", {"提前办结", "Ahead"}, true},
               {"urged", {"催办", "Urged"}, true},
               {"extended", {"延期", "Extended"}, true},
               {"green", {"绿", "Green"}, true},
               {"yellow", {"黄", "Yellow"}, true},
               {"red", {"红", "Red"}, true},
               {"score", {"绩效分", "Score"}, true}},
              {}};
  for (const SupervisionRow& row : report.rows()) {
    const std::optional<double> score = row.has_score() ? std::optional<double>(row.score()) : std::nullopt;
    std::vector<Cell> cells = {row.rank() == 0 ? Missing() : Cell(absl::StrCat(row.rank())), row.organization(),
                               row.title()};
    for (const int count : {row.due_this_month() + row.carried_over(), row.due_this_month(), row.carried_over(),
                            row.on_time(), row.late(), row.waiting(), row.overdue(), row.not_yet_due(),
                            row.done_ahead(), row.urged(), row.extended(), row.green(), row.yellow(), row.red()}) {
      cells.emplace_back(absl::StrCat(count));
    }
    cells.push_back(NumberCell(score, 2));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table OverdueTable(const Supervision& report) {
  Table table{{"逾期未办结", "Overdue"},
              {{"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"task", {"任务", "Task"}},
               {"taskTitle", {"事项", "Title"}, false, 40},
               {"occurrence", {"节点", "Occurrence"}},
               {"due", {"到期", "Due"}},
               {"originalDue", {"原到期", "Originally"}},
               {"daysOverdue", {"逾期天数", "Days"}, true},
               {"percent", {"进度 %", "Percent"}, true},
               {"timesUrged", {"累计催办", "Urged"}, true}},
              {}};
  for (const OverduePart& part : report.overdue()) {
    table.rows.push_back({part.organization(), part.title(), part.task(), part.task_title(), part.occurrence(),
                          part.due(), part.original_due(), absl::StrCat(part.days_overdue()),
                          absl::StrCat(part.percent()), absl::StrCat(part.times_urged())});
  }
  return table;
}

Table UrgingsTable(const Supervision& report) {
  Table table{{"催办", "Urgings"},
              {{"date", {"日期", "Date"}},
               {"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"task", {"任务", "Task"}},
               {"taskTitle", {"事项", "Title"}, false, 40},
               {"occurrence", {"节点", "Occurrence"}},
               {"text", {"要求", "Words"}, false, 40}},
              {}};
  for (const Urging& urging : report.urgings()) {
    table.rows.push_back({urging.date(), urging.organization(), urging.title(), urging.task(), urging.task_title(),
                          urging.occurrence(), urging.text()});
  }
  return table;
}

// What --format says, else what -o says; a page unless asked otherwise.
std::string FormatOf(const SupervisionArgs& args, const Settings& settings) {
  if (!args.format.empty()) return args.format;
  if (settings.format() == Format::kJson) return "json";
  return settings.format() == Format::kCsv ? "csv" : "html";
}

std::string Rendered(const Supervision& report, const std::string& format, const std::string& table) {
  if (format == "html") return SupervisionPage(report);
  if (format == "json") return PrettyJson(JsonOf(report));
  if (table == "overdue") return RenderCsv(OverdueTable(report));
  return RenderCsv(table == "urgings" ? UrgingsTable(report) : OrganizationsTable(report));
}

absl::Status Supervise(Context& context, const std::string& month, const SupervisionArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  GetSupervisionRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign, "/supervision/", month));
  SupervisionService::Stub stub(connection.To("aggregation"));
  Supervision report;
  RETURN_IF_ERROR(connection.Call(
      "aggregation", [&](grpc::ClientContext* call) { return stub.GetSupervision(call, request, &report); }));
  const std::string text = Rendered(report, FormatOf(args, context.settings()), args.table);
  if (!args.out.empty()) return WriteOutputFile(args.out, text);
  context.PrintText(text);
  return absl::OkStatus();
}

}  // namespace

void RegisterReport(Commands& root) {
  Commands group = root.Group("report", {"通报等文稿", "Documents"});
  auto month = std::make_shared<std::string>();
  auto args = std::make_shared<SupervisionArgs>();
  Command command =
      group.Leaf("supervision", {"督查通报，一页可打印（A4）", "The monthly supervision report, printable (A4)"},
                 [month, args](Context& context) { return Supervise(context, *month, *args); });
  command.Option("--month", *month, "YYYY-MM", {"哪个月", "The month"}).Required();
  command.Option("--format", args->format, "html|csv|json", {"网页、CSV、JSON [html]", "Page, CSV or JSON [html]"})
      .OneOf({"html", "csv", "json"});
  command
      .Option("--table", args->table, "organizations|overdue|urgings",
              {"CSV 写哪张表 [organizations]", "The table of the CSV [organizations]"})
      .OneOf({"organizations", "overdue", "urgings"});
  command.Option("--out", args->out, "FILE", {"写入文件 [标准输出]", "The file to write [standard output]"});

  AddSituation(group);
}

}  // namespace qcity::cli
