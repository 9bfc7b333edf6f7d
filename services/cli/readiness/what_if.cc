// qcity readiness compare, simulate and levers: why the score changed, what if, and what would help most.
#include <memory>
#include <string>
#include <vector>

#include "common/base/status.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/what_if.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/readiness/subcommands.h"
#include "services/cli/readiness/suppositions.h"
#include "services/cli/readiness/what_if_view.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "aggregation";
const Text kAsOfHelp = {"截至哪一天 [今天]", "As of this day [today]"};

struct Typed {
  std::vector<std::string> figures;
  std::vector<std::string> completions;
  std::vector<std::string> points;
  std::vector<std::string> policy;
};

// The plan of the day says in which forms measures take figures.
absl::StatusOr<plan::v1::Plan> PlanOf(Connection& connection, const std::string& as_of) {
  AggregationService::Stub stub(connection.To(kService));
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  GetPlanRequest request;
  request.set_name("campaigns/" + campaign + "/plan");
  request.set_date(as_of);
  plan::v1::Plan plan;
  RETURN_IF_ERROR(
      connection.Call(kService, [&](grpc::ClientContext* call) { return stub.GetPlan(call, request, &plan); }));
  return plan;
}

absl::Status Fill(const Typed& typed, Connection& connection, SimulateReadinessRequest& request) {
  plan::v1::Plan plan;
  if (!typed.figures.empty()) {
    ASSIGN_OR_RETURN(plan, PlanOf(connection, request.as_of()));
  }
  for (const std::string& text : typed.figures) {
    ASSIGN_OR_RETURN(*request.add_figures(), ParseSupposedFigure(text, plan));
  }
  for (const std::string& text : typed.completions) {
    ASSIGN_OR_RETURN(*request.add_completions(), ParseSupposedCompletion(text));
  }
  for (const std::string& text : typed.points) {
    ASSIGN_OR_RETURN(*request.add_policy(), ParseSupposedPolicy(text, "--points", "points."));
  }
  for (const std::string& text : typed.policy) {
    ASSIGN_OR_RETURN(*request.add_policy(), ParseSupposedPolicy(text, "--policy", ""));
  }
  return absl::OkStatus();
}

void AddSuppositions(const std::shared_ptr<Typed>& typed, Command& options) {
  options.Options(
      "--set", typed->figures, "NUMBER[/PART][@PERIOD]=FIGURE",
      {"假定一个数据，如 26=80、14/industrialized=31.5、3@2018=376/400、5=4/17（名次）、60=met；不写期间为评判期",
       "A figure: 26=80, 14/industrialized=31.5, 3@2018=376/400, 5=4/17 (a rank), 60=met; without a period the judged one"});
  options.Options(
      "--complete", typed->completions, "DUTY/OCCURRENCE/LEAD[@DATE]",
      {"假定一个节点已办结，如 29-1/2018/zhijianju@2018-06-30；持续性任务可写评定分，如 4-1/2018/zhiqiangban=0.8",
       "A part completed: 29-1/2018/zhijianju@2018-06-30; a continuous duty with its rating: 4-1/2018/zhiqiangban=0.8"});
  options.Options("--points", typed->points, "PILLAR=POINTS",
                  {"假定板块分值，如 indicators=600", "A pillar's points: indicators=600"});
  options.Options("--policy", typed->policy, "FIELD=NUMBER",
                  {"假定评分政策，如 pass_mark=75、least_coverage=0.7、leading_share=0.33、tasks.late_credit=0.8",
                   "The policy: pass_mark=75, least_coverage=0.7, leading_share=0.33, tasks.late_credit=0.8"});
}

}  // namespace

void AddWhatIf(Commands& group) {
  Unary(group, "compare", {"两天之间得分为何增减", "Why the score changed between two days"}, kService,
        &WhatIfService::Stub::CompareReadiness)
      .Field("--from", "from", "DATE", {"从哪一天", "From this day"}, kRequired)
      .Field("--to,--as-of", "to", "DATE", {"到哪一天 [今天]", "To this day [today]"})
      .Campaign("name", "/readiness")
      .Show(ChangeReport);

  auto typed = std::make_shared<Typed>();
  Unary(group, "simulate", {"推演：如果……准备度会怎样（不作记录）", "What readiness would be if (nothing is recorded)"},
        kService, &WhatIfService::Stub::SimulateReadiness)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Field("--at", "judged_at", "DATE",
             {"按方案的哪个评价日期评判 [截至日]", "Judged on this evaluation date of the plan [the as-of day]"})
      .With([typed](Command& options) { AddSuppositions(typed, options); })
      .Then([typed](Connection& connection, SimulateReadinessRequest& request) {
        return Fill(*typed, connection, request);
      })
      .Campaign("name", "/readiness")
      .Show(SimulationReport);

  Unary(group, "levers",
        {"补齐哪些差距最有用，最少补哪些即具备条件", "Which gaps count most, and the fewest that make the city ready"},
        kService, &WhatIfService::Stub::ListLevers)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Field("--organization", "organization", "ID", {"只看该单位为责任单位的", "Only what this organisation leads"})
      .Campaign("name", "/readiness")
      .Show(LeversReport);
}

}  // namespace qcity::cli
