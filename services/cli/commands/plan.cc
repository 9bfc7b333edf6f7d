// qcity plan: shows, checks and compares plans, offline from files or from the server.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/plan_diff.h"
#include "services/cli/commands/plan_readings.h"
#include "services/cli/commands/plan_view.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

struct PlanArgs {
  std::string path;
  std::string other;
  std::string on;
  std::string part;
};

absl::StatusOr<plan::v1::Plan> FromServer(Context& context, const std::string& date) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  aggregation::v1::AggregationService::Stub stub(connection.To("aggregation"));
  aggregation::v1::GetPlanRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign, "/plan"));
  request.set_date(date);
  plan::v1::Plan plan;
  RETURN_IF_ERROR(
      connection.Call("aggregation", [&](grpc::ClientContext* call) { return stub.GetPlan(call, request, &plan); }));
  return plan;
}

// The version in force on `on`; of a folder without a date the newest.
absl::StatusOr<plan::v1::Plan> ReadPlan(Context& context, const std::string& path, const std::string& on) {
  if (path.empty()) return FromServer(context, on);
  const absl::StatusOr<domain::PlanVersions> versions = domain::PlanVersions::Load(path);
  RETURN_IF_ERROR(AsBadInput(versions.status()));
  if (on.empty()) return versions->Latest()->document();
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(on, "--on"));
  return versions->InForce(day)->document();
}

absl::Status Show(Context& context, const PlanArgs& args) {
  ASSIGN_OR_RETURN(const plan::v1::Plan plan, ReadPlan(context, args.path, args.on));
  context.Print(PlanReport(plan, args.part, context.language()));
  return absl::OkStatus();
}

// What a check finds: faults of the documents, and the damage in the government's text that they record.
struct Findings {
  std::vector<FieldViolation> faults;  // Of files, the path begins with the file's name.
  std::vector<plan::v1::Plan> documents;
};

absl::StatusOr<Findings> Examine(Context& context, const PlanArgs& args) {
  Findings findings;
  if (args.path.empty()) {
    ASSIGN_OR_RETURN(plan::v1::Plan plan, FromServer(context, ""));
    for (domain::PlanDefect& defect : domain::Check(plan))
      findings.faults.push_back({std::move(defect.path), std::move(defect.text)});
    findings.documents.push_back(std::move(plan));
    return findings;
  }
  const absl::StatusOr<domain::PlanVersions> versions = domain::PlanVersions::Load(args.path);
  if (versions.ok()) {
    for (const auto& plan : versions->all()) findings.documents.push_back(plan->document());
    return findings;
  }
  if (!absl::IsInvalidArgument(versions.status())) return AsBadInput(versions.status());
  findings.faults = DetailOf(versions.status())->fields;
  absl::StatusOr<plan::v1::Plan> document = domain::ReadPlanDocument(args.path);
  if (document.ok()) findings.documents.push_back(*std::move(document));
  return findings;
}

Table FaultTable(const std::vector<FieldViolation>& faults, Context& context, Json& json) {
  Table table{{"方案文件的缺陷", "Defects of the plan document"},
              {{"path", {"位置", "Path"}}, {"message", {"问题", "Problem"}}},
              {}};
  for (const FieldViolation& fault : faults) {
    json.push_back({{"path", fault.path}, {"message", context.Say(fault.text)}});
    table.rows.push_back({fault.path, Cell(context.Say(fault.text), Tone::kBad)});
  }
  return table;
}

Table RecordedTable(const std::vector<plan::v1::Plan>& documents, Context& context, Json& json) {
  Table table{{"原文的缺损与矛盾（已记录）", "Damage and contradictions of the text (recorded)"},
              {{"kind", {"类别", "Kind"}},
               {"places", {"出处", "Places"}, false, 28},
               {"finding", {"原文", "Finding"}, false, 50},
               {"reading", {"本方案的读法", "Our reading"}, false, 50}},
              {}};
  for (const plan::v1::Plan& plan : documents) {
    for (const plan::v1::Defect& defect : plan.defects()) {
      const plan::v1::Interpretation& reading = defect.interpretation();
      json.push_back({{"version", plan.version()},
                      {"kind", plan::v1::Defect::Kind_Name(defect.kind())},
                      {"places", std::vector<std::string>(defect.places().begin(), defect.places().end())},
                      {"finding", defect.finding()},
                      {"reading", reading.reading()},
                      {"reason", reading.reason()},
                      {"owner", reading.owner()}});
      table.rows.push_back({Word(defect.kind(), context.language()), Listed(defect.places(), context.language()),
                            defect.finding(), reading.reading()});
    }
  }
  return table;
}

Table ReadingTable(const std::vector<plan::v1::Plan>& documents, Context& context, Json& json) {
  Table table{{"解读（原文没有明说之处）", "Interpretations (where the text does not say it outright)"},
              {{"place", {"出处", "Place"}, false, 28},
               {"reading", {"本方案的读法", "Our reading"}, false, 50},
               {"reason", {"理由", "Reason"}, false, 50},
               {"owner", {"决定权", "Decided by"}}},
              {}};
  for (const plan::v1::Plan& plan : documents) {
    for (const Reading& reading : ReadingsOf(plan, context.language())) {
      const plan::v1::Interpretation& text = reading.interpretation;
      json.push_back({{"version", plan.version()},
                      {"place", reading.place},
                      {"reading", text.reading()},
                      {"reason", text.reason()},
                      {"owner", text.owner()}});
      table.rows.push_back(
          {reading.place, text.reading(), text.reason(), Cell(NameOf(plan, text.owner()), Tone::kPlain, text.owner())});
    }
  }
  return table;
}

