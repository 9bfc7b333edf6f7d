// qcity surveys: satisfaction surveys, from their description to verified figures.
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "qcity/indicators/v1/surveys.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/row_faults.h"
#include "services/cli/app/sheet.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = SurveysService::Stub;
constexpr char kService[] = "indicators";
const qcity::Text kIdHelp = {"调查编号，如 2018-services", "The survey's id, e.g. 2018-services"};
const qcity::Text kEtagHelp = {"只在调查仍是这个版本时才做", "Only if the survey still has this version"};

template <typename List>
Table SurveyTable(const List& surveys, Language language) {
  Table table{{"", ""},
              {{"survey", {"编号", "Id"}},
               {"title", {"调查", "Survey"}, false, 40},
               {"agency", {"调查机构", "Agency"}},
               {"fieldwork", {"现场调查", "Fieldwork"}},
               {"period", {"期间", "Period"}},
               {"lines", {"结果行数", "Lines"}, true},
               {"state", {"状态", "State"}},
               {"version", {"版本", "Version"}, true}},
              {}};
  for (const Survey& survey : surveys) {
    const SurveyDescription& description = survey.description();
    table.rows.push_back({LastOf(survey.name()), description.title(), description.agency(),
                          absl::StrCat(description.fieldwork_start(), "..", description.fieldwork_end()),
                          description.period(), absl::StrCat(survey.results_size()), Word(survey.state(), language),
                          absl::StrCat(survey.version())});
  }
  return table;
}

Table ResultTable(const Survey& survey) {
  Table table{{"结果", "Results"},
              {{"domain", {"领域", "Domain"}},
               {"district", {"区", "District"}},
               {"industry", {"行业", "Industry"}},
               {"successes", {"满意", "Satisfied"}, true},
               {"n", {"样本量", "Asked"}, true},
               {"share", {"满意度", "Share"}, true},
               {"deff", {"设计效应", "Deff"}, true},
               {"population", {"总体", "Population"}, true}},
              {}};
  for (const SurveyResult& result : survey.results()) {
    const std::int64_t population =
        result.has_population_size() ? result.population_size() : survey.description().population_size();
    table.rows.push_back({result.domain(), result.district(), result.industry(), absl::StrCat(result.successes()),
                          absl::StrCat(result.n()), ShareCell(result.successes() / static_cast<double>(result.n())),
                          absl::StrCat(result.has_design_effect() ? result.design_effect() : 1.0),
                          absl::StrCat(population)});
  }
  return table;
}

