// qcity tasks batch-review, urge-all.
#include "services/cli/commands/tasks_batch.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/request_fields.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/task_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "tasks";
// What the service takes at once.
constexpr std::size_t kBatch = 1000;

// A lead's part of an occurrence.
struct Target {
  std::string name;
  std::string lead;
};

// From "29-1/2018/zhijianju", or a full name of an occurrence with the lead behind it.
absl::StatusOr<Target> TargetOf(const std::string& campaign, const std::string& typed) {
  const std::size_t slash = typed.rfind('/');
  if (slash == std::string::npos || slash + 1 == typed.size()) {
    return UsageError({absl::StrCat("应写作 任务/节点/责任单位，如 29-1/2018/zhijianju，收到 ", typed),
                       absl::StrCat("want DUTY/OCCURRENCE/LEAD, e.g. 29-1/2018/zhijianju, got ", typed)});
  }
  ASSIGN_OR_RETURN(std::string name, ResourceName(campaign, {"tasks", "occurrences"}, typed.substr(0, slash)));
  return Target{std::move(name), typed.substr(slash + 1)};
}

// The id of one request of a batch: under one --request-id a repeated batch repeats its ids.
std::string RequestId(const Context& context, std::size_t position) {
  return context.request_id.empty() ? RandomId() : absl::StrCat(context.request_id, "-", position + 1);
}

// Sends what `fill` makes of each target, as many at once as the service takes.
template <typename BatchRequest, typename Fill>
absl::StatusOr<BatchPartsResponse> SendAll(Connection& connection, const Context& context,
                                           grpc::Status (TasksService::Stub::*method)(grpc::ClientContext*,
                                                                                      const BatchRequest&,
                                                                                      BatchPartsResponse*),
                                           const std::vector<Target>& targets, Fill fill) {
  TasksService::Stub stub(connection.To(kService));
  BatchPartsResponse all;
  for (std::size_t begin = 0; begin < targets.size(); begin += kBatch) {
    BatchRequest batch;
    for (std::size_t i = begin; i < std::min(begin + kBatch, targets.size()); ++i) {
      auto& one = *batch.add_requests();
      one.set_request_id(RequestId(context, i));
      one.set_name(targets[i].name);
      one.set_lead(targets[i].lead);
      fill(one);
    }
    BatchPartsResponse page;
    RETURN_IF_ERROR(
        connection.Call(kService, [&](grpc::ClientContext* call) { return (stub.*method)(call, batch, &page); }));
    all.MergeFrom(page);
  }
  return all;
}

// The data was printed; the exit code tells that not all of it went well.
absl::Status ShowResults(Context& context, const std::vector<Target>& targets, const BatchPartsResponse& response) {
  std::vector<BatchLine> lines;
  for (int i = 0; i < response.results_size(); ++i) {
    const Target& target = targets[static_cast<std::size_t>(i)];
    lines.push_back({target.name, target.lead, &response.results(i)});
  }
  context.Print(BatchReport(lines, context));
  const auto refused = std::count_if(response.results().begin(), response.results().end(),
                                     [](const BatchPartResult& result) { return result.has_error(); });
  if (refused == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "ITEMS_REFUSED",
               {absl::StrCat(refused, " 项未被接受"), absl::StrCat(refused, " items were refused")});
}

struct ReviewArgs {
  std::vector<std::string> parts;
  bool approve = false;
  bool refuse = false;
  std::string reason;
};

absl::Status BatchReview(Context& context, const ReviewArgs& args) {
  if (args.approve == args.refuse) {
    return UsageError({"请在 --approve 和 --return 中选一个", "give either --approve or --return"});
  }
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  std::vector<Target> targets;
  for (const std::string& typed : args.parts) {
    ASSIGN_OR_RETURN(Target target, TargetOf(campaign, typed));
    targets.push_back(std::move(target));
  }
  ASSIGN_OR_RETURN(const BatchPartsResponse response,
                   SendAll(connection, context, &TasksService::Stub::BatchReviewCompletions, targets,
                           [&](ReviewCompletionRequest& one) {
                             one.set_approve(args.approve);
                             one.set_reason(args.reason);
                           }));
  return ShowResults(context, targets, response);
}

struct UrgeArgs {
  RequestFields filter;
  std::string text;
  bool yes = false;
};

bool CanBeUrged(PartState state) { return state != COMPLETED && state != CANCELLED; }

