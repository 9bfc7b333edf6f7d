// qcity indicators batch-report, batch-verify, import.
#include "services/cli/commands/indicators_batch.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/figure_cells.h"
#include "services/cli/commands/observation_import.h"
#include "services/cli/commands/observation_rows.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/progress.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "indicators";
// What the service takes at once.
constexpr std::size_t kBatch = 1000;

Table ErrorTable(const std::vector<RowError>& errors, const Context& context) {
  Table table{{"未被接受的行", "Rows refused"},
              {{"row", {"行", "Line"}, true},
               {"field", {"列", "Column"}},
               {"reason", {"原因", "Reason"}},
               {"message", {"说明", "Message"}, false, 80}},
              {}};
  for (const RowError& error : errors) {
    table.rows.push_back({absl::StrCat(error.row()), Cell(FigureColumnOf(error.field()), Tone::kPlain, error.field()),
                          error.reason(), Cell(context.Say({error.text_zh(), error.text_en()}), Tone::kBad)});
  }
  return table;
}

// The data was printed; the exit code tells that not all of it went well.
absl::Status Refused(std::int64_t count) {
  if (count == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "ROWS_REFUSED",
               {absl::StrCat(count, " 行未被接受"), absl::StrCat(count, " rows were refused")});
}

// Results of a batch, with the line or position that each belongs to.
absl::Status ShowResults(const BatchObservationsResponse& response, const std::vector<std::int64_t>& lines,
                         Context& context) {
  Report report;
  report.json = {{"results", Json::array()}};
  Table table{{"", ""},
              {{"row", {"行", "Line"}, true},
               {"result", {"结果", "Result"}},
               {"name", {"记录", "Record"}},
               {"message", {"说明", "Message"}, false, 80}},
              {}};
  std::int64_t refused = 0;
  for (int i = 0; i < response.results_size(); ++i) {
    const BatchObservationResult& result = response.results(i);
    Json json = JsonOf(result);
    json["row"] = lines[static_cast<std::size_t>(i)];
    report.json["results"].push_back(std::move(json));
    const std::string line = absl::StrCat(lines[static_cast<std::size_t>(i)]);
    if (result.has_error()) {
      ++refused;
      table.rows.push_back({line,
                            Cell(absl::StrCat("✘ ", result.error().reason()), Tone::kBad, result.error().reason()),
                            result.error().field(), context.Say({result.error().text_zh(), result.error().text_en()})});
    } else {
      table.rows.push_back(
          {line, Word(result.observation().state(), context.language()), result.observation().name(), ""});
    }
  }
  report.tables.push_back(std::move(table));
  context.Print(report);
  return Refused(refused);
}

// The id of one request of a batch: under one --request-id a repeated batch repeats its ids.
std::string RequestId(const Context& context, std::int64_t line) {
  return context.request_id.empty() ? RandomId() : absl::StrCat(context.request_id, "-", line);
}

absl::Status BatchReport(Context& context, const std::string& file) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(const std::vector<ObservationRow> rows, ReadObservationRows(file, campaign));
  IndicatorsService::Stub stub(connection.To(kService));
  BatchObservationsResponse all;
  std::vector<std::int64_t> lines;
  Progress progress(context.err(), context.draws_progress(), static_cast<std::int64_t>(rows.size()));
  for (std::size_t begin = 0; begin < rows.size(); begin += kBatch) {
    BatchReportObservationsRequest request;
    for (std::size_t i = begin; i < std::min(begin + kBatch, rows.size()); ++i) {
      ReportObservationRequest* one = request.add_requests();
      one->set_request_id(RequestId(context, rows[i].line));
      *one->mutable_observation() = rows[i].observation;
      lines.push_back(rows[i].line);
      progress.Advance();
    }
    BatchObservationsResponse response;
    RETURN_IF_ERROR(connection.Call(
        kService, [&](grpc::ClientContext* call) { return stub.BatchReportObservations(call, request, &response); }));
    all.MergeFrom(response);
  }
  return ShowResults(all, lines, context);
}

absl::Status BatchVerify(Context& context, const std::vector<std::string>& names) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  IndicatorsService::Stub stub(connection.To(kService));
  BatchVerifyRequest request;
  std::vector<std::int64_t> positions;
  for (const std::string& typed : names) {
    positions.push_back(static_cast<std::int64_t>(positions.size()) + 1);
    VerifyObservationRequest* one = request.add_requests();
    ASSIGN_OR_RETURN(*one->mutable_name(), ResourceName(campaign, {"indicators", "observations"}, typed));
    one->set_request_id(RequestId(context, positions.back()));
  }
  BatchObservationsResponse response;
  RETURN_IF_ERROR(
      connection.Call(kService, [&](grpc::ClientContext* call) { return stub.BatchVerify(call, request, &response); }));
  return ShowResults(response, positions, context);
}

struct ImportArgs {
  std::string file;
  bool best_effort = false;
  bool dry_run = false;
};

absl::Status Import(Context& context, const ImportArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(const std::vector<ObservationRow> rows, ReadObservationRows(args.file, campaign));
  ASSIGN_OR_RETURN(const ImportObservationsResponse response,
                   ImportObservationRows(context, connection, campaign, rows, {args.best_effort, args.dry_run}));
  Report report;
  report.json = JsonOf(response);
  Table counts{{"", ""},
               {{"rows", {"行数", "Rows"}, true},
                {"imported", {"已写入", "Imported"}, true},
                {"unchanged", {"未变", "Unchanged"}, true},
                {"rejected", {"拒绝", "Rejected"}, true},
                {"version", {"版本", "Version"}, true}},
               {{absl::StrCat(response.rows()), absl::StrCat(response.imported()), absl::StrCat(response.unchanged()),
                 absl::StrCat(response.rejected()), absl::StrCat(response.version())}}};
  report.tables.push_back(std::move(counts));
  if (response.errors_size() > 0) {
    report.tables.push_back(
        ErrorTable(std::vector<RowError>(response.errors().begin(), response.errors().end()), context));
  }
  if (args.dry_run) report.notes.push_back({"只作检查，没有写入", "Only checked; nothing was written"});
  context.Print(report);
  return Refused(response.rejected());
}

}  // namespace

void RegisterIndicatorFiles(Commands& group) {
  const Text file_help = {"CSV 文件", "CSV file"};
  auto report_file = std::make_shared<std::string>();
  group
      .Leaf("batch-report",
            {"逐行报送 CSV 文件，各行互不影响", "Report a CSV file row by row; each succeeds or fails by itself"},
            [report_file](Context& context) { return BatchReport(context, *report_file); })
      .Positional("FILE", *report_file, file_help)
      .Required();

  auto names = std::make_shared<std::vector<std::string>>();
  group
      .Leaf("batch-verify", {"批量核实，各条互不影响", "Verify many; each succeeds or fails by itself"},
            [names](Context& context) { return BatchVerify(context, *names); })
      .Positionals("NAME", *names, {"数据记录，如 1-1/12", "The observations, e.g. 1-1/12"});

  auto args = std::make_shared<ImportArgs>();
  Command import =
      group.Leaf("import", {"导入 CSV 文件，默认全部写入或全不写入", "Import a CSV file, all or nothing by default"},
                 [args](Context& context) { return Import(context, *args); });
  import.Positional("FILE", args->file, file_help).Required();
  import.Flag("--best-effort", args->best_effort, {"有错的行跳过，其余写入", "Leave bad rows out, write the others"});
  import.Flag("--dry-run", args->dry_run, {"只检查，不写入", "Only check, write nothing"});
}

}  // namespace qcity::cli
