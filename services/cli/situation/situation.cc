// qcity report situation: the yearly report on the city's quality.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/situation.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/output_file.h"
#include "services/cli/output/csv.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/situation/page.h"
#include "services/cli/situation/subcommand.h"

namespace qcity::cli {
namespace {

using aggregation::v1::GetSituationRequest;
using aggregation::v1::Situation;
using aggregation::v1::SituationService;

struct SituationArgs {
  std::string year;
  std::string as_of;
  std::string format;
  std::string table = "measures";
  std::string out;
};

// What --format says, else what -o says; a page unless asked otherwise.
std::string FormatOf(const SituationArgs& args, const Settings& settings) {
  if (!args.format.empty()) return args.format;
  if (settings.format() == Format::kJson) return "json";
  return settings.format() == Format::kCsv ? "csv" : "html";
}

std::string Rendered(const Situation& report, const SituationArgs& args, const Context& context) {
  const std::string format = FormatOf(args, context.settings());
  if (format == "html") return SituationPage(report, context.language());
  if (format == "json") return PrettyJson(JsonOf(report));
  if (args.table == "measures") return RenderCsv(SituationMeasureTable(report, context.language()));
  return RenderCsv(SituationBreakdownTable(report, args.table, context.language()));
}

absl::Status Show(Context& context, const SituationArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  GetSituationRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign, "/situation/", args.year));
  request.set_as_of(args.as_of);
  SituationService::Stub stub(connection.To("aggregation"));
  Situation report;
  RETURN_IF_ERROR(connection.Call(
      "aggregation", [&](grpc::ClientContext* call) { return stub.GetSituation(call, request, &report); }));
  const std::string text = Rendered(report, args, context);
  if (!args.out.empty()) return WriteOutputFile(args.out, text);
  context.PrintText(text);
  return absl::OkStatus();
}

}  // namespace

void AddSituation(Commands& group) {
  auto args = std::make_shared<SituationArgs>();
  Command command = group.Leaf(
      "situation", {"年度质量状况分析报告，可打印（A4）", "The yearly report on the city's quality, printable (A4)"},
      [args](Context& context) { return Show(context, *args); });
  command.Option("--year", args->year, "YYYY", {"哪一年", "The year"}).Required();
  command.Option("--as-of", args->as_of, "DATE", {"截至哪一天 [今天]", "As of this day [today]"});
  command.Option("--format", args->format, "html|csv|json", {"网页、CSV、JSON [html]", "Page, CSV or JSON [html]"})
      .OneOf({"html", "csv", "json"});
  command
      .Option("--table", args->table, "measures|districts|industries",
              {"CSV 写哪张表 [measures]", "The table of the CSV [measures]"})
      .OneOf({"measures", "districts", "industries"});
  command.Option("--out", args->out, "FILE", {"写入文件 [标准输出]", "The file to write [standard output]"});
}

}  // namespace qcity::cli