absl::Status Check(Context& context, const PlanArgs& args) {
  ASSIGN_OR_RETURN(const Findings findings, Examine(context, args));
  Report report;
  report.json = {{"sound", findings.faults.empty()},
                 {"defects", Json::array()},
                 {"recorded", Json::array()},
                 {"interpretations", Json::array()}};
  Table faults = FaultTable(findings.faults, context, report.json["defects"]);
  Table recorded = RecordedTable(findings.documents, context, report.json["recorded"]);
  Table readings = ReadingTable(findings.documents, context, report.json["interpretations"]);
  const std::size_t count = findings.faults.size();
  if (count == 0) report.heading.push_back({"方案文件没有缺陷", "The plan document has no defects"});
  if (count > 0 || context.settings().format() == Format::kCsv) report.tables.push_back(std::move(faults));
  if (!recorded.rows.empty()) report.tables.push_back(std::move(recorded));
  if (!readings.rows.empty()) report.tables.push_back(std::move(readings));
  context.Print(report);
  if (count == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PLAN_BROKEN",
               {absl::StrCat("方案有 ", count, " 处缺陷"), absl::StrCat("defects of the plan: ", count)});
}

// A whole entry is shown by its name; CSV and JSON hold all of it.
Cell ValueCell(const Json& value) {
  if (value.is_null()) return Missing();
  if (value.is_string()) return value.get<std::string>();
  const std::string all = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const char* key : {"name", "title", "reading", "finding"}) {
    if (value.is_object() && value.contains(key) && value[key].is_string())
      return {value[key].get<std::string>(), Tone::kPlain, all};
  }
  return all;
}

Cell ChangeCell(const Difference& difference, Context& context) {
  if (difference.before.is_null()) return {context.Say({"+ 新增", "+ added"}), Tone::kGood, "ADDED"};
  if (difference.after.is_null()) return {context.Say({"- 删除", "- removed"}), Tone::kBad, "REMOVED"};
  return {context.Say({"~ 修改", "~ changed"}), Tone::kWarning, "CHANGED"};
}

absl::Status Diff(Context& context, const PlanArgs& args) {
  ASSIGN_OR_RETURN(const plan::v1::Plan before, ReadPlan(context, args.path, ""));
  ASSIGN_OR_RETURN(const plan::v1::Plan after, ReadPlan(context, args.other, ""));
  Report report;
  report.json = {{"before", before.version()}, {"after", after.version()}, {"changes", Json::array()}};
  Table table{{"", ""},
              {{"change", {"变化", "Change"}},
               {"path", {"位置", "Path"}, false, 60},
               {"before", {"原", "Before"}, false, 50},
               {"after", {"现", "After"}, false, 50}},
              {}};
  for (const Difference& difference : Differences(before, after)) {
    Cell change = ChangeCell(difference, context);
    report.json["changes"].push_back({{"change", *change.raw},
                                      {"path", difference.path},
                                      {"before", difference.before},
                                      {"after", difference.after}});
    table.rows.push_back(
        {std::move(change), difference.path, ValueCell(difference.before), ValueCell(difference.after)});
  }
  if (table.rows.empty()) report.heading.push_back({"两份方案没有差别", "The plans do not differ"});
  if (!table.rows.empty() || context.settings().format() == Format::kCsv) report.tables.push_back(std::move(table));
  context.Print(report);
  return absl::OkStatus();
}

}  // namespace

void RegisterPlan(Commands& root) {
  Commands plan = root.Group("plan", {"工作方案（给出 PATH 时离线）", "The plan (offline if PATH is given)"});
  const Text path = {"方案文件，或放各版本的目录 [服务上的方案]",
                     "A plan file, or the folder of its versions [the server's]"};
  auto args = std::make_shared<PlanArgs>();
  Command show =
      plan.Leaf("show", {"显示方案", "Show a plan"}, [args](Context& context) { return Show(context, *args); });
  show.Positional("PATH", args->path, path);
  show.Option("--on", args->on, "DATE", {"该日有效的版本 [最新版本]", "The version in force on this day [the newest]"});
  show.Option("--part", args->part, "PART", {"只列出一部分", "List one part only"}).OneOf(PlanParts());

  Command check = plan.Leaf("check", {"查出方案的全部缺陷", "Find every defect of a plan"},
                            [args](Context& context) { return Check(context, *args); });
  check.Positional("PATH", args->path, path);

  Command diff = plan.Leaf("diff", {"比较两份方案", "Compare two plans"},
                           [args](Context& context) { return Diff(context, *args); });
  diff.Positional("A", args->path, {"原方案", "The one before"}).Required();
  diff.Positional("B", args->other, {"现方案 [服务上的方案]", "The one after [the server's]"});
}

}  // namespace qcity::cli
