// qcity measurements: daily air measurements by station, and the figures derived from them.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "qcity/indicators/v1/measurements.grpc.pb.h"
#include "services/cli/app/row_faults.h"
#include "services/cli/app/sheet.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/progress.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to
using plan::v1::DerivedFigure;
using plan::v1::DerivedVersion;

using Stub = MeasurementsService::Stub;
constexpr char kService[] = "indicators";
constexpr std::size_t kBatch = 1000;

struct ImportArgs {
  std::string file;
  std::string source;
  bool illustrative = false;
  bool dry_run = false;
};

// Rows as the service takes them, each with its line of the file.
struct FileRows {
  std::string name;
  std::vector<int> lines;
  std::vector<MeasurementRow> rows;
};

void ReadValid(Sheet& sheet, const CsvRow& row, MeasurementRow& measurement) {
  static const auto& yes = *new std::set<std::string>{"1", "true", "TRUE", "yes", "是", "有效"};
  static const auto& no = *new std::set<std::string>{"0", "false", "FALSE", "no", "否", "无效"};
  const std::string text = sheet.Folded(row, "valid");
  if (text.empty()) return;
  if (yes.contains(text) || no.contains(text)) return measurement.set_valid(yes.contains(text));
  sheet.Fault(row, "valid", {"应为 1/0、true/false、是/否、有效/无效", "want 1/0, true/false, yes/no"});
}

absl::StatusOr<FileRows> ReadFile(const std::string& path) {
  ASSIGN_OR_RETURN(Sheet sheet,
                   Sheet::Read(path, {"station", "day", "aqi", "pm25", "valid"}, {"station", "day", "aqi", "pm25"}));
  FileRows file{std::filesystem::path(path).filename().string(), {}, {}};
  std::set<std::pair<std::string, std::string>> seen;
  for (const CsvRow& row : sheet.rows()) {
    MeasurementRow& measurement = file.rows.emplace_back();
    measurement.set_station(sheet.Text(row, "station"));
    measurement.set_day(sheet.Folded(row, "day"));
    measurement.set_aqi(sheet.Text(row, "aqi"));
    measurement.set_pm25(sheet.Text(row, "pm25"));
    ReadValid(sheet, row, measurement);
    file.lines.push_back(row.line);
    if (!seen.emplace(measurement.station(), measurement.day()).second) {
      sheet.Fault(row, "day", {"同一站点同一天在前面已有一行", "an earlier row is of the same station and day"});
    }
  }
  if (file.rows.empty()) sheet.Fault(CsvRow(), "", {"没有数据行", "there are no rows"});
  RETURN_IF_ERROR(sheet.Verdict());
  return file;
}

// Sends the file in batches; the counts of all of them and the figures as they are in the end.
absl::StatusOr<ImportMeasurementsResponse> Send(Context& context, Connection& connection, const ImportArgs& args,
                                                const FileRows& file, bool validate_only) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  Stub stub(connection.To(kService));
  ImportMeasurementsResponse all;
  std::map<std::string, DerivedFigure> derived;
  Progress progress(context.err(), context.draws_progress(), static_cast<std::int64_t>(file.rows.size()));
  for (std::size_t begin = 0; begin < file.rows.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, file.rows.size());
    ImportMeasurementsRequest request;
    request.set_request_id(context.request_id.empty() ? RandomId() : absl::StrCat(context.request_id, "-", begin));
    request.set_parent(absl::StrCat("campaigns/", campaign));
    request.set_source(args.source.empty() ? file.name : args.source);
    request.set_illustrative(args.illustrative);
    request.set_validate_only(validate_only);
    for (std::size_t i = begin; i < end; ++i) *request.add_rows() = file.rows[i];
    ImportMeasurementsResponse response;
    const absl::Status sent = connection.Call(
        kService, [&](grpc::ClientContext* call) { return stub.ImportMeasurements(call, request, &response); });
    if (!sent.ok()) {
      const auto first = file.lines.begin() + static_cast<std::ptrdiff_t>(begin);
      return InFile({file.name, {first, file.lines.begin() + static_cast<std::ptrdiff_t>(end)}, {}}, sent);
    }
    all.set_imported(all.imported() + response.imported());
    all.set_corrected(all.corrected() + response.corrected());
    all.set_unchanged(all.unchanged() + response.unchanged());
    if (response.version() > 0) all.set_version(response.version());
    for (const DerivedFigure& figure : response.derived()) derived[figure.name()] = figure;
    for (std::size_t i = begin; i < end; ++i) progress.Advance();
  }
  for (const auto& [name, figure] : derived) *all.add_derived() = figure;
  return all;
}

std::string InputsText(const DerivedVersion& version, Language language) {
  std::vector<std::string> inputs;
  for (const plan::v1::DerivedInput& input : version.inputs()) {
    inputs.push_back(absl::StrCat(In(language, {input.name_zh(), input.name_en()}), " ", input.value()));
  }
  return Listed(inputs, language).text;
}

template <typename List>
Table DerivedTable(const List& figures, Language language) {
  Table table{{"推算数据", "Derived figures"},
              {{"indicator", {"指标", "Indicator"}},
               {"period", {"期间", "Period"}},
               {"figure", {"数值", "Figure"}, true},
               {"finality", {"性质", "Finality"}},
               {"inputs", {"依据", "From"}, false, 60},
               {"recorded", {"记录时间", "Recorded"}},
               {"version", {"版本", "Version"}, true}},
              {}};
  for (const DerivedFigure& figure : figures) {
    if (figure.versions().empty()) continue;
    const DerivedVersion& last = *figure.versions().rbegin();
    table.rows.push_back({LastOf(figure.indicator()), figure.period(),
                          last.has_figure() ? Cell(FigureText(last.figure(), language)) : Missing(),
                          Word(last.preliminary() ? PRELIMINARY : FINAL, language), InputsText(last, language),
                          FormatInstant(last.recorded()), absl::StrCat(last.version())});
  }
  return table;
}

