// qcity tasks propose-staged, decide-staged, hand-over, cooperation.
#include "services/cli/commands/tasks_agreements.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "qcity/tasks/v1/cooperation.grpc.pb.h"
#include "qcity/tasks/v1/handovers.grpc.pb.h"
#include "qcity/tasks/v1/staged_results.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/staged_criterion.h"
#include "services/cli/commands/task_part.h"
#include "services/cli/commands/task_view.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one module that this file speaks to

void RegisterStaged(Commands& group) {
  using Stub = StagedResultsService::Stub;
  auto criteria = std::make_shared<std::vector<std::string>>();
  Part(group, "propose-staged", {"提出阶段性成果", "Propose a milestone's staged result"}, kOptional,
       &Stub::ProposeStagedResult)
      .Field("--text", "text", "TEXT", {"到期时将取得的成果", "What will have been reached"}, kRequired)
      .With([criteria](Command& options) {
        options.Options(
            "--criterion", *criteria, "KEY=NUMBER=WHAT",
            {"成果标准，如 firms=20=导入先进方法的企业（家）", "A criterion, e.g. firms=20=firms that joined"});
      })
      .Then([criteria](Connection&, ProposeStagedResultRequest& request) -> absl::Status {
        for (const std::string& typed : *criteria) {
          ASSIGN_OR_RETURN(*request.add_criteria(), ParseStagedCriterion(typed));
        }
        return absl::OkStatus();
      })
      .Show(PartReport);
  auto decide = Part(group, "decide-staged", {"审批阶段性成果", "Approve or return a staged result"}, kRequired,
                     &Stub::DecideStagedResult);
  AddChoice(decide, "--approve", {"批准", "Approve"}, "--return", {"退回", "Return"},
            &DecideStagedResultRequest::set_approve);
  decide.Field("--reason", "reason", "TEXT", {"退回的理由", "Why it is returned"}).Show(PartReport);
}

void RegisterCooperation(Commands& tasks) {
  using Stub = CooperationService::Stub;
  Commands group = tasks.Group("cooperation", {"配合", "Cooperation"});
  Unary(group, "list", {"配合事项，按要求日期", "Requests by the day by which they are wanted"}, "tasks",
        &Stub::ListCooperation)
      .Campaign("parent")
      .Field("--organization", "organization", "ID",
             {"只看请求该单位或该单位请求的", "Only what this organisation was asked for or asks for"})
      .Field("--state", "state", "cooperation-requested|cooperation-accepted|cooperation-declined|cooperation-done",
             {"只看这种状态", "Only this state"})
      .Show(CooperationReport);
  Part(group, "request", {"请求配合", "Ask a cooperator"}, kOptional, &Stub::RequestCooperation)
      .Field("--cooperator", "cooperator", "ID", {"配合单位", "The one asked"}, kRequired)
      .Field("--text", "text", "TEXT", {"配合什么", "What for"}, kRequired)
      .Field("--wanted-by", "wanted_by", "DATE", {"何时需要", "By this day"}, kRequired)
      .Show(PartReport);
  Part(group, "answer", {"答复配合请求", "Answer a request"}, kRequired, &Stub::AnswerCooperation)
      .Field("--number", "number", "N", {"第几号配合事项", "Number of the request"}, kRequired)
      .Field("--answer", "answer", "cooperation-accepted|cooperation-declined|cooperation-done",
             {"同意、不能配合或已配合", "Accepted, declined or done"}, kRequired)
      .Field("--text", "text", "TEXT", {"说明；不能配合时须写", "In words; required when declining"})
      .Show(PartReport);
}

void RegisterHandover(Commands& group) {
  Part(group, "hand-over", {"变更责任单位", "Move open work to another unit"}, kRequired,
       &HandoversService::Stub::HandOverTask)
      .Field("--to", "to", "ID", {"移交给哪个单位", "The unit that is to have it"}, kRequired)
      .Field("--reason", "reason", "TEXT", WhyHelp(), kRequired)
      .Field("--document", "document", "TEXT", {"依据文件", "The document that says so"}, kRequired)
      .Show(PartReport);
}

}  // namespace

void RegisterTaskAgreements(Commands& group) {
  RegisterStaged(group);
  RegisterCooperation(group);
  RegisterHandover(group);
}

}  // namespace qcity::cli