// The occurrences that the filter finds, each with those parts that it means and that can be urged.
absl::StatusOr<ListTasksResponse> FindParts(Connection& connection, const UrgeArgs& args) {
  ListTasksRequest request;
  RETURN_IF_ERROR(args.filter.Fill(request));
  if (request.ByteSizeLong() == 0) {
    return UsageError({"请写明催办哪些任务，如 --light red", "say which duties to urge about, e.g. --light red"});
  }
  if (!request.organization().empty()) request.set_participation(ListTasksRequest::LEADS);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  request.set_parent(absl::StrCat("campaigns/", campaign));
  SetLargestPage(request);
  // What the service says of an occurrence as a whole is looked at part by part here.
  const Light light = request.light();
  request.clear_light();
  TasksService::Stub stub(connection.To(kService));
  ListTasksResponse found, page;
  do {
    page.Clear();
    RETURN_IF_ERROR(
        connection.Call(kService, [&](grpc::ClientContext* call) { return stub.ListTasks(call, request, &page); }));
    found.MergeFrom(page);
  } while (TurnPage(page, request));
  for (Occurrence& occurrence : *found.mutable_occurrences()) {
    auto& parts = *occurrence.mutable_parts();
    const auto unwanted = [&](const TaskPart& part) {
      const bool others = !request.organization().empty() && ResponsibleFor(part) != request.organization();
      return others || !CanBeUrged(part.state()) || (light != LIGHT_UNSPECIFIED && part.light() != light);
    };
    parts.erase(std::remove_if(parts.begin(), parts.end(), unwanted), parts.end());
  }
  auto& occurrences = *found.mutable_occurrences();
  occurrences.erase(std::remove_if(occurrences.begin(), occurrences.end(),
                                   [](const Occurrence& occurrence) { return occurrence.parts().empty(); }),
                    occurrences.end());
  return found;
}

absl::Status UrgeAll(Context& context, const UrgeArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const ListTasksResponse found, FindParts(connection, args));
  std::vector<Target> targets;
  for (const Occurrence& occurrence : found.occurrences()) {
    for (const TaskPart& part : occurrence.parts()) targets.push_back({occurrence.name(), ResponsibleFor(part)});
  }
  if (!args.yes || targets.empty()) {
    Report report = TasksReport(found, context);
    report.notes.push_back({absl::StrCat("将催办 ", targets.size(), " 项；确认请加 --yes"),
                            absl::StrCat(targets.size(), " parts would be urged about; --yes does it")});
    context.Print(report);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const BatchPartsResponse response,
                   SendAll(connection, context, &TasksService::Stub::BatchUrgeTasks, targets,
                           [&](UrgeTaskRequest& one) { one.set_text(args.text); }));
  return ShowResults(context, targets, response);
}

}  // namespace

void RegisterTaskBatches(Commands& group) {
  auto review = std::make_shared<ReviewArgs>();
  Command batch_review =
      group.Leaf("batch-review", {"批量审核提交，各项互不影响", "Review many; each succeeds or fails by itself"},
                 [review](Context& context) { return BatchReview(context, *review); });
  batch_review.Positionals("TASK/OCCURRENCE/LEAD", review->parts,
                           {"任务、节点和责任单位，如 29-1/2018/zhijianju", "The parts, e.g. 29-1/2018/zhijianju"});
  batch_review.Flag("--approve", review->approve, {"通过", "Approve"});
  batch_review.Flag("--return", review->refuse, {"退回", "Return"});
  batch_review.Option("--reason", review->reason, "TEXT", {"退回的理由", "Why they are returned"});

  auto urge = std::make_shared<UrgeArgs>();
  Command urge_all = group.Leaf(
      "urge-all", {"批量催办：先列出，加 --yes 才催办", "Urge about many: lists them, and does it with --yes"},
      [urge](Context& context) { return UrgeAll(context, *urge); });
  urge->filter.Add(urge_all, "--light", "light", "green|yellow|red|off", {"只催这种灯", "Only parts with this light"});
  urge->filter.Add(urge_all, "--due-from", "due_from", "DATE", {"到期不早于", "Due on or after"});
  urge->filter.Add(urge_all, "--due-to", "due_to", "DATE", {"到期不晚于", "Due on or before"});
  urge->filter.Add(urge_all, "--organization", "organization", "ID", {"只催该责任单位", "Only this lead"});
  urge->filter.Add(urge_all, "--group", "group", "TITLE", {"只催这一组，如 组织保障", "Only this group of the plan"});
  urge->filter.Add(urge_all, "--phase", "phase", "NAME", {"只催到期在该阶段内的", "Only those due within this phase"});
  urge_all.Option("--text", urge->text, "TEXT", {"要求何时做到什么", "What is expected by when"}).Required();
  urge_all.Flag("--yes", urge->yes, {"确认催办", "Do it"});
}

}  // namespace qcity::cli