Report ShowSurvey(const Survey& survey, const Context& context) {
  Report report;
  report.json = JsonOf(survey);
  report.tables.push_back(SurveyTable(std::vector<Survey>{survey}, context.language()));
  if (!survey.results().empty()) report.tables.push_back(ResultTable(survey));
  if (survey.state() == SENT_BACK) {
    const std::string& reason = survey.history().rbegin()->reason();
    report.notes.push_back({absl::StrCat("退回理由：", reason), absl::StrCat("Sent back: ", reason)});
  }
  for (const std::string& observation : survey.observations()) {
    report.notes.push_back({absl::StrCat("成为指标数据 ", observation), absl::StrCat("became ", observation)});
  }
  if (survey.description().illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report ShowSurveys(const ListSurveysResponse& response, const Context& context) {
  Report report;
  report.json = {{"surveys", JsonList(response.surveys())}};
  report.tables.push_back(SurveyTable(response.surveys(), context.language()));
  return report;
}

struct ImportArgs {
  std::string id;
  std::string file;
  std::string etag;
};

absl::StatusOr<RowOrigin> ReadResults(const std::string& path, ImportSurveyResultsRequest& request) {
  ASSIGN_OR_RETURN(Sheet sheet,
                   Sheet::Read(path, {"domain", "district", "industry", "n", "successes", "deff", "population"},
                               {"domain", "n", "successes"}));
  RowOrigin origin{std::filesystem::path(path).filename().string(),
                   {},
                   {{"design_effect", "deff"}, {"population_size", "population"}}};
  for (const CsvRow& row : sheet.rows()) {
    SurveyResult& result = *request.add_results();
    result.set_domain(sheet.Text(row, "domain"));
    result.set_district(sheet.Text(row, "district"));
    result.set_industry(sheet.Text(row, "industry"));
    for (const char* column : {"n", "successes"}) {
      if (!sheet.Has(row, column)) sheet.Fault(row, column, qcity::Text{"不能为空", "must not be empty"});
    }
    result.set_n(sheet.Whole(row, "n").value_or(0));
    result.set_successes(sheet.Number(row, "successes").value_or(0));
    if (const auto deff = sheet.Number(row, "deff")) result.set_design_effect(*deff);
    if (const auto population = sheet.Whole(row, "population")) result.set_population_size(*population);
    origin.lines.push_back(row.line);
  }
  RETURN_IF_ERROR(sheet.Verdict());
  return origin;
}

absl::Status Import(Context& context, const ImportArgs& args) {
  Connection connection(context);
  ImportSurveyResultsRequest request;
  ASSIGN_OR_RETURN(const RowOrigin origin, ReadResults(args.file, request));
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(*request.mutable_name(), ResourceName(campaign, {"surveys"}, args.id));
  RETURN_IF_ERROR(SetField(request, "etag", args.etag, "--etag"));
  SetRequestId(context, request);
  Stub stub(connection.To(kService));
  Survey survey;
  RETURN_IF_ERROR(InFile(origin, connection.Call(kService, [&](grpc::ClientContext* call) {
    return stub.ImportSurveyResults(call, request, &survey);
  })));
  context.Print(ShowSurvey(survey, context));
  return absl::OkStatus();
}

// The description's fields, one option each.
template <typename Command_>
void AddDescription(Command_& put) {
  const std::string in = "description.";
  put.Field("--title", in + "title", "TEXT", {"调查名称", "Title"}, kRequired)
      .Field("--commissioner", in + "commissioner", "ORG", {"委托单位", "Who commissioned it"}, kRequired)
      .Field("--agency", in + "agency", "ORG", {"调查机构", "The agency that carries it out"}, kRequired)
      .Field("--population", in + "population", "TEXT", {"调查总体，如 18 岁以上常住居民", "Who is spoken of"},
             kRequired)
      .Field("--population-size", in + "population_size", "N", {"总体人数", "How many they are"}, kRequired)
      .Field("--frame", in + "frame", "TEXT", {"抽样框和抽样方法", "What the sample was drawn from and how"}, kRequired)
      .Field("--from", in + "fieldwork_start", "DATE", {"现场调查首日", "First day of fieldwork"}, kRequired)
      .Field("--to", in + "fieldwork_end", "DATE", {"现场调查末日", "Last day of fieldwork"}, kRequired)
      .Field("--mode", in + "mode", "face_to_face|telephone|online|mixed", {"调查方式", "How people were asked"},
             kRequired)
      .Field("--questionnaire", in + "questionnaire_sha256", "SHA256",
             {"问卷文件的 SHA-256", "The questionnaire's SHA-256"}, kRequired)
      .Field("--period", in + "period", "PERIOD", {"数据所属期间，如 2018", "The period of its figures, e.g. 2018"},
             kRequired)
      .Flag("--illustrative", in + "illustrative", {"虚构的示例数据", "Invented for illustration"});
}

void RegisterWriting(Commands& group) {
  auto qualification = std::make_shared<std::string>();
  auto boxes = std::make_shared<std::vector<std::string>>();
  auto put = Unary(group, "put", {"登记或修改调查", "Register a survey, or change it"}, kService, &Stub::PutSurvey);
  put.Resource("ID", "survey", {"surveys"}, kIdHelp).Field("--etag", "etag", "VERSION", kEtagHelp);
  AddDescription(put);
  put.With([qualification, boxes](Command& command) {
       command.Option("--qualification", *qualification, "NAME[=URI]", {"资质证明", "The agency's qualification"})
           .Required();
       command.Options("--satisfied", *boxes, "TEXT", {"计为满意的选项", "An answer that counts as satisfied"});
     })
      .Then([qualification, boxes](Connection&, PutSurveyRequest& request) {
        *request.mutable_description()->mutable_qualification() = ParseEvidence<Evidence>(*qualification);
        for (const std::string& box : *boxes) request.mutable_description()->add_satisfied_boxes(box);
        return absl::OkStatus();
      })
      .Show(ShowSurvey);

  auto args = std::make_shared<ImportArgs>();
  Command import = group.Leaf(
      "import",
      {"报送结果文件（domain,district,industry,n,successes,deff,population），替换原有结果",
       "Submit a file of results (domain,district,industry,n,successes,deff,population); replaces those that stand"},
      [args](Context& context) { return Import(context, *args); });
  import.Positional("ID", args->id, kIdHelp).Required();
  import.Positional("FILE", args->file, {"CSV 文件", "CSV file"}).Required();
  import.Option("--etag", args->etag, "VERSION", kEtagHelp);
}

}  // namespace

void RegisterSurveys(Commands& root) {
  Commands group = root.Group("surveys", {"满意度调查", "Satisfaction surveys"});
  RegisterWriting(group);
  Unary(group, "verify", {"核实，结果成为指标数据", "Verify one; its results become figures"}, kService,
        &Stub::VerifySurvey)
      .Resource("ID", "name", {"surveys"}, kIdHelp)
      .Field("--etag", "etag", "VERSION", kEtagHelp)
      .Show(ShowSurvey);
  Unary(group, "return", {"退回调查机构", "Send one back to its agency"}, kService, &Stub::ReturnSurvey)
      .Resource("ID", "name", {"surveys"}, kIdHelp)
      .Field("--etag", "etag", "VERSION", kEtagHelp)
      .Field("--reason", "reason", "TEXT", {"要改什么", "What must be mended"}, kRequired)
      .Show(ShowSurvey);
  Unary(group, "list", {"全部调查；调查机构只看到自己的", "All surveys; to an agency its own"}, kService,
        &Stub::ListSurveys)
      .Campaign("parent")
      .Show(ShowSurveys);
  Unary(group, "get", {"一项调查、结果和经过", "One survey, its results and history"}, kService, &Stub::GetSurvey)
      .Resource("ID", "name", {"surveys"}, kIdHelp)
      .Show(ShowSurvey);
}

}  // namespace qcity::cli
