// qcity performance: the yearly procedure of the performance of organisations (绩效), from draft to export.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/performance.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/output_file.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/performance_view.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = PerformanceService::Stub;
constexpr char kService[] = "aggregation";

// A command about a year's list.
template <typename Request, typename Response>
UnaryCommand<Stub, Request, Response> OfYear(Commands& group, const char* name, const Text& help,
                                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                          Response*)) {
  auto command = Unary(group, name, help, kService, method);
  command.Resource("--year", "name", {"performances"}, {"年度", "The year"}, "YYYY");
  return command;
}

// "29-1/2018" -> a contested report.
absl::StatusOr<ContestedReport> ParseItem(const std::string& typed) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '/');
  if (parts.size() != 2) {
    return UsageError({absl::StrCat("应为 任务/节点，如 29-1/2018，收到 ", typed),
                       absl::StrCat("want TASK/OCCURRENCE, e.g. 29-1/2018, got ", typed)});
  }
  ContestedReport item;
  item.set_task(parts[0]);
  item.set_occurrence(parts[1]);
  return item;
}

// "29-1/2018=0.8" -> a correction.
absl::StatusOr<ContestedReport> ParseCorrection(const std::string& typed) {
  const std::pair<std::string, std::string> place_and_credit = absl::StrSplit(typed, absl::MaxSplits('=', 1));
  ASSIGN_OR_RETURN(ContestedReport item, ParseItem(place_and_credit.first));
  double credit = 0;
  if (!absl::SimpleAtod(place_and_credit.second, &credit)) {
    return UsageError({absl::StrCat("应为 任务/节点=得分，如 29-1/2018=1，收到 ", typed),
                       absl::StrCat("want TASK/OCCURRENCE=CREDIT, e.g. 29-1/2018=1, got ", typed)});
  }
  item.set_corrected_credit(credit);
  return item;
}

struct ObjectArgs {
  std::vector<std::string> items;
  std::vector<std::string> evidence;
};

void RegisterObject(Commands& group) {
  auto args = std::make_shared<ObjectArgs>();
  OfYear(group, "object", {"对本单位的扣分提出异议", "Contest deductions of one's own row"}, &Stub::ObjectToPerformance)
      .Field("--organization", "organization", "ID", {"哪个单位", "Whose row"}, kRequired)
      .With([args](Command& options) {
        options
            .Options("--item", args->items, "TASK/OCCURRENCE",
                     {"异议项，如 29-1/2018", "What is contested, e.g. 29-1/2018"})
            .Required();
        options.Options("--evidence", args->evidence, "NAME[=URI]", {"佐证材料", "What proves it"}).Required();
      })
      .Field("--reason", "reason", "TEXT", {"理由", "Why"}, kRequired)
      .Then([args](Connection&, ObjectToPerformanceRequest& request) -> absl::Status {
        for (const std::string& typed : args->items) {
          ASSIGN_OR_RETURN(*request.add_items(), ParseItem(typed));
        }
        for (const std::string& typed : args->evidence)
          *request.add_evidence() = ParseEvidence<ObjectionEvidence>(typed);
        return absl::OkStatus();
      })
      .Show(PerformanceReport);
}

struct DecideArgs {
  std::vector<std::string> corrections;
  bool uphold = false;
  bool reject = false;
};

void RegisterDecide(Commands& group) {
  auto args = std::make_shared<DecideArgs>();
  OfYear(group, "decide", {"裁定异议，不能由提出人裁定", "Decide an objection; not by the person who made it"},
         &Stub::DecideObjection)
      .Field("--objection", "objection", "ID", {"异议的编号", "The objection's id"}, kRequired)
      .With([args](Command& options) {
        options.Flag("--uphold", args->uphold, {"成立", "Uphold it"});
        options.Flag("--reject", args->reject, {"不成立", "Reject it"});
        options.Options("--correct", args->corrections, "TASK/OCCURRENCE=CREDIT",
                        {"成立时逐项更正得分，0 至 1", "When upheld: the corrected credit of each item, 0 to 1"});
      })
      .Field("--reason", "reason", "TEXT", {"理由", "Why"}, kRequired)
      .Then([args](Connection&, DecideObjectionRequest& request) -> absl::Status {
        if (args->uphold == args->reject)
          return UsageError({"请在 --uphold 和 --reject 中选一个", "give either --uphold or --reject"});
        request.set_uphold(args->uphold);
        for (const std::string& typed : args->corrections) {
          ASSIGN_OR_RETURN(*request.add_corrections(), ParseCorrection(typed));
        }
        return absl::OkStatus();
      })
      .Show(PerformanceReport);
}

absl::StatusOr<Report> WriteFile(const ExportPerformanceResponse& response, const std::string& path) {
  RETURN_IF_ERROR(WriteOutputFile(path, response.csv()));
  Report report;
  report.json = {{"file", path}, {"sha256", response.sha256()}, {"rows", response.performance().rows_size()}};
  report.tables.push_back(
      {{"", ""},
       {{"file", {"文件", "File"}}, {"sha256", {"SHA-256", "SHA-256"}}, {"rows", {"单位数", "Organisations"}, true}},
       {{path, response.sha256(), absl::StrCat(response.performance().rows_size())}}});
  return report;
}

void RegisterExport(Commands& group) {
  auto path = std::make_shared<std::string>();
  OfYear(group, "export", {"报送已确认的名单（CSV）", "Hand out the confirmed list as CSV"}, &Stub::ExportPerformance)
      .Field("--recipient", "recipient", "TEXT", {"报送给谁，如 市目标办", "To whom, e.g. 市目标办"}, kRequired)
      .Field("--document", "document", "TEXT", {"随哪份文件", "The document that it goes with"}, kRequired)
      .With([path](Command& options) {
        options.Option("--out", *path, "FILE", {"写入哪个文件", "The file to write"}).Required();
      })
      .ShowWith([path](const ExportPerformanceResponse& response, const Context&, Connection&) {
        return WriteFile(response, *path);
      });
}

}  // namespace

void RegisterPerformance(Commands& root) {
  Commands group = root.Group("performance", {"年度绩效的办理", "The yearly procedure of performance"});
  OfYear(group, "get", {"名单、异议和经过", "The list with objections and history"}, &Stub::GetPerformance)
      .Show(PerformanceReport);
  OfYear(group, "draft", {"起草：冻结名单", "Draft: freeze the list"}, &Stub::DraftPerformance)
      .Field("--as-of", "as_of", "DATE",
             {"截至哪一天 [年末，须已过去]", "As of this day [the year's last, which must have passed]"})
      .Show(PerformanceReport);
  OfYear(group, "publish", {"公布，开始 5 个工作日的异议期", "Publish: opens 5 working days for objections"},
         &Stub::PublishForObjection)
      .Show(PerformanceReport);
  RegisterObject(group);
  RegisterDecide(group);
  OfYear(group, "confirm", {"确认，不能由起草人确认", "Confirm; not by the person who drafted it"},
         &Stub::ConfirmPerformance)
      .Show(PerformanceReport);
  RegisterExport(group);
}

}  // namespace qcity::cli