template <typename List>
void NoteInvented(const List& figures, Report* report) {
  for (const DerivedFigure& figure : figures) {
    if (figure.versions().empty() || !figure.versions().rbegin()->illustrative()) continue;
    return report->notes.push_back(IllustrativeNote());
  }
}

absl::Status Import(Context& context, const ImportArgs& args) {
  ASSIGN_OR_RETURN(const FileRows file, ReadFile(args.file));
  Connection connection(context);
  // A file of several batches is checked whole before the first of them is written.
  absl::StatusOr<ImportMeasurementsResponse> response = ImportMeasurementsResponse();
  if (args.dry_run || file.rows.size() > kBatch) {
    response = Send(context, connection, args, file, /*validate_only=*/true);
    RETURN_IF_ERROR(response.status());
  }
  if (!args.dry_run) response = Send(context, connection, args, file, /*validate_only=*/false);
  RETURN_IF_ERROR(response.status());
  Report report;
  report.json = JsonOf(*response);
  report.json["rows"] = file.rows.size();
  report.tables.push_back(
      {{"", ""},
       {{"rows", {"行数", "Rows"}, true},
        {"imported", {"新增", "Imported"}, true},
        {"corrected", {"更正", "Corrected"}, true},
        {"unchanged", {"未变", "Unchanged"}, true},
        {"version", {"版本", "Version"}, true}},
       {{absl::StrCat(file.rows.size()), absl::StrCat(response->imported()), absl::StrCat(response->corrected()),
         absl::StrCat(response->unchanged()), absl::StrCat(response->version())}}});
  if (!response->derived().empty()) report.tables.push_back(DerivedTable(response->derived(), context.language()));
  if (args.dry_run) report.notes.push_back({"只作检查，没有写入", "Only checked; nothing was written"});
  NoteInvented(response->derived(), &report);
  context.Print(report);
  return absl::OkStatus();
}

Report ShowMeasurements(const ListMeasurementsResponse& response, const Context& context) {
  Report report;
  report.json = {{"measurements", JsonList(response.measurements())}};
  Table table{{"", ""},
              {{"day", {"日期", "Day"}},
               {"station", {"站点", "Station"}},
               {"aqi", {"AQI", "AQI"}, true},
               {"pm25", {"PM2.5", "PM2.5"}, true},
               {"valid", {"有效", "Valid"}},
               {"source", {"来源", "Source"}, false, 40},
               {"records", {"记录数", "Records"}, true}},
              {}};
  bool invented = false;
  for (const Measurement& measurement : response.measurements()) {
    const MeasurementRecord& last = *measurement.records().rbegin();
    invented = invented || last.illustrative();
    table.rows.push_back({measurement.day(), measurement.station(),
                          last.has_aqi() ? Cell(absl::StrCat(last.aqi())) : Missing(),
                          last.has_pm25() ? Cell(absl::StrCat(last.pm25())) : Missing(),
                          Cell(context.Say(last.valid() ? qcity::Text{"有效", "yes"} : qcity::Text{"无效", "no"}),
                               Tone::kPlain, last.valid() ? "true" : "false"),
                          last.source(), absl::StrCat(measurement.records_size())});
  }
  report.tables.push_back(std::move(table));
  if (invented) report.notes.push_back(IllustrativeNote());
  return report;
}

Report ShowDerived(const GetDerivedFiguresResponse& response, const Context& context) {
  Report report;
  report.json = {{"derived", JsonList(response.derived())}};
  report.tables.push_back(DerivedTable(response.derived(), context.language()));
  NoteInvented(response.derived(), &report);
  return report;
}

}  // namespace

void RegisterMeasurements(Commands& root) {
  Commands group = root.Group("measurements", {"空气质量监测数据", "Daily air measurements"});
  auto args = std::make_shared<ImportArgs>();
  Command import = group.Leaf("import",
                              {"导入 CSV 文件（station,day,aqi,pm25,valid），重复的行不变，不同的值作为更正",
                               "Import a CSV file (station,day,aqi,pm25,valid); another value is a correction"},
                              [args](Context& context) { return Import(context, *args); });
  import.Positional("FILE", args->file, {"CSV 文件", "CSV file"}).Required();
  import.Option("--source", args->source, "TEXT",
                {"来源，默认为文件名", "Where they come from; default: the file's name"});
  import.Flag("--illustrative", args->illustrative, {"是为示例编造的", "They are invented for illustration"});
  import.Flag("--dry-run", args->dry_run, {"只检查，不写入", "Only check, write nothing"});
  Unary(group, "list", {"监测数据，按日期和站点", "Measurements by day and station"}, kService, &Stub::ListMeasurements)
      .Field("--station", "station", "NAME", {"只看这个站点", "Only this station"})
      .Field("--from", "from", "DATE", {"从这一天起", "From this day on"})
      .Field("--to", "to", "DATE", {"到这一天止", "Up to this day"})
      .Campaign("parent")
      .Show(ShowMeasurements);
  Unary(group, "derived", {"由监测数据推算的指标数据和依据", "Figures derived from measurements, and from what"},
        kService, &Stub::GetDerivedFigures)
      .Campaign("parent")
      .Show(ShowDerived);
}

}  // namespace qcity::cli
